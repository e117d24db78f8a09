"""The forms themselves: 学员花名册, 学员登记表, 乡镇分类选送名单, 机构名册, 企业名册, 师资表, with what counties call their columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from jineng.kernel.text import Text
from jineng.workbook.registry_forms.layout import Column, Form
from jineng.workbook.registry_forms.lists import (
    EDUCATION_OPTIONS,
    EMPLOYMENT_OPTIONS,
    ETHNIC_OPTIONS,
    GROUP_OPTIONS,
    HOUSEHOLD_OPTIONS,
    ID_KIND_OPTIONS,
    INDUSTRY_OPTIONS,
    LEVEL_OPTIONS,
    SEX_OPTIONS,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

_NAME: Final = Column(
    "name",
    Text("姓名", "name"),
    "name",
    Text("与身份证一致，写全；少数民族姓名用“·”", "as on the document, in full"),
    "王小明",
    required=True,
    also=("学员姓名", "姓名（学员）", "人员姓名", "学生姓名", "参训人员姓名", "名字", "教师姓名"),
)
_ID_NUMBER: Final = Column(
    "id_number",
    Text("身份证号", "id_number"),
    "document",
    Text("18 位，末位可为 X；此列须为文本", "18 characters, the last may be X; keep the column as text"),
    "110101199003070038",
    required=True,
    also=(
        "身份证号码", "公民身份号码", "公民身份证号码", "居民身份证号", "居民身份证号码", "身份证", "身份证件号码",
        "证件号码", "证件号", "有效证件号码", "身份证编号",
    ),
)  # fmt: skip
_ID_KIND: Final = Column(
    "id_kind",
    Text("证件类型", "id_kind"),
    "choice",
    Text("不填即居民身份证", "left empty it is a resident identity card"),
    "",
    also=("证件类别", "证件种类", "身份证件类型"),
    options=ID_KIND_OPTIONS,
)
_SEX: Final = Column(
    "sex",
    Text("性别", "sex"),
    "choice",
    Text("可不填，由身份证号得出；其他证件须填", "may be empty with an identity card; needed with other documents"),
    "男",
    options=SEX_OPTIONS,
    derived=True,
)
_BORN_ON: Final = Column(
    "born_on",
    Text("出生日期", "born_on"),
    "date",
    Text("可不填，由身份证号得出；其他证件须填", "may be empty with an identity card; needed with other documents"),
    "1990-03-07",
    also=("出生年月日", "生日", "出生年月日期"),
    derived=True,
)
_PHONE: Final = Column(
    "phone",
    Text("联系电话", "phone"),
    "mobile",
    Text("本人的手机号，用来收通知和确认", "the person's own, for messages and confirmation"),
    "13900000001",
    also=(
        "电话",
        "手机",
        "手机号",
        "手机号码",
        "联系方式",
        "电话号码",
        "本人电话",
        "联系手机",
        "移动电话",
        "联系电话号码",
    ),
)
_ETHNIC: Final = Column(
    "ethnic_group",
    Text("民族", "ethnic_group"),
    "choice",
    Text("如汉族", "such as Han"),
    "汉族",
    options=ETHNIC_OPTIONS,
)
_EDUCATION: Final = Column(
    "education",
    Text("文化程度", "education"),
    "choice",
    Text("最高学历", "the highest reached"),
    "初中",
    also=("学历", "最高学历", "学历层次", "教育程度", "受教育程度"),
    options=EDUCATION_OPTIONS,
)
_HOUSEHOLD: Final = Column(
    "household_kind",
    Text("户口性质", "household_kind"),
    "choice",
    Text("农业或非农业等", "kind of household registration"),
    "农业户口",
    also=("户籍性质", "户口类型", "户籍类型", "户口类别", "户别", "户籍类别"),
    options=HOUSEHOLD_OPTIONS,
    may_span=True,
)
_EMPLOYMENT: Final = Column(
    "employment_status",
    Text("就业状态", "employment_status"),
    "choice",
    Text("参训时的就业状况", "when training begins"),
    "",
    also=("就业状况", "就业情况", "目前就业状态", "就业失业状态"),
    options=EMPLOYMENT_OPTIONS,
)
_TOWNSHIP: Final = Column(
    "township",
    Text("乡镇", "township"),
    "text",
    Text("居住的乡镇（街道），写全称或 9 位代码", "the township lived in: its full name or nine-digit code"),
    "东村镇",
    also=(
        "乡镇（街道）",
        "所在乡镇",
        "所属乡镇",
        "乡（镇）",
        "街道",
        "乡镇街道",
        "所在乡镇街道",
        "居住乡镇",
        "户籍乡镇",
    ),
    may_span=True,
)
_ADDRESS: Final = Column(
    "address",
    Text("家庭住址", "address"),
    "text",
    Text("现住址，到村、门牌", "where the person lives, to village and door"),
    "示例村 1 号",
    also=(
        "住址", "现住址", "家庭地址", "详细地址", "居住地址", "联系地址", "通讯地址", "常住地址", "地址", "现居住地址",
        "村", "行政村", "所在村", "户籍地址", "户口所在地",
    ),
)  # fmt: skip
_GROUPS: Final = Column(
    "groups",
    Text("人员类别", "groups"),
    "choices",
    Text("可填几个，用顿号分开", "several may be given, separated by a comma"),
    "农村转移就业劳动者",
    also=(
        "人员类型",
        "学员类别",
        "培训对象类别",
        "对象类别",
        "参训人员类别",
        "群体类别",
        "人员身份",
        "培训对象",
        "选送类别",
        "类别",
    ),
    options=GROUP_OPTIONS,
    may_span=True,
)
_EVIDENCE: Final = Column(
    "group_evidence",
    Text("类别证明编号", "group_evidence"),
    "text",
    Text("证明人员类别的证件、名单或其编号", "the document or list that proves the group, or its number"),
    "",
    also=("证明材料", "人员类别证明", "类别证件号", "就业创业证号", "就业创业证编号", "证明编号", "证明材料编号"),
)

_BANK: Final = Column(
    "account_bank",
    Text("开户银行", "account_bank"),
    "text",
    Text("银行卡或社保卡的开户行", "the bank of the card"),
    "",
    also=("开户行", "银行", "社保卡银行", "社保卡开户行", "开户银行名称", "发卡银行"),
)
_ACCOUNT: Final = Column(
    "account_number",
    Text("银行卡号", "account_number"),
    "account",
    Text(
        "本人的社保卡金融账号或银行卡号；新登记人员的先记为待核实",
        "the person's own; of new people it is noted to be verified",
    ),
    "",
    also=(
        "银行账号",
        "社保卡号",
        "社保卡银行账号",
        "社会保障卡号",
        "社会保障卡银行账号",
        "银行卡账号",
        "卡号",
        "账号",
        "个人账号",
        "收款账号",
    ),
)

_PERSON: Final = (_NAME, _ID_NUMBER, _ID_KIND, _SEX, _BORN_ON, _ETHNIC, _EDUCATION, _PHONE)


def _required(column: Column) -> Column:
    return Column(**{**{name: getattr(column, name) for name in Column.__dataclass_fields__}, "required": True})


ROSTER: Final = Form(
    "roster",
    Text("学员花名册", "trainee roster"),
    Text("一班或一批学员，一人一行", "the trainees of a class or batch, one a row"),
    (*_PERSON, _HOUSEHOLD, _EMPLOYMENT, _TOWNSHIP, _ADDRESS, _GROUPS, _EVIDENCE, _BANK, _ACCOUNT),
    ("name", "id_number"),
)

REGISTRATION: Final = Form(
    "registration",
    Text("学员登记表（列表）", "trainee registration list"),
    Text("登记表汇总，一人一行；电话、住址必填", "registration cards as a list, one person a row; phone and address needed"),
    (
        _NAME, _ID_NUMBER, _ID_KIND, _SEX, _BORN_ON, _ETHNIC, _EDUCATION, _required(_PHONE),
        _required(_HOUSEHOLD), _EMPLOYMENT, _TOWNSHIP, _required(_ADDRESS), _GROUPS, _EVIDENCE, _BANK, _ACCOUNT,
    ),
    ("name", "id_number"),
)  # fmt: skip

SELECTION: Final = Form(
    "selection",
    Text("乡镇分类选送名单", "township's list of selected trainees"),
    Text("乡镇按人员类别选送的参训人员，一人一行", "those whom a township selects by group, one a row"),
    (_NAME, _ID_NUMBER, _ID_KIND, _SEX, _BORN_ON, _required(_PHONE), _EDUCATION, _ADDRESS, _EVIDENCE),
    ("name", "id_number"),
)

_ORGANISATION_NAME: Final = Column(
    "name",
    Text("单位名称", "name"),
    "text",
    Text("与执照一致的全称", "in full, as on the licence"),
    "示例职业培训学校",
    required=True,
    also=("名称", "机构名称", "培训机构名称", "企业名称", "学校名称", "培训机构", "单位全称", "企业全称", "机构全称"),
)
_CREDIT_CODE: Final = Column(
    "credit_code",
    Text("统一社会信用代码", "credit_code"),
    "credit_code",
    Text("18 位；此列须为文本", "18 characters; keep the column as text"),
    "91110000600037341L",
    required=True,
    also=("信用代码", "社会信用代码", "统一信用代码", "组织机构代码", "统一社会信用代码证号", "营业执照号"),
)
_REPRESENTATIVE: Final = Column(
    "legal_representative",
    Text("法定代表人", "legal_representative"),
    "name",
    Text("执照上的法定代表人或负责人", "the legal representative on the licence"),
    "李示例",
    also=("法人", "法人代表", "负责人", "法定代表人姓名", "法定代表人（负责人）", "校长"),
)
_CONTACT: Final = Column(
    "contact_name",
    Text("联系人", "contact_name"),
    "name",
    Text("日常联系的人", "whom to call"),
    "赵示例",
    also=("联系人姓名", "经办人", "日常联系人"),
)
_CONTACT_PHONE: Final = Column(
    "phone",
    Text("联系电话", "phone"),
    "phone",
    Text("手机号，或带区号的固定电话", "a mobile number, or a landline with its area code"),
    "0358-6720001",
    also=("电话", "手机", "手机号", "手机号码", "联系方式", "电话号码", "联系人电话", "办公电话", "联系电话号码"),
)
_ORGANISATION_ADDRESS: Final = Column(
    "address",
    Text("地址", "address"),
    "text",
    Text("办公或培训地址", "of the office or training place"),
    "示例街 1 号",
    also=("单位地址", "办公地址", "注册地址", "详细地址", "培训地址", "办学地址", "通讯地址", "住所"),
)
_ORGANISATION: Final = (
    _ORGANISATION_NAME,
    _CREDIT_CODE,
    _REPRESENTATIVE,
    _CONTACT,
    _CONTACT_PHONE,
    _TOWNSHIP,
    _ORGANISATION_ADDRESS,
)

INSTITUTIONS: Final = Form(
    "institutions",
    Text("培训机构名册", "list of training institutions"),
    Text("一家机构一行", "one institution a row"),
    _ORGANISATION,
    ("name", "credit_code"),
)

ENTERPRISES: Final = Form(
    "enterprises",
    Text("企业名册", "list of enterprises"),
    Text(
        "一家企业一行；填了行业、人数和营业收入就能划分大小",
        "one enterprise a row; industry, staff and revenue give its size",
    ),
    (
        *_ORGANISATION,
        Column(
            "industry",
            Text("所属行业", "industry"),
            "choice",
            Text("按中小企业划型的行业", "by the rule on sizes of enterprises"),
            "",
            also=("行业", "行业类别", "国民经济行业", "行业分类"),
            options=INDUSTRY_OPTIONS,
        ),
        Column(
            "staff_count",
            Text("从业人员数", "staff_count"),
            "whole",
            Text("上年末从业人员数，单位：人", "at the end of last year"),
            "12",
            also=("从业人数", "职工人数", "员工人数", "人数", "从业人员", "职工总数", "参保人数"),
        ),
        Column(
            "revenue_wan",
            Text("营业收入（万元）", "revenue_wan"),
            "whole",
            Text("上年营业收入，单位：万元，取整", "last year's, in ten thousands of yuan, whole"),
            "300",
            also=("营业收入", "年营业收入", "上年营业收入", "销售收入", "营收"),
        ),
        Column(
            "assets_wan",
            Text("资产总额（万元）", "assets_wan"),
            "whole",
            Text(
                "上年末资产总额，单位：万元，取整；建筑、房地产、租赁商务业须填",
                "at the end of last year, in ten thousands of yuan; for construction, real estate and leasing",
            ),
            "",
            also=("资产总额", "总资产", "资产"),
        ),
    ),
    ("name", "credit_code"),
)

TEACHERS: Final = Form(
    "teachers",
    Text("师资表", "list of teachers"),
    Text("一名教师的一项资格一行", "one qualification of a teacher a row"),
    (
        _NAME,
        _ID_NUMBER,
        _ID_KIND,
        _SEX,
        _BORN_ON,
        _PHONE,
        Column(
            "credit_code",
            Text("所属机构信用代码", "institution_code"),
            "credit_code",
            Text("机构自己导入时可不填", "may be empty when the institution itself imports"),
            "",
            also=("机构信用代码", "统一社会信用代码", "所属单位信用代码"),
            may_span=True,
        ),
        Column(
            "occupation",
            Text("执教工种", "occupation"),
            "text",
            Text("教的职业（工种）", "the trade taught"),
            "中式烹调师",
            required=True,
            also=("工种", "职业（工种）", "专业", "任教工种", "授课专业", "培训工种", "任教专业", "职业工种"),
        ),
        Column(
            "level",
            Text("等级", "level"),
            "choice",
            Text("证书的等级；没有等级的不填", "level of the certificate; empty if it has none"),
            "高级工",
            also=("职业等级", "技能等级", "证书等级", "资格等级", "职称/等级", "职称等级"),
            options=LEVEL_OPTIONS,
        ),
        Column(
            "certificate_number",
            Text("证书编号", "certificate_number"),
            "text",
            Text("资格或技能等级证书编号", "number of the certificate"),
            "示例-0001",
            required=True,
            also=("资格证书编号", "证书号", "证书号码", "教师资格证号", "资格证号", "职业资格证书编号"),
        ),
        Column(
            "valid_from",
            Text("发证日期", "valid_from"),
            "date",
            Text("证书的发证日期", "the day of the certificate"),
            "2020-05-06",
            required=True,
            also=("取证日期", "发证时间", "证书日期", "取证时间", "批准日期"),
        ),
        Column(
            "valid_until",
            Text("有效期至", "valid_until"),
            "date",
            Text("没有有效期的不填", "empty if it does not end"),
            "",
            also=("证书有效期", "有效期", "到期日期", "有效日期"),
        ),
    ),
    ("name", "id_number"),
)

FORMS: Final[Mapping[str, Form]] = {
    form.key: form for form in (ROSTER, REGISTRATION, SELECTION, INSTITUTIONS, ENTERPRISES, TEACHERS)
}
"""All forms by their keys."""

OF_PEOPLE: Final = frozenset({"roster", "registration", "selection"})
"""Forms whose rows are people."""
