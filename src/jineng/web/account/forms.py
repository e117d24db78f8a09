"""What people fill in to sign in and to look after accounts."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, Final

from django import forms
from django.core.validators import RegexValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy

from jineng.platform.identity.roles import OF_ORGANISATION, Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.utils.functional import _StrPromise

    from jineng.platform.identity.models import User

_CODE_INPUT: Final = {"inputmode": "numeric", "autocomplete": "one-time-code", "class": "digits"}
_DAY_INPUT: Final = {"type": "date"}
_OPENED_HERE: Final = [role for role in Role if role != Role.LEARNER]


def _required(text: _StrPromise) -> dict[str, Any]:
    return {"required": text}


class SignInForm(forms.Form):
    """User name and password."""

    username = forms.CharField(
        label=gettext_lazy("用户名"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
        error_messages=_required(gettext_lazy("请填写用户名。")),
    )
    password = forms.CharField(
        label=gettext_lazy("密码"),
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages=_required(gettext_lazy("请填写密码。")),
    )


class SecondStepForm(forms.Form):
    """The code of the authenticator app, or a recovery code."""

    code = forms.CharField(
        label=gettext_lazy("验证码"),
        help_text=gettext_lazy("打开手机上的身份验证器，输入“技能通”下面的 6 位数字。手机不在身边，可输入一个恢复码。"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "class": "digits", "autofocus": True}),
        error_messages=_required(gettext_lazy("请输入验证码。")),
    )


class BindForm(forms.Form):
    """The first code of an app that is being bound."""

    code = forms.CharField(
        label=gettext_lazy("验证器显示的 6 位数字"),
        max_length=10,
        widget=forms.TextInput(attrs=_CODE_INPUT),
        error_messages=_required(gettext_lazy("请输入验证器显示的 6 位数字。")),
    )


class PhoneForm(forms.Form):
    """The phone that a code goes to."""

    phone = forms.CharField(
        label=gettext_lazy("手机号"),
        help_text=gettext_lazy("报名时登记的手机号，11 位数字。"),
        max_length=11,
        validators=[RegexValidator(r"\A1\d{10}\Z", gettext_lazy("手机号应为 11 位数字，以 1 开头。"))],
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel-national", "class": "digits"}),
        error_messages={
            "required": gettext_lazy("请填写手机号。"),
            "max_length": gettext_lazy("手机号应为 11 位数字，以 1 开头。"),
        },
    )


class PhoneCodeForm(forms.Form):
    """The code that came."""

    code = forms.CharField(
        label=gettext_lazy("短信验证码"),
        max_length=10,
        widget=forms.TextInput(attrs={**_CODE_INPUT, "autofocus": True}),
        error_messages=_required(gettext_lazy("请输入短信里的 6 位数字。")),
    )


class PasswordForm(forms.Form):
    """The present password, and the new one twice."""

    old = forms.CharField(
        label=gettext_lazy("现在的密码"),
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages=_required(gettext_lazy("请填写现在的密码。")),
    )
    new = forms.CharField(
        label=gettext_lazy("新密码"),
        help_text=gettext_lazy("至少 10 位，不能全是数字，不能与用户名相近。三四个不相干的词连在一起，既好记又难猜。"),
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages=_required(gettext_lazy("请填写新密码。")),
    )
    again = forms.CharField(
        label=gettext_lazy("再输一遍新密码"),
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages=_required(gettext_lazy("请再输一遍新密码。")),
    )

    def clean(self) -> dict[str, Any]:
        """Refuse two different new passwords."""
        values = super().clean() or {}
        if values.get("new") and values.get("again") and values["new"] != values["again"]:
            self.add_error("again", gettext_lazy("两遍新密码不一样，请重新输入。"))
        return values


class DeputyForm(forms.Form):
    """Who stands in, from which day to which day, and why."""

    stand_in = forms.TypedChoiceField(
        label=gettext_lazy("代理人"),
        coerce=int,
        error_messages={
            "required": gettext_lazy("请选择代理人。"),
            "invalid_choice": gettext_lazy("请从列表中选择代理人。"),
        },
    )
    starts_on = forms.DateField(
        label=gettext_lazy("从哪天起"),
        widget=forms.DateInput(attrs=_DAY_INPUT, format="%Y-%m-%d"),
        error_messages=_required(gettext_lazy("请填写开始日期。")),
    )
    ends_on = forms.DateField(
        label=gettext_lazy("到哪天止（含当天）"),
        widget=forms.DateInput(attrs=_DAY_INPUT, format="%Y-%m-%d"),
        error_messages=_required(gettext_lazy("请填写结束日期。")),
    )
    reason = forms.CharField(
        label=gettext_lazy("原因"),
        help_text=gettext_lazy("如：出差、休假、参加培训。"),
        max_length=100,
        error_messages=_required(gettext_lazy("请写明原因。")),
    )

    def __init__(self, *args: Any, offered: Sequence[User], **kwargs: Any) -> None:
        """Offer these colleagues."""
        super().__init__(*args, **kwargs)
        names = [(user.pk, f"{user.display_name}（{user.get_role_display()}）") for user in offered]
        self.fields["stand_in"].choices = [("", gettext_lazy("请选择")), *names]  # type: ignore[attr-defined]
        self.fields["starts_on"].initial = timezone.localdate()
        self.fields["ends_on"].initial = timezone.localdate() + timedelta(days=6)

    def period(self) -> tuple[datetime, datetime]:
        """Return the beginning of the first day and the end of the last."""
        zone = timezone.get_current_timezone()
        first: date = self.cleaned_data["starts_on"]
        last: date = self.cleaned_data["ends_on"]
        return datetime.combine(first, time(), zone), datetime.combine(last + timedelta(days=1), time(), zone)


class OpenAccountForm(forms.Form):
    """A new account: who, as what, where."""

    display_name = forms.CharField(
        label=gettext_lazy("姓名"), max_length=60, error_messages=_required(gettext_lazy("请填写姓名。"))
    )
    username = forms.CharField(
        label=gettext_lazy("用户名"),
        help_text=gettext_lazy("登录时输入，小写字母、数字和“-”，如 lan-wang。"),
        max_length=40,
        validators=[RegexValidator(r"\A[a-z0-9][a-z0-9-]{2,39}\Z", gettext_lazy("用小写字母、数字和“-”，至少 3 位。"))],
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
        error_messages=_required(gettext_lazy("请填写用户名。")),
    )
    role = forms.TypedChoiceField(
        label=gettext_lazy("岗位"),
        coerce=Role,
        choices=[("", gettext_lazy("请选择")), *((role.value, role.label) for role in _OPENED_HERE)],
        error_messages={
            "required": gettext_lazy("请选择岗位。"),
            "invalid_choice": gettext_lazy("请从列表中选择岗位。"),
        },
    )
    region_code = forms.ChoiceField(
        label=gettext_lazy("地区"),
        help_text=gettext_lazy("乡镇经办选所在乡镇，其他岗位选县（区）。"),
        error_messages={"invalid_choice": gettext_lazy("请从列表中选择地区。")},
    )
    credit_code = forms.CharField(
        label=gettext_lazy("所属单位的统一社会信用代码"),
        help_text=gettext_lazy("只有部门、培训机构、评价机构和企业的账号要填，18 位。"),
        max_length=18,
        required=False,
        widget=forms.TextInput(attrs={"class": "digits", "autocapitalize": "characters"}),
    )

    def __init__(self, *args: Any, regions: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        """Offer these regions, the account's own first."""
        super().__init__(*args, **kwargs)
        self.fields["region_code"].choices = regions  # type: ignore[attr-defined]

    def clean_credit_code(self) -> str:
        """Write the code in capitals."""
        return str(self.cleaned_data["credit_code"]).upper()

    def clean(self) -> dict[str, Any]:
        """Ask for what the role is tied to, and for nothing else."""
        values = super().clean() or {}
        role, region = values.get("role"), values.get("region_code")
        if role and region and (role == Role.TOWNSHIP_CLERK) != (len(region) == 9):
            self.add_error("region_code", gettext_lazy("乡镇经办要选乡镇，其他岗位要选县（区）。"))
        if role and bool(values.get("credit_code")) != (role in OF_ORGANISATION):
            said = (
                gettext_lazy("这个岗位要填所属单位的代码。")
                if role in OF_ORGANISATION
                else gettext_lazy("这个岗位不填单位。")
            )
            self.add_error("credit_code", said)
        return values


class ChangeRoleForm(forms.Form):
    """Another role, and where."""

    role = forms.TypedChoiceField(
        label=gettext_lazy("新岗位"),
        coerce=Role,
        choices=[(role.value, role.label) for role in _OPENED_HERE if role != Role.ADMINISTRATOR],
        error_messages={"invalid_choice": gettext_lazy("请从列表中选择岗位。")},
    )
    region_code = forms.ChoiceField(
        label=gettext_lazy("地区"), error_messages={"invalid_choice": gettext_lazy("请从列表中选择地区。")}
    )

    def __init__(self, *args: Any, regions: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        """Offer these regions."""
        super().__init__(*args, **kwargs)
        self.fields["region_code"].choices = regions  # type: ignore[attr-defined]


class CloseForm(forms.Form):
    """Who takes over the open work of somebody who leaves."""

    successor = forms.TypedChoiceField(
        label=gettext_lazy("工作交给谁"),
        help_text=gettext_lazy("未办完的事项，接手人都能看到。没有未办事项可以不选。"),
        coerce=int,
        required=False,
        empty_value=None,
        error_messages={"invalid_choice": gettext_lazy("请从列表中选择接手人。")},
    )

    def __init__(self, *args: Any, offered: Sequence[User], **kwargs: Any) -> None:
        """Offer these colleagues."""
        super().__init__(*args, **kwargs)
        names = [(user.pk, f"{user.display_name}（{user.get_role_display()}）") for user in offered]
        self.fields["successor"].choices = [("", gettext_lazy("不交接")), *names]  # type: ignore[attr-defined]
