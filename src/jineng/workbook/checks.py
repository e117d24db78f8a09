"""Judges what cells mean together: what a kind or type needs, order of dates, keys used twice, references."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from jineng.kernel.text import Text
from jineng.workbook.findings import Fault
from jineng.workbook.values import LEVELLED_TYPES

if TYPE_CHECKING:
    from collections.abc import Callable

    from jineng.workbook.findings import Findings
    from jineng.workbook.judging import Judged


def check_book(judged: dict[str, Judged], findings: Findings) -> None:
    """Report every fault that shows only when cells, rows or sheets are seen together; sheets by their English name."""
    classes, certificates, history = judged.get("classes"), judged.get("certificates"), judged.get("history")
    if classes:
        _check_classes(classes, findings)
        for key in ("trainees", "attendance", "certificates", "employment", "history"):
            if key in judged:
                _check_class_ids(judged[key], classes, findings)
    if certificates:
        _check_certificates(certificates, findings)
    if history:
        _check_history(history, certificates, findings)


def _report(
    sheet: Judged, key: str, code: str, rows: pl.Series, findings: Findings, say: Callable[[int], Text]
) -> None:
    """Report the given rows, but none whose cell was already found faulty; ``say`` words it for a spreadsheet row."""
    listed = [row for row in rows.to_list() if row not in sheet.faulty.get(key, ())]
    findings.add_fault(sheet.name, Fault(code, sheet.heading(key), listed, lambda index: say(listed[index])))


def _rows(sheet: Judged, condition: pl.Expr) -> pl.Series:
    return sheet.table.filter(condition)["row"]


_MISSING_ORDER: Final = Text(
    "订单式培训必须填订单编号；请补上，不是订单式的请改培训类别",
    "an order-based class needs its order_id; fill it in, or correct the kind",
)
_END_BEFORE_START: Final = Text("结束日期早于开班日期；请改正其一", "end_on is before start_on; correct one of them")


def _check_classes(classes: Judged, findings: Findings) -> None:
    without_order = _rows(classes, (pl.col("kind") == "order") & pl.col("order_id").is_null())
    _report(classes, "order_id", "missing_order", without_order, findings, lambda _: _MISSING_ORDER)
    backwards = _rows(classes, pl.col("end_on") < pl.col("start_on"))
    _report(classes, "end_on", "end_before_start", backwards, findings, lambda _: _END_BEFORE_START)
    _check_unique(classes, "class_id", findings)


def _check_unique(sheet: Judged, key: str, findings: Findings) -> None:
    """Report every row but the first that uses a key again."""
    keys = sheet.table.select(pl.col(key).alias("key"), "row").drop_nulls()
    if keys["key"].n_unique() == keys.height:
        return
    first = keys.with_columns(pl.col("row").min().over("key").alias("first")).filter(pl.col("row") != pl.col("first"))
    firsts = dict(zip(first["row"].to_list(), first["first"].to_list(), strict=True))
    column = sheet.spec.column(key)
    _report(
        sheet,
        key,
        "duplicate_key",
        first["row"],
        findings,
        lambda row: Text(
            f"{column.zh}重复：第 {firsts[row]} 行已用；每行应不同，请改正或删去一行",
            f"{key} is used twice, first in row {firsts[row]}; each row needs its own, correct or delete one",
        ),
    )


def _check_class_ids(sheet: Judged, classes: Judged, findings: Findings) -> None:
    if "class_id" not in classes.headings or "class_id" not in sheet.headings:
        return
    if classes.faulty.get("class_id"):
        # A faulty number is not known here; what refers to it would only repeat the first fault.
        return
    known = classes.table["class_id"].implode()
    unknown = _rows(sheet, pl.col("class_id").is_not_null() & ~pl.col("class_id").is_in(known))
    zh, en = (
        f"“{classes.name}”表中没有这个班级编号；请改正",
        f"the sheet {classes.name} has no such class_id; correct it",
    )
    if sheet.spec.key == "history":
        zh += "，以前工作簿的班级请留空"
        en += ", or leave class_id empty for a class of an earlier book"
    else:
        zh += "或在该表补上此班"
        en += " or add the class there"
    _report(sheet, "class_id", "unknown_class", unknown, findings, lambda _: Text(zh, en))


def _check_certificates(certificates: Judged, findings: Findings) -> None:
    without_level = _rows(certificates, pl.col("type").is_in(list(LEVELLED_TYPES)) & pl.col("level").is_null())
    text = Text(
        "职业资格证书、职业技能等级证书必须填等级（5 初级工 至 1 高级技师）",
        "a qualification or skill_level certificate needs its level (5 to 1)",
    )
    _report(certificates, "level", "missing_level", without_level, findings, lambda _: text)
    _check_unique(certificates, "number", findings)


def _check_history(history: Judged, certificates: Judged | None, findings: Findings) -> None:
    """Report certificate subsidies whose level can be told neither here nor from this book's certificates."""
    if certificates and not certificates.sound("number"):
        return
    numbers = certificates.table["number"].unique() if certificates else pl.Series(dtype=pl.String)
    known = pl.col("number").is_in(numbers.implode()).fill_null(value=False)
    missing = _rows(history, (pl.col("item") == "certificate") & pl.col("level_key").is_null() & ~known)
    text = Text(
        "取证补贴必须填等级（或专项、特种证书类别）；证书在本工作簿“证书”表中时，填其证书编号即可",
        "a certificate subsidy needs its level (or special_… type); the number is enough when this book has the certificate",
    )
    _report(history, "level", "missing_level", missing, findings, lambda _: text)
