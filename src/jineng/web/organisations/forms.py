"""What is filled in about organisations and the leading group."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy

from jineng.domain.registry.operations.equipment import LEVELS
from jineng.domain.registry.organisation_rules import FACT_LABELS
from jineng.domain.registry.organisation_words import (
    DUTY_LABELS,
    HOLD_LABELS,
    KIND_LABELS,
    ROOM_LABELS,
)
from jineng.kernel.enterprise_size import INDUSTRY_LABELS
from jineng.web.templatetags.display import language

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from jineng.kernel.text import Text
    from jineng.platform.regions.models import Region

LINE_MAX = 200
_TOWNSHIP = gettext_lazy("所在乡镇")


def choices_of(labels: Mapping[Any, Text], *, blank: str = "") -> list[tuple[str, str]]:
    """Return the choices of a closed list in the page's language."""
    offered = [(str(code), text.in_(language())) for code, text in labels.items()]
    return [("", blank), *offered] if blank else offered


def _day(label: Any, **more: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": gettext_lazy("请填写日期，如 2022-12-31。")},
        **more,
    )


def _line(label: Any, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=more.pop("max_length", LINE_MAX), **more)


def _words(label: Any, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=1000, widget=forms.Textarea(attrs={"rows": 3}), **more)


class TownshipMixin(forms.Form):
    """A form that offers the townships of a county."""

    def offer(self, field: str, townships: Iterable[Region]) -> None:
        """Offer these townships, and none."""
        choices = [("", "—"), *((region.code, region.name) for region in townships)]
        self.fields[field].choices = choices  # type: ignore[attr-defined]


class FactsForm(TownshipMixin):
    """What is registered of an organisation. Sealed facts are never shown again: left empty they stay."""

    kind = forms.ChoiceField(label=gettext_lazy("单位类别"))
    name = _line(gettext_lazy("单位名称"))
    credit_code = _line(
        gettext_lazy("统一社会信用代码"),
        required=False,
        help_text=gettext_lazy("18 位。机关单位暂不清楚时可以不填。"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    township_code = forms.ChoiceField(label=_TOWNSHIP, required=False)
    address = _line(gettext_lazy("地址"), required=False)
    legal_representative = _line(gettext_lazy("法定代表人"), required=False)
    representative_id = _line(
        gettext_lazy("法定代表人身份证号"),
        required=False,
        max_length=18,
        help_text=gettext_lazy("加密保存；不填则保持不变。"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    bank_name = _line(gettext_lazy("开户银行"), required=False)
    bank_account = _line(
        gettext_lazy("银行账号"),
        required=False,
        max_length=40,
        help_text=gettext_lazy("加密保存。以后变更须由第二人确认。"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
    )
    contact_name = _line(gettext_lazy("联系人"), required=False)
    contact_phone = _line(gettext_lazy("联系电话"), required=False, max_length=20)

    def __init__(self, *args: Any, townships: Iterable[Region], drop: Iterable[str] = (), **kwargs: Any) -> None:
        """Offer townships, and leave fields out that the page does not ask for."""
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = choices_of(KIND_LABELS)  # type: ignore[attr-defined]
        self.offer("township_code", townships)
        for name in drop:
            del self.fields[name]


class CloseForm(forms.Form):
    """When and why an organisation ends, and into which it merges."""

    closed_on = _day(gettext_lazy("注销日期"))
    into_code = _line(
        gettext_lazy("并入单位的统一社会信用代码"),
        required=False,
        help_text=gettext_lazy("与其他单位合并时填写；直接注销不填。"),
    )
    why = _words(gettext_lazy("原因"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Begin with today."""
        super().__init__(*args, **kwargs)
        self.fields["closed_on"].initial = timezone.localdate()


class SizeForm(forms.Form):
    """What an enterprise states for its size class; money in 10,000 yuan (万元)."""

    as_of = _day(gettext_lazy("数据截止日"))
    industry = forms.ChoiceField(label=gettext_lazy("行业"))
    staff_count = forms.IntegerField(label=gettext_lazy("从业人员（人）"), min_value=0, max_value=9_999_999)
    revenue_wan = forms.DecimalField(
        label=gettext_lazy("营业收入（万元）"), min_value=0, max_digits=13, decimal_places=2
    )
    assets_wan = forms.DecimalField(
        label=gettext_lazy("资产总额（万元）"), min_value=0, max_digits=13, decimal_places=2
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the industries of the rule."""
        super().__init__(*args, **kwargs)
        self.fields["industry"].choices = choices_of(INDUSTRY_LABELS, blank="—")  # type: ignore[attr-defined]


class ContactForm(forms.Form):
    """Somebody to reach."""

    name = _line(gettext_lazy("姓名"))
    post = _line(gettext_lazy("职务"), required=False)
    phone = _line(gettext_lazy("电话"), max_length=20, widget=forms.TextInput(attrs={"inputmode": "tel"}))
    is_main = forms.BooleanField(label=gettext_lazy("作为主要联系人"), required=False)


class VenueForm(TownshipMixin):
    """A place where an organisation trains."""

    name = _line(gettext_lazy("场地名称"))
    region_code = forms.ChoiceField(label=_TOWNSHIP)
    address = _line(gettext_lazy("地址"))


class RoomForm(forms.Form):
    """A room of a venue."""

    name = _line(gettext_lazy("教室名称"))
    kind = forms.ChoiceField(label=gettext_lazy("教室类别"))
    seats = forms.IntegerField(label=gettext_lazy("座位数"), min_value=1, max_value=5000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the kinds of rooms."""
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = choices_of(ROOM_LABELS)  # type: ignore[attr-defined]


class TeacherForm(forms.Form):
    """Somebody who teaches."""

    name = _line(gettext_lazy("姓名"))
    title = _line(gettext_lazy("职称或职务"), required=False)
    is_full_time = forms.BooleanField(label=gettext_lazy("专职"), required=False, initial=True)
    engaged_on = _day(gettext_lazy("聘任日期"))


class QualificationForm(forms.Form):
    """What a teacher may teach."""

    occupation = _line(gettext_lazy("职业（工种）"))
    level = forms.TypedChoiceField(label=gettext_lazy("等级"), coerce=int)
    certificate_no = _line(gettext_lazy("证书编号"), max_length=40)
    valid_from = _day(gettext_lazy("有效期起"))
    valid_to = _day(gettext_lazy("有效期止"), required=False, help_text=gettext_lazy("长期有效的不填。"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the levels."""
        super().__init__(*args, **kwargs)
        self.fields["level"].choices = choices_of(LEVELS)  # type: ignore[attr-defined]


class HoldForm(forms.Form):
    """Why and since when an organisation is held."""

    reason = forms.ChoiceField(label=gettext_lazy("冻结原因"))
    note = _words(gettext_lazy("说明"), help_text=gettext_lazy("写明依据，如文书编号。"))
    from_on = _day(gettext_lazy("起始日"))
    to_on = _day(gettext_lazy("截止日"), required=False, help_text=gettext_lazy("不填则到解除为止。"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the reasons, from today on."""
        super().__init__(*args, **kwargs)
        self.fields["reason"].choices = choices_of(HOLD_LABELS)  # type: ignore[attr-defined]
        self.fields["from_on"].initial = timezone.localdate()


class DayForm(forms.Form):
    """The day on which something ended."""

    on = _day(gettext_lazy("日期"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Begin with today."""
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = timezone.localdate()


class WhyForm(forms.Form):
    """The reason for something."""

    why = _words(gettext_lazy("原因"))


class ReportForm(forms.Form):
    """What a unit did."""

    report = _words(gettext_lazy("完成情况"), help_text=gettext_lazy("写明做了什么、什么时候、结果如何。"))


class GroupForm(forms.Form):
    """A leading group."""

    name = _line(gettext_lazy("名称"), max_length=120)
    document_no = _line(gettext_lazy("成立文号"), required=False, max_length=120)
    formed_on = _day(gettext_lazy("成立日期"))


class MemberForm(forms.Form):
    """A unit of the leading group."""

    unit_name = _line(gettext_lazy("单位名称"), max_length=120)
    duty = forms.ChoiceField(label=gettext_lazy("职务"))
    credit_code = _line(
        gettext_lazy("统一社会信用代码"),
        required=False,
        max_length=18,
        help_text=gettext_lazy("已登记的单位填写后，该单位的账号可以自己上报任务。"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the duties; a member unit is the commonest."""
        super().__init__(*args, **kwargs)
        self.fields["duty"].choices = choices_of(DUTY_LABELS)  # type: ignore[attr-defined]
        self.fields["duty"].initial = "member"


class TaskForm(forms.Form):
    """Something to do."""

    title = _line(gettext_lazy("任务"), max_length=200)
    clause = _line(gettext_lazy("依据条款"), required=False, max_length=60)
    due_on = _day(gettext_lazy("完成期限"))


def proposal_form(names: Iterable[str]) -> type[forms.Form]:
    """Return the form of facts of law that may be asked to change; sealed ones come empty and stay if left so."""
    drawn: dict[str, forms.Field] = {}
    for name in names:
        text = FACT_LABELS[name]
        is_sealed = name in ("representative_id", "bank_account")
        drawn[name] = _line(
            text.in_(language()),
            required=False,
            help_text=gettext_lazy("不填则保持不变。") if is_sealed else "",
            widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        )
    return type("ProposalForm", (forms.Form,), drawn)
