"""The part of a draft that stands already: what does not validate yet is left out, so that the rest can be checked."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from jineng.kernel.problems import Problem, UnusableError
from jineng.policy.document import Document
from jineng.policy.parsing import validate

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from jineng.policy.draft.fields import Path

_UNSAID: Final = {"zh": "待填", "en": "to be filled in"}
_HEAD: Final[dict[str, Any]] = {
    "id": "draft",
    "title": _UNSAID,
    "doc_no": _UNSAID["zh"],
    "issuer": _UNSAID,
    "level": "county",
    "region": _UNSAID,
    "region_code": "000000",
    "issued_on": date(1990, 1, 1),
    "valid_from": date(1990, 1, 1),
    "valid_to": date(2099, 12, 31),
    "anchor": "class_end",
    "hours_per_day": 8,
    "rounding": {"unit": "fen", "mode": "half_up", "at": "claim"},
}
"""Stands in for the fields of a head that is not written yet; a plan is never made of it."""


class Standing(NamedTuple):
    """A document of what stands, the ids that were left out of it, and whether its head is as written."""

    document: Document
    left_out: frozenset[str]
    whole_head: bool

    def concerns(self, fault: Problem) -> bool:
        """Tell whether a fault is one of what stands, and not of what was left out.

        While something is left out nothing is called missing or unused, and what hangs on the head waits for the head.
        """
        field = fault.place.field
        if not self.whole_head and field.startswith(("document", "fill ")):
            return False
        if fault.code.endswith(("_missing", "_unused")) or fault.code in _OF_THE_WHOLE:
            return False
        return not any(repr(name) in fault.text.en for name in self.left_out)


_OF_THE_WHOLE: Final = frozenset(
    {
        "index_expired",
        "index_gap",
        "list_gap",
        "item_without_rule",
        "limit_partial",
        "hire_incomplete",
        "overlap",
        "unreachable",
    }
)
"""Faults that a head's dates or a rule not written yet may still mend."""


def standing(tables: Mapping[str, Any], faulty: Iterable[Path], name: str) -> Standing | None:
    """Return what stands of a draft's tables, None if no clause or no rule does.

    Args:
        tables: the draft as TOML tables.
        faulty: the paths of the values that do not validate.
        name: the file's name, as in the places of problems.
    """
    kept, left_out, head = dict(tables), set[str](), tables.get("document")
    wrong: dict[str, set[str | int | None]] = {}
    for path in faulty:
        wrong.setdefault(str(path[0]), set()).add(path[1] if len(path) > 1 else None)
    for table, places in wrong.items():
        entries = kept.get(table)
        if table == "document" or not isinstance(entries, list) or None in places:
            kept.pop(table, None)
            continue
        kept[table] = [entry for index, entry in enumerate(entries) if index not in places]
        left_out |= {
            str(entry.get("id")) for index, entry in enumerate(entries) if index in places and isinstance(entry, dict)
        }
    clauses = kept.get("clause")
    if not clauses or not kept.get("rule"):
        return None
    if "document" in wrong or "document" not in kept:
        given = head if isinstance(head, dict) else {}
        sound = {key: value for key, value in given.items() if key not in wrong.get("document", set())}
        kept["document"] = _HEAD | {"cite": [clauses[0].get("id")]} | sound
    try:
        document = validate(Document, kept, name)
    except UnusableError:
        return None
    return Standing(document, frozenset(left_out), "document" not in wrong and "document" in tables)
