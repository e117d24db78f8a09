"""The form of a document's head: which document it is, and the conventions that texts leave unsaid."""

from __future__ import annotations

from typing import Final

from jineng.kernel.text import Text
from jineng.policy.conventions import (
    ANCHOR_NAMES,
    BAND_EDGE_NAMES,
    RECORDS_NAMES,
    ROUNDING_MODE_NAMES,
    ROUNDING_PLACE_NAMES,
    ROUNDING_UNIT_NAMES,
)
from jineng.policy.document import Head, Rounding
from jineng.policy.forms.fields import RuleForm
from jineng.policy.kinds.terms import LEVEL_NAMES
from jineng.web.desk.part_fields import choices_of, field_of

HEAD_FORM: Final = RuleForm(
    "document",
    None,
    Text("基本信息", "Head"),
    Text(
        "方案是哪个文件、管哪里、哪一年，以及原文没写的惯例。",
        "Which document it is, where and when it holds, and what texts leave unsaid.",
    ),
    (
        field_of("title", "bilingual", "方案标题", "title"),
        field_of("doc_no", "text", "发文字号", "document number", ("例如 岚技能办发〔2022〕2号", "as printed on it")),
        field_of("issuer", "bilingual", "发文机关", "issuer"),
        field_of("level", "choice", "文件层级", "level", options=choices_of(Head, "level", LEVEL_NAMES)),
        field_of("region", "bilingual", "适用地区", "region"),
        field_of("region_code", "text", "行政区划代码", "region code", ("6 位，如 141127", "6 digits, such as 141127")),
        field_of("issued_on", "date", "成文日期", "issued on"),
        field_of("valid_from", "date", "有效期起", "in force from", ("当日算在内", "that day included")),
        field_of("valid_to", "date", "有效期止", "in force until", ("当日算在内", "that day included")),
        field_of(
            "records",
            "choice",
            "按什么结算",
            "settled from",
            ("按训练班台账结算的选“结算工作簿”", "a county that keeps class rosters chooses the workbook"),
            options=choices_of(Head, "records", RECORDS_NAMES),
            required=False,
        )._replace(default="workbook"),
        field_of(
            "anchor",
            "choice",
            "以哪一天定适用哪年的方案",
            "the day that decides which year's plan applies",
            options=choices_of(Head, "anchor", ANCHOR_NAMES),
        ),
        field_of("hours_per_day", "whole", "一天等于多少课时", "class hours in a day", unit="hours"),
        field_of("cite", "clauses", "以上惯例依据的条款", "clauses that say so"),
        field_of("readings", "readings", "以上惯例依据的解读", "readings that say so", required=False),
        field_of(
            "rounding",
            "group",
            "金额取整",
            "rounding of money",
            rows=(
                field_of("unit", "choice", "取整到", "to", options=choices_of(Rounding, "unit", ROUNDING_UNIT_NAMES)),
                field_of("mode", "choice", "方式", "how", options=choices_of(Rounding, "mode", ROUNDING_MODE_NAMES)),
                field_of("at", "choice", "在哪一步", "where", options=choices_of(Rounding, "at", ROUNDING_PLACE_NAMES)),
            ),
        ),
        field_of(
            "superior",
            "rows",
            "上位依据",
            "documents that it carries out",
            required=False,
            rows=(
                field_of("title", "bilingual", "文件名称", "title"),
                field_of("doc_no", "text", "文号", "document number"),
                field_of(
                    "id",
                    "text",
                    "系统中的编号",
                    "its id here",
                    ("县里要填省、市留给县定的标准时才填", "if its open terms are filled here"),
                    required=False,
                ),
            ),
        ),
        field_of(
            "id",
            "text",
            "方案编号",
            "id",
            ("小写字母、数字和连字符，例如 lanxian-2023", "small letters, digits and -, such as lanxian-2023"),
        ),
        field_of(
            "class_hour_minutes",
            "whole",
            "一课时多少分钟",
            "minutes in a class hour",
            unit="minutes",
            required=False,
            advanced=True,
        ),
        field_of(
            "month_days", "whole", "一个月按多少天算", "days in a month", unit="days", required=False, advanced=True
        ),
        field_of(
            "band_edge",
            "choice",
            "分档的界限归哪一档",
            "which bound lies in a band",
            required=False,
            advanced=True,
            options=choices_of(Head, "band_edge", BAND_EDGE_NAMES),
        )._replace(default="lower"),
    ),
)
