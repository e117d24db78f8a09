"""Labels of the kinds that say when and out of what: release, gate, calendar, target, budget."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from jineng.policy.forms.names import Label, label

if TYPE_CHECKING:
    from collections.abc import Mapping

WHEN_LABELS: Final[Mapping[str, Label]] = {
    # release
    "settle_by": label(
        "何时可以结算",
        "settled when",
        "一行一种情形，最后一行为其余情形",
        "a row for each case, the last for all others",
    ),
    "settle_by.unit": label(
        "以什么结束为准",
        "when it has ended",
        "单班结束，还是整单各班全部结束",
        "the class, or every class of the order",
    ),
    "settle_by.when": label("在何情形", "in which case", "不写为其余情形", "nothing written: all other cases"),
    "milestones": label("拨付节点", "milestones", "分几次拨就填几行", "a row for each payment"),
    "milestones.share": label("拨付比例", "share", "例如 80%；与金额二选一", "such as 80%; or an amount"),
    "milestones.amount": label("拨付金额", "amount", "与比例二选一", "or a share"),
    "milestones.event": label("在何事之后拨", "released by", "例如发证、就业", "such as the certificate or employment"),
    "milestones.within": label("多少个月内", "within", "超过期限的不再拨", "what comes later lapses"),
    "milestones.after": label("从何事起算", "counted from", "不填为上一节点", "nothing: the milestone before"),
    "milestones.when": label("还须符合", "and only if", "例如在本县就业", "such as work in the county"),
    "evidence": label("证明材料", "evidence", "用什么来证明", "what proves it"),
    "advance": label("预拨", "advance", "结业之前可以先拨一部分", "a part paid before completion"),
    "advance.share": label("预拨比例", "share", "占计划金额的比例", "of the planned amount"),
    "recover": label("多拨的怎么办", "recovery", "应补少于已拨时", "where less is due than was paid"),
    "instrument": label("拨付方式", "paid by", "转账还是培训券", "transfer or voucher"),
    # gate
    "gate.subject": label(
        "按什么考核",
        "judged for",
        "按结算单元、班级、企业、项目、人员或机构",
        "a settlement unit, class, enterprise, project, person or institution",
    ),
    "measure": label("比率", "rate", "两个人数相除", "two counts, one divided by the other"),
    "numerator": label("分子", "numerator", "例如就业人数", "such as the employed"),
    "denominator": label("分母", "denominator", "例如取证人数", "such as the certified"),
    "bands": label("分档", "bands", "一行一档，第一档从0%起", "a row for each band, the first from 0%"),
    "bands.from": label("达到", "from", "达到这个比率的", "where the rate reaches this"),
    "bands.use": label("改按规则", "by rule", "达不到的改按哪条规则", "the rule that applies below the line"),
    "reason": label("原因", "reason", "结算结果上写明的原因", "the reason that the settlement gives"),
    "bands.factor": label("按多少拨", "paid at", "100%为全额", "100% is all of it"),
    "bands.table": label("按表确定", "by table", "不同结果的人按不同比例", "where it differs from person to person"),
    "bands.refuse": label("不补", "nothing", "这一档不补", "nothing is paid in this band"),
    "tests.measure": label("比率", "rate", "两个人数相除", "two counts, one divided by the other"),
    "met": label("都符合的按", "if all hold", "100%为全额", "100% is all of it"),
    "missed": label("不符合的按", "otherwise", "0%为不补", "0% is nothing"),
    "window": label("考核期", "known after", "期满才知道结果的", "where the outcome is known only later"),
    "window.months": label("多少个月", "months", "考核期有多长", "how long it takes"),
    "window.after": label("从何事起算", "counted from", "例如结业", "such as completion"),
    "consequence": label("后果", "consequence", "不达标的后果", "what follows if it is missed"),
    # calendar
    "items": label("哪些补贴项目", "items", "不选为全部项目", "none chosen: all items"),
    "counts_from": label("计入本年自", "counts from", "本年度从哪天起", "the first day of the plan's year"),
    "counts_until": label(
        "培训、评价截至", "counts until", "之后的不计入本年度", "what is later does not count to this year"
    ),
    "claim_until": label("申领截至", "claims until", "最后申领日，当日算在内", "the last day for claims"),
    "late": label("截至之后的", "what is later", "例如计入下一年度", "such as counting to the next year"),
    "train_from": label("培训自", "training from", "开班不早于", "no class starts before"),
    "train_until": label("培训至", "training until", "结班不晚于", "no class ends after"),
    "claim_within": label("多久内申领", "claimed within", "自某事起多少个月或天内", "months or days from an event"),
    "claim_within.event": label("从何事起算", "counted from", "例如发证", "such as the certificate"),
    "claim_within.months": label("多少个月", "months", "与天数二选一", "or days"),
    "claim_within.days": label("多少天", "days", "与月数二选一", "or months"),
    "extended": label("延期通知", "extensions", "后来发文延长期限的", "a later notice that moves the last days"),
    "extended.issued_on": label("发文日期", "issued on", "延期通知的日期", "the day of the notice"),
    "extended.train_until": label("培训延至", "training until", "新的培训截止日", "the new last day for training"),
    "extended.claim_until": label("申领延至", "claims until", "新的申领截止日", "the new last day for claims"),
    "publicity_days": label("公示", "public notice", "公示多少天", "days of public notice"),
    "approve_days": label("审核", "review", "多少天内审核", "days to review"),
    "pay_days": label("拨付", "payment", "多少天内拨付", "days to pay"),
    "round": label(
        "集中申领", "claims taken", "每月、每季度、每半年或每年", "monthly, quarterly, half-yearly or yearly"
    ),
    # target
    "goals": label("目标", "goals", "一行一个目标", "a row for each goal"),
    "what": label("内容", "what", "指什么，中英文都写", "what is meant, in both languages"),
    "goals.people": label("人数", "people", "人数、比例、个数三选一", "one of people, share and count"),
    "goals.share": label("比例", "share", "人数、比例、个数三选一", "one of people, share and count"),
    "goals.items": label("个数", "count", "人数、比例、个数三选一", "one of people, share and count"),
    "goals.at_least": label("为下限", "at least", "原文写“以上”“不少于”的选“是”", "yes: the text gives a floor"),
    "goals.within": label("几年内", "within", "分几年完成的", "where it takes some years"),
    "progress": label("进度", "progress", "到哪天完成多少", "how much by which day"),
    "progress.by": label("到哪天", "by", "当日算在内", "that day included"),
    "progress.share": label("完成", "done", "占任务的比例", "of the tasks"),
    "target.unit": label("责任单位", "unit in charge", "由谁负责，中英文都写", "who is in charge, in both languages"),
    # budget
    "funds": label("资金来源", "funds", "一行一个来源", "a row for each source"),
    "year": label("年度", "year", "例如2022", "such as 2022"),
    "budget.amount": label("总额", "total", "例如 200万元", "such as 2000000"),
    "mode": label("不够时", "if it does not suffice", "用完为止、按比例或排队", "until used up, pro rata, or queue"),
    "quota": label("名额", "places", "最多多少人", "for how many people"),
    "composition": label("用途比例", "uses", "各项用途占多少", "what part each use takes"),
    "cost_split": label("费用构成", "costs", "各项费用占多少", "what part each cost takes"),
    "min_share": label("不低于", "at least", "例如 60%", "such as 60%"),
    "max_share": label("不超过", "at most", "例如 20%", "such as 20%"),
}
