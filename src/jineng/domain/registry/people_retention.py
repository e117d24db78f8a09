"""What the law has kept: why a person's record cannot be erased yet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from jineng.domain.registry.models import Person
from jineng.domain.registry.states import AccountState
from jineng.kernel.text import Text

if TYPE_CHECKING:
    from django.db.models import ForeignObjectRel

_HOME: Final = "registry"
_HOLDS: Final = Text("有未解除的冻结", "a hold stands")
_PAID_INTO: Final = Text(
    "账户曾用于补贴发放，资金记录至少保存 10 年（会计档案管理办法）",
    "an account was used for subsidies: records of money are kept for ten years at least",
)
_ENROLLED: Final = Text("仍是某单位的学员、职工或教师", "the person still belongs to an organisation")
_BUSINESS: Final = Text("有培训、考核、补贴等业务记录", "there are records of training, evaluation or subsidy")


def hindrances(person: Person) -> list[Text]:
    """Return why the record is to be kept; empty where it may be erased.

    Any other module's row that points to a person holds the record: a module need not be known here to be respected.
    """
    found = []
    if person.payout_accounts.filter(state__in=[AccountState.LIVE, AccountState.REPLACED]).exists():
        found.append(_PAID_INTO)
    if person.affiliations.filter(to_on__isnull=True).exists():
        found.append(_ENROLLED)
    if person.holds.filter(to_on__isnull=True).exists():
        found.append(_HOLDS)
    if any(_is_pointed_at(relation, person) for relation in _from_other_modules()):
        found.append(_BUSINESS)
    return found


def _from_other_modules() -> list[ForeignObjectRel]:
    return [relation for relation in Person._meta.related_objects if relation.related_model._meta.app_label != _HOME]


def _is_pointed_at(relation: ForeignObjectRel, person: Person) -> bool:
    return bool(relation.related_model._default_manager.filter(**{relation.field.name: person}).exists())
