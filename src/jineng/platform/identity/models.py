"""The account of a person."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy

from jineng.platform.identity.roles import Role


class User(AbstractBaseUser):
    """A person who signs in: their name, role and the region (行政区划) whose records they see."""

    username = models.CharField(gettext_lazy("用户名"), max_length=40, unique=True)
    display_name = models.CharField(gettext_lazy("姓名"), max_length=60)
    role = models.CharField(gettext_lazy("岗位"), max_length=20, choices=Role.choices)
    region_code = models.CharField(
        gettext_lazy("行政区划代码"), max_length=12, validators=[RegexValidator(r"\A(\d{6}|\d{9}|\d{12})\Z")]
    )
    is_active = models.BooleanField(gettext_lazy("启用"), default=True)
    created_at = models.DateTimeField(gettext_lazy("建立时间"))

    objects = BaseUserManager["User"]()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["display_name", "role", "region_code"]

    class Meta:
        """Names, and the closed list of roles as law of the table."""

        verbose_name = gettext_lazy("账号")
        verbose_name_plural = gettext_lazy("账号")
        constraints = [
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="identity_user_role_known"),
            models.CheckConstraint(
                condition=models.Q(region_code__regex=r"^(\d{6}|\d{9}|\d{12})$"), name="identity_user_region_code"
            ),
        ]

    def __str__(self) -> str:
        """Return the name that colleagues know the person by."""
        return self.display_name
