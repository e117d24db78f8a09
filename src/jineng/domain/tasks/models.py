"""Townships' lists with their quotas, and the people on them."""

from __future__ import annotations

from uuid import uuid4

import pgtrigger
from django.db import models
from django.db.models import F, Q

from jineng.domain.tasks.states import LABELS, OVERRUN_LABELS, TRANSITIONS, EntryState, Overrun
from jineng.kernel.target_groups import TARGET_GROUPS
from jineng.platform.postgres.visibility import ByCounty, Through

YEAR_MIN = 2000
YEAR_MAX = 2100
QUOTA_MAX = 1_000_000
NOTE_LENGTH_MAX = 200

_COUNT = """
    UPDATE tasks_selectionlist l
    SET listed_count = l.listed_count + c.listed, sent_count = l.sent_count + c.sent
    FROM (
        SELECT list_id, sum(listed) AS listed, sum(sent) AS sent FROM ({changes}) changes
        GROUP BY list_id ORDER BY list_id
    ) c
    WHERE l.id = c.list_id AND (c.listed <> 0 OR c.sent <> 0);
    RETURN NULL;
"""
_ADDED = "SELECT list_id, (state <> 'WITHDRAWN')::int AS listed, (state = 'SENT')::int AS sent FROM added"
_REMOVED = "SELECT list_id, -(state <> 'WITHDRAWN')::int, -(state = 'SENT')::int FROM removed"


class SelectionList(models.Model):
    """A township's list (选送名单) of a year for a plan and target group, with its quota (指标) and how full it is.

    The database itself counts the entries, under the lock of the list's row: two clerks at once cannot both take the
    last place.
    """

    visibility = ByCounty(county="county_code", township="township_code")

    uid = models.UUIDField(unique=True, default=uuid4, editable=False)
    county_code = models.CharField(max_length=6)
    township_code = models.CharField(max_length=9)
    year = models.IntegerField()
    policy_id = models.CharField(max_length=80)
    group = models.CharField(max_length=40)
    quota = models.IntegerField()
    overrun = models.CharField(
        max_length=10, choices=[(each.value, OVERRUN_LABELS[each].zh) for each in Overrun], default=Overrun.REFUSE
    )
    due_on = models.DateField(null=True)
    listed_count = models.IntegerField(default=0)
    sent_count = models.IntegerField(default=0)
    made_by = models.ForeignKey("identity.User", models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        """One list a township, year, plan and group; townships proper only; a strict quota is never overrun."""

        indexes = [
            models.Index(fields=["county_code", "-year", "policy_id"], name="tasks_list_by_county"),
            models.Index(fields=["township_code", "-year"], name="tasks_list_by_township"),
            models.Index(fields=["year", "township_code", "policy_id", "group"], name="tasks_list_by_year"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["township_code", "year", "policy_id", "group"], name="tasks_list_once"),
            models.CheckConstraint(
                condition=Q(township_code__regex=r"^\d{9}$", township_code__startswith=F("county_code")),
                name="tasks_list_township_of_county",
            ),
            # Codes from 400 on are units of the statistics bureau (园区), not townships that answer for a list.
            models.CheckConstraint(condition=~Q(township_code__regex=r"^\d{6}[4-9]"), name="tasks_list_real_township"),
            models.CheckConstraint(condition=Q(year__gte=YEAR_MIN, year__lte=YEAR_MAX), name="tasks_list_year"),
            models.CheckConstraint(condition=Q(quota__gte=0, quota__lte=QUOTA_MAX), name="tasks_list_quota"),
            models.CheckConstraint(condition=Q(overrun__in=list(Overrun)), name="tasks_list_overrun_known"),
            models.CheckConstraint(condition=Q(group__in=sorted(TARGET_GROUPS)), name="tasks_list_group_known"),
            models.CheckConstraint(
                condition=Q(overrun=Overrun.WARN) | Q(listed_count__lte=F("quota")), name="tasks_list_quota_kept"
            ),
            models.CheckConstraint(
                condition=Q(sent_count__gte=0, sent_count__lte=F("listed_count")), name="tasks_list_counts"
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(
                name="origin_stays",
                fields=["uid", "county_code", "township_code", "year", "policy_id", "group", "made_by", "made_at"],
            ),
            pgtrigger.Trigger(
                name="begins_empty",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                condition=~pgtrigger.Q(new__listed_count=0, new__sent_count=0),
                func="RAISE EXCEPTION 'a list begins empty';",
            ),
            pgtrigger.Trigger(
                name="counted_by_the_database",
                when=pgtrigger.Before,
                operation=pgtrigger.UpdateOf("listed_count", "sent_count"),  # type: ignore[no-untyped-call]
                func="""
                    IF pg_trigger_depth() < 2 AND (NEW.listed_count, NEW.sent_count) <> (OLD.listed_count, OLD.sent_count)
                    THEN RAISE EXCEPTION 'the database counts the entries of a list';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        """Return place, year and group."""
        return f"{self.township_code} {self.year} {self.group}"


class SelectionEntry(models.Model):
    """A person on a list. Year and plan repeat the list's, so that one index holds one place a person."""

    visibility = Through("list_id", "tasks.SelectionList")

    list = models.ForeignKey(SelectionList, models.PROTECT, related_name="entries")
    person = models.ForeignKey("registry.Person", models.PROTECT, related_name="selections")
    year = models.IntegerField()
    policy_id = models.CharField(max_length=80)
    state = models.CharField(
        max_length=10, choices=[(each.value, LABELS[each].zh) for each in EntryState], default=EntryState.LISTED
    )
    listed_at = models.DateTimeField()
    listed_by = models.ForeignKey("identity.User", models.PROTECT, related_name="+", null=True)
    source_key = models.CharField(max_length=60, blank=True)
    sent_at = models.DateTimeField(null=True)
    sent_by = models.ForeignKey("identity.User", models.PROTECT, related_name="+", null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey("identity.User", models.PROTECT, related_name="+", null=True)
    withdrawn_why = models.CharField(max_length=NOTE_LENGTH_MAX, blank=True)

    class Meta:
        """One standing place a person, plan and year; the database counts for the list."""

        ordering = ["id"]
        indexes = [models.Index(fields=["list", "id"], name="tasks_entry_by_list")]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "policy_id", "year"],
                condition=~Q(state=EntryState.WITHDRAWN),
                name="tasks_entry_one_a_person",
            ),
            models.CheckConstraint(condition=Q(state__in=list(EntryState)), name="tasks_entry_state_known"),
            models.CheckConstraint(
                condition=Q(state=EntryState.LISTED, sent_at__isnull=True, withdrawn_at__isnull=True)
                | Q(state=EntryState.SENT, sent_at__isnull=False, sent_by__isnull=False, withdrawn_at__isnull=True)
                | Q(state=EntryState.WITHDRAWN, withdrawn_at__isnull=False, withdrawn_by__isnull=False)
                & ~Q(withdrawn_why=""),
                name="tasks_entry_state_and_fields",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(
                name="origin_stays",
                fields=["list", "person", "year", "policy_id", "listed_at", "listed_by", "source_key"],
            ),
            pgtrigger.FSM(
                name="transitions",
                field="state",
                transitions=[(str(before), str(after)) for (before, _action), after in TRANSITIONS.items()],
            ),
            pgtrigger.Trigger(
                name="of_its_list",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func="""
                    IF NOT EXISTS (
                        SELECT FROM tasks_selectionlist l
                        WHERE l.id = NEW.list_id AND l.year = NEW.year AND l.policy_id = NEW.policy_id
                    )
                    THEN RAISE EXCEPTION 'an entry has the year and plan of its list';
                    END IF;
                    RETURN NEW;
                """,
            ),
            pgtrigger.Trigger(
                name="counted_in",
                level=pgtrigger.Statement,
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                referencing=pgtrigger.Referencing(new="added"),  # type: ignore[no-untyped-call]
                func=_COUNT.format(changes=_ADDED),
            ),
            pgtrigger.Trigger(
                name="counted_again",
                level=pgtrigger.Statement,
                when=pgtrigger.After,
                operation=pgtrigger.Update,
                referencing=pgtrigger.Referencing(new="added", old="removed"),  # type: ignore[no-untyped-call]
                func=_COUNT.format(changes=f"{_ADDED} UNION ALL {_REMOVED}"),
            ),
        ]

    def __str__(self) -> str:
        """Return the number; never who it is."""
        return f"entry {self.pk} of list {self.list_id}"
