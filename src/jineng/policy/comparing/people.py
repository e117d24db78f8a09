"""The eligibility rules of a document about persons (对象条件), each thing that they ask answered on its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from jineng.kernel.target_groups import TARGET_GROUPS
from jineng.kernel.text import Text
from jineng.policy.comparing.asking import GROUP, Asking
from jineng.policy.comparing.findings import Finding, every, negated, outcome_of, some
from jineng.policy.comparing.known import LEFT_SCHOOL
from jineng.policy.kinds import Eligibility
from jineng.policy.kinds.terms import say_fact, say_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from jineng.policy.comparing.findings import Truth
    from jineng.policy.comparing.known import Known
    from jineng.policy.document import Document
    from jineng.policy.kinds import Rule
    from jineng.policy.kinds.eligibility import NamedGroup
    from jineng.policy.kinds.terms import Test

LEFT_SCHOOL_GROUPS: Final = frozenset({"unemployed_graduate"})
"""Groups whose members count only for so long after leaving school, where a rule says ``left_school_within``."""

GROUPS: Final = "groups"
_WHOM: Final = Text("属于培训对象", "is one of those whom it is for")

_Question = tuple[str, Text, "Callable[[Asking], Truth]"]


def compare_rules(document: Document, known: Known) -> Iterator[Finding]:
    """Yield what each rule about persons that concerns this training asks, and the answer."""
    for rule in document.rule:
        if isinstance(rule, Eligibility) and rule.subject == "person" and concerns(document, rule.targets, known):
            yield from _answers(document, rule, known)


def concerns(document: Document, targets: tuple[str, ...], known: Known) -> bool:
    """Say whether a rule's targets pay for this kind of training; without targets, or without a kind, it concerns all."""
    kind = known.values.get("kind")
    aimed = [rule for rule in document.rule if rule.id in targets]
    return not aimed or not isinstance(kind, str) or any(_pays_for(rule, kind) for rule in aimed)


def is_key(document: Document, known: Known) -> Truth:
    """Say whether the person is of a key group (重点对象) of the document; False where it has none."""
    asking = Asking(document, known)
    rules = [rule for rule in document.rule if isinstance(rule, Eligibility) and rule.subject == "person"]
    return some(_is_of_phrase(asking, rule, group) for rule in rules for group in rule.key_groups if group.codes)


def _pays_for(rule: Rule, kind: str) -> bool:
    when = getattr(rule, "when", None)
    return when is None or when.holds(kind)


def _answers(document: Document, rule: Eligibility, known: Known) -> Iterator[Finding]:
    for check, said, question in _questions(rule):
        asking = Asking(document, known)
        truth = question(asking)
        missing = tuple(asking.missing) if truth is None else ()
        reason = _reason_of_groups(asking, rule, truth, missing) if check == GROUPS else _reason(truth, said, missing)
        yield Finding(check, rule.id, rule.cite, outcome_of(truth), reason, missing)


def _questions(rule: Eligibility) -> Iterator[_Question]:
    if rule.groups:
        yield GROUPS, _WHOM, lambda asking: some(_is_of_phrase(asking, rule, group) for group in rule.groups)
    if rule.any_of:
        yield GROUPS, _WHOM, lambda asking: some(asking.is_counted(group, rule.status_at) for group in rule.any_of)
    if rule.exclude:
        names = _say_groups(rule.exclude)
        yield (
            "excluded",
            Text(f"不属于：{names.zh}", f"is none of: {names.en}"),
            lambda asking: every(negated(asking.is_of(group, asking.day_of(None))) for group in rule.exclude),
        )
    if rule.age is not None:
        age = rule.age
        yield "age", rule.say_age(age), lambda asking: asking.is_of_age(age)
    when = rule.when.describe()
    if when.zh:
        yield "place", when, lambda asking: asking.meets(rule.when)
    yield from (_of_test(test) for test in rule.tests)
    if rule.any_tests:
        said = Text(
            "，或".join(test.describe().zh for test in rule.any_tests),
            " or ".join(test.describe().en for test in rule.any_tests),
        )
        yield "test", said, lambda asking: some(asking.holds(test) for test in rule.any_tests)
    yield from _about_work(rule)


def _of_test(test: Test) -> _Question:
    return "test", test.describe(), lambda asking: asking.holds(test)


def _about_work(rule: Eligibility) -> Iterator[_Question]:
    if rule.sizes:
        sizes = say_words(rule.sizes)
        said = Text(f"所在企业为{sizes.zh}", f"works for one that is {sizes.en}")
        yield "enterprise", said, lambda asking: asking.is_word("size", rule.sizes)
    least = rule.contract_min or (rule.contract.min_months if rule.contract else None)
    if least is not None:
        said = Text(f"劳动合同不少于 {least} 个月", f"a labour contract of at least {least} months")
        yield "contract", said, lambda asking: asking.has_months("contract_months", int(least))
    if rule.contract is not None and rule.contract.signed_within is not None:
        months = int(rule.contract.signed_within)
        said = Text(f"签订合同后 {months} 个月内开训", f"training begins within {months} months of the contract")
        yield "contract", said, lambda asking: asking.lies_within("contract_on", months, "class_start_on")
    if rule.insured_min is not None:
        insured = int(rule.insured_min)
        said = Text(f"参保满 {insured} 个月", f"insured for at least {insured} months")
        yield "insured", said, lambda asking: asking.has_months("insured_months", insured)


def _is_of_phrase(asking: Asking, rule: Eligibility, group: NamedGroup) -> Truth:
    """Say whether the person is of any of the groups behind a phrase; a phrase without any no record can answer."""
    day = asking.day_of(None)
    if not group.codes:
        return asking.is_of(group.zh, day)
    return some(_is_of_code(asking, rule, code) for code in group.codes)


def _is_of_code(asking: Asking, rule: Eligibility, code: str) -> Truth:
    day = asking.day_of(None)
    is_of = asking.is_of(code, day)
    if is_of is False or rule.left_school_within is None or code not in LEFT_SCHOOL_GROUPS:
        return is_of
    # Whoever may not be of the group at all is first asked about that.
    return None if is_of is None else asking.left_within(12 * int(rule.left_school_within))


def _say_groups(names: Iterable[str]) -> Text:
    return _joined(TARGET_GROUPS[name].title if name in TARGET_GROUPS else Text(name, name) for name in names)


def _reason_of_groups(asking: Asking, rule: Eligibility, truth: Truth, missing: tuple[str, ...]) -> Text:
    """Say of which groups the person is, or what is wanting: the whole list stands in the plan."""
    if truth:
        named = [group.text for group in rule.groups if _is_of_phrase(asking, rule, group)]
        counted = [group.name for group in rule.any_of if asking.is_counted(group, rule.status_at)]
        names = _say_groups(counted) if counted else _joined(named)
        return Text(f"属于培训对象：{names.zh}", f"is one of those whom it is for: {names.en}")
    if truth is False:
        return Text("不属于方案的任何一类培训对象", "is of none of the groups whom it is for")
    if LEFT_SCHOOL in missing:
        return Text(
            "登记为离校未就业毕业生，但没有登记离校日期",
            "tagged as a graduate out of work, but the day of leaving school is not known",
        )
    return Text(
        "没有登记为方案所列的任何一类培训对象，不知道是否属于",
        "tagged with none of the groups whom it is for; whether the person is of one is not known",
    )


def _joined(words: Iterable[Text]) -> Text:
    said = list(words)
    return Text("、".join(word.zh for word in said), ", ".join(word.en for word in said))


def _reason(truth: Truth, said: Text, missing: tuple[str, ...]) -> Text:
    if truth is None:
        names = [_say_missing(fact) for fact in missing]
        zh, en = "、".join(name.zh for name in names), ", ".join(name.en for name in names)
        return Text(f"要求{said.zh}；尚不知道：{zh}", f"asked: {said.en}; not known: {en}")
    if truth:
        return Text(f"要求{said.zh}，符合", f"asked: {said.en}; it is so")
    return Text(f"要求{said.zh}，不符合", f"asked: {said.en}; it is not so")


def _say_missing(fact: str) -> Text:
    if fact == LEFT_SCHOOL:
        return Text("离校日期", "the day of leaving school")
    kind, _colon, code = fact.partition(":")
    if kind == GROUP and code:
        name = _say_groups([code])
        return Text(f"是否{name.zh}", f"whether {name.en}")
    return say_fact(fact)
