"""The account of a person."""

from __future__ import annotations

from typing import ClassVar, Final

import pgtrigger
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy

from jineng.platform.encryption.fields import BlindIndexField, SealedTextField
from jineng.platform.identity.roles import OF_ORGANISATION, Role
from jineng.platform.postgres.visibility import Open

_OF_ORGANISATION: Final = sorted(OF_ORGANISATION)

_NEVER_RAISED: Final = """
    IF NEW.role <> OLD.role AND (
        'administrator' IN (NEW.role, OLD.role) OR 'learner' IN (NEW.role, OLD.role)
    ) THEN RAISE EXCEPTION 'no account becomes or ceases to be an administrator or a learner; open another';
    END IF;
    RETURN NEW;
"""

_ADMINISTRATORS_FROM_ABOVE: Final = """
    IF NEW.opened_by_id IS NOT NULL AND NOT EXISTS (
        SELECT FROM identity_user above
        WHERE above.id = NEW.opened_by_id AND above.role = 'administrator' AND above.is_active
        AND above.region_code ~ '00$' AND above.region_code <> NEW.region_code
        AND NEW.region_code LIKE regexp_replace(above.region_code, '(0000|00)$', '') || '%'
    ) THEN RAISE EXCEPTION 'an administrator is opened by one of a region above, or on the machine itself';
    END IF;
    RETURN NEW;
"""

_SESSIONS_END: Final = """
    DELETE FROM django_session WHERE session_key IN (
        SELECT session_key FROM identity_accountsession WHERE user_id = NEW.id AND ended_at IS NULL
    );
    UPDATE identity_accountsession
    SET ended_at = greatest(now(), opened_at),
        end_reason = CASE WHEN NEW.is_active THEN 'role_changed' ELSE 'account_closed' END
    WHERE user_id = NEW.id AND ended_at IS NULL;
    RETURN NULL;
"""


class User(AbstractBaseUser):
    """A person who signs in: their name, role and the region (行政区划) or organisation whose records they see.

    ``organisation_key`` and ``person_key`` are keys of the registry, which this floor does not know. Of a learner only
    the masked name is kept here: the name itself stands in the registry, behind its own protection.
    """

    visibility = Open(reason="who somebody is must be known before it is known what they may see", region="region_code")
    unlogged_columns = ("password", "phone", "phone_index")

    username = models.CharField(gettext_lazy("用户名"), max_length=40, unique=True)
    display_name = models.CharField(gettext_lazy("姓名"), max_length=60)
    role = models.CharField(gettext_lazy("岗位"), max_length=20, choices=Role.choices)
    region_code = models.CharField(
        gettext_lazy("行政区划代码"), max_length=12, validators=[RegexValidator(r"\A(\d{6}|\d{9})\Z")]
    )
    organisation_key = models.BigIntegerField(gettext_lazy("所属单位"), null=True, blank=True)
    person_key = models.BigIntegerField(null=True, blank=True)
    phone = SealedTextField(context="identity.user.phone", null=True, blank=True)
    phone_index = BlindIndexField(purpose="identity.user.phone", blank=True, default="")
    must_change_password = models.BooleanField(default=False)
    is_active = models.BooleanField(gettext_lazy("启用"), default=True)
    created_at = models.DateTimeField(gettext_lazy("建立时间"))
    opened_by = models.ForeignKey("self", models.PROTECT, related_name="+", null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = BaseUserManager["User"]()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["display_name", "role", "region_code"]

    class Meta:
        """The closed list of roles and what each is tied to, as law of the table."""

        verbose_name = gettext_lazy("账号")
        verbose_name_plural = gettext_lazy("账号")
        indexes = [
            models.Index(fields=["region_code", "is_active", "username"], name="identity_user_by_region"),
            # Staff are few among the learners.
            models.Index(
                fields=["-is_active", "username"],
                include=["region_code"],
                name="identity_user_staff",
                condition=~Q(role=Role.LEARNER),
            ),
            models.Index(fields=["person_key"], condition=Q(person_key__isnull=False), name="identity_user_of_person"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(role__in=Role.values), name="identity_user_role_known"),
            models.CheckConstraint(
                condition=Q(region_code__regex=r"^(\d{6}|\d{9})$"), name="identity_user_region_code"
            ),
            models.CheckConstraint(
                condition=Q(role=Role.TOWNSHIP_CLERK, region_code__regex=r"^\d{9}$")
                | ~Q(role=Role.TOWNSHIP_CLERK) & Q(region_code__regex=r"^\d{6}$"),
                name="identity_user_township_of_clerk",
            ),
            models.CheckConstraint(
                condition=Q(role__in=_OF_ORGANISATION, organisation_key__isnull=False)
                | ~Q(role__in=_OF_ORGANISATION) & Q(organisation_key__isnull=True),
                name="identity_user_organisation_of_role",
            ),
            models.CheckConstraint(
                condition=Q(role=Role.LEARNER, person_key__isnull=False)
                | ~Q(role=Role.LEARNER) & Q(person_key__isnull=True),
                name="identity_user_person_of_learner",
            ),
            models.CheckConstraint(
                condition=Q(is_active=True, closed_at__isnull=True) | Q(is_active=False, closed_at__isnull=False),
                name="identity_user_closed_at",
            ),
            models.CheckConstraint(
                condition=Q(phone__isnull=True, phone_index="") | Q(phone__isnull=False) & ~Q(phone_index=""),
                name="identity_user_phone_and_index",
            ),
            models.UniqueConstraint(
                fields=["person_key"],
                condition=Q(is_active=True, person_key__isnull=False),
                name="identity_user_one_of_person",
            ),
            models.UniqueConstraint(
                fields=["phone_index"],
                condition=Q(is_active=True, role=Role.LEARNER) & ~Q(phone_index=""),
                name="identity_user_one_learner_of_phone",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="closed_stays",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__is_active=False, new__is_active=True),
            ),
            pgtrigger.Trigger(
                name="never_raised",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__role__df=pgtrigger.F("new__role")),
                func=_NEVER_RAISED,
            ),
            pgtrigger.Trigger(
                name="administrators_from_above",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                condition=pgtrigger.Q(new__role=Role.ADMINISTRATOR.value),
                func=_ADMINISTRATORS_FROM_ABOVE,
            ),
            pgtrigger.Trigger(
                name="sessions_end",
                when=pgtrigger.After,
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__role__df=pgtrigger.F("new__role"))
                | pgtrigger.Q(old__is_active=True, new__is_active=False),
                func=_SESSIONS_END,
            ),
        ]

    def __str__(self) -> str:
        """Return the name that colleagues know the person by."""
        return self.display_name
