"""`jineng demo` lays out people, lists and comparisons; interrupted anywhere it goes on, and twice is once."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone

from factories.identities import noted
from jineng.cli import demo_registry
from jineng.cli.demo_accounts import LEARNER_PHONE, open_demo_accounts
from jineng.domain.eligibility.models import Batch, BatchDecision, BatchPerson, ComparisonSet
from jineng.domain.imports.models import Import
from jineng.domain.registry.models import (
    FactsRequest,
    GivenDeclaration,
    PayoutAccount,
    Person,
    PersonRequest,
    TargetGroupTag,
)
from jineng.domain.tasks.models import SelectionEntry, SelectionList
from jineng.jobs.tasks import run
from jineng.journeys.demo_people import lan_people
from jineng.platform.identity.models import User
from jineng.platform.identity.queries import find_learner
from jineng.platform.progress.models import JobRun
from jineng.platform.progress.states import RunState
from jineng.platform.regions.operations import load_regions

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.django_db(transaction=True)

TABLES = (
    Import, Person, TargetGroupTag, GivenDeclaration, PayoutAccount, PersonRequest, FactsRequest, SelectionList,
    SelectionEntry, ComparisonSet, Batch, BatchDecision, User,
)  # fmt: skip


def counts() -> dict[str, int]:
    return {model.__name__: model.objects.count() for model in TABLES}


def do_queued() -> None:
    """Do the queued runs by the queue's own task, in this thread: the worker's threads leave their connections open."""
    for key in JobRun.objects.filter(state=RunState.QUEUED).order_by("pk").values_list("pk", flat=True):
        run(key)


class _InterruptedError(Exception):
    """Somebody pressed Ctrl-C."""


def test_demonstration(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.FILES_DIR = tmp_path / "files"
    for each in lan_people():
        noted(each.id_number)
        noted(each.values["phone"])
    load_regions(actor=None, at=timezone.now())
    open_demo_accounts(tmp_path)
    passwords = (tmp_path / "demo-accounts.json").read_text()

    for times in (0, 1, 2):
        left = times

        def interrupted() -> None:
            nonlocal left
            if not left:
                raise _InterruptedError
            left -= 1
            do_queued()

        monkeypatch.setattr(demo_registry, "work_off_queue", interrupted)
        with pytest.raises(_InterruptedError):
            demo_registry.fill_registry()
    monkeypatch.setattr(demo_registry, "work_off_queue", do_queued)
    demo_registry.fill_registry()
    once = counts()
    open_demo_accounts(tmp_path)
    demo_registry.fill_registry()

    assert counts() == once
    assert (tmp_path / "demo-accounts.json").read_text() == passwords
    assert Counter(Import.objects.values_list("state", flat=True)) == {"COMMITTED": 4, "READY": 3, "FAULTY": 1}
    assert Person.objects.filter(county_code="141127").count() == 601
    assert Person.objects.filter(county_code="140404").count() > 250
    assert set(BatchPerson.objects.values_list("standing", flat=True)) == {"fits", "does_not_fit", "unknown"}
    assert BatchDecision.objects.filter(confirmed_by=None).count() == 1
    assert PayoutAccount.objects.filter(state="PROPOSED").exclude(channel="").count() == 1
    assert SelectionList.objects.filter(sent_count__gt=0).count() == 5
    learner = find_learner(LEARNER_PHONE)
    assert learner is not None
    assert PersonRequest.objects.filter(asked_by=learner, state="OPEN").count() == 1
