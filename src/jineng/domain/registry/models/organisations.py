"""Organisations, who to reach there, how large they are, and requests to change what is registered of them."""

from __future__ import annotations

from typing import ClassVar
from uuid import uuid4

import pgtrigger
from django.db import models
from django.db.models import F, Q

from jineng.domain.registry.organisation_rules import ADDRESS_LENGTH_MAX, NAME_LENGTH_MAX, NOTE_LENGTH_MAX
from jineng.domain.registry.organisation_words import GOVERNMENT, KIND_LABELS, OrganisationKind, RequestState
from jineng.kernel.enterprise_size import Industry, SizeClass
from jineng.platform.encryption.fields import SealedTextField
from jineng.platform.postgres.visibility import ByCounty, Through

_CREDIT_CODE_LAW = """
    IF NEW.credit_code !~ '^[0-9A-HJ-NPQRTUWXY]{18}$' OR (
        SELECT sum((strpos('0123456789ABCDEFGHJKLMNPQRTUWXY', substr(NEW.credit_code, place, 1)) - 1)
                   * CASE place WHEN 18 THEN 1 ELSE (power(3::numeric, place - 1)::numeric % 31) END)
        FROM generate_series(1, 18) place
    ) % 31 <> 0
    THEN RAISE EXCEPTION 'the check digit of the credit code does not fit (GB 32100)';
    END IF;
    RETURN NEW;
"""


class Organisation(models.Model):
    """An organisation (单位) of a county; live until it is closed. A branch (分支机构) names its parent."""

    visibility = ByCounty(county="county_code", township="township_code", organisation="id = {organisation}")

    uid = models.UUIDField(unique=True, default=uuid4, editable=False)
    kind = models.CharField(max_length=20, choices=[(kind.value, KIND_LABELS[kind].zh) for kind in OrganisationKind])
    name = models.CharField(max_length=NAME_LENGTH_MAX)
    name_key = models.CharField(max_length=400)
    credit_code = models.CharField(max_length=18, blank=True)
    county_code = models.CharField(max_length=6)
    township_code = models.CharField(max_length=9, blank=True)
    address = models.CharField(max_length=ADDRESS_LENGTH_MAX, blank=True)
    legal_representative = models.CharField(max_length=NAME_LENGTH_MAX, blank=True)
    representative_id = SealedTextField(context="registry.organisation.representative_id", null=True)
    representative_id_mask = models.CharField(max_length=40, blank=True)
    bank_name = models.CharField(max_length=NAME_LENGTH_MAX, blank=True)
    bank_account = SealedTextField(context="registry.organisation.bank_account", null=True)
    bank_account_mask = models.CharField(max_length=40, blank=True)
    bank_request = models.ForeignKey("registry.FactsRequest", models.PROTECT, related_name="+", null=True)
    parent = models.ForeignKey("self", models.PROTECT, related_name="branches", null=True)
    registered_by = models.ForeignKey("identity.User", models.PROTECT, related_name="+", null=True)
    registered_at = models.DateTimeField()
    closed_on = models.DateField(null=True)
    closed_why = models.CharField(max_length=NOTE_LENGTH_MAX, blank=True)
    merged_into = models.ForeignKey("self", models.PROTECT, related_name="merged", null=True)

    class Meta:
        """One live organisation for a credit code; a branch is of its parent's kind; closing is for good."""

        indexes: ClassVar = [
            models.Index(fields=["county_code", "name_key", "id"], name="registry_org_by_county"),
            models.Index(fields=["township_code", "name_key", "id"], name="registry_org_by_township"),
            models.Index(fields=["name_key", "id"], name="registry_org_by_name"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=list(OrganisationKind)), name="registry_org_kind_known"),
            models.CheckConstraint(condition=~Q(name="") & ~Q(name_key=""), name="registry_org_named"),
            models.CheckConstraint(condition=Q(county_code__regex=r"^\d{6}$"), name="registry_org_county"),
            models.CheckConstraint(
                condition=Q(township_code="")
                | Q(township_code__regex=r"^\d{9}$", township_code__startswith=F("county_code")),
                name="registry_org_township",
            ),
            models.CheckConstraint(
                condition=~Q(credit_code="") | Q(kind__in=sorted(GOVERNMENT)), name="registry_org_code_given"
            ),
            models.UniqueConstraint(
                fields=["credit_code"],
                condition=Q(closed_on__isnull=True) & ~Q(credit_code=""),
                name="registry_org_code_once",
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")), name="registry_org_not_own_branch"
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | Q(closed_on__isnull=False) & ~Q(merged_into=F("id")),
                name="registry_org_merged_is_closed",
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | ~Q(closed_why=""), name="registry_org_closed_why"
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="origin_stays", fields=["uid", "kind", "registered_by", "registered_at"]),
            pgtrigger.Protect(
                name="closed_stays", operation=pgtrigger.Update, condition=pgtrigger.Q(old__closed_on__isnull=False)
            ),
            pgtrigger.Trigger(
                name="credit_code_fits",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                condition=~pgtrigger.Q(new__credit_code=""),
                func=_CREDIT_CODE_LAW,
            ),
            pgtrigger.Trigger(
                name="account_changes_by_two",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.bank_account IS NOT NULL AND (OLD.bank_account IS DISTINCT FROM NEW.bank_account"
                    " OR OLD.bank_name IS DISTINCT FROM NEW.bank_name)"
                ),
                func="""
                    IF NEW.bank_request_id IS NULL OR NEW.bank_request_id <= coalesce(OLD.bank_request_id, 0)
                    OR NOT EXISTS (
                        SELECT FROM registry_factsrequest
                        WHERE id = NEW.bank_request_id AND organisation_id = NEW.id AND state = 'confirmed'
                          AND fields ?| ARRAY['bank_account', 'bank_name']
                    )
                    THEN RAISE EXCEPTION 'an account changes by a request that a second person confirmed';
                    END IF;
                    RETURN NEW;
                """,
            ),
            pgtrigger.Trigger(
                name="branch_fits_parent",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                condition=pgtrigger.Q(new__parent__isnull=False),
                declare=[("above", "RECORD")],
                func="""
                    SELECT kind, parent_id, closed_on INTO above
                    FROM registry_organisation WHERE id = NEW.parent_id FOR SHARE;
                    IF NOT FOUND OR above.kind <> NEW.kind OR above.parent_id IS NOT NULL OR above.closed_on IS NOT NULL
                    THEN RAISE EXCEPTION 'a branch belongs to a live organisation of its kind that is no branch itself';
                    END IF;
                    IF EXISTS (SELECT FROM registry_organisation WHERE parent_id = NEW.id)
                    THEN RAISE EXCEPTION 'an organisation with branches does not become a branch';
                    END IF;
                    RETURN NEW;
                """,
            ),
            pgtrigger.Trigger(
                name="closes_after_branches",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(new__closed_on__isnull=False),
                func="""
                    IF EXISTS (SELECT FROM registry_organisation WHERE parent_id = NEW.id AND closed_on IS NULL)
                    THEN RAISE EXCEPTION 'an organisation closes after its branches';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        """Return name and public number."""
        return f"{self.name} ({self.uid})"


class Contact(models.Model):
    """Somebody to reach at an organisation (联系人); ``removed_at`` is set when they are no longer."""

    visibility = Through("organisation_id", "registry.Organisation")

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="contacts")
    name = models.CharField(max_length=NAME_LENGTH_MAX)
    post = models.CharField(max_length=NAME_LENGTH_MAX, blank=True)
    phone = SealedTextField(context="registry.contact.phone")
    phone_mask = models.CharField(max_length=20)
    is_main = models.BooleanField(default=False)
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        """At most one main contact at a time."""

        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(name="") & ~Q(phone_mask=""), name="registry_contact_filled"),
            models.UniqueConstraint(
                fields=["organisation"],
                condition=Q(is_main=True, removed_at__isnull=True),
                name="registry_contact_one_main",
            ),
        ]
        triggers: ClassVar = [pgtrigger.Protect(name="kept", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        """Return the number only: names stay out of messages."""
        return f"contact {self.pk} of organisation {self.organisation_id}"


class SizeRecord(models.Model):
    """The size of an enterprise (企业规模) as computed from what it stated for a day; the newest day counts."""

    visibility = Through("organisation_id", "registry.Organisation")
    append_only = True

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="sizes")
    as_of = models.DateField()
    industry = models.CharField(max_length=30)
    staff_count = models.PositiveIntegerField()
    revenue_fen = models.BigIntegerField()
    assets_fen = models.BigIntegerField()
    size_class = models.CharField(max_length=10)
    recorded_by = models.ForeignKey("identity.User", models.PROTECT, related_name="+", null=True)
    recorded_at = models.DateTimeField()

    class Meta:
        """Added, never changed; a later statement for the same day stands beside the earlier."""

        ordering: ClassVar = ["as_of", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(industry__in=list(Industry)), name="registry_size_industry_known"),
            models.CheckConstraint(condition=Q(size_class__in=list(SizeClass)), name="registry_size_class_known"),
            models.CheckConstraint(
                condition=Q(revenue_fen__gte=0, assets_fen__gte=0), name="registry_size_inputs_not_negative"
            ),
        ]
        triggers: ClassVar = [pgtrigger.Protect(name="fixed", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        """Return class and day."""
        return f"{self.size_class} as of {self.as_of}"


class FactsRequest(models.Model):
    """An organisation asks to change registered facts (变更申请); ``proposal`` is sealed JSON, ``fields`` names what changes."""

    visibility = Through("organisation_id", "registry.Organisation")

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="requests")
    state = models.CharField(max_length=10, default=RequestState.PROPOSED)
    fields = models.JSONField()
    proposal = SealedTextField(context="registry.facts_request.proposal")
    proposed_by = models.ForeignKey("identity.User", models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey("identity.User", models.PROTECT, related_name="+", null=True)
    decided_at = models.DateTimeField(null=True)
    note = models.CharField(max_length=NOTE_LENGTH_MAX, blank=True)

    class Meta:
        """One open request an organisation; another person decides; what is decided stays."""

        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state__in=list(RequestState)), name="registry_facts_request_state_known"
            ),
            models.UniqueConstraint(
                fields=["organisation"],
                condition=Q(state=RequestState.PROPOSED),
                name="registry_facts_request_one_open",
            ),
            models.CheckConstraint(
                condition=Q(state=RequestState.PROPOSED, decided_by__isnull=True, decided_at__isnull=True)
                | ~Q(state=RequestState.PROPOSED) & Q(decided_by__isnull=False, decided_at__isnull=False),
                name="registry_facts_request_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[RequestState.CONFIRMED, RequestState.REFUSED])
                | ~Q(decided_by=F("proposed_by")),
                name="registry_facts_request_second_person",
            ),
            models.CheckConstraint(
                condition=~Q(state=RequestState.REFUSED) | ~Q(note=""), name="registry_facts_request_refused_why"
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="origin_stays", fields=["organisation", "fields", "proposed_by", "proposed_at"]),
            pgtrigger.Protect(
                name="proposal_stays",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition("OLD.proposal IS DISTINCT FROM NEW.proposal"),
            ),
            pgtrigger.Protect(
                name="decided_stays",
                operation=pgtrigger.Update,
                condition=~pgtrigger.Q(old__state=RequestState.PROPOSED.value),
            ),
        ]

    def __str__(self) -> str:
        """Return state and organisation."""
        return f"{self.state} request of organisation {self.organisation_id}"
