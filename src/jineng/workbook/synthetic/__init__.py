"""Synthetic county years: made-up people whose records look and go wrong as real ones do.

For demonstrations, tests and examples; nobody and no organisation in them is real.
"""

from __future__ import annotations

from datetime import date
from random import Random
from typing import TYPE_CHECKING, Final

from jineng.workbook.synthetic import changzhixian, lanxian
from jineng.workbook.synthetic.organisations import County, organisations
from jineng.workbook.synthetic.people import People
from jineng.workbook.synthetic.writing import write_book, write_folder
from jineng.workbook.synthetic.year import Year

if TYPE_CHECKING:
    import polars as pl

__all__ = ["YEAR_END", "County", "county_year", "organisations", "write_book", "write_folder"]

YEAR_END: Final[dict[County, date]] = {"lanxian-2022": date(2022, 12, 31), "changzhixian-2018": date(2018, 12, 31)}
"""The day as at which a county's year is meant to be settled; a few facts are dated later on purpose."""


def county_year(county: County, *, seed: int, trainees: int) -> dict[str, pl.DataFrame]:
    """Return the canonical tables of one made-up county year; the same arguments always give the same tables.

    ``trainees`` counts roster entries (人次). Fixed edge cases come first, with the same class numbers at every seed;
    the rest is ordinary: most classes pass, most order and project classes reach their rate, most people are paid.

    Lan County (``lanxian-2022``), to be settled as at 31 December 2022:

    ========= ======================================================================================
    LX2022-…
    001–003   orders with 12, 11 and 13 of 15 certified employed: exactly 80 %, one below, one above
    004–005   an order spanning two classes, 6 of 10 and 10 of 10: together exactly 80 %
    006–007   an order with three people in both of its classes
    008–009   an order whose second class ends in January 2023
    010–011   classes that end on 30 November and on 1 December
    012       certificates issued on 30 November and on 1 December
    013       people with 7.999, 8 and 15.999 hours, two rows a day above and up to 8 hours, no
              attendance, part days, a day more than planned
    014       no certificate; two levels; one level twice on one day and on two days; levels paid
              before; technician and training certificates; one type beside another; an earlier one
    015       paid in full, in part, too much, and taken back; certificates paid and overpaid
    016–019   36 days (the cap), 7 universal days (the cap), start-up training, nobody certified
    020       a roster line twice; attendance and a certificate of somebody not on the roster
    021–022   an enterprise training its own staff, and an institution doing it for one
    ========= ======================================================================================

    Changzhi County (``changzhixian-2018``), to be settled as at 31 December 2018:

    ========= ======================================================================================
    CZ2018-…
    001–002   50 and 51 people on the roster
    003–004   class attendance of exactly 85 %, and of a thousandth of an hour less
    005–007   employed the day before the certificate, on its day, on the last day of three months
              (months without that day included), the day after, never; 007 partly after the year
    008       7.999 and 8 hours, 9 hours on one day, no attendance, no certificate, two certificates
    009       16 days, one more than is paid
    010       nothing paid, the first 80 %, a part of it, all, too much
    011–012   an institution with a pass rate of 75 %, one with an employment rate of 25 %
    013       a class that ends in January 2019
    014–015   a roster line twice, somebody not on the roster; a person in two classes
    hires     first 15 rows: every size, contracts of 5 and 6 months, certificates a year and a year
              and a day after the contract's start, subsidies already paid and overpaid
    ========= ======================================================================================

    Raises:
        ValueError: ``trainees`` is less than the edge cases alone need.
    """
    maker = lanxian if county == "lanxian-2022" else changzhixian
    rng = Random(seed)  # noqa: S311 - nothing secret is drawn
    people = People(rng, prefixes=maker.PREFIXES, groups=maker.GROUPS, as_of=YEAR_END[county])
    year = Year(rng, people, organisations(county), prefix=maker.CLASS_PREFIX, year=YEAR_END[county].year)
    maker.edge_cases(year)
    ordinary = trainees - year.enrolled
    if ordinary < 0:
        raise ValueError(
            f"expected at least {year.enrolled} trainees, which the edge cases of {county} need, found {trainees}"
        )
    maker.ordinary_year(year, ordinary)
    return year.tables()
