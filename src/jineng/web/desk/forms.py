"""What is filled in to begin a draft, and to hand in its original."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django import forms
from django.utils.translation import gettext, gettext_lazy

from jineng.domain.drafts.rules import TITLE_LENGTH_MAX
from jineng.web.templatetags.display import language

if TYPE_CHECKING:
    from collections.abc import Iterable

    from jineng.kernel.text import Text

BLANK: Final = ""
ORIGINAL_NAME_MAX: Final = 200


class StartForm(forms.Form):
    """What the draft is called, and what it begins from."""

    title = forms.CharField(
        label=gettext_lazy("草稿名称"),
        help_text=gettext_lazy("本局自己看的名称，例如“2023 年实施方案”。"),
        max_length=TITLE_LENGTH_MAX,
        error_messages={
            "required": gettext_lazy("请写一个名称。"),
            "max_length": gettext_lazy("名称太长；请缩短后再提交。"),
        },
    )
    base = forms.ChoiceField(label=gettext_lazy("从哪里开始"), required=False, widget=forms.RadioSelect)

    def __init__(self, *args: Any, bases: Iterable[tuple[str, Text]], **kwargs: Any) -> None:
        """Offer a blank draft and these documents."""
        super().__init__(*args, **kwargs)
        self.fields["base"].choices = [  # type: ignore[attr-defined]
            (BLANK, gettext("从空白开始")),
            *(
                (policy_id, gettext("以《%(title)s》为底稿") % {"title": title.in_(language())})
                for policy_id, title in bases
            ),
        ]


class ImportForm(forms.Form):
    """A document that was written as a file, with its worked examples."""

    title = forms.CharField(
        label=gettext_lazy("草稿名称"),
        max_length=TITLE_LENGTH_MAX,
        error_messages={
            "required": gettext_lazy("请写一个名称。"),
            "max_length": gettext_lazy("名称太长；请缩短后再提交。"),
        },
    )
    document = forms.FileField(
        label=gettext_lazy("方案文件（policy.toml）"),
        max_length=ORIGINAL_NAME_MAX,
        error_messages={
            "required": gettext_lazy("请选择方案文件。"),
            "empty": gettext_lazy("文件是空的；请检查后重新选择。"),
        },
    )
    examples = forms.FileField(
        label=gettext_lazy("算例文件（examples.toml）"),
        help_text=gettext_lazy("没有的可以不选。"),
        max_length=ORIGINAL_NAME_MAX,
        required=False,
        error_messages={"empty": gettext_lazy("文件是空的；请检查后重新选择。")},
    )


class OriginalForm(forms.Form):
    """The original: a file, or its text pasted."""

    file = forms.FileField(required=False, max_length=ORIGINAL_NAME_MAX)
    pasted = forms.CharField(required=False, strip=True)
