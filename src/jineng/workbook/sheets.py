"""The officers' workbook, declared once: its sheets and columns, in Chinese and English, and what their cells may hold.

Reader, template, marked copy and synthetic books all work from here. ``SHEETS`` is in the order people fill it in.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from jineng.kernel.text import Text
from jineng.workbook.layout import Column, Sheet
from jineng.workbook.values import CERTIFICATE_TYPES, EVIDENCE, HISTORY_LEVELS, ITEMS, KINDS, LEVELS, SIZES

_CLASS_ID: Final = Column(
    "class_id",
    "班级编号",
    "text",
    Text("“班级”表中的编号", "the number of a class on the sheet classes"),
    "LX2022-001",
)
_CLASS_ID_MAY_BE_EMPTY: Final = Column(
    "class_id",
    "班级编号",
    "text",
    Text(
        "本工作簿“班级”表中的编号；以前工作簿的班级或与班级无关的留空",
        "the number of a class of this book; empty for a class of an earlier book or when no class applies",
    ),
    "LX2022-001",
    required=False,
)
_PERSON_ID: Final = Column(
    "person_id",
    "身份证号",
    "identity",
    Text("18 位公民身份号码，须以文本格式填写", "the 18 characters of the identity number, in cells formatted as text"),
    "11010519491231002X",
)
_OCCUPATION: Final = Column(
    "occupation",
    "职业工种",
    "text",
    Text("职业（工种）名称，可空", "name of the occupation; may be empty"),
    "养老护理员",
    required=False,
)
_CONTRACT_MONTHS_NOTE: Final = Text(
    "劳动合同期限，整月数；无固定期限填 999", "term of the contract in whole months; 999 when it has no end"
)

CLASSES: Final = Sheet(
    "classes",
    "班级",
    Text("每个班一行", "one row a class"),
    (
        Column(
            "class_id",
            "班级编号",
            "text",
            Text("本工作簿内不重复，其他各表用它指代班级", "unique in this book; the other sheets name classes by it"),
            "LX2022-001",
        ),
        Column("kind", "培训类别", "choice", Text("从列表中选择", "pick from the list"), "order", choices=KINDS),
        Column(
            "order_id",
            "订单编号",
            "text",
            Text(
                "订单式培训必填，同一订单的班填同一编号；其他类别留空",
                "order-based classes only: classes of one order share it",
            ),
            "DD2022-01",
            required=False,
        ),
        Column(
            "institution",
            "培训机构",
            "credit_code",
            Text("18 位统一社会信用代码", "the 18 characters of the unified social credit code"),
            "91110000600037341L",
        ),
        _OCCUPATION,
        Column("start_on", "开班日期", "date", Text("如 2022-06-01", "such as 2022-06-01"), "2022-06-01"),
        Column("end_on", "结束日期", "date", Text("不早于开班日期", "not before the first day"), "2022-06-15"),
        Column(
            "planned_hours",
            "计划课时",
            "hours",
            Text("培训计划的总课时，最多三位小数", "class hours of the training plan, at most three decimals"),
            "80",
            field="planned_milli",
        ),
    ),
)

TRAINEES: Final = Sheet(
    "trainees",
    "学员",
    Text("花名册：每班每人一行", "the roster: one row a person and class"),
    (
        _CLASS_ID,
        _PERSON_ID,
        Column("name", "姓名", "text", Text("与身份证一致", "as on the identity card"), "王小兰"),
        Column(
            "groups",
            "人员类别",
            "text",
            Text(
                "如 脱贫劳动力；多个类别用分号隔开，可空", "groups the person belongs to, separated by ; (may be empty)"
            ),
            "脱贫劳动力",
            required=False,
        ),
    ),
)

ATTENDANCE: Final = Sheet(
    "attendance",
    "考勤",
    Text("每人每天实到课时", "class hours attended, by person and day"),
    (
        _CLASS_ID,
        _PERSON_ID,
        Column(
            "date",
            "日期",
            "date",
            Text("上课日期，如 2022-06-01", "day of the class, such as 2022-06-01"),
            "2022-06-01",
        ),
        Column(
            "hours",
            "课时",
            "hours",
            Text(
                "当天实到课时，最多三位小数，不为负",
                "class hours attended that day, at most three decimals, never negative",
            ),
            "8",
            field="hours_milli",
        ),
    ),
)

CERTIFICATES: Final = Sheet(
    "certificates",
    "证书",
    Text("每张证书一行", "one row a certificate"),
    (
        _CLASS_ID_MAY_BE_EMPTY,
        _PERSON_ID,
        Column(
            "type",
            "证书类型",
            "choice",
            Text("从列表中选择", "pick from the list"),
            "skill_level",
            choices=CERTIFICATE_TYPES,
        ),
        Column(
            "level",
            "等级",
            "choice",
            Text(
                "职业资格、职业技能等级证书必填；其他证书没有等级",
                "needed for qualification and skill_level; others have none",
            ),
            "5",
            required=False,
            choices=LEVELS,
            numbers=True,
        ),
        Column(
            "number",
            "证书编号",
            "text",
            Text("不重复，以文本格式填写", "unique, in cells formatted as text"),
            "S000014110015225000123",
        ),
        Column("issued_on", "发证日期", "date", Text("如 2022-06-20", "such as 2022-06-20"), "2022-06-20"),
        Column(
            "issuer", "评价机构", "text", Text("发证的评价机构名称", "name of the issuing body"), "示例职业技能评价中心"
        ),
    ),
)

EMPLOYMENT: Final = Sheet(
    "employment",
    "就业",
    Text("培训后就业：每人每班每次就业一行", "work found after training: one row a person, class and job"),
    (
        _CLASS_ID,
        _PERSON_ID,
        Column(
            "employer",
            "用人单位",
            "text",
            Text("单位名称，可空", "name of the employer; may be empty"),
            "示例养老服务有限公司",
            required=False,
        ),
        Column("started_on", "就业日期", "date", Text("如 2022-07-01", "such as 2022-07-01"), "2022-07-01"),
        Column(
            "evidence", "证明类型", "choice", Text("从列表中选择", "pick from the list"), "contract", choices=EVIDENCE
        ),
        Column("contract_months", "合同月数", "whole", _CONTRACT_MONTHS_NOTE, "12", required=False),
    ),
)

HIRES: Final = Sheet(
    "hires",
    "新招用",
    Text("企业新招用人员：每人一行", "people newly hired by enterprises: one row a person"),
    (
        Column(
            "enterprise",
            "企业",
            "text",
            Text("企业名称或统一社会信用代码", "name or credit code of the enterprise"),
            "示例陶瓷有限公司",
        ),
        Column("size", "规模", "choice", Text("从列表中选择", "pick from the list"), "small", choices=SIZES),
        _PERSON_ID,
        Column(
            "contract_start",
            "合同开始",
            "date",
            Text("劳动合同起始日期", "first day of the labour contract"),
            "2018-05-01",
        ),
        Column("contract_months", "合同月数", "whole", _CONTRACT_MONTHS_NOTE, "12"),
    ),
)

HISTORY: Final = Sheet(
    "history",
    "已享受",
    Text("以前已经拨付或收回的补贴", "subsidies already paid or taken back"),
    (
        _PERSON_ID,
        _CLASS_ID_MAY_BE_EMPTY,
        Column("item", "补贴项目", "choice", Text("从列表中选择", "pick from the list"), "certificate", choices=ITEMS),
        Column(
            "level",
            "等级",
            "choice",
            Text(
                "取证补贴必填（证书在本工作簿“证书”表中的除外）：等级，或专项职业能力证书、特种作业操作证、特种设备作业人员证",
                "needed for certificate unless the certificate is on this book's sheet certificates: its level or special_… type",
            ),
            "5",
            required=False,
            field="level_key",
            choices=HISTORY_LEVELS,
        ),
        _OCCUPATION,
        Column(
            "number",
            "证书编号",
            "text",
            Text("取证补贴的证书，可空", "the certificate paid for; may be empty"),
            "S000014110015215000045",
            required=False,
        ),
        Column("paid_on", "拨付日期", "date", Text("如 2021-11-20", "such as 2021-11-20"), "2021-11-20"),
        Column(
            "amount",
            "金额",
            "money",
            Text("元，最多两位小数；收回的填负数", "yuan, at most two decimals; negative when taken back"),
            "400",
            field="amount_fen",
        ),
    ),
)

SHEETS: Final = (CLASSES, TRAINEES, ATTENDANCE, CERTIFICATES, EMPLOYMENT, HIRES, HISTORY)
"""All sheets of the contract."""

BY_KEY: Final = {sheet.key: sheet for sheet in SHEETS}
"""Sheets by their English name."""

NEEDED: Final = frozenset({"classes", "trainees"})
"""Sheets without which nothing can be settled; the others may be missing."""


def empty_table(sheet: Sheet) -> pl.DataFrame:
    """Return the canonical table of ``sheet`` without rows."""
    return pl.DataFrame(schema=sheet.schema())
