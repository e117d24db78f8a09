"""How a model says which of its rows whom the database shows: a class attribute ``visibility`` on every model.

``protection`` turns it into row-level security. SQL conditions are written over the columns of the model's own table.

Five more class attributes are read there: ``append_only = True`` (the application may add and read, nothing else),
``read_only = True`` (rows come from functions of the owner), ``unaudited = "<reason>"`` (no log of its changes) and
``unlogged_columns = (…)`` (columns whose values the log shows as "•": hashes, secrets, long texts), and
``owner_functions`` (statements that make functions which the application calls to look past its scope: each says itself
what it lets through, and may be run again).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ByCounty:
    """Living records, which lie in the county (县) and township (乡镇) that they belong to today.

    ``organisation`` is an SQL condition in which ``{organisation}`` stands for the key of the asking organisation;
    ``person`` is the column that holds the key of the person whose record it is. What is None shows no row to
    townships, organisations or persons.
    """

    county: str = "county_code"
    township: str | None = None
    organisation: str | None = None
    person: str | None = None


@dataclass(frozen=True, slots=True)
class ByRegion:
    """Records of events, which keep the region code (行政区划代码) as at the event: 6 digits, or 9 for a township's.

    Shown to who stands at exactly that code, at a later name of it, or at the city or province around it. ``public`` is
    an SQL condition for rows that everybody reads, also people who are not signed in.
    """

    column: str = "region_code"
    organisation: str | None = None
    person: str | None = None
    public: str | None = None


@dataclass(frozen=True, slots=True)
class Through:
    """Parts of another record: a row is visible exactly when the row that ``column`` points to is.

    ``parent`` is the model as ``"app_label.Model"``; ``column`` holds its primary key.
    """

    column: str
    parent: str


@dataclass(frozen=True, slots=True)
class Open:
    """Rows that are not scoped, and the reason why not.

    ``region`` is the column with the region code that a change is logged under, if there is one.
    """

    reason: str
    region: str | None = None


Visibility = ByCounty | ByRegion | Through | Open
