"""Made-up institutions, evaluators and enterprises of the two counties, with credit codes that pass GB 32100."""

from __future__ import annotations

from typing import Final, Literal, NamedTuple

from stdnum.cn import uscc

County = Literal["lanxian-2022", "changzhixian-2018"]
"""The county years that can be made; named as the plan they are made for."""

_ALPHABET: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_UNIT_WEIGHTS: Final = (3, 7, 9, 10, 5, 8, 4, 2)


class Organisation(NamedTuple):
    """One made-up organisation: unified social credit code (统一社会信用代码), name, size (enterprises only)."""

    code: str
    name: str
    size: str = ""


class Organisations(NamedTuple):
    """Who trains, who examines and who employs in one county."""

    institutions: tuple[Organisation, ...]
    evaluators: tuple[Organisation, ...]
    enterprises: tuple[Organisation, ...]


def credit_code(register: str, region: str, serial: str) -> str:
    """Return the 18 characters of GB 32100 for a register, a region and the 8 characters of a unit (GB 11714).

    ``register`` is the authority and kind of the holder: 91 an enterprise, 52 a private school, 12 a public body.

    >>> credit_code("91", "110000", "60003734")
    '91110000600037341L'
    """
    unit_sum = sum(weight * _ALPHABET.index(character) for weight, character in zip(_UNIT_WEIGHTS, serial, strict=True))
    unit_check = "0123456789X"[-unit_sum % 11]
    body = f"{register}{region}{serial}{unit_check}"
    return body + uscc.calc_check_digit(body)


def organisations(county: County) -> Organisations:
    """Return the made-up organisations of a county; the same at every seed, so that codes can be told apart by eye."""
    return _LANXIAN if county == "lanxian-2022" else _CHANGZHIXIAN


def _register(region: str, register: str, first: int, names: str) -> tuple[Organisation, ...]:
    """Number organisations one a line; an enterprise's size stands after a slash."""
    rows = [line.strip().partition("/") for line in names.strip().splitlines()]
    return tuple(
        Organisation(credit_code(register, region, f"MA0{first + place:05d}"), name, size)
        for place, (name, _, size) in enumerate(rows)
    )


_LANXIAN: Final = Organisations(
    institutions=_register("141127", "12", 10001, "岚县示例职业中学\n岚县示例就业训练中心")
    + _register(
        "141127",
        "52",
        11001,
        """岚县秀容示例职业培训学校
        岚县饮马池示例职业培训学校
        岚县面塑艺术示例职业培训学校
        岚县土豆花示例职业培训学校
        岚县白龙山示例职业培训学校
        岚县岚河示例职业培训学校""",
    )
    + _register("141102", "52", 12001, "吕梁示例护理职业培训学校\n吕梁示例技工职业培训学校"),
    evaluators=_register(
        "141127",
        "52",
        13001,
        """岚县示例职业技能鉴定中心
        吕梁示例职业技能评价中心
        吕梁示例安全技术考核中心
        岚县示例餐饮行业评价中心""",
    ),
    enterprises=_register(
        "141127",
        "91",
        14001,
        """岚县示例矿业有限公司/large
        岚县示例选煤有限公司/medium
        岚县示例马铃薯主食加工有限公司/medium
        岚县示例新能源有限公司/medium
        岚县土豆宴示例餐饮有限公司/small
        岚县示例养老服务有限公司/small
        岚县示例家政服务有限公司/small
        岚县示例电子商务有限公司/small
        岚县示例物流仓储有限公司/small
        岚县面塑示例文化有限公司/micro
        岚县示例沙棘饮品专业合作社/micro
        太原示例护理服务有限公司/medium""",
    ),
)

_CHANGZHIXIAN: Final = Organisations(
    institutions=_register("140421", "12", 20001, "长治县示例职业高级中学\n长治县示例就业训练中心")
    + _register(
        "140421",
        "52",
        21001,
        """长治县黎都示例职业培训学校
        长治县荫城示例职业培训学校
        长治县振兴示例职业培训学校
        长治县韩店示例职业培训学校
        长治县苏店示例职业培训学校
        长治县八义示例职业培训学校""",
    ),
    evaluators=_register(
        "140421",
        "12",
        23001,
        """长治县示例职业技能鉴定所
        长治市示例职业技能评价中心
        长治市示例安全技术考核中心""",
    ),
    enterprises=_register(
        "140421",
        "91",
        24001,
        """长治县示例煤机制造有限公司/large
        长治县示例装备制造有限公司/medium
        长治县示例汽车零部件有限公司/medium
        长治县荫城示例铁器有限公司/small
        长治县示例仓储物流有限公司/small
        长治县示例家政服务有限公司/small
        长治县示例电子商务有限公司/small
        长治县八义示例陶瓷有限公司/micro
        长治县示例蔬菜种植专业合作社/micro
        长治县示例养老服务有限公司/micro""",
    ),
)
