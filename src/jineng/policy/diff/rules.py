"""What changed in the rules: what they say, what their sentence leaves unsaid, their grounds, their order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pydantic import BaseModel, ValidationError

from jineng.kernel.text import Text
from jineng.policy.diff.changes import Change, by_id, changed, clause_numbers, commas, moves, say, semicolons
from jineng.policy.forms.labels import LABELS
from jineng.policy.forms.names import found_for
from jineng.policy.forms.options import OPTIONS
from jineng.policy.kinds.terms import OpenPercent, OpenYuan, say_amount, say_fact, say_factor, say_word

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jineng.policy.document import Document
    from jineng.policy.kinds import Rule

_TOLD_AS_GROUNDS: Final = frozenset({"id", "kind", "title", "cite"})
_YES: Final = Text("是", "yes")
_NO: Final = Text("否", "no")
_NOTHING: Final = Text("无", "none")


def rule_changes(old: Document, new: Document) -> Iterator[Change]:
    """Yield what changed in the rules."""

    def tell(was: Rule | None, now: Rule | None) -> Iterator[Change]:
        if was is None or now is None:
            about = _about(was, old) if was else _about(now, new) if now else _NOTHING
            yield Change(about, was.describe() if was else None, now.describe() if now else None)
            return
        yield from _changed_rule(was, now, old, new)

    yield from by_id(((rule.id, rule) for rule in old.rule), ((rule.id, rule) for rule in new.rule), tell)
    titles = {rule.id: rule.title for rule in (*old.rule, *new.rule)}

    def called(key: str) -> Text:
        return Text(f"规则“{titles[key].zh}”", f"rule “{titles[key].en}”")

    yield from moves(called, [rule.id for rule in old.rule], [rule.id for rule in new.rule])


def _about(rule: Rule, document: Document) -> Text:
    numbers = clause_numbers(document, rule.cite)
    return Text(f"规则“{rule.title.zh}”（{numbers.zh}）", f"rule “{rule.title.en}” ({numbers.en})")


def _changed_rule(was: Rule, now: Rule, old: Document, new: Document) -> Iterator[Change]:
    about = _about(now, new)
    old_parts, new_parts = _parts(was.describe()), _parts(now.describe())
    gone = [part for part in old_parts if part not in new_parts]
    come = [part for part in new_parts if part not in old_parts]
    if gone and come:
        yield Change(about, semicolons(gone), semicolons(come))
    elif gone or come:
        yield Change(Text(f"{about.zh}的规定", f"a term of {about.en}"), semicolons(gone), semicolons(come))
    yield from changed(Text("规则名称与依据", "rule's name and clauses"), _about(was, old), about)
    if was.kind != now.kind or type(was) is not type(now):
        return
    for name, field in type(now).model_fields.items():
        if name not in _TOLD_AS_GROUNDS and _is_untold(was, now, name):
            key = field.alias or name
            label = found_for(LABELS, f"{now.kind}.{key}").label
            before, after = (
                _said(getattr(rule, name), f"{now.kind}.{key}", text) or _NOTHING
                for rule, text in ((was, old), (now, new))
            )
            yield Change(Text(f"{about.zh}的“{label.zh}”", f"{about.en}, {label.en}"), before, after)


def _is_untold(was: Rule, now: Rule, name: str) -> bool:
    """Say whether a field changed without a word of it in what the rule says of itself."""
    if getattr(was, name) == getattr(now, name):
        return False
    fields = {field.alias or key: getattr(was, key) for key, field in type(was).model_fields.items()}
    fields[type(was).model_fields[name].alias or name] = getattr(now, name)
    try:
        between = type(was).model_validate(fields)
    except ValidationError:
        return was.describe() == now.describe()
    return between.describe() == was.describe()


def _parts(described: Text) -> list[Text]:
    zh, en = described.zh.rstrip("。").split("；"), described.en.rstrip(".").split("; ")
    if len(zh) != len(en):
        return [described]
    return [Text(a, b) for a, b in zip(zh, en, strict=True) if a]


def _said(value: Any, path: str, document: Document) -> Text | None:
    """Say the value of any field; None where nothing is set."""
    match value:
        case bool():
            return _YES if value else _NO
        case OpenYuan() | OpenPercent():
            return say_amount(value) if isinstance(value, OpenYuan) else say_factor(value)
        case str():
            return _named(value, path, document)
        case BaseModel() | dict():
            return _told(value) or semicolons(list(_pairs(value, path, document)))
        case tuple() if not isinstance(value, Text):
            return commas([told for one in value if (told := _said(one, path, document)) is not None])
    return say(value)


def _told(value: Any) -> Text | None:
    describe = getattr(value, "describe", None)
    said = describe() if describe else None
    return said if isinstance(said, Text) and said.zh else None


def _pairs(value: BaseModel | dict[str, Any], path: str, document: Document) -> Iterator[Text]:
    """Yield the set fields of a part, or the entries of a table, each after its name."""
    if isinstance(value, dict):
        named = [(say_fact(key), key, part) for key, part in value.items()]
    else:
        keys = {name: field.alias or name for name, field in type(value).model_fields.items()}
        named = [
            (found_for(LABELS, f"{path}.{key}").label, key, getattr(value, name))
            for name, key in keys.items()
            if getattr(value, name) != type(value).model_fields[name].default
        ]
    for label, key, part in named:
        if (told := _said(part, f"{path}.{key}", document)) is not None:
            yield Text(f"{label.zh} {told.zh}", f"{label.en} {told.en}")


def _named(value: str, path: str, document: Document) -> Text:
    """Return what a word is called: a choice by its name, a rule by its title, a reading by its question, a fact by its term."""
    options = found_for(OPTIONS, path, {})
    if value in options:
        return options[value]
    if path.endswith(".readings"):
        return next((reading.question for reading in document.reading if reading.id == value), Text(value, value))
    title = next((rule.title for rule in document.rule if rule.id == value), None)
    if title is not None and path.rpartition(".")[2] in {
        "targets",
        "rule",
        "fallback",
        "together_with",
        "of_rule",
        "rules",
    }:
        return title
    word = say_word(value)
    return word if word.zh != value else say_fact(value) if say_fact(value).en != value else word
