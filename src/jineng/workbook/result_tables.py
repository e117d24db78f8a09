"""The rows of a settlement result as tables: people, classes, institutions, problems and the grounds of every line."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypedDict

from jineng.kernel.hours import say_hours
from jineng.kernel.money import format_yuan, parse_yuan
from jineng.workbook import result_labels as labels
from jineng.workbook.table_sheet import TableColumn

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    import polars as pl

    from jineng.workbook.table_sheet import Cell

Result = dict[str, Any]
"""One settlement as the JSON object of the contract: money as strings of yuan, rates as strings with four decimals."""

Certificates = Mapping[tuple[str | None, str], str]
"""Number of the certificate that somebody earned in a class, by class and person."""

Line = dict[str, Any]
"""One entry of ``lines`` of a result."""


class ClassFacts(TypedDict):
    """What a reader wants to know of a class beside its numbers."""

    institution: str
    occupation: str | None
    kind: str
    start_on: date
    end_on: date
    planned_milli: int


class Table(NamedTuple):
    """One sheet of the result workbook."""

    name: str
    columns: Sequence[TableColumn]
    rows: list[list[Cell]]


def names_of(trainees: pl.DataFrame) -> dict[str, str]:
    """Return each person's name (姓名) from the canonical table trainees; the first one given, where several are."""
    first = trainees.unique("person_id", keep="first", maintain_order=True)
    return dict(zip(first["person_id"], first["name"], strict=True))


def class_facts_of(classes: pl.DataFrame) -> dict[str, ClassFacts]:
    """Return what forms and sheets say of each class, from the canonical table classes."""
    return {
        row["class_id"]: ClassFacts(
            institution=row["institution"],
            occupation=row["occupation"],
            kind=row["kind"],
            start_on=row["start_on"],
            end_on=row["end_on"],
            planned_milli=row["planned_milli"],
        )
        for row in classes.iter_rows(named=True)
    }


def certificates_of(certificates: pl.DataFrame) -> Certificates:
    """Return the certificate each person earned in each class, from the canonical table certificates: the earliest."""
    first = certificates.sort("issued_on", "number").unique(["class_id", "person_id"], keep="first")
    return {(row["class_id"], row["person_id"]): row["number"] for row in first.iter_rows(named=True)}


def later_yuan(line: Line) -> str:
    """Return the yuan of a line that may still become payable (后续金额)."""
    return format_yuan(sum(parse_yuan(part["amount"]) for part in line["later"]))


def _joined(parts: Iterable[str | None]) -> str:
    """Join what there is, each part once."""
    return "；".join(dict.fromkeys(part for part in parts if part))


def _reasons(entry: Mapping[str, Any]) -> list[Cell]:
    """Return reasons as sentences and as codes."""
    reasons = entry["reasons"]
    return [_joined(reason["text"] for reason in reasons), _joined(reason["code"] for reason in reasons)]


def _later(line: Line) -> str:
    """Say what may still come, under which condition and until when."""
    return _joined(
        f"{part['amount']} 元：{part['condition']}" + (f"（至 {part['until']}）" if part["until"] else "")
        for part in line["later"]
    )


_REASON_COLUMNS: Final = (
    TableColumn("原因", "long", 36),
    TableColumn("原因代码", "text", 22),
)
_KEY_COLUMNS: Final = (
    TableColumn("序号", "whole", 7),
    TableColumn("班级编号", "text", 14),
    TableColumn("身份证号", "text", 21),
    TableColumn("姓名", "text", 12),
    TableColumn("补贴项目", "text", 13),
    TableColumn("证书编号", "text", 25),
)
_PEOPLE_COLUMNS: Final = (
    *_KEY_COLUMNS,
    TableColumn("收款方类别", "text", 11),
    TableColumn("收款方", "text", 22),
    TableColumn("状态", "text", 10),
    TableColumn("补贴标准", "text", 12),
    TableColumn("培训天数", "whole", 9),
    TableColumn("应补金额", "money", 13),
    TableColumn("已拨金额", "money", 13),
    TableColumn("本次应拨", "money", 13),
    TableColumn("应追回", "money", 13),
    TableColumn("后续金额", "money", 13),
    TableColumn("后续条件", "long", 34),
    TableColumn("待定下限", "money", 13),
    TableColumn("待定上限", "money", 13),
    *_REASON_COLUMNS,
    TableColumn("项目代码", "text", 15),
    TableColumn("状态代码", "text", 10),
    TableColumn("标准代码", "text", 10),
    TableColumn("收款方类别代码", "text", 14),
)


def _key(number: int, line: Line, names: Mapping[str, str]) -> list[Cell]:
    return [
        number,
        line["class_id"],
        line["person_id"],
        names.get(line["person_id"], ""),
        labels.say(labels.ITEM, line["item"]),
        line["certificate"],
    ]


def people(result: Result, names: Mapping[str, str]) -> Table:
    """Return 人员明细: one row a person and subsidy item, in the order of the result."""
    rows: list[list[Cell]] = []
    for number, line in enumerate(result["lines"], start=1):
        least, most = line.get("range") or (None, None)
        rows.append(
            [
                *_key(number, line, names),
                labels.say(labels.PAYEE_KIND, line["payee_kind"]),
                line["payee"],
                labels.say(labels.STATUS, line["status"]),
                labels.say(labels.STANDARD, line["standard"]),
                line["days"],
                line["due"],
                line["paid"],
                line["payable_now"],
                line["recover"],
                later_yuan(line),
                _later(line),
                least,
                most,
                *_reasons(line),
                line["item"],
                line["status"],
                line["standard"],
                line["payee_kind"],
            ]
        )
    return Table("人员明细", _PEOPLE_COLUMNS, rows)


def grounds(result: Result, names: Mapping[str, str]) -> Table:
    """Return 依据: one row a line and step, with the clause that the step rests on."""
    lines = ((_key(number, line, names), line) for number, line in enumerate(result["lines"], start=1))
    return grounds_of(_KEY_COLUMNS, lines)


def grounds_of(key_columns: Sequence[TableColumn], lines: Iterable[tuple[Sequence[Cell], Line]]) -> Table:
    """Return 依据 of lines, each with the cells (as ``key_columns`` say) that tell which it is."""
    columns = (
        *key_columns,
        TableColumn("步骤", "whole", 7),
        TableColumn("条款", "text", 18),
        TableColumn("说明", "long", 90),
    )
    rows: list[list[Cell]] = []
    for key, line in lines:
        rows += ([*key, step, ground["clause"], ground["text"]] for step, ground in enumerate(line["basis"], start=1))
    return Table("依据", columns, rows)


def _sums_by_class(lines: Iterable[Line]) -> dict[str, tuple[int, int]]:
    """Return due and payable_now of each class in fen."""
    sums: defaultdict[str, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for line in lines:
        if line["class_id"] is not None:
            due_fen, now_fen = sums[line["class_id"]]
            sums[line["class_id"]] = (due_fen + parse_yuan(line["due"]), now_fen + parse_yuan(line["payable_now"]))
    return sums


def classes(result: Result, facts: Mapping[str, ClassFacts]) -> Table:
    """Return 班级: rates and standard of each class beside its facts and what its lines come to."""
    columns = (
        TableColumn("班级编号", "text", 14),
        TableColumn("培训机构", "text", 22),
        TableColumn("职业工种", "text", 18),
        TableColumn("培训类别", "text", 11),
        TableColumn("开班日期", "date", 12),
        TableColumn("结束日期", "date", 12),
        TableColumn("计划课时", "number", 9),
        TableColumn("学员人数", "whole", 9),
        TableColumn("到课率", "rate", 9),
        TableColumn("取证人数", "whole", 9),
        TableColumn("取证率", "rate", 9),
        TableColumn("就业人数", "whole", 9),
        TableColumn("就业率", "rate", 9),
        TableColumn("补贴标准", "text", 12),
        TableColumn("应补金额", "money", 14),
        TableColumn("本次应拨", "money", 14),
        *_REASON_COLUMNS,
        TableColumn("标准代码", "text", 10),
    )
    sums = _sums_by_class(result["lines"])
    rows: list[list[Cell]] = []
    for entry in result["classes"]:
        about = facts.get(entry["class_id"])
        described: list[Cell] = [None] * 6
        if about is not None:
            described = [about["institution"], about["occupation"], labels.say(labels.KIND, about["kind"])]
            described += [about["start_on"], about["end_on"], say_hours(about["planned_milli"]).replace(",", "")]
        due_fen, now_fen = sums.get(entry["class_id"], (0, 0))
        rows.append(
            [
                entry["class_id"],
                *described,
                entry["trainees"],
                entry["attendance_rate"],
                entry["certified"],
                entry["pass_rate"],
                entry["employed"],
                entry["employment_rate"],
                labels.say(labels.STANDARD, entry["standard"]),
                format_yuan(due_fen),
                format_yuan(now_fen),
                *_reasons(entry),
                entry["standard"],
            ]
        )
    return Table("班级", columns, rows)


def institutions(result: Result) -> Table:
    """Return 机构: what each training institution reached and whether it may train next year (null: not judged)."""
    columns = (
        TableColumn("培训机构", "text", 22),
        TableColumn("培训人数", "whole", 10),
        TableColumn("取证率", "rate", 10),
        TableColumn("就业率", "rate", 10),
        TableColumn("下年度可承担培训", "text", 17),
        *_REASON_COLUMNS,
    )
    allowed = {True: "是", False: "否", None: "未评定"}
    rows: list[list[Cell]] = [
        [
            entry["institution"],
            entry["trained"],
            entry["pass_rate"],
            entry["employment_rate"],
            allowed[entry["eligible_next_year"]],
            *_reasons(entry),
        ]
        for entry in result["institutions"]
    ]
    return Table("机构", columns, rows)


def problems(result: Result) -> Table:
    """Return 问题: what was set aside without stopping the settlement."""
    columns = (
        TableColumn("工作表", "text", 14),
        TableColumn("行号", "whole", 8),
        TableColumn("问题", "long", 60),
        TableColumn("代码", "text", 22),
    )
    rows: list[list[Cell]] = [
        [
            labels.say(labels.SHEET, entry["sheet"]),
            entry["row"],
            entry["text"],
            entry["code"],
        ]
        for entry in result["problems"]
    ]
    return Table("问题", columns, rows)
