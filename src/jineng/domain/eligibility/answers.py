"""From what is known to the answers for one person: the plan's rules, the lists, what was enjoyed. Pure."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from jineng.domain.eligibility.comparison_kinds import COMPARISON_KINDS, ComparisonKind, Effect
from jineng.kernel.text import Text
from jineng.policy.comparing.enjoyment import compare_limits
from jineng.policy.comparing.people import compare_rules

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from datetime import date

    from jineng.policy.comparing.findings import Finding, Outcome
    from jineng.policy.comparing.known import Enjoyed, Known
    from jineng.policy.document import Document

REGISTRY: Final = Text("实名登记", "the registry")
ENJOYED_REGISTER: Final = Text("已享受登记", "the register of what was enjoyed")

CHECK_LABELS: Final[Mapping[str, Text]] = {
    "groups": Text("培训对象", "whom it is for"),
    "excluded": Text("不含人员", "whom it is not for"),
    "age": Text("年龄", "age"),
    "place": Text("适用条件", "condition"),
    "test": Text("其他条件", "further condition"),
    "enterprise": Text("所在企业", "enterprise"),
    "contract": Text("劳动合同", "labour contract"),
    "insured": Text("参保", "insurance"),
    "limit": Text("以往享受", "enjoyed before"),
    **{code: kind.title for code, kind in COMPARISON_KINDS.items()},
}

_NEXT_UNKNOWN: Final[Mapping[str, Text]] = {
    "groups": Text(
        "请核实属于哪类对象，在人员页登记人员类别和凭据后重新比对；或在本页认定",
        "find out which group the person is of, tag them with the evidence and compare again; or decide here",
    ),
    "excluded": Text("请核实是否属于不含人员，再认定", "find out whether the person is left out, then decide"),
    "age": Text(
        "请在人员页补全出生日期或性别，再重新比对",
        "complete date of birth or sex on the person's page and compare again",
    ),
    "limit": Text(
        "请核对以往享受的等级、工种和金额，再认定",
        "check level, occupation and amount of what was had before, then decide",
    ),
}
_NEXT_REFUSED: Final[Mapping[str, Text]] = {
    "groups": Text(
        "不属于本方案的培训对象；如登记有误，请更正人员类别后重新比对",
        "not among those whom the plan is for; if the tags are wrong, correct them and compare again",
    ),
    "age": Text(
        "开班当日年龄不符；请核对出生日期，确实不符的不能参训",
        "the age on that day does not fit; check the date of birth",
    ),
    "limit": Text("已达享受次数或金额上限；可自费参训", "the limit is reached; the person may train at their own cost"),
}
_CHECK_UP: Final = Text("请核对材料后认定", "check the papers, then decide")
_NOT_ENTITLED: Final = Text(
    "不符合方案条件；如记录有误，请更正后重新比对", "does not fit; if a record is wrong, correct it and compare again"
)
_NOTHING: Final = Text("", "")


class ListHeader(NamedTuple):
    """A comparison set in use: which kind, from where, as of when, until when, and what a hit means."""

    key: int
    kind: str
    source: str
    data_on: date
    valid_until: date
    effect: str


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer: the check, what it rests on, why, and what to do next. Equal answers of many people are equal."""

    check_code: str
    rule: str
    clauses: str
    outcome: Outcome
    source: Text
    set_key: int | None
    data_on: date | None
    reason: Text
    next_step: Text


def answers_for(
    document: Document,
    known: Known,
    enjoyed: Sequence[Enjoyed],
    lists: Sequence[ListHeader],
    hits: Collection[int],
    today: date,
) -> list[Answer]:
    """Return every answer for one person.

    Args:
        document: the plan's.
        known: what the registry knows of the person, and the training.
        enjoyed: what the person had before.
        lists: the county's lists in use, the newest of a kind first.
        hits: keys of the lists that the person is on, on the day.
        today: the day as of which the registry is read.
    """
    found = [_of_rule(document, finding, REGISTRY, today) for finding in compare_rules(document, known)]
    found += [
        _of_rule(document, finding, ENJOYED_REGISTER, today) for finding in compare_limits(document, known, enjoyed)
    ]
    found += _of_lists(known, lists, hits)
    return [*_told_apart(found)]


def label_of(check_code: str) -> Text:
    """Return what a check is called; its code's first part says which."""
    first = check_code.partition(".")[0]
    return CHECK_LABELS.get(first, Text(first, first))


def _told_apart(found: list[Answer]) -> Iterator[Answer]:
    """Number the checks that one rule asks several of."""
    seen: Counter[str] = Counter()
    for answer in found:
        seen[answer.check_code] += 1
        number = seen[answer.check_code]
        if number == 1:
            yield answer
        else:
            yield Answer(
                **{
                    **{name: getattr(answer, name) for name in Answer.__slots__},
                    "check_code": f"{answer.check_code}.{number}",
                }
            )


def _of_rule(document: Document, finding: Finding, source: Text, today: date) -> Answer:
    numbers = "、".join(document.clause_number(clause) for clause in finding.clauses)
    steps = {"unknown": _NEXT_UNKNOWN, "does_not_fit": _NEXT_REFUSED}.get(finding.outcome)
    otherwise = _CHECK_UP if finding.outcome == "unknown" else _NOT_ENTITLED
    return Answer(
        check_code=f"{finding.check}.{finding.rule}",
        rule=finding.rule,
        clauses=numbers,
        outcome=finding.outcome,
        source=source,
        set_key=None,
        data_on=today,
        reason=finding.reason,
        next_step=_NOTHING if steps is None else steps.get(finding.check, otherwise),
    )


def _of_lists(known: Known, lists: Sequence[ListHeader], hits: Collection[int]) -> Iterator[Answer]:
    for code, kind in COMPARISON_KINDS.items():
        of_kind = [each for each in lists if each.kind == code]
        current = [each for each in of_kind if is_current(each, known.day)]
        if current:
            hit = next((each for each in current if each.key in hits), None)
            yield _not_on(kind, current[0]) if hit is None else _on(kind, hit, known)
        elif of_kind:
            yield _too_old(kind, of_kind[0], is_on=any(each.key in hits for each in of_kind))
        elif kind.is_needed:
            yield _no_list(code, kind)


def is_current(header: ListHeader, day: date) -> bool:
    """Say whether a list may be relied on at a day: still valid, and its data not older than its kind allows."""
    too_old = (day - header.data_on).days > COMPARISON_KINDS[header.kind].current_days
    return not too_old and day <= header.valid_until


def _list_answer(header: ListHeader, outcome: Outcome, reason: Text, next_step: Text = _NOTHING) -> Answer:
    kind = COMPARISON_KINDS[header.kind]
    source = Text(f"{kind.title.zh}名单（{header.source}）", f"list: {kind.title.en} ({header.source})")
    return Answer(header.kind, "", "", outcome, source, header.key, header.data_on, reason, next_step)


def _not_on(kind: ComparisonKind, header: ListHeader) -> Answer:
    return _list_answer(header, "fits", Text(f"不在{kind.title.zh}名单上", f"not on the list of those {kind.title.en}"))


def _on(kind: ComparisonKind, header: ListHeader, known: Known) -> Answer:
    on_it = Text(f"在{kind.title.zh}名单上", f"on the list of those {kind.title.en}")
    spans = known.groups.get(kind.unless_group, ()) if kind.unless_group else ()
    if any(span.covers(known.day) for span in spans):
        return _list_answer(
            header, "fits", Text(f"{on_it.zh}，但已登记为毕业学年学生", f"{on_it.en}, but in the graduating year")
        )
    if header.effect == Effect.TELLS or (
        header.kind == "company_owner" and known.values.get("kind") == "entrepreneurship"
    ):
        return _list_answer(header, "fits", Text(f"{on_it.zh}（仅提示）", f"{on_it.en} (told only)"))
    outcome: Outcome = "does_not_fit" if header.effect == Effect.REFUSES else "unknown"
    return _list_answer(header, outcome, on_it, kind.next_step)


def _too_old(kind: ComparisonKind, header: ListHeader, *, is_on: bool) -> Answer:
    said = Text("在旧名单上", "on the old list") if is_on else Text("不在旧名单上", "not on the old list")
    return _list_answer(
        header,
        "unknown",
        Text(
            f"{kind.title.zh}名单的数据已过期（{said.zh}），不能确定",
            f"the list of those {kind.title.en} is too old ({said.en})",
        ),
        Text(
            f"请向{kind.keeper.zh}取得新的名单，上传后重新比对",
            f"get a new list from {kind.keeper.en}, upload it and compare again",
        ),
    )


def _no_list(code: str, kind: ComparisonKind) -> Answer:
    return Answer(
        check_code=code,
        rule="",
        clauses="",
        outcome="unknown",
        source=Text(f"没有{kind.title.zh}名单", f"no list of those {kind.title.en}"),
        set_key=None,
        data_on=None,
        reason=Text(f"没有{kind.title.zh}名单，未比对", f"not compared: there is no list of those {kind.title.en}"),
        next_step=Text(
            f"请向{kind.keeper.zh}取得名单，上传后重新比对；或核对材料后认定",
            f"get the list from {kind.keeper.en}, upload it and compare again; or check the papers and decide",
        ),
    )
