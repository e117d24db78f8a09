"""The closed lists of the forms: codes of the registry with what counties write for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from jineng.kernel.code_lists import (
    DOCUMENT_KIND,
    EDUCATION,
    EMPLOYMENT_STATUS,
    ETHNIC_GROUP,
    HOUSEHOLD_KIND,
    SEX,
)
from jineng.kernel.enterprise_size import INDUSTRY_LABELS
from jineng.kernel.target_groups import TARGET_GROUPS
from jineng.workbook.registry_forms.layout import Option
from jineng.workbook.values import LEVELS

if TYPE_CHECKING:
    from jineng.kernel.code_lists import CodeList

_GROUPS_ALSO: Final = {
    "rural_labour": ("农村劳动者", "农民", "务农人员", "农村劳动力（务农）"),
    "rural_migrant": (
        "农民工", "农村转移劳动力", "农村转移就业", "农村转移劳动者", "农村进城务工人员", "进城务工人员", "转移就业劳动者",
        "农村劳动力转移就业",
    ),
    "graduating_student": ("毕业学年学生", "毕业学年高校毕业生", "应届毕业生", "毕业年度学生"),
    "unemployed_graduate": ("高校毕业生", "离校未就业高校毕业生", "未就业毕业生", "离校未就业毕业生", "离校2年内未就业高校毕业生"),
    "school_leaver": ("两后生", "初高中毕业生", "未继续升学初高中毕业生", "未升学初高中毕业生", "城镇未继续升学应届初高中毕业生"),
    "registered_unemployed": ("失业人员", "城镇失业人员", "登记失业人员", "城镇登记失业", "下岗失业人员", "下岗职工"),
    "veteran": ("退役士兵", "转业军人", "退伍军人"),
    "flexible_worker": ("灵活就业", "灵活就业者"),
    "employment_assistance": ("就业困难人员", "就业援助", "就业困难群体"),
    "entrepreneur": ("创业者", "有创业意愿", "创业人员", "创业意愿人员"),
    "enterprise_new_hire": ("新招用员工", "企业新录用人员", "新录用人员", "岗前人员"),
    "enterprise_staff": ("企业职工", "在岗职工", "企业员工", "在职职工", "企业岗前或在岗职工"),
    "poor_family_child": ("贫困家庭学生", "贫困户子女"),
    "poverty_lifted": ("脱贫户", "脱贫人口", "建档立卡", "建档立卡户", "建档立卡贫困户", "脱贫人员", "贫困劳动力", "建档立卡贫困劳动力"),
    "monitored_household": ("监测户", "监测对象", "三类户", "边缘易致贫户", "脱贫不稳定户"),
    "relocated": ("易地搬迁", "易地移民搬迁劳动力", "易地扶贫搬迁", "易地扶贫搬迁劳动力", "移民搬迁"),
    "poverty_risk": ("易返贫人员", "易返贫致贫"),
    "disabled": ("残疾", "残疾人员", "持证残疾人"),
    "low_income": ("低保", "低保户", "低保人员", "最低生活保障对象"),
}  # fmt: skip

_INDUSTRY_ALSO: Final = {
    "farming": ("农林牧渔业", "农业", "种植业", "养殖业"),
    "manufacturing": ("工业", "制造业", "采矿业", "装备制造", "煤炭"),
    "construction": ("建筑",),
    "wholesale": ("批发",),
    "retail": ("零售", "商贸"),
    "transport": ("交通运输", "运输业", "物流"),
    "storage": ("仓储", "仓储物流"),
    "post": ("邮政", "快递"),
    "lodging": ("住宿", "酒店"),
    "catering": ("餐饮",),
    "software": ("软件业", "信息技术", "软件和信息技术"),
    "property_management": ("物业",),
    "leasing_and_business": ("租赁业", "商务服务业", "人力资源服务业"),
    "other": ("其他", "服务业", "居民服务业", "教育", "家政"),
}


def _of(codes: CodeList, *, without: frozenset[str] = frozenset()) -> tuple[Option, ...]:
    spellings: dict[str, list[str]] = {}
    for written, code in codes.also.items():
        spellings.setdefault(code, []).append(written)
    return tuple(
        Option(code, text, tuple(spellings.get(code, ()))) for code, text in codes.names.items() if code not in without
    )


SEX_OPTIONS: Final = _of(SEX, without=frozenset({"0", "9"}))
ETHNIC_OPTIONS: Final = _of(ETHNIC_GROUP)
EDUCATION_OPTIONS: Final = _of(EDUCATION)
HOUSEHOLD_OPTIONS: Final = _of(HOUSEHOLD_KIND)
EMPLOYMENT_OPTIONS: Final = _of(EMPLOYMENT_STATUS)
ID_KIND_OPTIONS: Final = _of(DOCUMENT_KIND)
GROUP_OPTIONS: Final = tuple(
    Option(code, group.title, _GROUPS_ALSO.get(code, ())) for code, group in TARGET_GROUPS.items()
)
INDUSTRY_OPTIONS: Final = tuple(
    Option(industry.value, label, _INDUSTRY_ALSO.get(industry.value, ())) for industry, label in INDUSTRY_LABELS.items()
)
LEVEL_OPTIONS: Final = tuple(
    Option(level.code, level.label, also)
    for level, also in zip(
        LEVELS,
        (
            ("初级", "五级", "五级/初级工"),
            ("中级", "四级", "四级/中级工"),
            ("高级", "三级", "三级/高级工"),
            ("二级", "二级/技师"),
            ("一级", "一级/高级技师"),
        ),
        strict=True,
    )
)
