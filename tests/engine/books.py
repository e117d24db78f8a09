"""Books of canonical tables for the engine tests: how rows are written, and how they become frames."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    import duckdb

    from engine.reference import Book, Row

TEXT, DAY, WHOLE = pl.String, pl.Date, pl.Int64
SCHEMAS: dict[str, dict[str, Any]] = {
    "classes": {
        "class_id": TEXT,
        "kind": TEXT,
        "order_id": TEXT,
        "institution": TEXT,
        "occupation": TEXT,
        "start_on": DAY,
        "end_on": DAY,
        "planned_milli": WHOLE,
    },
    "trainees": {"class_id": TEXT, "person_id": TEXT, "name": TEXT, "groups": TEXT},
    "attendance": {"class_id": TEXT, "person_id": TEXT, "date": DAY, "hours_milli": WHOLE},
    "certificates": {
        "class_id": TEXT,
        "person_id": TEXT,
        "type": TEXT,
        "level": WHOLE,
        "number": TEXT,
        "issued_on": DAY,
        "issuer": TEXT,
    },
    "employment": {
        "class_id": TEXT,
        "person_id": TEXT,
        "employer": TEXT,
        "started_on": DAY,
        "evidence": TEXT,
        "contract_months": WHOLE,
    },
    "hires": {
        "enterprise": TEXT,
        "size": TEXT,
        "person_id": TEXT,
        "contract_start": DAY,
        "contract_months": WHOLE,
    },
    "history": {
        "person_id": TEXT,
        "class_id": TEXT,
        "item": TEXT,
        "level_key": TEXT,
        "occupation": TEXT,
        "number": TEXT,
        "paid_on": DAY,
        "amount_fen": WHOLE,
    },
}
FULL_DAY_MILLI = 8000


class Maker:
    """Writes rows into a book, numbering them as a spreadsheet does."""

    def __init__(self) -> None:
        self.book: Book = {name: [] for name in SCHEMAS}

    def add(self, sheet: str, **values: Any) -> Row:
        row = dict.fromkeys(SCHEMAS[sheet]) | values | {"row": len(self.book[sheet]) + 2}
        self.book[sheet].append(row)
        return row

    def open_class(self, class_id: str, kind: str, end_on: date, planned_milli: int, **values: Any) -> str:
        values.setdefault("institution", "学校一")
        self.add(
            "classes",
            class_id=class_id,
            kind=kind,
            end_on=end_on,
            start_on=end_on - timedelta(days=40),
            planned_milli=planned_milli,
            **values,
        )
        return class_id

    def enrol(self, class_id: str, person_id: str) -> None:
        self.add("trainees", class_id=class_id, person_id=person_id, name="学员")

    def attend(self, class_id: str, person_id: str, until: date, hours_milli: int) -> None:
        """Spread hours backwards from a day, a full day each, the rest on the last."""
        day = until
        while hours_milli > 0:
            today = min(hours_milli, FULL_DAY_MILLI)
            self.add("attendance", class_id=class_id, person_id=person_id, date=day, hours_milli=today)
            hours_milli -= today
            day -= timedelta(days=1)

    def certify(
        self,
        class_id: str | None,
        person_id: str,
        issued_on: date,
        type_: str = "skill_level",
        level: int | None = 5,
        **values: Any,
    ) -> Row:
        count = len(self.book["certificates"])
        values.setdefault("number", f"{(count * 7919 + 17) % 10007:05d}")
        values.setdefault("issuer", "评价一")
        plain = type_ not in {"skill_level", "qualification"}
        return self.add(
            "certificates",
            class_id=class_id,
            person_id=person_id,
            issued_on=issued_on,
            type=type_,
            level=None if plain else level,
            **values,
        )

    def employ(self, class_id: str, person_id: str, started_on: date) -> None:
        self.add("employment", class_id=class_id, person_id=person_id, started_on=started_on, evidence="contract")

    def hire(self, person_id: str, contract_start: date, size: str = "small", months: int = 6, **values: Any) -> None:
        values.setdefault("enterprise", "企业一")
        self.add(
            "hires",
            person_id=person_id,
            contract_start=contract_start,
            size=size,
            contract_months=months,
            **values,
        )

    def pay(self, person_id: str, item: str, paid_on: date, amount_fen: int, **values: Any) -> None:
        self.add("history", person_id=person_id, item=item, paid_on=paid_on, amount_fen=amount_fen, **values)


def polars_frames(book: Book) -> dict[str, pl.DataFrame]:
    """The book as Polars frames with the canonical columns and types."""
    return {
        name: pl.DataFrame(book[name], schema=columns | {"row": WHOLE}, orient="row")
        for name, columns in SCHEMAS.items()
    }


def duckdb_relations(frames: dict[str, pl.DataFrame], connection: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    """The same frames as DuckDB relations; the connection must outlive them."""
    return {name: connection.from_arrow(frame.to_arrow()) for name, frame in frames.items()}


def without_rows(book: Book, sheet: str, dropped: Sequence[int]) -> Book:
    """The book without some rows of a sheet, by row number."""
    return book | {sheet: [row for row in book[sheet] if row["row"] not in dropped]}
