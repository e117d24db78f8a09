"""A form as its page draws it: every field with what is typed in it, what may be chosen, and what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import chain, zip_longest
from typing import TYPE_CHECKING, Final

from jineng.kernel.text import Text
from jineng.policy.forms.entry import AS
from jineng.policy.forms.fields import NO, PER_UNIT, YES
from jineng.policy.forms.posted import SEPARATOR
from jineng.policy.forms.suggest import figures_for
from jineng.policy.forms.typed import UNIT_LABELS
from jineng.policy.kinds.rate import UNIT_MEASURES
from jineng.policy.measures import Days
from jineng.web.desk.choices import words_known

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from jineng.policy.forms.fields import Field
    from jineng.web.desk.choices import Choices

Values = dict[str, list[str]]

_LONG_TEXTS: Final = frozenset({"text", "question", "choice", "reason", "note", "decided"})
"""Two-language texts that take more than a line."""

_TICKED: Final = frozenset({"choices", "rules", "clauses", "readings"})
_CHOSEN: Final = frozenset({"choice", "rule", "fact", "yes_no"})
_PARTS: Final = frozenset({"group", "condition"})


@dataclass(frozen=True, slots=True)
class Option:
    """One thing to choose."""

    value: str
    label: Text
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a field of rows, with its own fields. ``kept`` are hidden values that keep its form as it was."""

    name: str
    number: int
    slots: tuple[Slot, ...]
    faults: tuple[Text, ...]
    kept: tuple[tuple[str, str], ...]

    @property
    def folded(self) -> tuple[Slot, ...]:
        """Return the fields that are put away."""
        return tuple(slot for slot in self.slots if slot.is_folded)


@dataclass(frozen=True, slots=True)
class Slot:
    """One field as drawn.

    ``below``: the fields of a part, or of an amount that is left open; ``keys``: a
    cell's words, each with those to choose from, if they are known.
    """

    name: str
    label: Text
    help: Text
    control: str
    unit: Text | None
    is_required: bool
    is_folded: bool
    value: str
    lines: str
    languages: tuple[tuple[str, str, str], ...]
    options: tuple[Option, ...]
    rows: tuple[Row, ...]
    below: tuple[Slot, ...]
    keys: tuple[tuple[str, tuple[Option, ...]], ...]
    to_add: tuple[tuple[str, Text], ...]
    faults: tuple[Text, ...]
    chips: tuple[str, ...]
    kept: tuple[tuple[str, str], ...]
    default: Text | None
    is_long: bool
    is_open: bool

    def walk(self) -> Iterator[Slot]:
        """Yield this field and every field below it."""
        yield self
        for slot in chain(self.below, *(row.slots for row in self.rows)):
            yield from slot.walk()


@dataclass(frozen=True, slots=True)
class Drawing:
    """What fields are drawn from: what was typed, what is wrong, what may be chosen, the clause's figures."""

    values: Mapping[str, Sequence[str]]
    faults: Mapping[str, Sequence[Text]]
    choices: Choices
    figures: tuple[str, ...] = ()

    def slots(self, fields: Sequence[Field], prefix: str = "") -> tuple[Slot, ...]:
        """Return the fields of a form, or of a part of it."""
        return tuple(self._slot(field, f"{prefix}{field.name}") for field in fields)

    def _slot(self, field: Field, name: str) -> Slot:
        control: str = "text" if field.control in _CHOSEN and not self._offered(field, name) else field.control
        control = "lines" if field.control == "list" and field.rows[0].control == "text" else control
        typed = list(self.values.get(name, ()))
        return Slot(
            name=name,
            label=field.label,
            help=field.help,
            control=control,
            unit=self._unit(field),
            is_required=field.required,
            is_folded=self._is_folded(field, name),
            value=typed[-1] if typed else "",
            lines="\n".join(typed),
            languages=self._languages(name) if control == "bilingual" else (),
            options=self._options(field, name, typed),
            rows=self._rows(field, name) if control in {"rows", "list", "table", "words"} else (),
            below=self._below(field, name, control),
            keys=(),
            to_add=self.choices.facts_to_add(field, self._facts_below(name)) if control == "words" else (),
            faults=tuple(self.faults.get(name, ())),
            chips=figures_for(field, self.figures),
            kept=tuple((f"{name}{SEPARATOR}{AS}", value) for value in self.values.get(f"{name}{SEPARATOR}{AS}", ())),
            default=dict(self._offered(field, name)).get(field.default) if field.control in _CHOSEN else None,
            is_long=field.name in _LONG_TEXTS,
            is_open=bool(field.rows) and control in {"yuan", "percent"} and self._has_below(name),
        )

    def _unit(self, field: Field) -> Text | None:
        """Return the unit behind a field; of numbers that are counted in the rule's own unit, that one, by itself days."""
        if field.unit != PER_UNIT:
            return field.unit
        measure = UNIT_MEASURES.get("".join(self.values.get("unit", ())[-1:]), Days)
        return UNIT_LABELS[measure.unit]

    def _offered(self, field: Field, name: str) -> tuple[tuple[str, Text], ...]:
        if field.control == "yes_no":
            return ((YES, Text("是", "yes")), (NO, Text("否", "no")))
        return self.choices.offered(field, name)

    def _options(self, field: Field, name: str, typed: list[str]) -> tuple[Option, ...]:
        """Return what may be chosen; what is chosen stays even if it is there no more; of long lists it comes first."""
        if field.control == "quantity":
            chosen = list(self.values.get(f"{name}{SEPARATOR}unit", ()))
            return tuple(Option(value, label, value in chosen) for value, label in field.options)
        if field.control not in _TICKED | _CHOSEN:
            return ()
        offered = self._offered(field, name)
        known = {value for value, _ in offered}
        gone = tuple(
            Option(value, Text(value, value), is_chosen=True) for value in typed if value and value not in known
        )
        options = (*(Option(value, label, value in typed) for value, label in offered), *dict.fromkeys(gone))
        if field.control in {"clauses", "readings", "rules"}:
            return tuple(
                sorted(options, key=lambda option: typed.index(option.value) if option.is_chosen else len(typed))
            )
        return options

    def _languages(self, name: str) -> tuple[tuple[str, str, str], ...]:
        """Return name, language and text of a two-language field."""
        pairs = ((f"{name}{SEPARATOR}{language}", language) for language in ("zh", "en"))
        return tuple((full, language, "".join(self.values.get(full, ())[-1:])) for full, language in pairs)

    def _below(self, field: Field, name: str, control: str) -> tuple[Slot, ...]:
        if control in _PARTS or (field.rows and control in {"yuan", "percent"}):
            return self.slots(field.rows, f"{name}{SEPARATOR}")
        return ()

    def _rows(self, field: Field, name: str) -> tuple[Row, ...]:
        if field.control == "words":
            return tuple(self._words_row(name, fact) for fact in self._facts_below(name))
        return tuple(self._row(field, name, number) for number in self._numbers(name))

    def _row(self, field: Field, name: str, number: int) -> Row:
        at = f"{name}{SEPARATOR}{number}"
        if field.control == "table":
            slots: tuple[Slot, ...] = (self._cell(field.rows[0], name, at),)
        elif field.control == "list":
            slots = (self._slot(field.rows[0], at),)
        else:
            slots = self.slots(field.rows, f"{at}{SEPARATOR}")
        kept = tuple((f"{at}{SEPARATOR}{AS}", value) for value in self.values.get(f"{at}{SEPARATOR}{AS}", ()))
        return Row(at, number, slots, tuple(self.faults.get(at, ())), kept)

    def _cell(self, value: Field, table: str, at: str) -> Slot:
        """Return the value of a cell, with the words that name it."""
        words = list(self.values.get(f"{at}{SEPARATOR}key", ()))
        axes = self._axes(table)
        slot = self._slot(value, f"{at}{SEPARATOR}value")
        return replace(
            slot,
            keys=tuple(_key(fact, word) for fact, word in zip_longest(axes, words or [""], fillvalue="")),
            faults=(*slot.faults, *self.faults.get(f"{table}{SEPARATOR}{'|'.join(words)}", ())),
        )

    def _axes(self, table: str) -> list[str]:
        """Return the facts by which a table's cells are told apart, as chosen beside it."""
        beside = f"{table.rpartition(SEPARATOR)[0]}{SEPARATOR}axes" if SEPARATOR in table else "axes"
        return [
            fact
            for number in self._numbers(beside)
            for fact in self.values.get(f"{beside}{SEPARATOR}{number}{SEPARATOR}fact", ())
            if fact
        ]

    def _words_row(self, name: str, fact: str) -> Row:
        at = f"{name}{SEPARATOR}{fact}"
        typed = list(self.values.get(at, ()))
        slot = self._slot(self.choices.words_field(fact, typed), at)
        return Row(at, 0, (slot,), (), ())

    def _facts_below(self, name: str) -> list[str]:
        start = f"{name}{SEPARATOR}"
        return [
            key.removeprefix(start)
            for key in self.values
            if key.startswith(start) and SEPARATOR not in key[len(start) :]
        ]

    def _numbers(self, name: str) -> list[int]:
        """Return the numbers of the rows below a name, in order."""
        start = f"{name}{SEPARATOR}"
        parts = {key.removeprefix(start).partition(SEPARATOR)[0] for key in self.values if key.startswith(start)}
        return sorted(int(part) for part in parts if part.isascii() and part.isdigit() and len(part) < 6)

    def _has_below(self, name: str) -> bool:
        start = f"{name}{SEPARATOR}"
        return any(key.startswith(start) and any(values) for key, values in self.values.items())

    def _is_folded(self, field: Field, name: str) -> bool:
        """Say whether a field is put away: one that few need, until it holds something or is wrong; an id until it is wrong."""
        if not (field.advanced or self.choices.is_put_away(field, name)):
            return False
        start = f"{name}{SEPARATOR}"
        held = any((key == name or key.startswith(start)) and any(values) for key, values in self.values.items())
        wrong = any(key == name or key.startswith(start) for key in self.faults)
        return not wrong and (not held or field.name == "id")


def _key(fact: str, word: str) -> tuple[str, tuple[Option, ...]]:
    """Return one word of a cell with the words that its fact may be; a word that is none of them stays to be seen."""
    known = words_known(fact)
    options = tuple(Option(value, label, value == word) for value, label in known)
    if known and word and word not in {value for value, _ in known}:
        options = (*options, Option(word, Text(word, word), is_chosen=True))
    return word, options


def next_number(values: Mapping[str, Sequence[str]], name: str) -> int:
    """Return the number that a new row below a name gets."""
    start = f"{name}{SEPARATOR}"
    parts = {key.removeprefix(start).partition(SEPARATOR)[0] for key in values if key.startswith(start)}
    return 1 + max((int(part) for part in parts if part.isascii() and part.isdigit() and len(part) < 6), default=-1)
