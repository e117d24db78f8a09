"""What was enjoyed before against the limits of a document (享受次数、金额限制), and the keys under which it is counted once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from jineng.kernel.dates import add_months
from jineng.kernel.text import Text
from jineng.policy.comparing.asking import Asking
from jineng.policy.comparing.findings import Finding, every, outcome_of
from jineng.policy.comparing.people import concerns
from jineng.policy.kinds import Limit
from jineng.policy.kinds.limit import KEY_NAMES
from jineng.policy.measures import Yuan
from jineng.policy.vocabulary import LEVELS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from jineng.policy.comparing.findings import Truth
    from jineng.policy.comparing.known import Enjoyed, Known
    from jineng.policy.document import Document
    from jineng.policy.kinds.limit import Key

FACT_OF_KEY: Final[dict[Key, str]] = {
    "level": "level",
    "occupation": "occupation",
    "programme": "programme",
    "certificate": "certificate",
    "project": "project_id",
    "category": "category",
}
"""The fact of the training that is compared with each key of what was enjoyed."""

_FIXED_PERIODS: Final = frozenset({"life", "calendar_year", "policy"})
_AMOUNTS: Final = "amount_enjoyed"


class OnceKey(NamedTuple):
    """A key under which a benefit is counted, and how often at most it may be had under it; ``rule`` is the limit's."""

    rule: str
    key: str
    most: int


def compare_limits(document: Document, known: Known, enjoyed: Sequence[Enjoyed]) -> Iterator[Finding]:
    """Yield for each limit a person whether one more benefit may be had on the day.

    What only shows at settlement – a ceiling by table, one class ending before the next – is left to it.
    """
    for rule in document.rule:
        if isinstance(rule, Limit) and rule.per == "person" and concerns(document, rule.targets, known):
            asking = Asking(document, known)
            truth = _may_have_more(document, rule, asking, enjoyed)
            missing = tuple(asking.missing) if truth is None else ()
            yield Finding("limit", rule.id, rule.cite, outcome_of(truth), _reason(rule, truth, missing), missing)


def once_keys(document: Document, known: Known, item: str) -> tuple[OnceKey, ...]:
    """Return the keys under which a benefit of this item counts, one for each limit of times a person.

    The same limit in two plans gives the same key, unless it counts while the plan is in force. A limit over a rolling
    period has none (settlement counts it over history), and neither has one whose keys are not all known.
    """
    found = []
    for rule in document.rule:
        if not isinstance(rule, Limit) or rule.per != "person" or rule.n is None or rule.period not in _FIXED_PERIODS:
            continue
        items = _items_of(document, rule)
        facts = [FACT_OF_KEY[key] for key in rule.all_keys]
        if item not in items or not concerns(document, rule.targets, known):
            continue
        if any(fact not in known.values for fact in facts):
            continue
        most = int(rule.n)
        if rule.extra is not None and Asking(document, known).is_on_list(rule.extra.in_list):
            most += int(rule.extra.n)
        values = [f"{key}={known.values[fact] or ''}" for key, fact in zip(rule.all_keys, facts, strict=True)]
        found.append(
            OnceKey(rule.id, "|".join(["+".join(sorted(items)), _period_of(document, rule, known.day), *values]), most)
        )
    return tuple(found)


def _period_of(document: Document, rule: Limit, day: date) -> str:
    if rule.period == "calendar_year":
        return f"year={day.year}"
    return f"policy={document.head.id}" if rule.period == "policy" else "life"


def _items_of(document: Document, rule: Limit) -> set[str]:
    return {getattr(target, "item", "") for target in document.rule if target.id in rule.targets}


def _may_have_more(document: Document, rule: Limit, asking: Asking, enjoyed: Sequence[Enjoyed]) -> Truth:
    items = _items_of(document, rule)
    before = [entry for entry in enjoyed if entry.item in items]
    counted = [entry for entry in before if _in_period(document, rule, asking.day, entry.on)]
    return every(
        [
            _within_number(rule, asking, counted),
            _within_amount(rule, asking, counted),
            *(_not_lower(rule, asking, entry) for entry in before if rule.no_lower_after_higher),
            *(_late_enough(rule, asking, entry) for entry in before if rule.min_gap is not None),
        ]
    )


def _in_period(document: Document, rule: Limit, day: date, on: date) -> bool:
    match rule.period:
        case "calendar_year":
            return on.year == day.year
        case "policy":
            return document.head.valid_from <= on <= document.head.valid_to
        case "rolling":
            earlier, later = sorted((on, day))
            return later < add_months(earlier, int(rule.months or 0))
    return True


def _same(rule: Limit, asking: Asking, entry: Enjoyed, *, but: Key | None = None) -> Truth:
    """Say whether what was enjoyed stands under the same keys; a missing one equals a missing one."""
    return every(_same_key(asking, entry, key) for key in rule.all_keys if key != but)


def _same_key(asking: Asking, entry: Enjoyed, key: Key) -> Truth:
    knows_now = asking.knows(FACT_OF_KEY[key])
    if key not in entry.keys:
        asking.note(f"enjoyed:{key}")
        return None
    return asking.value(FACT_OF_KEY[key]) == entry.keys[key] if knows_now else None


def _within_number(rule: Limit, asking: Asking, counted: list[Enjoyed]) -> Truth:
    if rule.n is None or len(counted) < rule.n:
        return True
    answers = [_same(rule, asking, entry) for entry in counted]
    surely, perhaps = answers.count(True), len(answers) - answers.count(False)
    more: Truth = False
    extra = 0
    if rule.extra is not None and perhaps >= rule.n:
        more, extra = asking.is_on_list(rule.extra.in_list), int(rule.extra.n)
    least = rule.n + (extra if more else 0)
    most = rule.n + (0 if more is False else extra)
    if surely >= most:
        return False
    return True if perhaps < least else None


def _within_amount(rule: Limit, asking: Asking, counted: list[Enjoyed]) -> Truth:
    if rule.counter != "money" or not counted:
        return True
    if not isinstance(rule.amount, Yuan):
        asking.note(_AMOUNTS)
        return None
    answers = [(_same(rule, asking, entry), entry.amount_fen) for entry in counted]
    if sum(amount or 0 for same, amount in answers if same) >= rule.amount:
        return False
    perhaps = [amount for same, amount in answers if same is not False]
    if None in perhaps:
        asking.note(_AMOUNTS)
        return None
    return True if sum(amount or 0 for amount in perhaps) < rule.amount else None


def _not_lower(rule: Limit, asking: Asking, entry: Enjoyed) -> Truth:
    same = _same(rule, asking, entry, but="level")
    if same is False:
        return True
    knows_now = asking.knows("level")
    had = entry.keys.get("level")
    if "level" not in entry.keys:
        asking.note("enjoyed:level")
        return None
    if had not in LEVELS:
        return True
    if not knows_now:
        # Nothing is below the lowest level, whichever is asked for.
        return True if had == LEVELS[0] else None
    now = asking.value("level")
    lower = isinstance(now, str) and now in LEVELS and LEVELS.index(now) < LEVELS.index(had)
    return (False if same else None) if lower else True


def _late_enough(rule: Limit, asking: Asking, entry: Enjoyed) -> Truth:
    earlier, later = sorted((entry.on, asking.day))
    if later >= add_months(earlier, int(rule.min_gap or 0)):
        return True
    same = _same(rule, asking, entry)
    return None if same is None else not same


def _reason(rule: Limit, truth: Truth, missing: tuple[str, ...]) -> Text:
    said = rule.describe()
    zh, en = said.zh.rstrip("。"), said.en.rstrip(".")
    if truth is None:
        names = [_say_missing(fact) for fact in missing]
        zh_missing, en_missing = "、".join(name.zh for name in names), ", ".join(name.en for name in names)
        return Text(
            f"以往享受过，可能已达上限（{zh}）；尚不知道：{zh_missing}",
            f"enjoyed before, perhaps up to the limit ({en}); not known: {en_missing}",
        )
    if truth:
        return Text(f"未达上限（{zh}）", f"below the limit ({en})")
    return Text(f"已达上限（{zh}）", f"the limit is reached ({en})")


def _say_missing(fact: str) -> Text:
    names = {fact: KEY_NAMES[key] for key, fact in FACT_OF_KEY.items()}
    if fact == _AMOUNTS:
        return Text("以往享受的金额或上限", "the amounts enjoyed, or the ceiling")
    kind, _colon, key = fact.partition(":")
    if kind == "enjoyed" and key:
        name = next((said for each, said in KEY_NAMES.items() if each == key), Text(key, key))
        return Text(f"以往那次是否{name.zh}", f"whether it was of the same {name.en}")
    name = names.get(fact, Text(fact, fact))
    return Text(f"本次是否{name.zh}", f"whether this is of the same {name.en}")
