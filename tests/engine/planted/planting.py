"""The ways to plant the fault of each diagnostic in a sound document; each changes the tables that it is given."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from engine.planted.sound import of, said

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    from engine.planted.sound import Tables

    Planter = Callable[[Tables, Random], None]

PLANTERS: dict[str, list[Planter]] = defaultdict(list)


def plants(code: str) -> Callable[[Planter], Planter]:
    """Keep a function as one that plants a fault of this code."""

    def keep(planter: Planter) -> Planter:
        PLANTERS[code].append(planter)
        return planter

    return keep


def changes(code: str, rule_id: str, *, drop: tuple[str, ...] = (), **fields: Any) -> None:
    """Keep a change of some fields of one rule as a fault of this code."""

    def planter(tables: Tables, _rng: Random) -> None:
        rule = of(tables, rule_id)
        for name in drop:
            rule.pop(name, None)
        rule.update(fields)

    planter.__name__ = f"{rule_id}_{'_'.join(fields) or '_'.join(drop)}"
    PLANTERS[code].append(planter)


def added(rule_id: str, kind: str, **fields: Any) -> Tables:
    return {"id": rule_id, "kind": kind, "title": said(rule_id), "cite": ["C1"], **fields}


def adds(code: str, kind: str, **fields: Any) -> None:
    """Keep one more rule as a fault of this code."""

    def planter(tables: Tables, _rng: Random) -> None:
        tables["rule"].append(added("planted", kind, **fields))

    planter.__name__ = f"one_more_{kind}"
    PLANTERS[code].append(planter)
