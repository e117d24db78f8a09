"""Payout accounts (收款账户): proposed by one, the person's own word by another channel, confirmed by a second one."""

from __future__ import annotations

from typing import Final

import pgtrigger
from django.db import models
from django.db.models import F, Q

from jineng.domain.registry.models.people import Person, kept
from jineng.domain.registry.states import ACCOUNT_TRANSITIONS, AccountState, Channel
from jineng.platform.encryption.fields import BlindIndexField, SealedTextField
from jineng.platform.postgres.visibility import Through

ACCOUNT_KINDS: Final = ("bank_card", "social_security_card")
"""银行卡 · 社会保障卡"""

_CONFIRMED: Final = (AccountState.LIVE, AccountState.REPLACED)


class PayoutAccount(models.Model):
    """Where a person's money goes. Whoever proposed it never confirms it; nobody becomes payable without the person's word."""

    visibility = Through("person_id", "registry.Person")

    person = models.ForeignKey(Person, models.PROTECT, related_name="payout_accounts")
    kind = models.CharField(max_length=30)
    bank = models.CharField(max_length=100)
    number = SealedTextField(context="registry.payout_account.number")
    number_index = BlindIndexField(purpose="registry.payout_account.number")
    number_mask = models.CharField(max_length=40)
    state = models.CharField(max_length=10, default=AccountState.PROPOSED)
    proposed_by = models.ForeignKey("identity.User", models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    reason = models.CharField(max_length=200)

    phone_index = BlindIndexField(purpose="registry.person.phone", blank=True)
    """The phone that the person was known by before the change, to which the code goes."""
    channel = models.CharField(max_length=20, blank=True)
    channel_by = models.ForeignKey("identity.User", models.PROTECT, related_name="+", null=True)
    channel_at = models.DateTimeField(null=True)

    decided_by = models.ForeignKey("identity.User", models.PROTECT, related_name="+", null=True)
    decided_at = models.DateTimeField(null=True)
    refusal = models.CharField(max_length=200, blank=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        """Two people and two channels, one live account and one open proposal a person; history stays."""

        ordering = ["-proposed_at", "-id"]
        indexes = [models.Index(fields=["number_index"], name="registry_account_number")]
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(state=AccountState.LIVE), name="registry_account_one_live"
            ),
            models.UniqueConstraint(
                fields=["person"], condition=Q(state=AccountState.PROPOSED), name="registry_account_one_proposal"
            ),
            models.CheckConstraint(condition=Q(state__in=list(AccountState)), name="registry_account_state_known"),
            models.CheckConstraint(condition=Q(kind__in=ACCOUNT_KINDS), name="registry_account_kind"),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("proposed_by")),
                name="registry_account_confirmed_by_another",
            ),
            models.CheckConstraint(
                condition=Q(channel="", channel_at__isnull=True)
                | Q(channel__in=[Channel.PHONE_CODE], channel_at__gte=F("proposed_at")) & ~Q(phone_index="")
                | Q(
                    channel__in=[Channel.IN_PERSON, Channel.SIGNED_ROSTER],
                    channel_at__isnull=False,
                    channel_by__isnull=False,
                ),
                name="registry_account_channel_whole",
            ),
            models.CheckConstraint(
                condition=~Q(channel=Channel.IN_PERSON) | ~Q(channel_by=F("proposed_by")),
                name="registry_account_seen_by_another",
            ),
            models.CheckConstraint(
                condition=Q(state=AccountState.PROPOSED, decided_at__isnull=True, decided_by__isnull=True)
                | ~Q(state=AccountState.PROPOSED) & Q(decided_at__gte=F("proposed_at"), decided_by__isnull=False),
                name="registry_account_decision_whole",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=_CONFIRMED) | ~Q(channel=""), name="registry_account_live_needs_the_persons_word"
            ),
            models.CheckConstraint(
                condition=~Q(state=AccountState.REFUSED) | ~Q(refusal=""), name="registry_account_refusal_has_reason"
            ),
            models.CheckConstraint(condition=~Q(number_mask__regex=r"\d{7}"), name="registry_account_masked"),
        ]
        triggers = [
            kept(),
            pgtrigger.FSM(
                name="transitions",
                field="state",
                transitions=[(before.value, after.value) for before, after in ACCOUNT_TRANSITIONS],
            ),
            pgtrigger.Protect(
                name="begins_proposed",
                operation=pgtrigger.Insert,
                condition=~pgtrigger.Q(new__state=AccountState.PROPOSED.value),
            ),
            pgtrigger.ReadOnly(name="origin_stays", fields=["kind", "proposed_by", "proposed_at", "phone_index"]),
            pgtrigger.Protect(
                name="what_was_proposed_stays",
                operation=pgtrigger.Update,
                # A refused account is emptied with the record of a person who is erased.
                condition=pgtrigger.Q(old__number_index__df=pgtrigger.F("new__number_index"))
                & ~pgtrigger.Q(old__state=AccountState.REFUSED.value, new__number_mask="—"),
            ),
            pgtrigger.Trigger(
                name="a_roster_only_for_the_first",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(new__state=AccountState.LIVE.value, new__channel=Channel.SIGNED_ROSTER.value)
                & pgtrigger.Q(old__state=AccountState.PROPOSED.value),
                func="""
                    IF EXISTS (SELECT FROM registry_payoutaccount
                               WHERE person_id = NEW.person_id AND id <> NEW.id AND state IN ('LIVE', 'REPLACED'))
                    THEN RAISE EXCEPTION 'a change of account needs a code to the known phone, or the person in person';
                    END IF;
                    RETURN NEW;
                """,
            ),
            pgtrigger.Trigger(
                name="code_to_the_phone_known_before",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                condition=~pgtrigger.Q(new__phone_index=""),
                func="""
                    IF NOT EXISTS (SELECT FROM registry_person WHERE id = NEW.person_id
                                   AND phone_index = NEW.phone_index
                                   AND (phone_since <= registered_at OR phone_since <= NEW.proposed_at - interval '7 days'))
                    THEN RAISE EXCEPTION 'the code goes to the phone that the person was known by before';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        """Return the number of the row."""
        return f"payout account {self.pk}"
