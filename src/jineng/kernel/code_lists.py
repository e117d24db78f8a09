"""Closed lists of codes (代码表): what a code means in Chinese and English, and the code of what somebody typed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from jineng.kernel.ethnic_groups import ETHNIC_GROUP_NAMES
from jineng.kernel.text import Text

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class CodeList:
    """A list of codes: ``source`` names its standard, ``names`` maps codes to words, ``also`` maps other spellings to codes."""

    source: str
    names: Mapping[str, Text]
    also: Mapping[str, str] = field(default_factory=dict)

    def __contains__(self, code: object) -> bool:
        return code in self.names

    def text(self, code: str) -> Text:
        """Return what a code means; a code that is not in the list stands for itself."""
        return self.names.get(code) or Text(code, code)

    def find(self, typed: str) -> str | None:
        """Return the code of a code, a word of either language or another usual spelling; None for anything else.

        >>> EDUCATION.find("大专"), EDUCATION.find("31"), EDUCATION.find(" Junior College "), EDUCATION.find("MBA")
        ('31', '31', '31', None)
        >>> ETHNIC_GROUP.find("蒙古族"), ETHNIC_GROUP.find("蒙古")
        ('02', '02')
        """
        wanted = typed.strip()
        if wanted in self.names:
            return wanted
        if wanted in self.also:
            return self.also[wanted]
        lowered = wanted.lower()
        return next(
            (code for code, text in self.names.items() if wanted == text.zh or lowered == text.en.lower()), None
        )


SEX: Final = CodeList(
    "GB/T 2261.1",
    {
        "0": Text("未知", "unknown"),
        "1": Text("男", "male"),
        "2": Text("女", "female"),
        "9": Text("未说明", "not stated"),
    },
    {"男性": "1", "女性": "2"},
)
"""Sex (性别)."""

ETHNIC_GROUP: Final = CodeList(
    "GB/T 3304",
    {code: Text(f"{name}族", roman) for code, (name, roman) in ETHNIC_GROUP_NAMES.items()}
    | {"97": Text("其他", "other"), "98": Text("外国血统中国籍人士", "of foreign descent")},
    {name: code for code, (name, _roman) in ETHNIC_GROUP_NAMES.items()},
)
"""Ethnic group (民族): the 56 of the standard, and the two codes that household registers add."""

EDUCATION: Final = CodeList(
    "GB/T 4658",
    {
        "11": Text("博士研究生", "doctoral degree"),
        "14": Text("硕士研究生", "master's degree"),
        "21": Text("大学本科", "university"),
        "31": Text("大学专科", "junior college"),
        "41": Text("中等专科", "specialised secondary school"),
        "44": Text("职业高中", "vocational high school"),
        "47": Text("技工学校", "technical school"),
        "61": Text("普通高中", "senior high school"),
        "71": Text("初中", "junior high school"),
        "81": Text("小学", "primary school"),
        "90": Text("其他", "other"),
    },
    {
        "博士": "11",
        "硕士": "14",
        "研究生": "14",
        "本科": "21",
        "大本": "21",
        "大学": "21",
        "大专": "31",
        "专科": "31",
        "高职": "31",
        "中专": "41",
        "职高": "44",
        "技校": "47",
        "中技": "47",
        "高中": "61",
        "初级中学": "71",
        "初中及以下": "71",
        "文盲": "90",
        "半文盲": "90",
        "无": "90",
    },
)
"""Education (学历): the highest finished."""

HOUSEHOLD_KIND: Final = CodeList(
    "户口性质",
    {
        "rural": Text("农业户口", "rural household"),
        "urban": Text("非农业户口", "urban household"),
        "resident": Text("居民户口（未区分）", "resident household (not told apart)"),
    },
    {"农业": "rural", "农村": "rural", "农村户口": "rural", "非农业": "urban", "非农": "urban", "城镇": "urban"}
    | {"城镇户口": "urban", "居民户口": "resident", "居民": "resident"},
)
"""Kind of household registration (户口性质); registers made after 2014 no longer tell the two apart."""

EMPLOYMENT_STATUS: Final = CodeList(
    "就业状态",
    {
        "employed": Text("单位就业", "employed"),
        "flexible": Text("灵活就业", "flexible work"),
        "self_employed": Text("自主创业", "self-employed"),
        "farming": Text("务农", "farming"),
        "unemployed": Text("登记失业", "registered unemployed"),
        "jobless": Text("未就业", "out of work"),
        "student": Text("在校", "in school"),
        "retired": Text("退休", "retired"),
    },
    {"就业": "employed", "在职": "employed", "在岗": "employed", "已就业": "employed", "个体": "self_employed"}
    | {"创业": "self_employed", "农民": "farming", "失业": "unemployed", "无业": "jobless", "待业": "jobless"}
    | {"学生": "student", "在校生": "student", "离退休": "retired"},
)
"""Employment status (就业状态)."""

DOCUMENT_KIND: Final = CodeList(
    "证件类型",
    {
        "resident_id": Text("居民身份证", "resident identity card"),
        "hmt_residence": Text("港澳台居民居住证", "residence permit for Hong Kong, Macao and Taiwan residents"),
        "hm_permit": Text("港澳居民来往内地通行证", "mainland travel permit for Hong Kong and Macao residents"),
        "taiwan_permit": Text("台湾居民来往大陆通行证", "mainland travel permit for Taiwan residents"),
        "permanent_residence": Text("外国人永久居留身份证", "foreign permanent resident identity card"),
        "passport": Text("护照", "passport"),
    },
    {"身份证": "resident_id", "二代身份证": "resident_id", "公民身份号码": "resident_id"}
    | {"港澳台居住证": "hmt_residence", "居住证": "hmt_residence", "回乡证": "hm_permit", "港澳通行证": "hm_permit"}
    | {"台胞证": "taiwan_permit", "永久居留证": "permanent_residence", "永居证": "permanent_residence"},
)
"""Kind of identity document (证件类型)."""
