"""What is filled in to hand a form in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext, gettext_lazy

from jineng.web.templatetags.display import language
from jineng.workbook.registry_forms.forms import FORMS

if TYPE_CHECKING:
    from collections.abc import Sequence


class ImportForm(forms.Form):
    """Kind of form, township's list where it is for one, and the file; the file stands last."""

    form = forms.ChoiceField(
        label=gettext_lazy("表种"),
        error_messages={
            "invalid_choice": gettext_lazy("请从列表中选择表种。"),
            "required": gettext_lazy("请选择表种。"),
        },
    )
    selection = forms.ChoiceField(
        label=gettext_lazy("选送名单"),
        required=False,
        help_text=gettext_lazy("只有“乡镇分类选送名单”要选；人员会列入这份名单。"),
        error_messages={"invalid_choice": gettext_lazy("这份名单不能再列入人员；请从列表中选择。")},
    )
    book = forms.FileField(
        max_length=200,
        error_messages={
            "required": gettext_lazy("请选择要上传的表册。"),
            "empty": gettext_lazy("文件是空的；请检查后重新选择。"),
            "max_length": gettext_lazy("文件名太长；请缩短后再上传。"),
        },
    )

    def __init__(self, *args: Any, offered: Sequence[str], lists: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        """Offer these forms, and these township's lists by key and title."""
        super().__init__(*args, **kwargs)
        self.fields["form"].choices = [(key, FORMS[key].name.in_(language())) for key in offered]  # type: ignore[attr-defined]
        if lists:
            self.fields["selection"].choices = [("", gettext("不列入名单")), *lists]  # type: ignore[attr-defined]
        else:
            del self.fields["selection"]

    def clean(self) -> dict[str, Any]:
        """Ask for a list exactly where the form is for one."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("form") == "selection" and not cleaned.get("selection") and "selection" not in self.errors:
            message = (
                gettext("请选择要列入的选送名单。")
                if "selection" in self.fields
                else gettext("还没有可以列入的选送名单；请先由县人社局下达指标。")
            )
            self.add_error("selection" if "selection" in self.fields else "form", message)
        return cleaned
