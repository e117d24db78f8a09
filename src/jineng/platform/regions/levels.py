"""Levels and kinds of regions."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from jineng.kernel.text import Text


class RegionLevel(StrEnum):
    """How far down a region stands (层级)."""

    PROVINCE = "province"
    CITY = "city"
    COUNTY = "county"
    TOWNSHIP = "township"
    VILLAGE = "village"


class RegionKind(StrEnum):
    """What a region is (类型). A statistical unit (统计用区划) has a code and residents but no government of its own."""

    PROVINCE = "province"
    CITY = "city"
    PREFECTURE = "prefecture"
    COUNTY = "county"
    DISTRICT = "district"
    COUNTY_LEVEL_CITY = "county_level_city"
    SUBDISTRICT = "subdistrict"
    TOWN = "town"
    TOWNSHIP = "township"
    STATISTICAL_UNIT = "statistical_unit"
    VILLAGE = "village"


KIND_LABELS: Final = {
    RegionKind.PROVINCE: Text("省", "province"),
    RegionKind.CITY: Text("地级市", "city"),
    RegionKind.PREFECTURE: Text("地区", "prefecture"),
    RegionKind.COUNTY: Text("县", "county"),
    RegionKind.DISTRICT: Text("市辖区", "district"),
    RegionKind.COUNTY_LEVEL_CITY: Text("县级市", "county-level city"),
    RegionKind.SUBDISTRICT: Text("街道", "subdistrict"),
    RegionKind.TOWN: Text("镇", "town"),
    RegionKind.TOWNSHIP: Text("乡", "township"),
    RegionKind.STATISTICAL_UNIT: Text("统计用区划", "statistical unit"),
    RegionKind.VILLAGE: Text("村（社区）", "village"),
}
"""The closed list of kinds, as people call them."""
