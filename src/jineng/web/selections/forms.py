"""What is filled in for townships' lists."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy

from jineng.domain.tasks.models import NOTE_LENGTH_MAX, QUOTA_MAX, YEAR_MAX, YEAR_MIN
from jineng.domain.tasks.states import OVERRUN_LABELS, Overrun
from jineng.kernel.target_groups import TARGET_GROUPS
from jineng.web.templatetags.display import language

if TYPE_CHECKING:
    from collections.abc import Sequence

_CHOOSE = {"invalid_choice": gettext_lazy("请从列表中选择。"), "required": gettext_lazy("请从列表中选择。")}
_NUMBER = {
    "required": gettext_lazy("请填写数字。"),
    "invalid": gettext_lazy("请填写整数。"),
    "min_value": gettext_lazy("不能小于 %(limit_value)s。"),
    "max_value": gettext_lazy("不能大于 %(limit_value)s。"),
}


class QuotaForm(forms.Form):
    """A township's quota for a year, plan and group."""

    township_code = forms.ChoiceField(label=gettext_lazy("乡镇（街道）"), error_messages=_CHOOSE)
    year = forms.IntegerField(
        label=gettext_lazy("年度"), min_value=YEAR_MIN, max_value=YEAR_MAX, error_messages=_NUMBER
    )
    policy_id = forms.ChoiceField(label=gettext_lazy("实施方案"), error_messages=_CHOOSE)
    group = forms.ChoiceField(label=gettext_lazy("人员类别"), error_messages=_CHOOSE)
    quota = forms.IntegerField(
        label=gettext_lazy("指标（人）"), min_value=0, max_value=QUOTA_MAX, error_messages=_NUMBER
    )
    overrun = forms.ChoiceField(
        label=gettext_lazy("超出指标时"), widget=forms.RadioSelect, initial=Overrun.REFUSE, error_messages=_CHOOSE
    )
    due_on = forms.DateField(
        label=gettext_lazy("完成时限"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": gettext_lazy("请填写日期，如 2022-12-31。")},
    )

    def __init__(
        self, *args: Any, townships: Sequence[tuple[str, str]], plans: Sequence[tuple[str, str]], **kwargs: Any
    ) -> None:
        """Offer these townships and plans by code and name."""
        super().__init__(*args, **kwargs)
        said = language()
        offered = {
            "township_code": townships,
            "policy_id": plans,
            "group": [(code, group.title.in_(said)) for code, group in TARGET_GROUPS.items()],
            "overrun": [(each.value, OVERRUN_LABELS[each].in_(said)) for each in Overrun],
        }
        for name, choices in offered.items():
            self.fields[name].choices = choices  # type: ignore[attr-defined]
        self.fields["year"].initial = timezone.localdate().year


class AddForm(forms.Form):
    """One registered person to put on a list, by the number of their document."""

    number = forms.CharField(
        label=gettext_lazy("证件号码"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": gettext_lazy("请填写证件号码。")},
    )


class WithdrawForm(forms.Form):
    """Why somebody is taken off a list."""

    why = forms.CharField(
        label=gettext_lazy("撤回原因"),
        max_length=NOTE_LENGTH_MAX,
        error_messages={"required": gettext_lazy("请写明撤回原因。")},
    )
