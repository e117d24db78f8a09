"""The borders of the rule of 2011, industry by industry: one below a border is one class lower."""

from __future__ import annotations

import pytest

from jineng.kernel.enterprise_size import INDUSTRY_LABELS, SIZE_LABELS, Industry, SizeClass, size_class

WAN = 1_000_000
MUCH = 10**9
# As the rule prints them: industry, class, staff, revenue and assets in 10,000 yuan.
BORDERS = """
farming large - 20000 -
farming medium - 500 -
farming small - 50 -
manufacturing large 1000 40000 -
manufacturing medium 300 2000 -
manufacturing small 20 300 -
construction large - 80000 80000
construction medium - 6000 5000
construction small - 300 300
wholesale large 200 40000 -
wholesale medium 20 5000 -
wholesale small 5 1000 -
retail large 300 20000 -
retail medium 50 500 -
retail small 10 100 -
transport large 1000 30000 -
transport medium 300 3000 -
transport small 20 200 -
storage large 200 30000 -
storage medium 100 1000 -
storage small 20 100 -
post large 1000 30000 -
post medium 300 2000 -
post small 20 100 -
lodging large 300 10000 -
lodging medium 100 2000 -
lodging small 10 100 -
catering large 300 10000 -
catering medium 100 2000 -
catering small 10 100 -
telecommunications large 2000 100000 -
telecommunications medium 100 1000 -
telecommunications small 10 100 -
software large 300 10000 -
software medium 100 1000 -
software small 10 50 -
real_estate large - 200000 10000
real_estate medium - 1000 5000
real_estate small - 100 2000
property_management large 1000 5000 -
property_management medium 300 1000 -
property_management small 100 500 -
leasing_and_business large 300 - 120000
leasing_and_business medium 100 - 8000
leasing_and_business small 10 - 100
other large 300 - -
other medium 100 - -
other small 10 - -
"""
ROWS = [line.split() for line in BORDERS.split("\n") if line]
ORDER = list(SizeClass)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: "-".join(row[:2]))
def test_border_is_reached_exactly(row: list[str]) -> None:
    industry, size = Industry(row[0]), SizeClass(row[1])
    compared = [None if part == "-" else int(part) for part in row[2:]]
    figures = [MUCH if border is None else border for border in compared]

    def judged(staff: int, revenue: int, assets: int) -> SizeClass:
        return size_class(industry, staff_count=staff, revenue_fen=revenue * WAN, assets_fen=assets * WAN)

    assert judged(*figures) == size
    for place, border in enumerate(compared):
        if border is not None:
            below = [*figures[:place], border - 1, *figures[place + 1 :]]
            assert ORDER.index(judged(*below)) > ORDER.index(size)


def test_every_industry_has_its_borders_and_its_name() -> None:
    assert {row[0] for row in ROWS} == set(Industry) == set(INDUSTRY_LABELS)
    assert set(SIZE_LABELS) == set(SizeClass)
