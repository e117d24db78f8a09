"""What is filled in about a person. Fields stand in the order in which a clerk reads an identity card."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django import forms
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy

from jineng.domain.registry.people_facts import ADDRESS_LENGTH_MAX, FIELD_LABELS
from jineng.domain.registry.reasons import ASSIST_REASONS, EVIDENCE, MERGE_REASONS, RELATIONS, REVEAL_REASONS
from jineng.domain.registry.states import AFFILIATION_LABELS
from jineng.kernel.code_lists import DOCUMENT_KIND, EDUCATION, EMPLOYMENT_STATUS, ETHNIC_GROUP, HOUSEHOLD_KIND, SEX
from jineng.kernel.target_groups import TARGET_GROUPS
from jineng.web.templatetags.display import language

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from jineng.kernel.text import Text

_DAY: Final = {"type": "date"}
_QUIET: Final = {"autocomplete": "off", "spellcheck": "false"}
_DIGITS: Final = {**_QUIET, "inputmode": "numeric", "class": "digits"}
_NAME_MAX: Final = 200
_NOTE: Final = {"rows": 3}


def choices(names: Mapping[Any, Text], *, empty: str | None = None) -> list[tuple[str, str]]:
    """Return the choices of a list in the page's language, with a first one for nothing where ``empty`` is given."""
    first = [] if empty is None else [("", empty)]
    return [*first, *((str(code), text.in_(language())) for code, text in names.items())]


def _choose(label: Any, *, required: bool = False, **more: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, required=required, **more)


class TownshipField(forms.ChoiceField):
    """The townships that the account may enter people of; the form fills them in."""


class FactsForm(forms.Form):
    """The facts of a person other than the document."""

    name = forms.CharField(
        label=gettext_lazy("姓名"),
        max_length=_NAME_MAX,
        widget=forms.TextInput(attrs={**_QUIET, "autocapitalize": "none"}),
        help_text=gettext_lazy("与证件一致，一字不改；少数民族姓名写全，中间用“·”。"),
    )
    phone = forms.CharField(
        label=gettext_lazy("手机号"),
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={**_QUIET, "inputmode": "tel", "class": "digits"}),
        help_text=gettext_lazy("本人用这个号码登录、接收验证码；没有手机可不填。"),
    )
    township_code = TownshipField(label=gettext_lazy("居住乡镇（街道）"), required=False)
    address = forms.CharField(
        label=gettext_lazy("详细住址"),
        required=False,
        max_length=ADDRESS_LENGTH_MAX,
        widget=forms.TextInput(attrs=_QUIET),
        help_text=gettext_lazy("以户口簿或实际居住为准，不看身份证号前六位。"),
    )
    ethnic_group = _choose(gettext_lazy("民族"))
    education = _choose(gettext_lazy("学历"))
    household_kind = _choose(gettext_lazy("户口性质"))
    employment_status = _choose(gettext_lazy("就业状态"))

    def __init__(self, *args: Any, townships: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        """Offer these townships, and the words of the code lists."""
        super().__init__(*args, **kwargs)
        empty = gettext("不详")
        lists = {
            "ethnic_group": ETHNIC_GROUP,
            "education": EDUCATION,
            "household_kind": HOUSEHOLD_KIND,
            "employment_status": EMPLOYMENT_STATUS,
            "id_kind": DOCUMENT_KIND,
        }
        for name, codes in lists.items():
            if name in self.fields:
                self.fields[name].choices = choices(codes.names, empty=None if name == "id_kind" else empty)  # type: ignore[attr-defined]
        self.fields["township_code"].choices = [("", empty), *townships]  # type: ignore[attr-defined]
        if "sex" in self.fields:
            kept = {code: SEX.text(code) for code in ("1", "2")}
            self.fields["sex"].choices = choices(kept, empty=gettext("按证件号码"))  # type: ignore[attr-defined]


class RegisterForm(FactsForm):
    """A person to be registered."""

    field_order = ("id_kind", "id_number", "name", "sex", "born_on", "phone", "township_code", "address")

    id_kind = _choose(gettext_lazy("证件类型"), required=True)
    id_number = forms.CharField(label=gettext_lazy("证件号码"), max_length=40, widget=forms.TextInput(attrs=_QUIET))
    sex = _choose(gettext_lazy("性别"))
    born_on = forms.DateField(
        label=gettext_lazy("出生日期"),
        required=False,
        widget=forms.DateInput(attrs=_DAY, format="%Y-%m-%d"),
        help_text=gettext_lazy("居民身份证号里已有，可不填；其他证件必填。"),
    )
    groups = forms.MultipleChoiceField(
        label=gettext_lazy("人员类别（本人申报，可多选）"), required=False, widget=forms.CheckboxSelectMultiple
    )
    guardian_name = forms.CharField(
        label=gettext_lazy("监护人姓名"), required=False, max_length=_NAME_MAX, widget=forms.TextInput(attrs=_QUIET)
    )
    guardian_relation = _choose(gettext_lazy("监护人是本人的"))
    guardian_id_number = forms.CharField(
        label=gettext_lazy("监护人身份证号"), required=False, max_length=40, widget=forms.TextInput(attrs=_QUIET)
    )
    guardian_phone = forms.CharField(
        label=gettext_lazy("监护人手机号"), required=False, max_length=20, widget=forms.TextInput(attrs=_DIGITS)
    )
    is_helped = forms.BooleanField(
        label=gettext_lazy("代为录入（兜底服务）"),
        required=False,
        help_text=gettext_lazy("本人不便使用手机时勾选。登记后要由本人用验证码或签字确认。"),
    )
    help_reason = _choose(gettext_lazy("代办原因"))
    help_note = forms.CharField(label=gettext_lazy("代办说明"), required=False, max_length=500)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer groups, relations and reasons."""
        super().__init__(*args, **kwargs)
        titles = {code: group.title for code, group in TARGET_GROUPS.items()}
        self.fields["groups"].choices = choices(titles)  # type: ignore[attr-defined]
        self.fields["guardian_relation"].choices = choices(RELATIONS, empty="")  # type: ignore[attr-defined]
        self.fields["help_reason"].choices = choices(ASSIST_REASONS, empty="")  # type: ignore[attr-defined]

    def part(self, *names: str) -> list[forms.BoundField]:
        """Return some of the fields, for a section of the page."""
        return [self[name] for name in names]

    @property
    def document_fields(self) -> list[forms.BoundField]:
        """The document."""
        return self.part("id_kind", "id_number", "name", "sex", "born_on")

    @property
    def contact_fields(self) -> list[forms.BoundField]:
        """Where the person lives and is reached."""
        return self.part("phone", "township_code", "address")

    @property
    def more_fields(self) -> list[forms.BoundField]:
        """What else is known."""
        return self.part("ethnic_group", "education", "household_kind", "employment_status", "groups")

    @property
    def guardian_fields(self) -> list[forms.BoundField]:
        """Who answers for a minor."""
        return self.part("guardian_name", "guardian_relation", "guardian_id_number", "guardian_phone")

    @property
    def help_fields(self) -> list[forms.BoundField]:
        """Whether and why somebody enters for the person."""
        return self.part("is_helped", "help_reason", "help_note")


class EditForm(FactsForm):
    """What is held about a person, to be changed; a field left empty is emptied, number and phone stay unless typed."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Say that sealed values are not shown."""
        super().__init__(*args, **kwargs)
        self.fields["phone"].help_text = gettext_lazy("不改请留空。改后七天内，新号码的验证码不能用来确认收款账户。")
        self.fields["address"].help_text = gettext_lazy("不改请留空。改后原住址自动留存。")


class GuardianForm(forms.Form):
    """Who answers for a minor."""

    guardian_name = forms.CharField(
        label=gettext_lazy("监护人姓名"), max_length=_NAME_MAX, widget=forms.TextInput(attrs=_QUIET)
    )
    guardian_relation = _choose(gettext_lazy("监护人是本人的"), required=True)
    guardian_id_number = forms.CharField(
        label=gettext_lazy("监护人身份证号"), max_length=40, widget=forms.TextInput(attrs=_QUIET)
    )
    guardian_phone = forms.CharField(
        label=gettext_lazy("监护人手机号"), max_length=20, widget=forms.TextInput(attrs=_DIGITS)
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the relations."""
        super().__init__(*args, **kwargs)
        self.fields["guardian_relation"].choices = choices(RELATIONS)  # type: ignore[attr-defined]


class TagForm(forms.Form):
    """A target group, its days and its evidence."""

    group = _choose(gettext_lazy("人员类别"), required=True)
    from_on = forms.DateField(
        label=gettext_lazy("起始日期"),
        widget=forms.DateInput(attrs=_DAY, format="%Y-%m-%d"),
        initial=timezone.localdate,
    )
    to_on = forms.DateField(
        label=gettext_lazy("截止日期"),
        required=False,
        widget=forms.DateInput(attrs=_DAY, format="%Y-%m-%d"),
        help_text=gettext_lazy("没有期限可不填；含当天。"),
    )
    evidence = _choose(gettext_lazy("依据"), required=True)
    evidence_note = forms.CharField(
        label=gettext_lazy("证件或文件编号"), required=False, max_length=500, widget=forms.TextInput(attrs=_QUIET)
    )
    source = forms.CharField(
        label=gettext_lazy("来源"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("例如：县乡村振兴局 2022 年 3 月监测名单"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer groups and kinds of evidence."""
        super().__init__(*args, **kwargs)
        titles = {code: group.title for code, group in TARGET_GROUPS.items()}
        self.fields["group"].choices = choices(titles)  # type: ignore[attr-defined]
        self.fields["evidence"].choices = choices(EVIDENCE)  # type: ignore[attr-defined]


class EndTagForm(forms.Form):
    """The last day of a tag, or why it was wrong."""

    to_on = forms.DateField(
        label=gettext_lazy("截止日期（含当天）"),
        required=False,
        widget=forms.DateInput(attrs=_DAY, format="%Y-%m-%d"),
        initial=timezone.localdate,
    )
    wrong_because = forms.CharField(
        label=gettext_lazy("误录原因"),
        required=False,
        max_length=500,
        help_text=gettext_lazy("本来就不该有这一类别时填写；填写后整条撤销，不按截止日期算。"),
    )


class AffiliationForm(forms.Form):
    """What the person is to which organisation."""

    organisation = forms.ChoiceField(label=gettext_lazy("单位"))
    kind = _choose(gettext_lazy("身份"), required=True)
    from_on = forms.DateField(
        label=gettext_lazy("起始日期"),
        widget=forms.DateInput(attrs=_DAY, format="%Y-%m-%d"),
        initial=timezone.localdate,
    )

    def __init__(self, *args: Any, organisations: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        """Offer these organisations."""
        super().__init__(*args, **kwargs)
        self.fields["organisation"].choices = list(organisations)  # type: ignore[attr-defined]
        self.fields["kind"].choices = choices(AFFILIATION_LABELS)  # type: ignore[attr-defined]


class AccountForm(forms.Form):
    """Where the money goes."""

    kind = forms.ChoiceField(label=gettext_lazy("账户种类"))
    bank = forms.CharField(label=gettext_lazy("开户银行"), max_length=100)
    number = forms.CharField(
        label=gettext_lazy("卡号或账号"),
        max_length=40,
        widget=forms.TextInput(attrs=_DIGITS),
        help_text=gettext_lazy("只能是本人名下的账户。"),
    )
    number_again = forms.CharField(
        label=gettext_lazy("再输入一次"), max_length=40, widget=forms.TextInput(attrs=_DIGITS)
    )
    reason = forms.CharField(label=gettext_lazy("登记或更换原因"), required=False, max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the kinds."""
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [  # type: ignore[attr-defined]
            ("social_security_card", gettext_lazy("社会保障卡")),
            ("bank_card", gettext_lazy("银行卡")),
        ]

    def clean(self) -> dict[str, Any]:
        """Compare the two."""
        told = super().clean() or {}
        if "".join(told.get("number", "").split()) != "".join(told.get("number_again", "").split()):
            self.add_error("number_again", gettext_lazy("两次输入不一致，请核对。"))
        return told


class CodeForm(forms.Form):
    """The code that the person received."""

    code = forms.CharField(
        label=gettext_lazy("本人收到的验证码"),
        max_length=6,
        widget=forms.TextInput(attrs={**_DIGITS, "maxlength": "6"}),
    )


class RefusalForm(forms.Form):
    """Why an account is refused."""

    refusal = forms.CharField(label=gettext_lazy("退回原因"), max_length=200)


class RevealForm(forms.Form):
    """Why numbers are shown in full."""

    reason = _choose(gettext_lazy("查看事由"), required=True)
    note = forms.CharField(label=gettext_lazy("说明"), required=False, max_length=100)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the reasons."""
        super().__init__(*args, **kwargs)
        self.fields["reason"].choices = choices(REVEAL_REASONS, empty="")  # type: ignore[attr-defined]


class AskForm(forms.Form):
    """What is wrong with a record."""

    said = forms.CharField(
        label=gettext_lazy("哪里不对，应当是什么"), max_length=500, widget=forms.Textarea(attrs=_NOTE)
    )


class AnswerForm(forms.Form):
    """The answer to a request."""

    answer = forms.CharField(
        label=gettext_lazy("答复"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs=_NOTE),
        help_text=gettext_lazy("本人会看到。不予办理时必须写明原因。"),
    )


class MergeForm(forms.Form):
    """The other record of the same person, and on what that rests."""

    other = forms.CharField(
        label=gettext_lazy("另一条记录的证件号码"),
        max_length=40,
        widget=forms.TextInput(attrs=_QUIET),
        help_text=gettext_lazy("那一条会并入本页这一条，不能恢复。"),
    )
    reason = _choose(gettext_lazy("合并原因"), required=True)
    evidence = forms.CharField(
        label=gettext_lazy("依据"),
        max_length=500,
        help_text=gettext_lazy("例如：公安机关更正证明的文号"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the reasons."""
        super().__init__(*args, **kwargs)
        self.fields["reason"].choices = choices(MERGE_REASONS)  # type: ignore[attr-defined]


def labelled(names: Iterable[str]) -> list[str]:
    """Return what fields of a record are called, in the page's language."""
    return [FIELD_LABELS[name].in_(language()) if name in FIELD_LABELS else name for name in names]
