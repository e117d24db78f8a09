"""The tables that a settlement reads, and the border at which they become safe to compute on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import narwhals as nw

if TYPE_CHECKING:
    from collections.abc import Mapping

COLUMNS: Final[dict[str, dict[str, type[nw.dtypes.DType]]]] = {
    "classes": {
        "class_id": nw.String,
        "kind": nw.String,
        "order_id": nw.String,
        "institution": nw.String,
        "end_on": nw.Date,
        "planned_milli": nw.Int64,
    },
    "trainees": {"class_id": nw.String, "person_id": nw.String, "row": nw.Int64},
    "attendance": {"class_id": nw.String, "person_id": nw.String, "date": nw.Date, "hours_milli": nw.Int64},
    "certificates": {
        "class_id": nw.String,
        "person_id": nw.String,
        "type": nw.String,
        "level": nw.Int64,
        "number": nw.String,
        "issued_on": nw.Date,
        "issuer": nw.String,
    },
    "employment": {"class_id": nw.String, "person_id": nw.String, "started_on": nw.Date},
    "hires": {
        "enterprise": nw.String,
        "size": nw.String,
        "person_id": nw.String,
        "contract_start": nw.Date,
        "contract_months": nw.Int64,
        "row": nw.Int64,
    },
    "history": {
        "person_id": nw.String,
        "class_id": nw.String,
        "item": nw.String,
        "level_key": nw.String,
        "number": nw.String,
        "paid_on": nw.Date,
        "amount_fen": nw.Int64,
    },
}
"""The columns that the engine reads from each table; others may be there."""

Tables = dict[str, nw.LazyFrame[Any]]


def open_tables(native: Mapping[str, Any]) -> Tables:
    """Wrap native frames of any Narwhals backend, with exactly the engine's columns in 64-bit integers.

    Narrow integers wrap silently on some engines, so everything is widened here, once.
    """
    tables = {}
    for name, columns in COLUMNS.items():
        if name in native:
            frame = nw.from_native(native[name]).lazy()
            tables[name] = frame.select(
                nw.col(column).cast(kind) if kind is nw.Int64 else nw.col(column) for column, kind in columns.items()
            )
    return tables
