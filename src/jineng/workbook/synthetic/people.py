"""Made-up people: identity numbers that pass GB 11643 and names such as a Shanxi county has. Nobody real is meant."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

from stdnum.iso7064 import mod_11_2

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

_FAMILY: Final = (
    "王李张刘高赵杨梁郭武" * 4
    + "陈马贾薛任郝韩闫冯宋程白侯曹牛段康史温董" * 2
    + "孟邢苗雷尹吕田秦崔范邓吴徐孙胡朱林何罗郑谢唐许傅沈曾彭苏卢蒋蔡丁魏叶余潘杜戴夏钟汪姜邹熊陆孔江万"
)
_COMPOUND_FAMILY: Final = ("令狐", "尉迟", "欧阳", "上官", "司马", "诸葛", "皇甫", "呼延")
_MALE: Final = (
    "伟强军勇杰涛明超平刚辉鹏波斌宇浩凯健俊帆旺龙海峰林森山川树德志建国文永兵东晓亮瑞祥福贵宝成栓虎鑫泽晨轩昊"
)
_FEMALE: Final = (
    "芳娜敏静丽艳娟霞燕玲桂英兰梅红秀珍凤萍云莉雪琳欣雅慧婷倩颖洁琴翠巧爱香改变花桃叶梨润清月瑶怡佳梦雨彤萱蕊"
)
_RARE: Final = "䶮喆玥堃赟翀昇淼犇㛃𬍛"
"""Characters that old fonts and encodings lack: names with them must come through."""

_DOTTED: Final[tuple[tuple[str, str, str], ...]] = (
    ("阿依古丽", "买买提", "F"),
    ("古丽娜尔", "艾合买提", "F"),
    ("其其格", "巴特尔", "F"),
    ("迪丽努尔", "吐尔逊", "F"),
    ("帕提古丽", "阿不都热合曼", "F"),
    ("买合木提", "吐尔逊", "M"),
    ("阿卜杜拉", "艾买提", "M"),
    ("巴图", "苏和", "M"),
    ("艾尔肯", "买买提", "M"),
    ("才让", "多杰", "M"),
)
"""Given name, father's name and sex of names written with a middle dot (少数民族姓名的间隔号“·”)."""

_ELSEWHERE: Final = ("142326", "142325", "142327", "140107", "142301", "130133", "410526", "610823", "532128", "622826")
"""Prefixes of people who were numbered elsewhere and moved, married or came to work here."""


class Person(NamedTuple):
    """One made-up person: number, name and the groups (人员类别) they belong to, separated by ``;``."""

    person_id: str
    name: str
    groups: str | None


def identity_number(prefix: str, born_on: date, sequence: int) -> str:
    """Return the 18 characters of GB 11643 for a region prefix, a birth date and a sequence of 1 to 999 (odd: male).

    >>> identity_number("110105", date(1949, 12, 31), 2)
    '11010519491231002X'
    """
    body = f"{prefix}{born_on:%Y%m%d}{sequence:03d}"
    return body + mod_11_2.calc_check_digit(body)


class People:
    """An endless supply of different people of one county."""

    def __init__(self, rng: Random, *, prefixes: tuple[str, str, date], groups: Sequence[str], as_of: date) -> None:
        """Take the county's older and newer prefix with the day of the change, and its groups, commonest first."""
        self._rng = rng
        self._older, self._newer, self._changed_on = prefixes
        self._groups = tuple(groups)
        self._youngest_on = as_of - timedelta(days=17 * 366)
        self._known: set[str] = set()

    def new(self) -> Person:
        """Return somebody who was not there before, 17 to 59 years old."""
        rng = self._rng
        while True:
            born_on = self._youngest_on - timedelta(days=rng.randrange(42 * 365))
            sequence = rng.randrange(1, 400)
            person_id = identity_number(self._prefix(born_on), born_on, sequence)
            if person_id not in self._known:
                self._known.add(person_id)
                return Person(person_id, self._name(male=sequence % 2 == 1), self._group())

    def _prefix(self, born_on: date) -> str:
        draw = self._rng.randrange(100)
        if draw < 6:
            return self._rng.choice(_ELSEWHERE)
        if born_on >= self._changed_on or draw < 12:  # some were given their number late
            return self._newer
        return self._older

    def _name(self, *, male: bool) -> str:
        rng = self._rng
        draw = rng.randrange(1000)
        if draw < 6:
            given, father, _ = rng.choice([entry for entry in _DOTTED if (entry[2] == "M") == male])
            return f"{given}·{father}"
        family = rng.choice(_COMPOUND_FAMILY) if draw < 20 else rng.choice(_FAMILY)
        if draw > 995:
            return family + rng.choice(_RARE)
        pool = _MALE if male else _FEMALE
        return family + rng.choice(pool) + (rng.choice(pool) if rng.randrange(100) < 72 else "")

    def _group(self) -> str | None:
        draw = self._rng.randrange(100)
        if draw < 12:
            return None
        first = self._groups[min(self._rng.randrange(len(self._groups)), self._rng.randrange(len(self._groups)))]
        if draw < 20:
            second = self._rng.choice(self._groups)
            return first if second == first else f"{first};{second}"
        return first
