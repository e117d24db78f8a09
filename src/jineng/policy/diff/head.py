"""What changed in the head: which document it is, its conventions, its superiors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jineng.kernel.text import Text
from jineng.policy.conventions import (
    ANCHOR_NAMES,
    BAND_EDGE_NAMES,
    RECORDS_NAMES,
    ROUNDING_MODE_NAMES,
    ROUNDING_PLACE_NAMES,
    ROUNDING_UNIT_NAMES,
)
from jineng.policy.diff.changes import Change, by_id, changed, clause_numbers, commas, moves, say
from jineng.policy.kinds.terms import LEVEL_NAMES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jineng.policy.document import Document, Head, Rounding, Superior


def head_changes(old: Document, new: Document) -> Iterator[Change]:
    """Yield what changed in the head."""
    was, now = _facts(old.head), _facts(new.head)
    for about, before in was.items():
        yield from changed(about, before, now[about])
    yield from _superiors(old.head, new.head)
    grounds = Text("惯例依据的条款", "clauses that its conventions rest on")
    yield from changed(grounds, clause_numbers(old, old.head.cite), clause_numbers(new, new.head.cite))
    yield from changed(Text("惯例依据的解读", "readings that its conventions rest on"), _readings(old), _readings(new))


def _facts(head: Head) -> dict[Text, Text | None]:
    """Return the head's single values by what they are called, in the order in which a form asks for them."""
    return {
        Text("方案编号", "id"): say(head.id),
        Text("标题", "title"): head.title,
        Text("发文字号", "document number"): say(head.doc_no),
        Text("发文机关", "issuer"): head.issuer,
        Text("文件层级", "level"): LEVEL_NAMES[head.level],
        Text("适用地区", "region"): head.region,
        Text("行政区划代码", "region code"): say(head.region_code),
        Text("成文日期", "issued on"): say(head.issued_on),
        Text("生效日期", "in force from"): say(head.valid_from),
        Text("有效期至", "in force until"): say(head.valid_to),
        Text("按什么结算", "settled from"): RECORDS_NAMES[head.records],
        Text("以哪一天定适用哪年的方案", "the day that decides which year's plan applies"): ANCHOR_NAMES[head.anchor],
        Text("每天课时", "class hours a day"): say(head.hours_per_day),
        Text("一课时多少分钟", "minutes in a class hour"): say(head.class_hour_minutes),
        Text("一个月按多少天算", "days in a month"): say(head.month_days),
        Text("分档的界限归哪一档", "which bound lies in a band"): BAND_EDGE_NAMES[head.band_edge],
        Text("金额取整", "rounding of money"): _rounding(head.rounding),
    }


def _rounding(rounding: Rounding) -> Text:
    unit, mode = ROUNDING_UNIT_NAMES[rounding.unit], ROUNDING_MODE_NAMES[rounding.mode]
    place = ROUNDING_PLACE_NAMES[rounding.at]
    return Text(f"{place.zh}取整到{unit.zh}，{mode.zh}", f"{place.en}, to {unit.en}, {mode.en}")


def _superiors(old: Head, new: Head) -> Iterator[Change]:
    def tell(was: Superior | None, now: Superior | None) -> Iterator[Change]:
        yield from changed(Text("上位依据", "superior"), _superior(was), _superior(now))

    yield from by_id(
        ((above.doc_no, above) for above in old.superior), ((above.doc_no, above) for above in new.superior), tell
    )
    titles = {above.doc_no: above.title for above in (*old.superior, *new.superior)}

    def called(doc_no: str) -> Text:
        return Text(f"上位依据“{titles[doc_no].zh}”", f"superior “{titles[doc_no].en}”")

    yield from moves(called, [above.doc_no for above in old.superior], [above.doc_no for above in new.superior])


def _superior(superior: Superior | None) -> Text | None:
    if superior is None:
        return None
    key = f"，编号 {superior.id}" if superior.id else "", f", id {superior.id}" if superior.id else ""
    title = superior.title
    return Text(f"{title.zh}（{superior.doc_no}{key[0]}）", f"{title.en} ({superior.doc_no}{key[1]})")


def _readings(document: Document) -> Text | None:
    questions = {reading.id: reading.question for reading in document.reading}
    return commas([questions.get(key, Text(key, key)) for key in document.head.readings])
