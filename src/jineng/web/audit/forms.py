"""What the log is narrowed by."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, Final

from django import forms
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy

from jineng.platform.audit.queries import EventFilter
from jineng.platform.postgres.policies import table_of
from jineng.platform.postgres.protection import own_models
from jineng.web.audit.words import KINDS
from jineng.web.templatetags.display import language

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from jineng.platform.identity.models import User


ACCOUNTS_OFFERED: Final = 40
"""More make the page slow and the list useless; the log itself leads to everybody else's deeds."""

_KEY_DIGITS: Final = 19


class LogForm(forms.Form):
    """Days, account, kind and number; whatever is left empty does not narrow."""

    first = forms.DateField(
        label=gettext_lazy("从"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": gettext_lazy("请填写日期，如 2022-12-31。")},
    )
    last = forms.DateField(
        label=gettext_lazy("到"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": gettext_lazy("请填写日期，如 2022-12-31。")},
    )
    account = forms.TypedChoiceField(label=gettext_lazy("账号"), required=False, coerce=int, empty_value=None)
    kind = forms.ChoiceField(label=gettext_lazy("对象"), required=False)
    key = forms.CharField(label=gettext_lazy("对象编号"), required=False, max_length=100)

    def __init__(self, *args: Any, accounts: QuerySet[User], **kwargs: Any) -> None:
        """Offer the first of these accounts, the one that is asked for, and every kind of thing there is."""
        super().__init__(*args, **kwargs)
        everything = ("", gettext("全部"))
        offered = list(accounts[:ACCOUNTS_OFFERED])
        asked = self.data.get("account", "")
        if (
            asked.isascii()
            and asked.isdigit()
            and len(asked) < _KEY_DIGITS
            and int(asked) not in {a.pk for a in offered}
        ):
            offered += accounts.filter(pk=int(asked))
        self.fields["account"].choices = [  # type: ignore[attr-defined]
            everything,
            *((account.pk, f"{account.display_name}（{account.username}）") for account in offered),
        ]
        tables = sorted(table_of(model) for model in own_models() if not getattr(model, "unaudited", ""))
        self.fields["kind"].choices = [  # type: ignore[attr-defined]
            everything,
            *((kind, text.in_(language())) for kind, text in KINDS.items()),
            (gettext("数据表"), [(table, table) for table in tables]),
        ]

    def chosen(self) -> EventFilter:
        """Return the filter; what is faulty does not narrow, and is told beside its field."""
        asked: dict[str, Any] = self.cleaned_data if self.is_valid() else getattr(self, "cleaned_data", {})
        last = asked.get("last")
        return EventFilter(
            from_at=_begin_of(asked.get("first")),
            until_at=_begin_of(last + timedelta(days=1) if last and last < date.max else None),
            actor_key=asked.get("account"),
            subject_kind=asked.get("kind", ""),
            subject_key=asked.get("key", ""),
        )

    def told(self) -> dict[str, object]:
        """Return what was asked for, for the record of the look."""
        return {name: value for name, value in getattr(self, "cleaned_data", {}).items() if value}


def _begin_of(day: date | None) -> datetime | None:
    return timezone.make_aware(datetime.combine(day, time.min)) if day else None
