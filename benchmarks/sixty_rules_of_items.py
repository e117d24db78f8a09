"""The second half of ``sixty_document``: the rules of seven items beside training, windows, goals and funds."""

from __future__ import annotations

from datetime import date

from sixty_rules_of_training import PAID, rule

ITEM_RULES = (
    rule(
        "amount_table", "certificate_by_level", "3.1", "按等级补贴", "By level",
        item="certificate", payee="person", population="certified",
        when={"is": {"certificate": ["skill_level", "qualification"]}},
        axes=["level"], cells={"5": "1000", "4": "1500", "3": "2000", "2": "3000", "1": "4000"}, otherwise="no_rate",
    ),
    rule(
        "fixed_amount", "certificate_special", "3.1", "专项职业能力证书", "Special ability",
        item="certificate", payee="person", population="certified", amount="600",
        when={"is": {"certificate": ["special_ability"]}},
    ),
    rule(
        "adjust", "urgent_certificate", "3.2", "紧缺工种证书上浮", "More for urgent occupations",
        targets=["certificate_by_level", "certificate_special"], when={"in_list": "urgent_occupations"}, factor="130%",
        combine="max", order="before_caps",
    ),
    rule(
        "adjust", "top_technicians", "3.2", "高技能人才加补", "More for technicians",
        targets=["certificate_by_level"], plus_table={"axes": ["level"], "cells": {"2": "500", "1": "1000"}},
        combine="max", order="after_caps",
    ),
    rule(
        "eligibility", "insured_a_year", "3.3", "参保满一年", "Insured for a year",
        subject="person", judged_at="settlement", targets=["certificate_by_level", "certificate_special"], insured_min=12,
    ),
    rule(
        "limit", "certificate_once", "3.4", "同一职业同一等级一次", "Once an occupation and level",
        targets=["certificate_by_level", "certificate_special"], n=1, per="person", keys=["occupation", "level"],
        period="life",
    ),
    rule(
        "limit", "certificates_a_year", "3.4", "一年三本证书", "Three certificates a year",
        targets=["certificate_by_level", "certificate_special"], n=3, per="person", period="calendar_year",
        no_lower_after_higher=True,
    ),
    rule(
        "release", "certificate_at_once", "3.4", "一次拨付", "Paid at once",
        targets=["certificate_by_level", "certificate_special"], milestones=[{"share": "100%", "event": "certificate"}],
    ),
    rule(
        "rate", "living_day", "4.1", "生活费补贴", "Living costs a day",
        item="living", payee="person", population="completed", unit="day", part_unit="drop", max_units=60,
        price={"by": "county", "min": "20", "max": "50"}, floor="100", floor_mode="raise",
    ),
    rule(
        "share", "living_hardship", "4.1", "困难人员生活费", "Living costs of people in hardship",
        item="living", payee="person", population="completed", stack="best_of", percent="20%", of_index="least_wage",
        when={"is": {"group": ["poverty", "disabled"]}},
    ),
    rule(
        "adjust", "living_by_region", "4.2", "边远县上浮", "More in remote counties",
        targets=["living_day"], combine="multiply", order="before_caps",
        table={"axes": ["region"], "cells": {"140421": "110%", "140423": "115%"}},
    ),
    rule(
        "eligibility", "people_of_living", "4.2", "生活费补贴对象", "Whom living costs are for",
        subject="person", judged_at="settlement", targets=["living_day", "living_hardship"],
        any_of=[{"name": "poverty"}, {"name": "disabled"}, {"name": "laid_off"}],
    ),
    rule(
        "limit", "living_once", "4.2", "十二个月一次", "Once in twelve months",
        targets=["living_day", "living_hardship"], n=1, per="person", period="rolling", months=12,
    ),
    rule(
        "fixed_amount", "travel_month", "4.3", "每月交通费", "Travel a month",
        item="travel", payee="person", amount="60", times="months", caps=["300", {"cost": "cost"}],
    ),
    rule(
        "amount_table", "travel_far", "4.3", "远途交通费", "Travel from afar",
        item="travel", payee="person", axes=[{"fact": "distance", "from": ["30 people", "60 people", "100 people"]}],
        cells={"30": "40", "60": "80", "100": "120"}, otherwise="no_rate",
    ),
    rule(
        "limit", "travel_once", "4.3", "一年一次交通费", "Travel once a year",
        targets=["travel_month", "travel_far"], n=1, per="person", period="calendar_year",
    ),
    rule(
        "rate", "work_training_month", "5.1", "以工代训补贴", "Training at work",
        item="work_training", payee="enterprise", unit="month", part_unit="prorata", max_units=6, price="500",
        times="heads", caps=[{"price": "3500", "count": "heads"}],
    ),
    rule(
        "fixed_amount", "work_training_new", "5.1", "新吸纳就业加补", "More for new staff",
        item="work_training", payee="enterprise", amount="300", times="heads", together_with="work_training_month",
        when={"tests": [{"fact": "employed_on", "since": date(2022, 1, 1)}]},
    ),
    rule(
        "adjust", "size_factor", "5.2", "小微企业上浮", "More for small enterprises",
        targets=["work_training_month"], combine="first", order="before_caps",
        table={"axes": ["size"], "cells": {"micro": "130%", "small": "120%", "medium": "110%"}},
    ),
    rule(
        "eligibility", "revenue_fell", "5.2", "营业收入下降", "Revenue fell",
        subject="enterprise", judged_at="settlement", targets=["work_training_month", "work_training_new"],
        tests=[{"fact": "revenue", "fall_from": "revenue_before", "at_least": "30 %"}],
    ),
    rule(
        "limit", "enterprise_ceiling", "5.2", "企业最高金额", "Most for an enterprise",
        targets=["work_training_month", "work_training_new"], counter="money", amount="300000", per="enterprise",
        period="policy", on_hit="cut_to_rest",
    ),
    rule(
        "rate", "apprentice_year", "6.1", "学徒培训补贴", "Apprentices a year",
        item="apprenticeship", payee="enterprise", unit="year", part_unit="drop",
        table={"axes": ["level"], "cells": {"4": "5000", "3": "6000", "2": "8000"}},
    ),
    rule(
        "adjust", "yearly_rise", "6.1", "逐年提高", "Yearly rise",
        targets=["apprentice_year"], escalator={"percent": "5%", "base_year": 2022, "compound": True},
        combine="multiply", order="after_caps",
    ),
    rule(
        "eligibility", "apprentice_contract", "6.2", "劳动合同", "Labour contract",
        subject="person", judged_at="settlement", targets=["apprentice_year"],
        contract={"min_months": 12, "signed_within": 12},
    ),
    rule(
        "gate", "apprentices_certified", "6.2", "取证率", "Certified apprentices",
        subject="project", targets=["apprentice_year"], window={"months": 3, "after": "completion"},
        measure={"numerator": "class_certified", "denominator": "class_started"},
        bands=[{"from": "0%", "factor": "60%"}, {"from": "70%", "factor": "100%"}],
    ),
    rule(
        "class_standard", "apprentice_practice", "6.2", "实操课时", "Practice of apprentices",
        judged_at="settlement", on_fail="refuse", targets=["apprentice_year"], practice_min="60%", size_min=5,
    ),
    rule(
        "release", "apprentice_advance", "6.3", "预拨与结算", "Advance and settlement",
        targets=["apprentice_year"], advance={"share": "50%"}, recover="per_head",
        milestones=[{"share": "100%", "event": "completion"}],
    ),
    rule(
        "limit", "apprentice_level_once", "6.3", "同一等级一次", "Once a level",
        targets=["apprentice_year"], n=1, per="person", key="level", period="life",
    ),
    rule(
        "share", "assessment_fee", "7.1", "鉴定费", "Assessment fee",
        item="assessment", payee="evaluator", percent="90%", of_fact="official_fee",
        caps=[{"table": {"axes": ["level"], "cells": {"5": "150", "4": "200", "3": "260", "2": "300", "1": "350"}}}],
    ),
    rule(
        "limit", "assessment_once", "7.1", "同一职业鉴定一次", "Assessed once an occupation",
        targets=["assessment_fee"], n=1, per="person", keys=["occupation", "level"], period="life",
    ),
    rule(
        "amount_table", "award_by_staff", "7.2", "企业培训奖励", "Award by number of staff",
        item="award", payee="enterprise", axes=[{"fact": "staff", "from": ["50 people", "200 people", "500 people"]}],
        cells={"50": "10000", "200": "20000", "500": "50000"}, otherwise="no_rate",
    ),
    rule(
        "fixed_amount", "award_key_industry", "7.2", "重点产业加奖", "More for key industries",
        item="award", payee="enterprise", amount="5000", together_with="award_by_staff",
        when={"in_list": "key_industries", "tests": [{"fact": "leading_project", "is": ["yes"]}]},
    ),
    rule(
        "limit", "award_once", "7.2", "一年一次奖励", "One award a year",
        targets=["award_by_staff", "award_key_industry"], n=1, per="enterprise", period="calendar_year",
    ),
    rule(
        "calendar", "windows", "8.1", "培训与申领期限", "Windows of training and claims",
        judged_at="settlement", items=["training", "certificate", "living"], train_from=date(2022, 1, 1),
        train_until=date(2024, 10, 31), claim_within={"event": "end", "months": 12},
        extended=[{"issued_on": date(2024, 9, 1), "train_until": date(2024, 11, 30)}], publicity_days=7, pay_days=30,
    ),
    rule(
        "target", "goals_of_the_year", "8.2", "年度任务", "Goals of the year",
        goals=[
            {"what": {"zh": "培训", "en": "people trained"}, "people": 20000, "at_least": True},
            {"what": {"zh": "取证率", "en": "share certified"}, "share": "70%"},
        ],
        progress=[{"by": date(2022, 6, 30), "share": "50%"}],
    ),
    rule(
        "budget", "fund_of_the_year", "8.3", "年度资金", "Fund of the year",
        judged_at="settlement", funds=[{"zh": "职业技能提升行动专项资金", "en": "fund for vocational skills"}],
        targets=[*PAID, "training_basic"], year=2022, amount="30000000", mode="pro_rata",
    ),
)  # fmt: skip
