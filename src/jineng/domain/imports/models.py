"""Imports, and the sealed parts that they hold until they are over."""

from __future__ import annotations

from uuid import uuid4

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from jineng.domain.imports.states import FINAL, LABELS, STANDING, TRANSITIONS, ImportState
from jineng.platform.encryption.fields import SealedBytesField
from jineng.platform.postgres.visibility import ByCounty, Through
from jineng.workbook.registry_forms.forms import FORMS

FILENAME_LENGTH_MAX = 120

COUNTS = ("row_count", "created_count", "changed_count", "same_count", "asked_count", "refused_count")
"""Known exactly once the rows were read and compared; the constraint below and ``operations`` share this list."""

_COUNTED = (ImportState.READY, ImportState.COMMITTING, ImportState.COMMITTED)
_FINAL_SQL = ", ".join(f"'{state}'" for state in sorted(FINAL))


class Import(models.Model):
    """An uploaded form (表册) on its way into the registry."""

    visibility = ByCounty(
        county="county_code", township="township_code", organisation="organisation_id = {organisation}"
    )

    uid = models.UUIDField(unique=True, default=uuid4, editable=False)
    form = models.CharField(max_length=20)
    county_code = models.CharField(max_length=6)
    township_code = models.CharField(max_length=9, blank=True)
    organisation = models.ForeignKey("registry.Organisation", models.PROTECT, related_name="+", null=True)
    selection = models.ForeignKey("tasks.SelectionList", models.PROTECT, related_name="imports", null=True)
    filename = models.CharField(max_length=FILENAME_LENGTH_MAX)
    sha256 = models.CharField(max_length=64)
    size_bytes = models.BigIntegerField()
    uploaded_at = models.DateTimeField()
    uploaded_by = models.ForeignKey("identity.User", models.PROTECT, related_name="+")
    run = models.OneToOneField("progress.JobRun", models.PROTECT, related_name="+")
    state = models.CharField(
        max_length=10,
        choices=[(state.value, LABELS[state].zh) for state in ImportState],
        default=ImportState.UPLOADED,
    )
    read_at = models.DateTimeField(null=True)
    problem_count = models.IntegerField(default=0)
    warning_count = models.IntegerField(default=0)

    row_count = models.IntegerField(null=True)
    created_count = models.IntegerField(null=True)
    changed_count = models.IntegerField(null=True)
    same_count = models.IntegerField(null=True)
    asked_count = models.IntegerField(null=True)
    refused_count = models.IntegerField(null=True)

    commit_run = models.OneToOneField("progress.JobRun", models.PROTECT, related_name="+", null=True)
    committed_by = models.ForeignKey("identity.User", models.PROTECT, related_name="+", null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        """One standing import of a file for a place; state and fields say the same; what is over stays."""

        indexes = [
            models.Index(fields=["county_code", "-id"], name="imports_by_county"),
            models.Index(fields=["township_code", "-id"], name="imports_by_township"),
            models.Index(fields=["organisation", "-id"], name="imports_by_organisation"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["sha256", "form", "county_code", "township_code", "organisation", "selection"],
                condition=Q(state__in=sorted(STANDING)),
                nulls_distinct=False,
                name="imports_file_once",
            ),
            models.CheckConstraint(condition=Q(state__in=list(ImportState)), name="imports_state_known"),
            models.CheckConstraint(condition=Q(form__in=sorted(FORMS)), name="imports_form_known"),
            models.CheckConstraint(condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="imports_sha256_hex"),
            models.CheckConstraint(condition=Q(county_code__regex=r"^\d{6}$"), name="imports_county_code"),
            models.CheckConstraint(condition=Q(township_code__regex=r"^(\d{9})?$"), name="imports_township_code"),
            models.CheckConstraint(
                condition=Q(form="selection", selection__isnull=False)
                | ~Q(form="selection") & Q(selection__isnull=True),
                name="imports_selection_for_its_form",
            ),
            models.CheckConstraint(
                condition=Q(state__in=sorted(_COUNTED), problem_count=0, **{f"{name}__gte": 0 for name in COUNTS})
                | ~Q(state__in=sorted(_COUNTED)),
                name="imports_counted_when_read",
            ),
            models.CheckConstraint(
                condition=Q(row_count__isnull=True)
                | Q(
                    row_count=F("created_count")
                    + F("changed_count")
                    + F("same_count")
                    + F("asked_count")
                    + F("refused_count")
                ),
                name="imports_counts_add_up",
            ),
            models.CheckConstraint(
                condition=Q(state=ImportState.FAULTY, problem_count__gt=0) | ~Q(state=ImportState.FAULTY),
                name="imports_faulty_has_problems",
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=[ImportState.COMMITTING, ImportState.COMMITTED],
                    committed_by__isnull=False,
                    commit_run__isnull=False,
                )
                | ~Q(state__in=[ImportState.COMMITTING, ImportState.COMMITTED])
                & Q(committed_by__isnull=True, commit_run__isnull=True),
                name="imports_committed_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(state__in=sorted(FINAL), ended_at__isnull=False)
                | ~Q(state__in=sorted(FINAL)) & Q(ended_at__isnull=True),
                name="imports_end_with_state",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="over_stays", operation=pgtrigger.Update, condition=pgtrigger.Q(old__state__in=sorted(FINAL))
            ),
            pgtrigger.ReadOnly(
                name="origin_stays",
                fields=[
                    "uid",
                    "form",
                    "county_code",
                    "township_code",
                    "organisation",
                    "selection",
                    "sha256",
                    "uploaded_by",
                ],
            ),
            pgtrigger.FSM(
                name="transitions",
                field="state",
                transitions=[(str(before), str(after)) for (before, _action), after in TRANSITIONS.items()],
            ),
            pgtrigger.Trigger(
                name="over_holds_nothing",
                when=pgtrigger.After,
                operation=pgtrigger.UpdateOf("state"),  # type: ignore[no-untyped-call]
                condition=pgtrigger.Q(new__state__in=sorted(FINAL)),
                func="""
                    IF EXISTS (SELECT FROM imports_importpart WHERE import_id = NEW.id AND kind <> 'report')
                    THEN RAISE EXCEPTION 'an import that is over holds nothing of its file';
                    END IF;
                    RETURN NULL;
                """,
            ),
        ]

    def __str__(self) -> str:
        """Return number and form; never the file's name, which may be a person's."""
        return f"import {self.pk} of {self.form}"


class ImportPart(models.Model):
    """A sealed part of an import: the file, what was found, or some hundred of its rows."""

    visibility = Through("import_id", "imports.Import")
    unaudited = "staging: the parts of a file on its way, wiped when the import is over; the import itself is audited"

    import_of = models.ForeignKey(Import, models.PROTECT, related_name="parts", db_column="import_id")
    kind = models.CharField(max_length=10)
    ordinal = models.IntegerField(default=0)
    verdicts = models.TextField(blank=True)
    """A letter a row: what it would do (``states.Verdict``)."""
    content = SealedBytesField(context="imports.part/{import_id}/{kind}/{ordinal}")

    class Meta:
        """Each part once; never changed."""

        ordering = ["kind", "ordinal"]
        constraints = [
            models.UniqueConstraint(fields=["import_of", "kind", "ordinal"], name="imports_part_once"),
            models.CheckConstraint(
                condition=Q(kind__in=["file", "findings", "rows", "report"]), name="imports_part_kind"
            ),
            models.CheckConstraint(condition=Q(verdicts__regex=r"^[cusar]*$"), name="imports_part_verdicts"),
        ]
        triggers = [
            pgtrigger.Protect(name="fixed", operation=pgtrigger.Update),
            pgtrigger.Trigger(
                name="none_when_over",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=f"""
                    IF EXISTS (SELECT FROM imports_import WHERE id = NEW.import_id AND state IN ({_FINAL_SQL}))
                    THEN RAISE EXCEPTION 'an import that is over takes no more parts';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        """Return kind and number."""
        return f"{self.kind} {self.ordinal} of import {self.import_of_id}"


class ImportOutcome(models.Model):
    """Whom or what a committed import concerns: keys of the people or organisations of its rows, new and known."""

    visibility = Through("import_id", "imports.Import")
    append_only = True
    unlogged_columns = ("keys",)

    import_of = models.OneToOneField(Import, models.PROTECT, related_name="outcome", db_column="import_id")
    keys = ArrayField(models.BigIntegerField())

    class Meta:
        """Never changed."""

        triggers = [pgtrigger.Protect(name="fixed", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        """Return the import's number."""
        return f"outcome of import {self.import_of_id}"
