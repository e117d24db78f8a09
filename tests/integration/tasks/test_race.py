from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from factories.imports import AT
from factories.people import DONGCUN, people
from factories.scope import in_thread
from jineng.domain.tasks.errors import QuotaExceededError
from jineng.domain.tasks.models import SelectionEntry
from jineng.domain.tasks.operations import enter_people, set_quota


@pytest.mark.django_db(transaction=True)
def test_clerks_who_race_for_the_last_places_do_not_overrun_the_quota(clerk) -> None:
    chosen = set_quota(
        actor=clerk,
        at=AT,
        township_code=DONGCUN,
        year=2022,
        policy_id="lanxian-2022",
        group="veteran",
        quota=5,
        overrun="refuse",
    )
    keys = people(clerk, 8)

    @in_thread
    def enter(key: int) -> int:
        try:
            return len(enter_people(actor=clerk, at=AT, list_uid=chosen.uid, person_keys=[key]).added)
        except QuotaExceededError:
            return 0

    with ThreadPoolExecutor(8) as pool:
        added = list(pool.map(enter, keys))

    chosen.refresh_from_db()
    assert sum(added) == chosen.listed_count == SelectionEntry.objects.count() == 5
