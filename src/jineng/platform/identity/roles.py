"""The roles (岗位) that an account may have."""

from __future__ import annotations

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy


class Role(models.TextChoices):
    """What an account is for; an account has exactly one role, so that nobody checks their own work."""

    OFFICER = "officer", gettext_lazy("经办")
    REVIEWER = "reviewer", gettext_lazy("复核")
    LEADER = "leader", gettext_lazy("领导")
    FINANCE = "finance", gettext_lazy("财务")
    ADMINISTRATOR = "administrator", gettext_lazy("账号管理")
    AUDITOR = "auditor", gettext_lazy("稽核")
    TOWNSHIP_CLERK = "township_clerk", gettext_lazy("乡镇经办")
    DEPARTMENT = "department", gettext_lazy("部门经办")
    INSTITUTION_MANAGER = "institution_manager", gettext_lazy("机构负责人")
    TEACHER = "teacher", gettext_lazy("教师")
    EVALUATOR = "evaluator", gettext_lazy("评价人员")
    ENTERPRISE = "enterprise", gettext_lazy("企业经办")
    LEARNER = "learner", gettext_lazy("学员")


BUREAU: Final = frozenset({Role.OFFICER, Role.REVIEWER, Role.LEADER, Role.FINANCE, Role.ADMINISTRATOR, Role.AUDITOR})
"""Staff of the bureau (人社局) and those who watch it: they see the records of their region."""

OF_ORGANISATION: Final = frozenset(
    {Role.DEPARTMENT, Role.INSTITUTION_MANAGER, Role.TEACHER, Role.EVALUATOR, Role.ENTERPRISE}
)
"""Accounts of an organisation: they see what concerns it."""

STAFF: Final = frozenset(Role) - {Role.LEARNER}
"""Everybody who signs in for work; learners (学员) sign in for themselves."""
