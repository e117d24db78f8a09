"""The fields of a rule's form, read off the model of its kind: nothing is listed here that a model could not contradict."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple, get_args, get_origin

from jineng.kernel.text import Text
from jineng.policy.forms.annotations import entry_type, is_part, open_type, origin, plain
from jineng.policy.forms.kinds import KINDS
from jineng.policy.forms.labels import LABELS
from jineng.policy.forms.names import found_for
from jineng.policy.forms.options import OPTIONS
from jineng.policy.forms.places import FOLDED_BELOW, IN_SIGHT, NAMED, Named
from jineng.policy.forms.typed import UNIT_LABELS
from jineng.policy.kinds import InstitutionGate, OutcomeGate, RateGate, Rule
from jineng.policy.kinds.base import RuleBase, Strict
from jineng.policy.kinds.money import Payee
from jineng.policy.kinds.terms import (
    BandAxis,
    CapTerm,
    Condition,
    OpenYuan,
    Quantity,
)
from jineng.policy.measures import UNITS, Measure, Percent, Yuan

if TYPE_CHECKING:
    from pydantic.fields import FieldInfo

Control = Literal[
    "yuan",
    "percent",
    "whole",
    "quantity",
    "date",
    "choice",
    "choices",
    "yes_no",
    "text",
    "bilingual",
    "rows",
    "group",
    "table",
    "condition",
    "words",
    "rule",
    "rules",
    "list",
    "fact",
    "clauses",
    "readings",
]
"""How a field is filled in; ``entry`` says what each of them posts.

``group`` is one part with fields of its own, ``rows`` several, ``list`` several single values, ``table`` cells by their words,
``words`` facts with the words that each may be.
"""

PER_UNIT: Final = Text("单位", "units")
"""The unit of numbers that are counted in whatever ``unit`` the rule chooses."""

YES: Final = "yes"
NO: Final = "no"
"""What a field of the control ``yes_no`` posts."""

WORKBOOK_GATES: Final = ("settlement_unit", "institution")
CLAIMS_GATES: Final = ("class", "enterprise", "project", "person")
"""What a gate may judge, by the records that a document is settled from."""


class Field(NamedTuple):
    """One field of a form.

    ``rows``: the fields below it (of one row, of the part, of an amount that is left open, or the one entry of a list).
    ``kinds``: the kinds of rule that may be named; ``fact_types``: the types of fact, empty for any.
    ``bare``: the field that a bare word stands for; ``bare_whole``: for all the rows at once, if there is only one.
    ``default``: what a choice, or yes or no, is where nothing is chosen.
    """

    name: str
    label: Text
    help: Text
    control: Control
    unit: Text | None = None
    options: tuple[tuple[str, Text], ...] = ()
    required: bool = False
    rows: tuple[Field, ...] = ()
    advanced: bool = False
    kinds: tuple[str, ...] = ()
    fact_types: tuple[str, ...] = ()
    bare: str = ""
    bare_whole: bool = False
    default: str = ""


class RuleForm(NamedTuple):
    """What a desk shows for a rule of a kind; for a gate also of what it judges (``subject``)."""

    kind: str
    subject: str | None
    title: Text
    what_for: Text
    fields: tuple[Field, ...]


def subjects_of(kind: str, records: str) -> tuple[str, ...]:
    """Return what a rule of this kind may judge where each has a form of its own; empty where one form serves all."""
    if kind != "gate":
        return ()
    return WORKBOOK_GATES if records == "workbook" else CLAIMS_GATES


@cache
def form_of(kind: str, records: str, subject: str | None = None) -> RuleForm:
    """Return the form of a kind.

    Args:
        kind: a rule's ``kind``.
        records: the document's ``records``: "workbook" or "claims". Decides which fields are in sight; all are there.
        subject: of a gate, what it judges; without it, the first of ``subjects_of``.

    Raises:
        ValueError: there is no such kind, records or subject.
    """
    if kind not in KINDS or records not in {"workbook", "claims"}:
        message = f"expected a kind of rule and workbook or claims, found {kind!r} and {records!r}"
        raise ValueError(message)
    subjects = subjects_of(kind, records)
    chosen = subject if subject is not None or not subjects else subjects[0]
    if subjects and chosen not in (*WORKBOOK_GATES, *CLAIMS_GATES):
        message = f"expected one of {', '.join(subjects)}, found {subject!r}"
        raise ValueError(message)
    model = _model(kind, chosen)
    in_sight = IN_SIGHT[f"{records}.{kind}"]
    fields = tuple(
        field._replace(advanced=not (field.name in in_sight or (field.required and field.name != "id")))
        for field in _fields(model, kind)
    )
    shown = KINDS[kind]
    return RuleForm(kind, chosen if subjects else None, shown.title, shown.what_for, fields)


def _model(kind: str, subject: str | None) -> type[RuleBase]:
    gates: dict[str | None, type[RuleBase]] = {"settlement_unit": RateGate, "institution": InstitutionGate}
    if kind == "gate":
        return gates.get(subject, OutcomeGate)
    models: list[type[RuleBase]] = [model for model in get_args(get_args(Rule)[0]) if is_part(model)]
    return next(model for model in models if get_args(model.model_fields["kind"].annotation) == (kind,))


def _fields(model: type[Strict], path: str) -> tuple[Field, ...]:
    return tuple(
        _field(info.alias or name, info.annotation, f"{path}.{info.alias or name}", info)
        for name, info in model.model_fields.items()
        if not (name == "kind" and issubclass(model, RuleBase))
    )


def _field(name: str, annotation: Any, path: str, info: FieldInfo | None = None) -> Field:
    """Build the field of one annotation; ``info`` is missing for the entries of a list."""
    label = found_for(LABELS, path)
    kind = plain(annotation)
    field = Field(
        name,
        label.label,
        label.help,
        "text",
        unit=label.unit,
        required=info is not None and info.is_required(),
        advanced=name in FOLDED_BELOW,
        default=_default(info),
    )
    many = entry_type(kind)
    if many is not None:
        return _many(field, many, path)
    if get_origin(kind) is dict:
        return _by_key(field, get_args(kind)[1], path)
    if get_origin(kind) is Literal:
        return field._replace(control="choice", options=_options(kind, path))
    return _one(field, kind, path)


def _default(info: FieldInfo | None) -> str:
    if info is not None and isinstance(info.default, bool):
        return YES if info.default else NO
    return info.default if info is not None and isinstance(info.default, str) else ""


_SINGLE: Final[dict[Any, Control]] = {Text: "bilingual", bool: "yes_no", date: "date"}
_NUMBERS: Final[tuple[tuple[type[int], Control], ...]] = (
    (Yuan, "yuan"),
    (Percent, "percent"),
    (Measure, "whole"),
    (int, "whole"),
)
"""The control of each kind of number; the narrower type first."""


def _one(field: Field, kind: Any, path: str) -> Field:
    """Give the field of a single value its control, its unit and what stands below it."""
    opened = open_type(kind)
    if opened is not None:
        return _number(field, Yuan if opened is OpenYuan else Percent)._replace(rows=_fields(opened, path))
    if kind == Quantity:
        return field._replace(control="quantity", options=tuple((code, UNIT_LABELS[code]) for code in UNITS))
    if kind in _SINGLE:
        return field._replace(control=_SINGLE[kind])
    if kind is str:
        return _naming(field, path)
    if is_part(kind):
        return field._replace(control="condition" if kind is Condition else "group", rows=_fields(kind, path))
    return _number(field, origin(kind))


def _number(field: Field, kind: type[int]) -> Field:
    control = next(control for base, control in _NUMBERS if issubclass(kind, base))
    unit = UNIT_LABELS.get(kind.unit, PER_UNIT) if issubclass(kind, Measure) else field.unit
    return field._replace(control=control, unit=unit)


def _many(field: Field, entry: Any, path: str) -> Field:
    """Give the field of a list its control and its entries."""
    kind = plain(entry)
    if kind == CapTerm:
        return field._replace(control="rows", rows=_fields(origin(kind), path), bare="amount")
    if BandAxis in {origin(part) for part in get_args(kind)}:
        return field._replace(control="rows", rows=_fields(BandAxis, path), bare="fact")
    if is_part(kind):
        whole = kind is Payee
        return field._replace(control="rows", rows=_fields(kind, path), bare="to" if whole else "", bare_whole=whole)
    if get_origin(kind) is Literal:
        return field._replace(control="choices", options=_options(kind, path))
    named = found_for(NAMED, path, Named()) if kind is str else Named()
    if named.controls is not None:
        options = tuple(found_for(OPTIONS, path).items()) if named.controls == "choices" else ()
        return field._replace(control=named.controls, kinds=named.kinds, options=options)
    return field._replace(control="list", rows=(_field("", entry, path),))


def _by_key(field: Field, value: Any, path: str) -> Field:
    if entry_type(value) is not None:
        return field._replace(control="words", fact_types=("word", "flag"))
    return field._replace(control="table", rows=(_field("value", value, f"{path}.value"),))


def _naming(field: Field, path: str) -> Field:
    """Say what a text names: a fact, a rule, or nothing but itself."""
    named = found_for(NAMED, path, Named())
    if named.control is None:
        return field
    if named.control == "choice":
        return field._replace(control="choice", options=tuple(found_for(OPTIONS, path).items()))
    return field._replace(control=named.control, kinds=named.kinds, fact_types=named.fact_types)


def _options(kind: Any, path: str) -> tuple[tuple[str, Text], ...]:
    names = found_for(OPTIONS, path)
    return tuple((value, names[value]) for value in get_args(kind))
