"""Regions: what was loaded, under which code a place stood when, and what the table refuses."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError

from jineng.platform.audit.models import AuditEvent
from jineng.platform.regions.models import Region
from jineng.platform.regions.operations import SHIPPED, load_regions
from jineng.platform.regions.queries import (
    children,
    code_on,
    find_region,
    former_codes,
    present_code,
    quota_townships,
    region_name,
    region_names,
)

pytestmark = pytest.mark.django_db
AT = datetime(2022, 3, 1, 2, tzinfo=UTC)
TODAY = date(2022, 3, 1)


@pytest.fixture(autouse=True)
def _loaded(db: None) -> None:
    load_regions(actor=None, at=AT)


def test_loading_again_changes_nothing() -> None:
    count, events = Region.objects.count(), AuditEvent.objects.filter(action="regions_loaded").count()

    assert load_regions(actor=None, at=AT) == 0
    assert Region.objects.count() == count
    assert AuditEvent.objects.filter(action="regions_loaded").count() == events


def test_a_newer_table_brings_rows_up_to_date(tmp_path) -> None:
    newer = tmp_path / "regions.csv"
    newer.write_text(SHIPPED.read_text().replace("东村镇", "东村街道"))

    assert load_regions(actor=None, at=AT, path=newer) == 1
    assert region_names(["141127100"], is_full=False) == {"141127100": "东村街道"}


@pytest.mark.parametrize(
    ("old", "now"),
    [
        ("142329", "141127"),
        ("140421", "140404"),
        ("140402", "140403"),
        ("140421100", "140404001"),
        ("140421105", "140404101"),
        ("141127", "141127"),
        ("999999", "999999"),
    ],
)
def test_present_code_follows_successors(old: str, now: str) -> None:
    assert present_code(old) == now


def test_former_codes_reach_back_through_merges() -> None:
    assert former_codes("141127") == ("142329",)
    assert former_codes("140403") == ("140402", "140411")
    assert former_codes("140404101") == ("140404105", "140421101", "140421105")
    assert former_codes("141128100") == ()


@pytest.mark.parametrize(
    ("code", "on", "name"),
    [
        ("140404", date(2018, 6, 1), "山西省长治市长治县"),
        ("140404", date(2018, 11, 22), "山西省长治市长治县"),
        ("140421", date(2018, 11, 23), "山西省长治市上党区"),
        ("140421", None, "山西省长治市长治县"),
        ("141127101", None, "山西省吕梁市岚县岚城镇"),
        ("142329", None, "山西省吕梁地区岚县"),
        ("141127101001", None, "141127101001"),
    ],
)
def test_a_place_is_called_as_on_the_day(code: str, on: date | None, name: str) -> None:
    assert region_name(code, on) == name


def test_a_merged_district_had_no_single_former_code() -> None:
    assert code_on("140403", date(2018, 1, 1)) == "140403"


def test_children_are_those_of_the_day() -> None:
    before = {region.name for region in children("140400", date(2018, 1, 1))}
    after = {region.name for region in children("140400", TODAY)}

    assert "长治县" in before
    assert "上党区" not in before
    assert "上党区" in after
    assert "长治县" not in after


def test_statistical_units_are_places_but_have_no_quota() -> None:
    places = {region.code for region in children("141127", TODAY)}

    assert "141127400" in places
    assert {region.code for region in quota_townships("141127", TODAY)} == places - {"141127400"}
    assert len(places) == 10


def test_names_of_many_take_one_query(django_assert_num_queries) -> None:
    codes = [region.code for region in Region.objects.all()]

    with django_assert_num_queries(1):
        names = region_names(codes)
    assert names["140404001"] == "山西省长治市上党区韩店街道"


def test_every_shipped_row_stands_below_a_row_that_lasted_with_it() -> None:
    for region in Region.objects.exclude(parent_code=""):
        assert find_region(region.parent_code) is not None, region
        if region.successor_code:
            successor = find_region(region.successor_code)
            assert successor is not None
            assert successor.valid_from == region.valid_to or successor.valid_from < region.valid_to


@pytest.mark.parametrize(
    "changes",
    [
        {"code": "141127102001", "level": "township"},
        {"code": "141199", "level": "county", "parent_code": "149900"},
        {"code": "141199", "valid_from": date(2020, 1, 1), "valid_to": date(2020, 1, 1)},
        {"code": "141199", "successor_code": "141127"},
        {"code": "141199", "name": ""},
        {"code": "141199", "kind": "empire"},
    ],
)
def test_law_of_the_table(changes: dict) -> None:
    given = {"name": "某县", "level": "county", "kind": "county", "parent_code": "141100"} | changes

    with pytest.raises(DatabaseError), transaction.atomic():
        Region.objects.create(**given)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_regions_are_never_deleted() -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        Region.objects.filter(pk="141127").delete()
