"""What changed between two versions of a plan, in an officer's words."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from jineng.kernel.text import Text
from jineng.policy.kinds.base import KIND_NAMES, say_list

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jineng.policy.document import Document, Reading
    from jineng.policy.kinds import Rule


class Change(NamedTuple):
    """One change: what it concerns, and the two wordings (None where there was or is nothing)."""

    about: Text
    old: Text | None
    new: Text | None

    def say(self) -> Text:
        """Write the change as one sentence."""
        if self.old is None and self.new is not None:
            return Text(f"新增 {self.about.zh}：{self.new.zh}", f"new – {self.about.en}: {self.new.en}")
        if self.new is None and self.old is not None:
            return Text(f"删去 {self.about.zh}：{self.old.zh}", f"gone – {self.about.en}: {self.old.en}")
        old, new = self.old or Text("", ""), self.new or Text("", "")
        return Text(
            f"{self.about.zh}：原“{old.zh}”，改为“{new.zh}”", f"{self.about.en}: was “{old.en}”, is now “{new.en}”"
        )


def diff(old: Document, new: Document) -> list[Change]:
    """Return every change of head, rules, readings and clauses, in the order of the new version, removals last."""
    return [*_head(old, new), *_rules(old, new), *_readings(old, new), *_clauses(old, new)]


def _head(old: Document, new: Document) -> Iterator[Change]:
    was, now = old.head, new.head
    pairs = (
        (Text("标题", "title"), was.title, now.title),
        (Text("发文字号", "document number"), was.doc_no, now.doc_no),
        (Text("发文机关", "issuer"), was.issuer, now.issuer),
        (Text("成文日期", "issued on"), was.issued_on, now.issued_on),
        (Text("生效日期", "in force from"), was.valid_from, now.valid_from),
        (Text("有效期至", "in force until"), was.valid_to, now.valid_to),
        (Text("每天课时", "class hours a day"), was.hours_per_day, now.hours_per_day),
    )
    for about, before, after in pairs:
        if before != after:
            yield Change(about, _text(before), _text(after))


def _text(value: object) -> Text:
    return value if isinstance(value, Text) else Text(str(value), str(value))


def _rules(old: Document, new: Document) -> Iterator[Change]:
    before = {rule.id: rule for rule in old.rule}
    after = {rule.id: rule for rule in new.rule}
    for rule in new.rule:
        was = before.get(rule.id)
        about = _about(rule, new)
        if was is None:
            yield Change(about, None, rule.describe())
        elif was != rule:
            yield from _changed_rule(was, rule, about, old, new)
    for rule in old.rule:
        if rule.id not in after:
            yield Change(_about(rule, old), rule.describe(), None)


def _about(rule: Rule, document: Document) -> Text:
    numbers = "、".join(dict.fromkeys(document.clause_number(cite) for cite in rule.cite))
    return Text(f"规则“{rule.title.zh}”（{numbers}）", f"rule “{rule.title.en}” ({numbers})")


def _changed_rule(was: Rule, now: Rule, about: Text, old: Document, new: Document) -> Iterator[Change]:
    old_parts, new_parts = _parts(was.describe()), _parts(now.describe())
    gone = [part for part in old_parts if part not in new_parts]
    come = [part for part in new_parts if part not in old_parts]
    if gone or come:
        yield Change(about, _joined(gone), _joined(come))
    old_basis, new_basis = _about(was, old), _about(now, new)
    if old_basis != new_basis:
        yield Change(Text("规则名称与依据", "rule's name and clauses"), old_basis, new_basis)
    kinds_before, kinds_now = _kinds(was), _kinds(now)
    if kinds_before != kinds_now:
        yield Change(Text(f"{about.zh}的适用类别", f"{about.en}, classes it is for"), kinds_before, kinds_now)


def _kinds(rule: Rule) -> Text:
    when = getattr(rule, "when", None)
    return say_list(KIND_NAMES, when.kind) if when is not None and when.kind else Text("全部", "all")


def _parts(described: Text) -> list[Text]:
    zh, en = described.zh.rstrip("。").split("；"), described.en.rstrip(".").split("; ")
    return [Text(a, b) for a, b in zip(zh, en, strict=True)] if len(zh) == len(en) else [described]


def _joined(parts: list[Text]) -> Text | None:
    return Text("；".join(part.zh for part in parts), "; ".join(part.en for part in parts)) if parts else None


def _readings(old: Document, new: Document) -> Iterator[Change]:
    before = {reading.id: reading for reading in old.reading}
    after = {reading.id: reading for reading in new.reading}
    for reading in new.reading:
        was = before.get(reading.id)
        if was is None or was.choice != reading.choice:
            yield Change(_question(reading), was.choice if was else None, reading.choice)
        elif was.accepted != reading.accepted:
            yield Change(_question(reading), _accepted(was), _accepted(reading))
    for reading in old.reading:
        if reading.id not in after:
            yield Change(_question(reading), reading.choice, None)


def _question(reading: Reading) -> Text:
    return Text(f"解读“{reading.question.zh}”", f"reading “{reading.question.en}”")


def _accepted(reading: Reading) -> Text:
    accepted = reading.accepted
    return Text(f"{accepted.by.zh}（{accepted.on}）", f"{accepted.by.en} ({accepted.on})")


def _clauses(old: Document, new: Document) -> Iterator[Change]:
    before = {clause.id: clause for clause in old.clause}
    after = {clause.id: clause for clause in new.clause}
    for clause in new.clause:
        was = before.get(clause.id)
        if was is None or was.text != clause.text:
            yield Change(
                Text(f"条款 {clause.number}", f"clause {clause.number}"), was.text if was else None, clause.text
            )
    for clause in old.clause:
        if clause.id not in after:
            yield Change(Text(f"条款 {clause.number}", f"clause {clause.number}"), clause.text, None)
