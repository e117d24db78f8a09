"""Labels of the kinds that say for whom: eligibility, limit, class_standard."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from jineng.policy.forms.names import Label, label

if TYPE_CHECKING:
    from collections.abc import Mapping

WHO_LABELS: Final[Mapping[str, Label]] = {
    # eligibility
    "subject": label(
        "审核对象", "about", "人、企业、机构还是班级", "a person, an enterprise, an institution or a class"
    ),
    "any_of": label("属于以下人员之一", "one of these groups", "一行一类人员", "a row for each group"),
    "any_of.name": label("人员类别", "group", "与申领明细中的写法一致", "written as claim lines write it"),
    "any_of.from": label("自", "from", "这类人员从哪天起可以享受", "the first day this group counts"),
    "any_of.until": label("至", "until", "到哪天为止，当日算在内", "the last day this group counts"),
    "status_at": label("身份按哪天认定", "status on", "不填为方案的基准日", "nothing: the plan's own day"),
    "exclude": label("不含", "not", "哪些人员类别不能享受，一行一个", "groups that are left out, one a line"),
    "age": label("年龄", "age", "按周岁计算", "in full years"),
    "age.at": label("按哪天计算", "on the day", "例如开班日期", "such as the start of the class"),
    "any_tests": label("至少符合一项", "at least one of", "其中一条符合即可", "one of them is enough"),
    "contract": label(
        "劳动合同", "labour contract", "合同期限和签订后多久开训", "its length, and how soon training starts"
    ),
    "contract.min_months": label("不少于", "at least", "合同至少多少个月", "the least months of the contract"),
    "contract.signed_within": label(
        "签订后多久内开训", "training within", "签合同后多少个月内开始培训", "months from signing to the start"
    ),
    "insured_min": label("参保至少", "insured at least", "缴纳社会保险多少个月", "months of social insurance"),
    "groups": label(
        "培训对象",
        "groups",
        "一行一类，用文件原话；开班前比对用，不影响核定金额",
        "a row for each, in the text's words; compared before training, no part of amounts",
    ),
    "key_groups": label(
        "重点对象",
        "key groups",
        "优先的人员，一行一类；不影响核定金额",
        "who comes first, a row for each; no part of amounts",
    ),
    "groups.zh": label("文件用语", "in Chinese", "例如：退役军人", "the text's words in Chinese"),
    "groups.en": label("英文", "in English", "例如：veterans", "such as veterans"),
    "groups.codes": label(
        "对应的人员类别",
        "registered groups",
        "系统里登记的类别，可多选；没有对应的不选，由经办人逐人认定",
        "the groups people are tagged with; none chosen: an officer decides person by person",
    ),
    "key_groups.zh": label("文件用语", "in Chinese", "例如：脱贫劳动力", "the text's words in Chinese"),
    "key_groups.en": label("英文", "in English", "例如：lifted from poverty", "such as lifted from poverty"),
    "key_groups.codes": label(
        "对应的人员类别",
        "registered groups",
        "系统里登记的类别，可多选；没有对应的不选",
        "the groups people are tagged with; none if there is no such group",
    ),
    "sizes": label("企业规模", "enterprise sizes", "可以享受的规模", "the sizes that may have it"),
    "contract_min": label("合同至少", "contract at least", "劳动合同至少多少个月", "months of the labour contract"),
    "left_school_within": label("离校多少年内", "left school within", "毕业生离校的年限", "years since leaving school"),
    "good_years": label("连续几年良好", "good years", "连续几年培训好、诚信好", "consecutive years in good standing"),
    # limit
    "counter": label("限制什么", "limits", "次数还是金额", "times or money"),
    "limit.amount": label("最多金额", "at most", "合计最多多少钱", "how much in all"),
    "limit.table": label("最多金额按表确定", "at most, by table", "不同等级、类别上限不同的", "where the most differs"),
    "limit.per": label(
        "按谁计算", "counted for", "每人、每家企业、每家机构或每个地区", "a person, enterprise, institution or region"
    ),
    "key": label("同一什么", "and the same", "只按一项区分时填写", "where one thing tells them apart"),
    "keys": label(
        "同一什么（可多选）",
        "and the same (several)",
        "例如同一职业工种、同一等级",
        "such as the same occupation and level",
    ),
    "period": label(
        "期间", "period", "终身、每年、连续几个月或方案有效期", "life, a year, some months, or the plan's time"
    ),
    "limit.months": label("连续几个月", "months", "期间为连续几个月时填写", "for a rolling period"),
    "count_payee": label(
        "别的收款方得到的算不算",
        "other payees' count",
        "都算，还是只算同类收款方的",
        "all count, or only those of the same kind of payee",
    ),
    "extra": label("目录内增加次数", "more on a list", "例如紧缺工种多一次", "such as one more for urgent trades"),
    "extra.in_list": label("哪个目录", "on the list", "在这个目录里的才增加", "only what is on this list"),
    "no_lower_after_higher": label(
        "高等级之后不补低等级",
        "no lower after higher",
        "享受过高等级的不再享受低等级",
        "a level below one had before is refused",
    ),
    "sequential": label("上一项结束才能下一项", "one after the other", "同时进行的不补", "what overlaps is refused"),
    "min_gap": label("两次至少间隔", "at least apart", "两次之间隔多少个月", "months between two of them"),
    "choose": label("几项都符合的", "of several", "取先发生的，还是取金额高的", "the first, or the largest"),
    "on_hit": label("超过限制的", "what goes over", "不补，还是补到限额", "refused, or cut to the rest"),
    # class_standard
    "on_fail": label(
        "不符合的", "if missed", "不补、改按另一规则，还是只提示", "refused, paid by another rule, or only advised"
    ),
    "size_min": label("每班至少", "at least a class", "开班人数下限", "the least heads of a class"),
    "size_max": label("每班最多", "at most a class", "开班人数上限", "the most heads of a class"),
    "parallel_max": label(
        "同时开班最多", "classes at a time", "同一工种最多几个班同时进行", "of one occupation at the same time"
    ),
    "attendance_min": label("到课率不低于", "attendance at least", "例如 85%", "such as 85%"),
    "practice_share": label("实操约占", "practice about", "只作提示", "advice only"),
    "usual_days": label("一般天数", "usual days", "只作提示", "advice only"),
    "usual_hours": label("一般课时", "usual hours", "只作提示", "advice only"),
    "days_min": label("天数不少于", "days at least", "培训至少多少天", "the least days"),
    "days_max": label("天数不超过", "days at most", "培训最多多少天", "the most days"),
    "hours_min": label("课时不少于", "hours at least", "至少多少课时", "the least class hours"),
    "hours_max": label("课时不超过", "hours at most", "最多多少课时", "the most class hours"),
    "hours_table": label(
        "课时下限按表确定", "least hours by table", "不同等级课时要求不同的", "where the least hours differ"
    ),
    "hours_per_day_max": label(
        "每天课时不超过", "hours a day at most", "每天最多多少课时", "the most class hours a day"
    ),
    "practice_min": label("实操不低于", "practice at least", "占开设课时的比例", "of the hours taught"),
    "theory_min": label("理论不低于", "theory at least", "占开设课时的比例", "of the hours taught"),
    "online": label("线上课时", "online hours", "线上课时的比例和折算", "how much may be online and how it counts"),
    "online.max_share": label("线上不超过", "online at most", "占开设课时的比例", "of the hours taught"),
    "online.counts_as": label("线上课时折算", "an online hour counts", "一个线上课时按多少计", "as what part of one"),
    "exam": label("须考核合格", "exam passed", "考核不合格的为不符合", "who did not pass misses the standard"),
    "modules": label("必含课程", "must teach", "必须开设的课程", "modules that have to be taught"),
}
