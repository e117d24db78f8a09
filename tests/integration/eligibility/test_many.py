"""Many people at once: as many queries as for a few."""

from __future__ import annotations

import time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from factories.eligibility import ask, compare, upload, upload_all
from factories.identities import identity_number
from factories.people import people, staff
from jineng.domain.eligibility.models import ComparisonRow
from jineng.domain.eligibility.queries.batches import Narrowed, list_entries, list_findings
from jineng.domain.eligibility.queries.facts import facts_of
from jineng.journeys.judge_batch import judge_batch

pytestmark = pytest.mark.django_db


def queries_of(act):
    with CaptureQueriesContext(connection) as captured:
        act()
    return len(captured)


def test_facts_and_lists_take_as_many_queries_for_three_as_for_sixty():
    clerk = staff()
    upload_all(clerk)
    few, many = ask(clerk, people(clerk, 3)), ask(clerk, people(clerk, 60, 100, groups=("veteran",)))
    assert queries_of(lambda: facts_of(few)) == queries_of(lambda: facts_of(many)) <= 6
    for batch in (few, many):
        judge_batch(batch.run, lambda *_: None)

    def page(batch):
        list_findings(batch)
        list_entries(batch, Narrowed("fits"), offset=0, limit=50)

    assert queries_of(lambda: page(few)) <= queries_of(lambda: page(many)) <= 5


@pytest.mark.slow
def test_five_thousand_people_against_a_long_list():
    clerk = staff()
    listed = [["某人", identity_number(n), "", ""] for n in range(4_000, 34_000)]
    started = time.process_time()
    found = upload(clerk, "deceased", listed)
    print(f"30,000 rows read and indexed: {time.process_time() - started:.1f} s of CPU")
    assert found.row_count == ComparisonRow.objects.count() == 30_000
    keys = people(clerk, 5_000, groups=("veteran",))
    started = time.perf_counter()
    batch = compare(clerk, keys)
    print(f"5,000 people compared: {time.perf_counter() - started:.1f} s")
    assert batch.people.filter(standing="does_not_fit").count() == 1_001
