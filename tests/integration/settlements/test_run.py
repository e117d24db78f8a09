"""An uploaded book becomes a settlement or a list of problems, once and for good."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from factories import desk
from jineng.domain.plans.queries import get_plan
from jineng.domain.settlements.line_queries import LineFilter, list_classes, list_institutions, open_lines, sum_lines
from jineng.domain.settlements.models import Settlement, SettlementClass, SettlementInstitution, SettlementLine
from jineng.domain.settlements.queries import get_settlement, list_problems, read_result_content
from jineng.domain.settlements.sealing import open_line
from jineng.jobs.tasks import run as run_task
from jineng.kernel.money import parse_yuan
from jineng.platform.audit.models import AuditEvent
from jineng.platform.encryption.errors import SealError
from jineng.platform.progress.models import JobRun
from jineng.policy.settlement import canonical_json, settle
from jineng.workbook.reading import read_book
from jineng.workbook.synthetic import YEAR_END, county_year

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("county", ["lanxian-2022", "changzhixian-2018"])
def test_settled_book_keeps_what_the_engine_said(county: Any, tmp_path: Path) -> None:
    officer = desk.person("somebody", region_code=desk.REGIONS[county])
    path = tmp_path / "book.xlsx"
    path.write_bytes(desk.book_bytes(county))
    plan, as_of = get_plan(county), YEAR_END[county]
    book = read_book(path, as_of=as_of, needed=plan.needed_sheets)
    expected = settle(plan, book.tables, as_of=as_of, input_sha256=book.sha256)

    settlement = desk.judged(officer, county)

    assert settlement.state == "SETTLED"
    assert read_result_content(officer, settlement.pk) == canonical_json(expected)
    assert [kept.line for kept in open_lines(officer, settlement.pk)] == expected["lines"]
    assert [row.class_id for row in list_classes(officer, settlement.pk)] == [
        row["class_id"] for row in expected["classes"]
    ]
    assert [row.institution for row in list_institutions(officer, settlement.pk)] == [
        row["institution"] for row in expected["institutions"]
    ]
    sums = sum_lines(officer, settlement.pk, LineFilter())
    assert sums.line_count == settlement.line_count == len(expected["lines"])
    for name in ("due", "paid", "payable_now", "recover", "later"):
        assert (
            getattr(sums, f"{name}_fen") == getattr(settlement, f"{name}_fen") == parse_yuan(expected["totals"][name])
        )
    receipt = get_settlement(officer, settlement.pk).receipt
    assert receipt is not None
    assert receipt.input_sha256 == settlement.book.sha256
    assert receipt.policy_sha256 == plan.sha256


def test_events_tell_who_uploaded_and_what_came_out(officer: Any) -> None:
    settlement = desk.judged(officer)

    events = AuditEvent.objects.filter(subject_kind="settlement", subject_key=str(settlement.pk)).order_by("id")
    assert [(event.action, event.actor_name) for event in events] == [("book_uploaded", "兰小雨"), ("book_settled", "")]
    assert JobRun.objects.get(pk=settlement.run_id).state == "SUCCEEDED"


def test_same_book_settled_again_is_the_same_file(officer: Any) -> None:
    first, second = desk.judged(officer), desk.judged(officer)

    assert first.pk != second.pk
    assert first.result_id == second.result_id


def test_payments_after_the_day_are_told(officer: Any, client: Any) -> None:
    settlement = desk.uploaded(officer, as_of=date(2022, 7, 1))
    run_task(settlement.run_id)
    settlement.refresh_from_db()
    history = county_year("lanxian-2022", seed=7, trainees=desk.FEWEST["lanxian-2022"])["history"]
    later = history.filter(history["paid_on"] > date(2022, 7, 1)).height
    client.force_login(officer)

    page = desk.text_of(client.get(f"/settlements/{settlement.pk}/"))

    assert settlement.later_payment_count == later > 0
    assert f"{later} 条拨付记录晚于结算日 2022年7月1日，没有扣除" in page


def test_run_that_begins_again_after_the_end_changes_nothing(officer: Any) -> None:
    settlement = desk.judged(officer)
    before = Settlement.objects.values().get(pk=settlement.pk)

    run_task(settlement.run_id)

    assert Settlement.objects.values().get(pk=settlement.pk) == before
    assert SettlementLine.objects.filter(settlement=settlement).count() == settlement.line_count


def test_unusable_book_keeps_its_problems_and_no_money(officer: Any) -> None:
    settlement = desk.judged(officer, content=desk.faulty_bytes())

    assert (settlement.state, settlement.problem_count, settlement.result_id) == ("UNUSABLE", 3, None)
    problems = list_problems(officer, settlement.pk)
    assert [(problem.code, problem.sheet, problem.row, problem.column) for problem in problems] == [
        ("bad_date", "班级", 2, "开班日期"),
        ("bad_identity", "学员", 2, "身份证号"),
        ("unknown_class", "学员", 3, "班级编号"),
    ]
    assert not SettlementLine.objects.exists()
    run = JobRun.objects.get(pk=settlement.run_id)
    assert (run.state, run.error_zh) == ("SUCCEEDED", "")


def test_something_that_is_no_workbook_is_unusable(officer: Any) -> None:
    settlement = desk.judged(officer, content=b"PK\x03\x04 but no more of it")

    assert (settlement.state, settlement.problem_count) == ("UNUSABLE", 1)


def test_unexpected_fault_ends_the_run_and_writes_nothing(officer: Any, settings: Any) -> None:
    settlement = desk.uploaded(officer)
    for path in settings.FILES_DIR.rglob(settlement.book.sha256):
        path.write_bytes(b"damaged")

    run_task(settlement.run_id)

    settlement.refresh_from_db()
    assert settlement.state == "UPLOADED"
    row = get_settlement(officer, settlement.pk)
    assert row.run.error is not None
    assert not row.is_waiting
    assert not SettlementLine.objects.exists()


def test_nobody_is_named_in_the_tables(officer: Any) -> None:
    settlement = desk.judged(officer)
    people = {(kept.line["person_id"], kept.name) for kept in open_lines(officer, settlement.pk)}

    stored = "\n".join(
        repr(row)
        for model in (Settlement, SettlementLine, SettlementClass, SettlementInstitution, AuditEvent, JobRun)
        for row in model.objects.values_list()
    )

    assert len(people) > 100
    assert [person_id for person_id, _ in people if person_id in stored] == []
    assert [name for _, name in people if len(name) > 2 and name in stored] == []


def test_nothing_readable_is_left_on_disk(officer: Any, settings: Any) -> None:
    settlement = desk.judged(officer)
    person_id = open_lines(officer, settlement.pk, ordinal=1)[0].line["person_id"]

    files = [path for path in settings.FILES_DIR.rglob("*") if path.is_file()]
    assert len(files) == 2
    for path in files:
        assert path.stat().st_mode & 0o077 == 0
        assert person_id.encode() not in path.read_bytes()
        assert not path.read_bytes().startswith(b"PK")


def test_sealed_line_opens_only_in_its_place(officer: Any) -> None:
    settlement = desk.judged(officer)
    sealed = SettlementLine.objects.get(settlement=settlement, ordinal=1).sealed

    assert open_line(sealed, settlement.pk, 1).line["person_id"]
    with pytest.raises(SealError):
        open_line(sealed, settlement.pk, 2)
    with pytest.raises(SealError):
        open_line(sealed, settlement.pk + 1, 1)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE settlements_settlement SET payable_now_fen = 0 WHERE id = %s",
        "UPDATE settlements_settlement SET state = 'UPLOADED' WHERE id = %s",
        "DELETE FROM settlements_settlement WHERE id = %s",
        "UPDATE settlements_settlementline SET payable_now_fen = 0 WHERE settlement_id = %s",
        "DELETE FROM settlements_settlementline WHERE settlement_id = %s",
        "DELETE FROM settlements_settlementclass WHERE settlement_id = %s",
        "UPDATE settlements_settlementinstitution SET trained = 0 WHERE settlement_id = %s",
        """INSERT INTO settlements_settlementinstitution
        (settlement_id, ordinal, institution, trained, pass_rate, employment_rate, reasons)
        VALUES (%s, 999, 'X', 0, '0', '0', '[]')""",
    ],
)
def test_settled_is_settled_for_good(officer: Any, sql: str) -> None:
    settlement = desk.judged(officer)

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, [settlement.pk])


@pytest.mark.parametrize(
    "changed",
    [
        {"state": "SETTLED"},
        {"state": "UNUSABLE"},
        {"state": "LOST"},
        {"ended_at": desk.NOON},
        {"due_fen": 0},
        {"problem_count": 3},
    ],
)
def test_state_and_fields_say_the_same(officer: Any, changed: dict[str, Any]) -> None:
    settlement = desk.uploaded(officer)

    with pytest.raises(DatabaseError), transaction.atomic():
        Settlement.objects.filter(pk=settlement.pk).update(**changed)


@pytest.mark.parametrize(
    "changed",
    [
        {"due_fen": -1, "payable_now_fen": -1},
        {"due_fen": 5},
        {"status": "later"},
        {"item": "gift"},
        {"standard": "best"},
        {"payee_kind": "friend"},
        {"least_fen": 0, "most_fen": 5},
        {"least_fen": 5},
        {"status": "pending", "least_fen": 6, "most_fen": 5},
        {"ordinal": 0},
    ],
)
def test_line_that_does_not_add_up_is_refused(officer: Any, changed: dict[str, Any]) -> None:
    fields = {
        "settlement": desk.uploaded(officer),
        "ordinal": 1,
        "class_id": "A1",
        "item": "training",
        "status": "payable",
        "standard": "ladder",
        "due_fen": 100,
        "paid_fen": 30,
        "payable_now_fen": 70,
        "recover_fen": 0,
        "later_fen": 0,
        "payee_kind": "institution",
        "payee": "X",
        "sealed": b"",
    }

    with pytest.raises(IntegrityError), transaction.atomic():
        SettlementLine.objects.create(**fields | changed)
    SettlementLine.objects.create(**fields)


def test_result_is_json_that_names_its_people_only_by_number(officer: Any) -> None:
    settlement = desk.judged(officer)

    result = json.loads(read_result_content(officer, settlement.pk))

    assert list(result) == ["receipt", "lines", "classes", "institutions", "totals", "problems"]
    assert "name" not in result["lines"][0]
