"""What officers fill in: the upload of a workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy

from jineng.web.templatetags.display import language

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jineng.domain.plans.queries import PlanRow


class UploadForm(forms.Form):
    """Plan, day and file; the file stands last, so that the rest is there even if it is too large to be taken."""

    policy = forms.ChoiceField(
        label=gettext_lazy("实施方案"),
        error_messages={"invalid_choice": gettext_lazy("本县没有这个方案；请从列表中选择。")},
    )
    as_of = forms.DateField(
        label=gettext_lazy("结算日"),
        help_text=gettext_lazy("按这一天已知的事实核定，晚于这一天的记录不计。年度清算一般填 12 月 31 日。"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "invalid": gettext_lazy("请填写日期，如 2022-12-31。"),
            "required": gettext_lazy("请填写结算日。"),
        },
    )
    book = forms.FileField(
        max_length=200,
        error_messages={
            "required": gettext_lazy("请选择要上传的工作簿。"),
            "empty": gettext_lazy("文件是空的；请检查后重新选择。"),
            "max_length": gettext_lazy("文件名太长；请缩短后再上传。"),
        },
    )

    def __init__(self, *args: Any, plans: Sequence[PlanRow], **kwargs: Any) -> None:
        """Offer these plans."""
        super().__init__(*args, **kwargs)
        choices = [(plan.id, f"{plan.title.in_(language())}（{plan.doc_no}）") for plan in plans]
        self.fields["policy"].choices = choices  # type: ignore[attr-defined]
        self.fields["as_of"].initial = timezone.localdate()
