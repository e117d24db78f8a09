"""What may be chosen in a draft's forms: its own rules, clauses and readings, the facts of claim lines, words by their names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from jineng.kernel.text import Text
from jineng.policy.forms.fields import Field
from jineng.policy.kinds.base import CERTIFICATE_NAMES, KIND_NAMES, SIZE_NAMES
from jineng.policy.vocabulary import FACTS
from jineng.web.desk.entries import list_entries, records_of, strings, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from jineng.domain.drafts.contents import Contents

CERTIFICATE_AXIS: Final = "certificate_level"
"""The one thing that the tables of a workbook's document go by: type and level of the certificate."""

_CERTIFICATE_AXIS_NAME: Final = Text("证书种类和等级", "type and level of certificate")
_LEVELS: Final = {
    "apprentice": Text("学徒工", "apprentice"),
    "special": Text("特级技师", "special technician"),
    "chief": Text("首席技师", "chief technician"),
    **CERTIFICATE_NAMES,
}
_WORDS: Final[Mapping[str, Mapping[str, Text]]] = {
    CERTIFICATE_AXIS: CERTIFICATE_NAMES,
    "level": _LEVELS,
    "certificate": {**CERTIFICATE_NAMES, "none": Text("没有证书", "none")},
    "kind": KIND_NAMES,
    "size": SIZE_NAMES,
    "sex": {"male": Text("男", "male"), "female": Text("女", "female")},
    "mode": {
        "online": Text("线上", "online"),
        "offline": Text("线下", "offline"),
        "theory": Text("理论", "theory"),
        "practice": Text("实操", "practice"),
        "mixed": Text("线上线下结合", "mixed"),
    },
}
"""How the words of a fact are called."""

_SHORT: Final = 28
_ONLY_CLAIMS: Final = frozenset({"is", "in_list", "not_in_list", "tests"})
"""Parts of a condition that nothing in a workbook answers to."""


def words_known(fact: str) -> tuple[tuple[str, Text], ...]:
    """Return the words that a fact may be, with what they are called; none where any word may stand."""
    names = _WORDS.get(fact, {})
    words = tuple(names) if fact == CERTIFICATE_AXIS else FACTS[fact].values if fact in FACTS else ()
    return tuple((word, names.get(word, Text(word, word))) for word in words)


@dataclass(frozen=True, slots=True)
class Choices:
    """What the fields of one form may name. ``own_key`` is the rule being written, which cannot name itself."""

    contents: Contents
    own_id: str = ""

    def offered(self, field: Field, name: str) -> tuple[tuple[str, Text], ...]:
        """Return the values of a field and what they are called."""
        match field.control:
            case "rule" | "rules":
                return tuple(self._rules(field.kinds))
            case "clauses":
                return tuple(self._clauses())
            case "readings":
                return tuple(self._readings())
            case "fact":
                return tuple(self._facts(field.fact_types, name))
        if field.name == "clause" and not field.options:
            return tuple(self._clauses())
        return field.options

    def words_field(self, fact: str, typed: Sequence[str]) -> Field:
        """Return the field for the words of one fact: boxes where the words are few and known, else a line for each."""
        known = words_known(fact)
        label = FACTS[fact].title if fact in FACTS else self._declared().get(fact, Text(fact, fact))
        none = Text("", "")
        if known and not set(typed) - {word for word, _ in known}:
            return Field(fact, label, none, "choices", options=known)
        return Field(fact, label, none, "list", rows=(Field("", label, none, "text"),))

    def facts_to_add(self, field: Field, there: Sequence[str]) -> tuple[tuple[str, Text], ...]:
        """Return the facts that a field of words can still be given."""
        return tuple((fact, title) for fact, title in self._facts(field.fact_types, "") if fact not in there)

    def is_put_away(self, field: Field, name: str) -> bool:
        """Say whether the records that the draft is settled from leave a field without use."""
        if name.startswith("payee-") and field.name == "when":
            return True
        if records_of(self.contents) == "claims":
            return False
        if field.name == "from" and name.startswith("axes-"):
            return True
        of_condition = "when-" in name and field.name in _ONLY_CLAIMS
        return of_condition or (name.startswith("caps-") and name.count("-") == 2 and field.name != "amount")

    def _rules(self, kinds: Sequence[str]) -> Iterator[tuple[str, Text]]:
        for entry in list_entries(self.contents, "rule"):
            key = entry.table.get("id")
            if isinstance(key, str) and key != self.own_id and (not kinds or entry.table.get("kind") in kinds):
                title = text_of(entry.table.get("title"))
                yield key, title if title.zh else Text(key, key)

    def _clauses(self) -> Iterator[tuple[str, Text]]:
        for entry in list_entries(self.contents, "clause"):
            key = entry.table.get("id")
            if isinstance(key, str):
                number, text = str(entry.table.get("number", "")), text_of(entry.table.get("text"))
                yield key, Text(f"{number} {_short(text.zh)}", f"{number} {_short(text.en)}")

    def _readings(self) -> Iterator[tuple[str, Text]]:
        for entry in list_entries(self.contents, "reading"):
            key = entry.table.get("id")
            if isinstance(key, str):
                question = text_of(entry.table.get("question"))
                yield key, question if question.zh else Text(key, key)

    def _facts(self, types: Sequence[str], name: str) -> Iterator[tuple[str, Text]]:
        if "axes" in name and records_of(self.contents) == "workbook":
            yield CERTIFICATE_AXIS, _CERTIFICATE_AXIS_NAME
            return
        for fact, spec in FACTS.items():
            if not types or spec.type in types:
                yield fact, spec.title
        for fact, title in self._declared(types).items():
            yield fact, title

    def _declared(self, types: Sequence[str] = ()) -> dict[str, Text]:
        return {
            str(entry.table.get("id")): text_of(entry.table.get("title"))
            for entry in list_entries(self.contents, "fact")
            if entry.table.get("id") and (not types or entry.table.get("type") in types)
        }


def cited_figures(contents: Contents, keys: Sequence[str]) -> list[str]:
    """Return the figures of clauses, as documents write them."""
    return [
        figure
        for entry in list_entries(contents, "clause")
        if entry.table.get("id") in keys
        for figure in strings(entry.table.get("figures"))
    ]


def _short(text: str) -> str:
    return text if len(text) <= _SHORT else f"{text[:_SHORT]}…"
