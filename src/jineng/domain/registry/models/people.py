"""People (人员), where they lived, who answers for minors, and what organisations they belong to.

Names stand in the clear for sorted and searched lists; numbers, phones and addresses are sealed, found by blind index and
shown by mask. Nothing is ever deleted: records are merged into one another, or erased (emptied) where the law allows.
"""

from __future__ import annotations

from typing import Final
from uuid import uuid4

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.db.models.lookups import Exact

from jineng.domain.registry.names import NAME_LENGTH_MAX
from jineng.domain.registry.owner_functions import PEOPLE_FUNCTIONS
from jineng.domain.registry.states import AffiliationKind, PersonSource, PersonState
from jineng.platform.encryption.fields import BlindIndexField, SealedTextField
from jineng.platform.postgres.visibility import ByCounty, Through

_CODE: Final = 10
_MASK: Final = 40


def kept(name: str = "kept") -> pgtrigger.Trigger:
    """Return the trigger that keeps rows from being deleted."""
    return pgtrigger.Protect(name=name, operation=pgtrigger.Delete)


def _is_index(column: str) -> Q:
    """Return the condition that a column holds a blind index.

    Not as one pattern with ``{64}``: PostgreSQL takes ten times as long to match that.
    """
    return Q(Exact(Length(column), 64), **{f"{column}__regex": "^[0-9a-f]+$"})


class Person(models.Model):
    """A person (人员) under one identity document, once in the whole database while live."""

    visibility = ByCounty(
        county="county_code",
        township="township_code",
        # The first half is that of the partial index, without which it would not be used.
        organisation="organisation_keys <> '{}' AND organisation_keys @> ARRAY[{organisation}]",
        person="id",
    )
    owner_functions = PEOPLE_FUNCTIONS
    unlogged_columns = ("id_index", "phone_index", "address_index", "name_key", "name_initials")
    """They follow from numbers, address and name, which are logged."""

    uid = models.UUIDField(unique=True, default=uuid4, editable=False)
    county_code = models.CharField(max_length=6)
    township_code = models.CharField(max_length=9, blank=True)
    organisation_keys = ArrayField(models.BigIntegerField(), default=list)
    """Organisations with a present affiliation: what row-level security asks without looking at another table."""

    name = models.CharField(max_length=NAME_LENGTH_MAX)
    name_key = models.TextField(db_collation="C")
    name_initials = models.TextField(db_collation="C")
    sex = models.CharField(max_length=1)
    born_on = models.DateField(null=True)

    id_kind = models.CharField(max_length=30)
    id_number = SealedTextField(context="registry.person.id_number", null=True)
    id_index = BlindIndexField(purpose="registry.person.id_number", null=True)
    id_mask = models.CharField(max_length=_MASK)

    phone = SealedTextField(context="registry.person.phone", null=True)
    phone_index = BlindIndexField(purpose="registry.person.phone", blank=True)
    phone_mask = models.CharField(max_length=_MASK, blank=True)
    phone_since = models.DateTimeField(null=True)

    ethnic_group = models.CharField(max_length=_CODE, blank=True)
    education = models.CharField(max_length=_CODE, blank=True)
    household_kind = models.CharField(max_length=30, blank=True)
    employment_status = models.CharField(max_length=30, blank=True)

    address = SealedTextField(context="registry.person.address", null=True)
    address_index = BlindIndexField(purpose="registry.person.address", blank=True)
    residence_since_on = models.DateField(null=True)

    state = models.CharField(max_length=10, default=PersonState.LIVE)
    merged_into = models.ForeignKey("self", models.PROTECT, related_name="+", null=True, db_index=False)
    ended_at = models.DateTimeField(null=True)

    source = models.CharField(max_length=20)
    source_key = models.CharField(max_length=60, blank=True)
    registered_by = models.ForeignKey("identity.User", models.PROTECT, related_name="+", null=True, db_index=False)
    registered_at = models.DateTimeField()
    region_code = models.CharField(max_length=12)
    """The region of whoever registered the person, as it was called then."""
    version = models.PositiveIntegerField(default=1)

    class Meta:
        """One live person a document; lists by name within county, township and everywhere come from an index."""

        # What scopes and lists ask beside the order is included, so that counting does not look people up.
        indexes = [
            models.Index(fields=["county_code", "name_key", "id"], include=["state"], name="registry_person_county"),
            models.Index(
                fields=["township_code", "name_key", "id"],
                include=["county_code", "state"],
                name="registry_person_township",
            ),
            models.Index(fields=["name_key", "id"], include=["county_code", "state"], name="registry_person_name"),
            models.Index(
                fields=["name_initials", "name_key", "id"],
                include=["county_code", "state"],
                name="registry_person_initials",
            ),
            models.Index(fields=["phone_index"], name="registry_person_phone", condition=~Q(phone_index="")),
            models.Index(fields=["merged_into"], name="registry_person_merged", condition=Q(merged_into__isnull=False)),
            GinIndex(
                fields=["organisation_keys"], name="registry_person_organisations", condition=~Q(organisation_keys=[])
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["id_index"], condition=Q(merged_into__isnull=True), name="registry_person_one_a_document"
            ),
            models.CheckConstraint(condition=Q(state__in=list(PersonState)), name="registry_person_state_known"),
            models.CheckConstraint(
                condition=Q(state=PersonState.LIVE, merged_into__isnull=True, ended_at__isnull=True)
                | Q(state=PersonState.MERGED, merged_into__isnull=False, ended_at__isnull=False)
                | Q(state=PersonState.ERASED, merged_into__isnull=True, ended_at__isnull=False),
                name="registry_person_state_and_fields",
            ),
            models.CheckConstraint(
                condition=Q(state=PersonState.ERASED, id_number__isnull=True, id_index__isnull=True, phone__isnull=True)
                | ~Q(state=PersonState.ERASED)
                & Q(id_number__isnull=False, born_on__isnull=False)
                & _is_index("id_index"),
                name="registry_person_document",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="registry_person_name_given"),
            models.CheckConstraint(condition=Q(sex__in=["1", "2", "9", "0"]), name="registry_person_sex"),
            models.CheckConstraint(condition=~Q(merged_into=F("id")), name="registry_person_not_into_itself"),
            models.CheckConstraint(condition=Q(county_code__regex=r"^\d{6}$"), name="registry_person_county_code"),
            models.CheckConstraint(
                condition=Q(township_code__regex=r"^(\d{9})?$"), name="registry_person_township_code"
            ),
            models.CheckConstraint(
                condition=Q(phone__isnull=True, phone_index="", phone_mask="", phone_since__isnull=True)
                | Q(phone__isnull=False, phone_since__isnull=False) & ~Q(phone_mask="") & _is_index("phone_index"),
                name="registry_person_phone_whole",
            ),
            # A mask hides: seven digits in a row are more than any mask of ours shows.
            models.CheckConstraint(
                condition=~Q(id_mask__regex=r"\d{7}") & ~Q(phone_mask__regex=r"\d{7}"), name="registry_person_masked"
            ),
            models.CheckConstraint(condition=Q(source__in=list(PersonSource)), name="registry_person_source"),
        ]
        triggers = [
            kept(),
            pgtrigger.Protect(
                name="ended_stays",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__state__in=[PersonState.MERGED.value, PersonState.ERASED.value]),
            ),
            pgtrigger.ReadOnly(
                name="origin_stays",
                fields=["uid", "source", "source_key", "registered_by", "registered_at", "region_code"],
            ),
            pgtrigger.Trigger(
                name="merged_into_the_living",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Insert,
                condition=pgtrigger.Q(new__merged_into__isnull=False),
                declare=[("standing", "TEXT")],
                func="""
                    SELECT state INTO standing FROM registry_person WHERE id = NEW.merged_into_id FOR SHARE;
                    IF standing IS DISTINCT FROM 'LIVE'
                    THEN RAISE EXCEPTION 'a person is merged into a live one';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        """Return the public key; never who it is."""
        return f"person {self.uid}"


class PastResidence(models.Model):
    """Where a person lived before (原居住地): region as it was called then, address sealed."""

    visibility = Through("person_id", "registry.Person")

    person = models.ForeignKey(Person, models.PROTECT, related_name="past_residences")
    county_code = models.CharField(max_length=6)
    township_code = models.CharField(max_length=9, blank=True)
    address = SealedTextField(context="registry.past_residence.address", null=True)
    from_on = models.DateField(null=True)
    to_on = models.DateField()
    noted_by = models.ForeignKey("identity.User", models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()

    class Meta:
        """Ends no earlier than it begins; kept."""

        ordering = ["-to_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(from_on__isnull=True) | Q(to_on__gte=F("from_on")), name="registry_past_residence_days"
            )
        ]
        triggers = [kept()]

    def __str__(self) -> str:
        """Return the number."""
        return f"past residence {self.pk}"


class Guardian(models.Model):
    """Who answers for a minor (监护人): 民法典 第 27 条; named with how to reach them, sealed and masked."""

    visibility = Through("person_id", "registry.Person")

    person = models.ForeignKey(Person, models.PROTECT, related_name="guardians")
    name = models.CharField(max_length=NAME_LENGTH_MAX)
    relation = models.CharField(max_length=20)
    id_kind = models.CharField(max_length=30)
    id_number = SealedTextField(context="registry.guardian.id_number")
    id_index = BlindIndexField(purpose="registry.person.id_number")
    id_mask = models.CharField(max_length=_MASK)
    phone = SealedTextField(context="registry.guardian.phone")
    phone_mask = models.CharField(max_length=_MASK)
    from_on = models.DateField()
    to_on = models.DateField(null=True)
    noted_by = models.ForeignKey("identity.User", models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()

    class Meta:
        """Nobody guards themself; each guardian of a person once at a time."""

        ordering = ["-from_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "id_index"], condition=Q(to_on__isnull=True), name="registry_guardian_once"
            ),
            models.CheckConstraint(
                condition=Q(to_on__isnull=True) | Q(to_on__gte=F("from_on")), name="registry_guardian_days"
            ),
        ]
        triggers = [
            kept(),
            pgtrigger.Trigger(
                name="another_person",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func="""
                    IF EXISTS (SELECT FROM registry_person WHERE id = NEW.person_id AND id_index = NEW.id_index)
                    THEN RAISE EXCEPTION 'nobody is their own guardian';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        """Return the number."""
        return f"guardian {self.pk}"


class Affiliation(models.Model):
    """That a person is trainee, employee or teacher of an organisation, from a day until a day."""

    visibility = Through("person_id", "registry.Person")

    person = models.ForeignKey(Person, models.PROTECT, related_name="affiliations")
    organisation = models.ForeignKey("registry.Organisation", models.PROTECT, related_name="affiliations")
    kind = models.CharField(max_length=10)
    from_on = models.DateField()
    to_on = models.DateField(null=True)
    noted_by = models.ForeignKey("identity.User", models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()

    class Meta:
        """One open affiliation of a kind a person and organisation."""

        ordering = ["-from_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "organisation", "kind"],
                condition=Q(to_on__isnull=True),
                name="registry_affiliation_once",
            ),
            models.CheckConstraint(condition=Q(kind__in=list(AffiliationKind)), name="registry_affiliation_kind"),
            models.CheckConstraint(
                condition=Q(to_on__isnull=True) | Q(to_on__gte=F("from_on")), name="registry_affiliation_days"
            ),
        ]
        triggers = [kept()]

    def __str__(self) -> str:
        """Return the number."""
        return f"affiliation {self.pk}"
