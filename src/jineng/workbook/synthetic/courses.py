"""What the two counties teach: occupations of their plans, with usual lengths and the certificates they lead to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from jineng.workbook.synthetic.organisations import County


class Award(NamedTuple):
    """A certificate that a course leads to: the contract's type, and its level where the type has one."""

    type: str
    level: int | None = None


class Course(NamedTuple):
    """One occupation (职业工种) as taught: usual days of 8 hours, certificates (commonest first), examiner."""

    occupation: str
    days: tuple[int, ...]
    awards: tuple[Award, ...]
    evaluator: int
    """Place in the county's list of evaluators."""


_SPECIAL: Final = Award("special_ability")
_PASS: Final = Award("training")
_JUNIOR, _INTERMEDIATE, _SENIOR, _TECHNICIAN = (Award("skill_level", level) for level in (5, 4, 3, 2))
_OPERATION: Final = Award("special_operation")
_EQUIPMENT: Final = Award("special_equipment")

POTATO_BANQUET: Final = Course("土豆宴厨师", (10, 12, 15), (_SPECIAL, _SPECIAL, _JUNIOR), 3)
DOUGH_MODELLING: Final = Course("面塑制作", (8, 10, 12), (_SPECIAL,), 0)
CARE_WORKER: Final = Course("养老护理员（吕梁山护工）", (10, 15, 20), (_JUNIOR, _JUNIOR, _INTERMEDIATE), 1)
HOUSEKEEPER: Final = Course("家政服务员", (8, 10, 12), (_JUNIOR, _JUNIOR, _INTERMEDIATE), 1)
E_COMMERCE: Final = Course("电子商务师", (7, 8, 10), (_JUNIOR, _INTERMEDIATE), 1)
ELECTRICIAN: Final = Course("低压电工作业", (10, 12), (_OPERATION,), 2)
FORKLIFT: Final = Course("叉车司机", (8, 10), (_EQUIPMENT,), 2)
START_UP: Final = Course("创业培训（SYB）", (7, 10), (_PASS,), 0)
WELDER: Final = Course("焊工", (12, 15), (Award("qualification", 5), Award("qualification", 4)), 1)

_LANXIAN: Final[dict[str, tuple[Course, ...]]] = {
    "order": (
        POTATO_BANQUET,
        CARE_WORKER,
        HOUSEKEEPER,
        ELECTRICIAN,
        FORKLIFT,
        WELDER,
        Course("仓储管理员", (8, 10), (_JUNIOR,), 1),
    ),
    "project": (CARE_WORKER, DOUGH_MODELLING, POTATO_BANQUET, Course("保育师", (10, 12), (_JUNIOR, _INTERMEDIATE), 1)),
    "universal": (
        E_COMMERCE,
        DOUGH_MODELLING,
        Course("中式面点师", (5, 6, 7), (_JUNIOR, _SPECIAL), 3),
        Course("马铃薯种植", (3, 4, 5), (_PASS,), 0),
        Course("食用菌栽培", (4, 5), (_PASS, _SPECIAL), 0),
        Course("直播带货（互联网营销师）", (5, 6, 7), (_JUNIOR, _PASS), 1),
    ),
    "outbound": (Course("外出务工引导性培训", (3, 4, 5), (_PASS,), 0),),
    "enterprise_self": (
        Course("选矿工", (5, 7), (_INTERMEDIATE, _SENIOR, _TECHNICIAN), 1),
        Course("矿山电工", (5, 7), (_OPERATION, _INTERMEDIATE), 2),
    ),
    "enterprise_commissioned": (FORKLIFT, Course("食品加工工", (5, 7), (_JUNIOR, _INTERMEDIATE), 3)),
    "entrepreneurship": (START_UP,),
}

_CHANGZHIXIAN: Final[dict[str, tuple[Course, ...]]] = {
    "order": (
        HOUSEKEEPER,
        FORKLIFT,
        Course("护工（山西护工）", (10, 12, 15), (_JUNIOR, _SPECIAL), 1),
        Course("仓储物流", (10, 12), (_JUNIOR, _PASS), 1),
    ),
    "project": (
        E_COMMERCE,
        WELDER,
        Course("养老护理员", (10, 12, 15), (_JUNIOR,), 1),
        Course("蔬菜园艺工（现代农业）", (8, 10), (_SPECIAL, _PASS), 0),
        Course("乡村民宿服务（乡村振兴）", (8, 10), (_PASS, _SPECIAL), 0),
    ),
    "enterprise_self": (
        Course("数控车工（装备制造）", (10, 15), (_INTERMEDIATE, _JUNIOR, _SENIOR), 1),
        Course("铸造工（装备制造）", (10, 12), (_JUNIOR, _INTERMEDIATE), 1),
    ),
    "enterprise_commissioned": (Course("铁器锻造工", (8, 10), (_JUNIOR, _SPECIAL), 0), FORKLIFT),
}


def courses(county: County) -> dict[str, tuple[Course, ...]]:
    """Return a county's courses by kind of training (培训类别)."""
    return _LANXIAN if county == "lanxian-2022" else _CHANGZHIXIAN
