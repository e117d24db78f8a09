"""Codes of regions (行政区划代码, GB/T 2260): six digits to the county, nine to the township, twelve to the village.

Only what the digits say. Which code was in use when, and what followed it, is data: ``platform.regions``.
"""

from __future__ import annotations

import re
from typing import Final

_CODE: Final = re.compile(r"[1-9]\d{5}(\d{3}){0,2}", re.ASCII)


def is_region_code(code: str) -> bool:
    """Say whether this is written like a code of a region.

    >>> [is_region_code(code) for code in ("141127", "141127101", "141127101001", "1411", "14112A")]
    [True, True, True, False, False]
    """
    return bool(_CODE.fullmatch(code))


def prefix_of(code: str) -> str:
    """Return the digits that every code inside this region begins with.

    >>> prefix_of("140000"), prefix_of("141100"), prefix_of("141127"), prefix_of("141127101")
    ('14', '1411', '141127', '141127101')
    """
    if len(code) > 6:
        return code
    return code.removesuffix("00").removesuffix("00")


def is_wide(code: str) -> bool:
    """Say whether this is the code of a province or a city, which have counties in them.

    >>> [is_wide(code) for code in ("140000", "141100", "141127", "141127101")]
    [True, True, False, False]
    """
    return len(code) == 6 and code.endswith("00")


def is_within(code: str, ancestor: str) -> bool:
    """Say whether a region is, or lies in, another, by their codes alone; codes of different times are not compared.

    >>> is_within("141127101", "141100"), is_within("141127", "141127"), is_within("140404", "141100")
    (True, True, False)
    """
    return code.startswith(prefix_of(ancestor))


def county_of(code: str) -> str:
    """Return the code of the county that a township or village lies in; a county's own code is itself.

    >>> county_of("141127101"), county_of("141127")
    ('141127', '141127')
    """
    return code[:6]


def lineage_of(code: str) -> tuple[str, ...]:
    """Return the codes of the province, city, county, township and village on the way down to this region, itself last.

    >>> lineage_of("141127101")
    ('140000', '141100', '141127', '141127101')
    >>> lineage_of("140000")
    ('140000',)
    """
    codes = [code[:2] + "0000", code[:4] + "00", *(code[:length] for length in (6, 9, 12) if length <= len(code))]
    return tuple(dict.fromkeys(codes))
