"""From lists and tags to answers."""

from __future__ import annotations

from datetime import date

import pytest

from factories.eligibility import AT, ask, compare, upload, upload_all, workbook
from factories.identities import identity_number
from factories.people import DONGCUN, LAN, SHANGDANG, people, staff
from jineng.domain.eligibility.errors import EligibilityError
from jineng.domain.eligibility.models import Batch, BatchPerson, ComparisonPart, ComparisonRow
from jineng.domain.eligibility.queries.batches import Narrowed, count_entries, list_findings
from jineng.domain.eligibility.queries.comparison_sets import read_problems
from jineng.domain.permitted import NotAllowedError
from jineng.journeys.judge_batch import judge_batch
from jineng.platform.identity.roles import Role
from jineng.platform.scope import acting, scope_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk():
    return staff()


def answers(batch, n=0):
    """Answers of the n-th person, by the first part of the check's code."""
    entry = BatchPerson.objects.filter(batch=batch).order_by("pk")[n]
    return {
        each.finding.check_code.partition(".")[0]: each.finding for each in entry.verdicts.select_related("finding")
    }


def outcomes(batch, n=0):
    return {check: finding.outcome for check, finding in answers(batch, n).items()}


def test_a_veteran_on_no_list_fits_with_every_source_named(clerk):
    upload_all(clerk)
    batch = compare(clerk, people(clerk, 1, groups=("veteran",)))
    assert BatchPerson.objects.get(batch=batch).standing == "fits"
    found = answers(batch)
    assert len(found) > 5
    assert all(each.outcome == "fits" for each in found.values())
    assert (found["deceased"].source_zh, found["deceased"].data_on) == ("死亡人员名单（县有关部门）", date(2022, 6, 30))
    assert found["groups"].clauses == "二"
    assert "次" in found["limit"].reason_zh
    assert batch.policy_sha256


def test_somebody_without_a_tag_is_not_known_and_told_what_to_do(clerk):
    upload_all(clerk)
    batch = compare(clerk, people(clerk, 1))
    assert BatchPerson.objects.get(batch=batch).standing == "unknown"
    assert answers(batch)["groups"].outcome == "unknown"
    assert "登记人员类别" in answers(batch)["groups"].next_zh


def test_without_lists_nothing_is_certain(clerk):
    batch = compare(clerk, people(clerk, 1, groups=("veteran",)))
    found = outcomes(batch)
    assert {check for check, outcome in found.items() if outcome == "unknown"} == {
        "deceased", "in_custody", "public_payroll", "pensioner", "student",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("start", "end", "outcome"),
    [
        ("", "", "does_not_fit"),
        ("2022-07-04", "", "does_not_fit"),
        ("2022-07-05", "", "fits"),
        ("", "2022-07-03", "fits"),
        ("2021-01-01", "2022-07-04", "does_not_fit"),
    ],
)
def test_who_is_on_a_list_on_the_day_does_not_fit(clerk, start, end, outcome):
    upload_all(clerk, in_custody=[["某人", identity_number(1), start, end]])
    batch = compare(clerk, people(clerk, 1, groups=("veteran",)))
    assert outcomes(batch)["in_custody"] == outcome


def test_students_fit_in_their_graduating_year(clerk):
    upload_all(clerk, student=[["甲", identity_number(1), "", ""], ["乙", identity_number(2), "", ""]])
    one = people(clerk, 1, groups=("graduating_student",))
    other = people(clerk, 1, first=2, groups=("veteran",))
    assert outcomes(compare(clerk, one))["student"] == "fits"
    assert outcomes(compare(clerk, other))["student"] == "does_not_fit"


def test_an_owner_of_a_company_is_looked_into_unless_the_training_is_about_founding_one(clerk):
    upload(clerk, "company_owner", [["甲", identity_number(1), "", ""]])
    keys = people(clerk, 1, groups=("veteran",))
    assert outcomes(compare(clerk, keys))["company_owner"] == "unknown"
    assert outcomes(compare(clerk, keys, kind="entrepreneurship"))["company_owner"] == "fits"


def test_a_kind_that_is_not_needed_is_asked_only_where_there_is_a_list(clerk):
    batch = compare(clerk, people(clerk, 1, groups=("veteran",)))
    assert "company_owner" not in outcomes(batch)


@pytest.mark.parametrize(
    ("data_on", "valid_until", "outcome"),
    [
        (date(2022, 4, 3), date(2022, 12, 31), "fits"),
        (date(2022, 4, 2), date(2022, 12, 31), "unknown"),
        (date(2022, 6, 30), date(2022, 7, 3), "unknown"),
        (date(2022, 6, 30), date(2022, 7, 4), "fits"),
    ],
)
def test_data_too_old_tell_nothing(clerk, data_on, valid_until, outcome):
    rows = [["某人", identity_number(77), "", ""]]
    upload(clerk, "deceased", rows, data_on=data_on, valid_until=valid_until)
    batch = compare(clerk, people(clerk, 1, groups=("veteran",)))
    assert outcomes(batch)["deceased"] == outcome


def test_a_list_keeps_neither_its_file_nor_a_name_nor_a_number(clerk):
    found = upload(clerk, "deceased", [["张三丰", identity_number(5), "2021-03-01", ""]] * 2)
    assert (found.state, found.row_count, found.twice_count) == ("LIVE", 1, 1)
    assert not ComparisonPart.objects.filter(set=found).exists()
    (row,) = ComparisonRow.objects.filter(set=found).values()
    assert identity_number(5) not in str(row)
    assert "张三丰" not in str(row)


def test_a_list_with_faults_is_not_used_and_every_fault_has_its_place(clerk):
    bad = identity_number(5)[:-1] + ("1" if identity_number(5)[-1] != "1" else "2")
    rows = [
        ["甲", bad, "", ""],
        ["乙", identity_number(6), "2022-03-01", "2022-02-01"],
        ["丙", identity_number(7), "", ""],
    ]
    found = upload(clerk, "deceased", rows)
    assert (found.state, found.problem_count, found.row_count) == ("FAULTY", 2, 0)
    assert [(each.code, each.place.row) for each in read_problems(found)] == [("bad_document", 2), ("days_order", 3)]
    assert not ComparisonRow.objects.exists()


def test_the_same_file_is_refused_while_it_is_in_use(clerk):
    rows = [["某人", identity_number(77), "", ""]]
    content = workbook(rows)
    assert upload(clerk, "deceased", rows, content=content).state == "LIVE"
    with pytest.raises(EligibilityError, match="uploaded before"):
        upload(clerk, "deceased", rows, content=content)
    assert upload(clerk, "deceased", rows, data_on=date(2022, 6, 29), content=content).state == "LIVE"


def test_a_township_has_its_people_compared_with_lists_that_it_does_not_see(clerk):
    upload_all(clerk, deceased=[["某人", identity_number(1), "", ""]])
    keys = people(clerk, 2, groups=("veteran",))
    township = staff(Role.TOWNSHIP_CLERK, DONGCUN)
    with acting(township, scope_of(township)):
        assert not ComparisonRow.objects.exists()
        batch = compare(township, keys)
        assert sorted(BatchPerson.objects.filter(batch=batch).values_list("standing", flat=True)) == [
            "does_not_fit",
            "fits",
        ]
    with acting(clerk, scope_of(clerk)):
        assert Batch.objects.filter(pk=batch.pk).exists()
    stranger = staff(Role.OFFICER, SHANGDANG)
    with acting(stranger, scope_of(stranger)):
        assert not Batch.objects.exists()
        assert not BatchPerson.objects.exists()


def test_people_out_of_scope_are_not_compared(clerk):
    keys = people(clerk, 1)
    stranger = staff(Role.OFFICER, SHANGDANG)
    with acting(stranger, scope_of(stranger)), pytest.raises(EligibilityError, match="nobody"):
        ask(stranger, keys)


@pytest.mark.parametrize("role", [Role.LEADER, Role.AUDITOR, Role.FINANCE])
def test_who_only_reads_asks_for_nothing(clerk, role):
    with pytest.raises(NotAllowedError):
        ask(staff(role), people(clerk, 1))


def test_a_run_that_starts_over_changes_nothing(clerk):
    batch = compare(clerk, people(clerk, 3))
    before = list(batch.findings.values_list("pk", "person_count"))
    judge_batch(batch.run, lambda *_: None)
    assert list(batch.findings.values_list("pk", "person_count")) == before


def test_findings_are_counted_and_filter_people(clerk):
    upload_all(clerk, deceased=[["某人", identity_number(1), "", ""]])
    batch = compare(clerk, people(clerk, 3, groups=("veteran",)))
    (row,) = list_findings(batch)
    assert (row.label.zh, row.finding.person_count, row.stands) == ("死亡人员", 1, "does_not_fit")
    assert count_entries(batch, Narrowed("does_not_fit")) == 1
    assert count_entries(batch, Narrowed(finding=row.finding.pk)) == 1
    assert count_entries(batch, Narrowed("fits")) == 2
    assert (LAN, AT.year) == (batch.county_code, 2022)
