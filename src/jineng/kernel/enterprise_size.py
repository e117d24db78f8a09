"""Size classes of enterprises (企业划型) by the rule of 2011 (中小企业划型标准规定, 工信部联企业〔2011〕300号).

An industry compares two measures, or one; the class is the highest whose borders are all reached. What reaches not even
the borders of a small enterprise is micro. Staff is counted in persons, revenue and assets in fen.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final, NamedTuple

from jineng.kernel.text import Text

_FEN_PER_WAN_YUAN: Final = 1_000_000


class SizeClass(StrEnum):
    """How large an enterprise is (规模)."""

    LARGE = "large"
    MEDIUM = "medium"
    SMALL = "small"
    MICRO = "micro"


SIZE_LABELS: Final = {
    SizeClass.LARGE: Text("大型", "large"),
    SizeClass.MEDIUM: Text("中型", "medium"),
    SizeClass.SMALL: Text("小型", "small"),
    SizeClass.MICRO: Text("微型", "micro"),
}


class Industry(StrEnum):
    """The sixteen groups of industries (行业) of article 4."""

    FARMING = "farming"
    MANUFACTURING = "manufacturing"
    CONSTRUCTION = "construction"
    WHOLESALE = "wholesale"
    RETAIL = "retail"
    TRANSPORT = "transport"
    STORAGE = "storage"
    POST = "post"
    LODGING = "lodging"
    CATERING = "catering"
    TELECOMMUNICATIONS = "telecommunications"
    SOFTWARE = "software"
    REAL_ESTATE = "real_estate"
    PROPERTY_MANAGEMENT = "property_management"
    LEASING_AND_BUSINESS = "leasing_and_business"
    OTHER = "other"


INDUSTRY_LABELS: Final = {
    Industry.FARMING: Text("农、林、牧、渔业", "farming, forestry, husbandry, fishery"),
    Industry.MANUFACTURING: Text("工业（采矿、制造、电热燃水）", "industry (mining, manufacturing, utilities)"),
    Industry.CONSTRUCTION: Text("建筑业", "construction"),
    Industry.WHOLESALE: Text("批发业", "wholesale"),
    Industry.RETAIL: Text("零售业", "retail"),
    Industry.TRANSPORT: Text("交通运输业（不含铁路）", "transport (without railways)"),
    Industry.STORAGE: Text("仓储业", "storage"),
    Industry.POST: Text("邮政业", "post"),
    Industry.LODGING: Text("住宿业", "lodging"),
    Industry.CATERING: Text("餐饮业", "catering"),
    Industry.TELECOMMUNICATIONS: Text("信息传输业", "information transmission"),
    Industry.SOFTWARE: Text("软件和信息技术服务业", "software and information services"),
    Industry.REAL_ESTATE: Text("房地产开发经营", "real estate development"),
    Industry.PROPERTY_MANAGEMENT: Text("物业管理", "property management"),
    Industry.LEASING_AND_BUSINESS: Text("租赁和商务服务业", "leasing and business services"),
    Industry.OTHER: Text("其他未列明行业", "other industries"),
}


class _Borders(NamedTuple):
    """What a class must reach: staff in persons, revenue and assets in 10,000 yuan (万元); None is not compared."""

    staff: int | None = None
    revenue: int | None = None
    assets: int | None = None


# Article 4 (一)–(十六): borders of large, medium and small.
_RULE: Final = {
    Industry.FARMING: (_Borders(revenue=20000), _Borders(revenue=500), _Borders(revenue=50)),
    Industry.MANUFACTURING: (_Borders(1000, 40000), _Borders(300, 2000), _Borders(20, 300)),
    Industry.CONSTRUCTION: (
        _Borders(revenue=80000, assets=80000),
        _Borders(revenue=6000, assets=5000),
        _Borders(revenue=300, assets=300),
    ),
    Industry.WHOLESALE: (_Borders(200, 40000), _Borders(20, 5000), _Borders(5, 1000)),
    Industry.RETAIL: (_Borders(300, 20000), _Borders(50, 500), _Borders(10, 100)),
    Industry.TRANSPORT: (_Borders(1000, 30000), _Borders(300, 3000), _Borders(20, 200)),
    Industry.STORAGE: (_Borders(200, 30000), _Borders(100, 1000), _Borders(20, 100)),
    Industry.POST: (_Borders(1000, 30000), _Borders(300, 2000), _Borders(20, 100)),
    Industry.LODGING: (_Borders(300, 10000), _Borders(100, 2000), _Borders(10, 100)),
    Industry.CATERING: (_Borders(300, 10000), _Borders(100, 2000), _Borders(10, 100)),
    Industry.TELECOMMUNICATIONS: (_Borders(2000, 100_000), _Borders(100, 1000), _Borders(10, 100)),
    Industry.SOFTWARE: (_Borders(300, 10000), _Borders(100, 1000), _Borders(10, 50)),
    Industry.REAL_ESTATE: (
        _Borders(revenue=200_000, assets=10000),
        _Borders(revenue=1000, assets=5000),
        _Borders(revenue=100, assets=2000),
    ),
    Industry.PROPERTY_MANAGEMENT: (_Borders(1000, 5000), _Borders(300, 1000), _Borders(100, 500)),
    Industry.LEASING_AND_BUSINESS: (
        _Borders(staff=300, assets=120_000),
        _Borders(staff=100, assets=8000),
        _Borders(staff=10, assets=100),
    ),
    Industry.OTHER: (_Borders(300), _Borders(100), _Borders(10)),
}


def size_class(industry: Industry, *, staff_count: int, revenue_fen: int, assets_fen: int) -> SizeClass:
    """Return the size class of an enterprise.

    Args:
        industry: what it mainly does.
        staff_count: people employed (从业人员), persons.
        revenue_fen: revenue of the year (营业收入), fen.
        assets_fen: total assets (资产总额), fen.

    >>> wan = 1_000_000
    >>> def of(staff, revenue):
    ...     return size_class(Industry.MANUFACTURING, staff_count=staff, revenue_fen=revenue, assets_fen=0).value
    >>> of(1000, 40000 * wan), of(1000, 40000 * wan - 1), of(999, 40000 * wan)
    ('large', 'medium', 'medium')
    >>> of(300, 2000 * wan), of(299, 2000 * wan), of(20, 300 * wan), of(19, 300 * wan), of(20, 300 * wan - 1)
    ('medium', 'small', 'small', 'micro', 'micro')
    >>> size_class(Industry.FARMING, staff_count=0, revenue_fen=50 * wan, assets_fen=0).value
    'small'
    >>> size_class(Industry.OTHER, staff_count=9, revenue_fen=10**13, assets_fen=10**13).value
    'micro'
    """
    for size, borders in zip(SizeClass, _RULE[industry], strict=False):
        if (
            (borders.staff is None or staff_count >= borders.staff)
            and (borders.revenue is None or revenue_fen >= borders.revenue * _FEN_PER_WAN_YUAN)
            and (borders.assets is None or assets_fen >= borders.assets * _FEN_PER_WAN_YUAN)
        ):
            return size
    return SizeClass.MICRO
