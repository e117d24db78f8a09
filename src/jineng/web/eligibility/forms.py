"""What is filled in to upload a list, to ask for a comparison, and to decide."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django import forms
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy

from jineng.domain.eligibility.comparison_kinds import COMPARISON_KINDS, EFFECT_LABELS
from jineng.domain.eligibility.rules import REASON_LENGTH_MAX
from jineng.policy.kinds.base import KIND_NAMES
from jineng.policy.kinds.terms import say_word
from jineng.policy.vocabulary import LEVELS
from jineng.web.templatetags.display import language

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jineng.domain.plans.queries import PlanRow
    from jineng.journeys.batch_sources import Source

_DAY_ERRORS: Final = {
    "invalid": gettext_lazy("请填写日期，如 2022-07-01。"),
    "required": gettext_lazy("请填写日期。"),
}


def _day(label: Any, help_text: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        help_text=help_text,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages=_DAY_ERRORS,
    )


class ListForm(forms.Form):
    """What a list says of itself; the file stands last."""

    kind = forms.ChoiceField(
        label=gettext_lazy("名单种类"), error_messages={"required": gettext_lazy("请选择名单种类。")}
    )
    source = forms.CharField(
        label=gettext_lazy("提供单位"),
        max_length=200,
        help_text=gettext_lazy("名单由哪个单位提供，如“县公安局”。"),
        error_messages={"required": gettext_lazy("请填写提供单位。")},
    )
    data_on = _day(gettext_lazy("数据日期"), gettext_lazy("名单是哪一天生成的；太旧的名单比对结果为“不能确定”。"))
    valid_until = _day(gettext_lazy("使用到"), gettext_lazy("最后使用的那一天；过后请上传新名单。"))
    effect = forms.ChoiceField(
        label=gettext_lazy("在名单上的人"),
        required=False,
        help_text=gettext_lazy("一般不用改；与通常处理不同的要写明原因。"),
    )
    effect_reason = forms.CharField(label=gettext_lazy("不同处理的原因"), max_length=200, required=False)
    book = forms.FileField(
        max_length=200,
        error_messages={
            "required": gettext_lazy("请选择要上传的名单。"),
            "empty": gettext_lazy("文件是空的；请检查后重新选择。"),
            "max_length": gettext_lazy("文件名太长；请缩短后再上传。"),
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer kinds and effects in the page's language."""
        super().__init__(*args, **kwargs)
        kinds = [(code, kind.title.in_(language())) for code, kind in COMPARISON_KINDS.items()]
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]
        effects = [(effect.value, label.in_(language()).capitalize()) for effect, label in EFFECT_LABELS.items()]
        self.fields["effect"].choices = [("", gettext("按名单种类的通常处理")), *effects]  # type: ignore[attr-defined]


class BatchForm(forms.Form):
    """Whom to compare, with which plan, for which training on which day."""

    source = forms.ChoiceField(
        label=gettext_lazy("比对哪些人"),
        error_messages={
            "required": gettext_lazy("请选择名单。"),
            "invalid_choice": gettext_lazy("这份名单现在不能用；请从列表中选择。"),
        },
    )
    policy = forms.ChoiceField(
        label=gettext_lazy("实施方案"),
        error_messages={"invalid_choice": gettext_lazy("本县没有这个方案；请从列表中选择。")},
    )
    kind = forms.ChoiceField(label=gettext_lazy("培训类别"))
    day = _day(gettext_lazy("开班日期"), gettext_lazy("年龄、人员类别按这一天计算。"))
    level = forms.ChoiceField(
        label=gettext_lazy("培训等级"),
        required=False,
        help_text=gettext_lazy("还没定的不选，以往享受会按“不能确定”处理。"),
    )
    occupation = forms.CharField(
        label=gettext_lazy("职业（工种）"), max_length=100, required=False, help_text=gettext_lazy("还没定的不填。")
    )

    def __init__(self, *args: Any, sources: Sequence[Source], plans: Sequence[PlanRow], **kwargs: Any) -> None:
        """Offer these sources and plans."""
        super().__init__(*args, **kwargs)
        choices = {
            "source": [(source.code, source.title.in_(language())) for source in sources],
            "policy": [(plan.id, f"{plan.title.in_(language())}（{plan.doc_no}）") for plan in plans],
            "kind": [(code, name.in_(language())) for code, name in KIND_NAMES.items()],
            "level": [("", gettext("还没定")), *((level, say_word(level).in_(language())) for level in LEVELS)],
        }
        for name, offered in choices.items():
            self.fields[name].choices = offered  # type: ignore[attr-defined]
        self.fields["day"].initial = timezone.localdate()


class DecisionForm(forms.Form):
    """A decision on one check: for one person, or for everybody of whom it is not known."""

    entry = forms.IntegerField(required=False)
    check = forms.CharField(max_length=120)
    was = forms.ChoiceField(choices=[("unknown", ""), ("does_not_fit", "")])
    becomes = forms.ChoiceField(choices=[("fits", ""), ("does_not_fit", "")])
    reason = forms.CharField(max_length=REASON_LENGTH_MAX, required=False)
