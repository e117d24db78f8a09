"""Labels of the kinds that say how much: rate, amount_table, fixed_amount, share, adjust, index, list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from jineng.policy.forms.names import Label, label

if TYPE_CHECKING:
    from collections.abc import Mapping

MONEY_LABELS: Final[Mapping[str, Label]] = {
    # What every money rule says.
    "item": label("补贴项目", "item", "补的是哪一种补贴", "which subsidy it is"),
    "payee": label("拨给谁", "paid to", "不同情形拨给不同对象的，逐行填写", "a row for each case if it depends"),
    "payee.to": label("收款方", "payee", "钱拨到谁的账户", "to whose account the money goes"),
    "payee.when": label("在何情形", "in which case", "不写为其余情形", "nothing written: all other cases"),
    "population": label("补贴哪些人", "paid for", "不选则不限", "none chosen: no matter whom"),
    "stack": label(
        "与其他补贴的关系", "with other rules", "同一项目有几条规则时怎么合计", "how several rules of an item join"
    ),
    "caps": label("最高不超过", "at most", "有几个上限的，取最低的一个", "of several caps the least counts"),
    "caps.amount": label("金额上限", "amount", "例如 4000", "such as 4000"),
    "caps.price": label("每单位上限", "for each unit", "与“按什么计”一起填", "goes with what is counted"),
    "caps.count": label(
        "按什么计", "counted by", "按哪一项的数量乘每单位上限", "the fact whose number multiplies the price"
    ),
    "caps.share": label("按比例封顶", "a share", "与另一规则或外部指标一起填", "goes with another rule or an index"),
    "caps.rule": label("哪条规则的金额", "of rule", "按哪条规则金额的比例", "of which rule's amount"),
    "caps.index": label("哪项外部指标", "of index", "按哪项指标的比例", "of which index"),
    "caps.cost": label("不超过实际费用", "actual cost", "以哪一项费用封顶", "the cost that it may not exceed"),
    "pass_to": label("再转给谁", "handed on to", "收款方收到后须转交的", "to whom the payee has to hand it on"),
    "times": label("再乘以", "times", "例如乘以人数", "such as heads"),
    "fallback": label(
        "改按规则", "instead by rule", "查不到或不符合时，改按哪条规则", "the rule to use where this one gives nothing"
    ),
    # rate
    "rate.unit": label("计发单位", "unit", "按天、课时、月、学期还是年", "by day, class hour, month, semester or year"),
    "price": label("单价", "price", "每一单位补多少钱", "how much for each unit"),
    "rate.table": label(
        "单价按表确定", "price by table", "不同等级、类别单价不同的", "where the price differs by level or category"
    ),
    "tiers": label(
        "分段单价", "tiers", "前几天一个价、之后另一个价的，逐段填写", "one row for each stretch with its own price"
    ),
    "tiers.price": label("单价", "price", "这一段每单位多少钱", "how much for each unit of this stretch"),
    "tiers.upto": label(
        "到第几天（或课时、月）", "up to unit", "含本数；最后一段不填", "included; the last row has none"
    ),
    "tier_mode": label(
        "分段方法",
        "how tiers count",
        "逐段累加，还是全部按最后一段的单价",
        "stretch by stretch, or all at the last one's price",
    ),
    "block": label(
        "每满多少计一段",
        "for each complete",
        "例如每满10天一个补贴，不满的不补",
        "such as every ten days, less earns nothing",
    ),
    "count": label("按什么计数", "counted by", "不填则按计发单位的出勤数", "nothing: what was attended in that unit"),
    "part_unit": label(
        "不足一天（或课时、月）的",
        "a part of a unit",
        "不计、按比例，还是按一个算",
        "dropped, as such, or as a whole one",
    ),
    "min_units": label("至少多少", "at least", "不足的不补", "less earns nothing"),
    "max_units": label("最多计多少", "at most", "例如最多15天", "such as at most 15 days"),
    "floor": label(
        "最低金额", "least amount", "低于它的，见下一项或补到它", "what is lower is raised to it or refused"
    ),
    "floor_mode": label("低于最低金额的", "below the least", "补到最低金额，还是不补", "raised to it, or refused"),
    "standard": label("标准名称", "standard", "在结算表上显示为哪种标准", "how the settlement calls it"),
    # amount_table
    "external": label(
        "标准在其他文件中",
        "stands elsewhere",
        "标准由其他文件公布、尚未录入的",
        "a table in another text that is yet to be entered",
    ),
    "external.name": label("文件名称", "name of the text", "中英文都写", "in both languages"),
    "external.by": label("由谁公布", "published by", "哪一级的文件", "of which level the text is"),
    "otherwise": label("表里没有的", "anything else", "不补，还是改按另一条规则", "no rate, or by another rule"),
    # fixed_amount
    "amount": label("金额", "amount", "一笔多少钱", "how much it is"),
    "fixed_amount.per": label(
        "按什么补", "for each", "每人、每班、每家企业或每处", "person, class, enterprise or place"
    ),
    "together_with": label(
        "须同时享受", "together with", "只有享受了那条规则的补贴才有", "only if that rule's subsidy is due"
    ),
    "certificate": label(
        "须按期取证",
        "certificate in time",
        "签合同后多少年内取得哪类证书",
        "which certificate within how long of the contract",
    ),
    "certificate.types": label("证书种类", "types", "任一种即可", "any one of them"),
    "certificate.within": label("多少年内", "within", "自合同签订之日起", "from the day of the contract"),
    # share
    "percent": label("比例", "percentage", "例如 80%", "such as 80%"),
    "of_fact": label(
        "哪项费用的",
        "of the cost",
        "基数三选一：费用、另一规则或外部指标",
        "one base: a cost, another rule or an index",
    ),
    "of_rule": label("哪条规则金额的", "of rule", "以另一条规则的金额为基数", "the amount of another rule is the base"),
    "of_index": label("哪项外部指标的", "of index", "以外部指标为基数", "an index is the base"),
    "deemed": label(
        "没有凭据时", "without evidence", "拿不出费用凭据的按核定费用", "the cost that is taken where none is shown"
    ),
    "deemed.price": label("每单位核定费用", "deemed a unit", "例如每课时20元", "such as 20 yuan a class hour"),
    "deemed.count": label("按什么计", "counted by", "按哪一项的数量", "the fact that is counted"),
    # adjust
    "factor": label("系数", "factor", "上浮30%写130%，减半写50%", "30% more is 130%, half is 50%"),
    "adjust.table": label("系数按表确定", "factors by table", "不同情形系数不同的", "where the factor differs"),
    "plus": label("另加金额", "plus", "每条明细另加多少钱", "how much is added to a line"),
    "plus_table": label("另加金额按表确定", "plus by table", "不同情形另加不同的", "where the addition differs"),
    "escalator": label("逐年递增", "yearly rise", "从基年起每年增加", "a rise in every year from a base year"),
    "escalator.percent": label("每年增加", "a year", "例如 5%", "such as 5%"),
    "escalator.base_year": label(
        "基年", "base year", "从哪一年起算，例如2022", "the year it counts from, such as 2022"
    ),
    "escalator.compound": label(
        "逐年复利", "compounding", "在上年金额上增加的选“是”", "yes: on the amount of the year before"
    ),
    "on_portion": label(
        "只调整一部分", "on a part only", "系数只作用于占比部分", "the factor counts for a part of the amount"
    ),
    "on_portion.part": label("部分", "part", "例如夜间课时", "such as evening hours"),
    "on_portion.whole": label("总数", "whole", "例如全部课时", "such as all hours"),
    "combine": label(
        "几项同时符合的", "where several fit", "连乘、取高、取先或相加", "multiplied, the greatest, the first, or added"
    ),
    "order": label(
        "与封顶的先后",
        "before or after caps",
        "先调整再封顶，还是封顶后再调整",
        "adjusted and then capped, or the other way",
    ),
    "bound": label("系数允许范围", "factors within", "原文规定的系数上下限", "what the text allows a factor to be"),
    "bound.min": label("不低于", "at least", "最小的系数", "the least factor"),
    "bound.max": label("不超过", "at most", "最大的系数", "the greatest factor"),
    "top_up": label(
        "已拨付的是否补差", "top up", "选“否”则已拨过的不再补差额", "no: lines already paid stay as they are"
    ),
    # index and list
    "values": label("各期数值", "values", "一行一个时期、一个地区", "a row for each period and region"),
    "values.from": label("自", "from", "从哪天起执行", "the first day it holds"),
    "values.until": label("至", "until", "知道止期的填写，当日算在内", "its last day where that is known"),
    "values.region": label("地区", "region", "行政区划代码，不填为全部地区", "a region code; nothing: everywhere"),
    "values.value": label("金额", "amount", "这一时期的金额", "the amount of this period"),
    "person_fact": label(
        "取本人的金额", "the person's own", "例如本人待遇；填了就不填各期数值", "such as own benefit, instead of values"
    ),
    "of": label("目录列的是什么", "a list of", "例如职业工种", "such as occupations"),
    "member_at": label("按哪天认定", "judged on", "哪一天在目录里才算", "the day on which it must be on the list"),
    "versions": label("各版目录", "versions", "一行一版", "a row for each version"),
    "versions.from": label("自", "from", "从哪天起执行", "the first day it is in force"),
    "versions.until": label("至", "until", "有止期的填写，当日算在内", "its last day where there is one"),
    "versions.members": label("目录内容", "members", "一行一个", "one a line"),
    "until_published": label(
        "新目录公布前", "until a new one", "沿用旧目录，还是没有目录", "the previous stays, or there is none"
    ),
}
