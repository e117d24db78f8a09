"""Books handed in at the officer's desk, by the real operations and the real background run."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from jineng.domain.plans.queries import get_plan
from jineng.domain.settlements.operations import upload_book
from jineng.jobs.tasks import run as run_task
from jineng.platform.identity.models import User
from jineng.platform.identity.operations import open_account
from jineng.platform.identity.roles import Role
from jineng.workbook.synthetic import YEAR_END, County, county_year, write_book

if TYPE_CHECKING:
    from django.test import Client

    from jineng.domain.settlements.models import Settlement

NOON = datetime(2024, 3, 1, 4, tzinfo=UTC)
PASSWORD = "a-long-enough-one"
LANGUAGES = ("zh-hans", "en")
TABS = ("", "classes/", "institutions/", "set-aside/", "receipt/", "lines/1/")
"""Parts of a settled book's address."""
REGIONS: dict[County, str] = {"lanxian-2022": "141127", "changzhixian-2018": "140421"}
FEWEST: dict[County, int] = {"lanxian-2022": 240, "changzhixian-2018": 300}
"""Trainees of a small synthetic year: its edge cases and an ordinary class or two."""


@cache
def book_bytes(county: County = "lanxian-2022", trainees: int | None = None) -> bytes:
    """Return a synthetic county year as the bytes of a workbook."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "book.xlsx"
        write_book(county_year(county, seed=7, trainees=trainees or FEWEST[county]), path)
        return path.read_bytes()


@cache
def faulty_bytes() -> bytes:
    """Return a workbook with a wrong check digit, a day that is none and a class that is not there."""
    from io import BytesIO

    from xlsxwriter import Workbook

    file = BytesIO()
    book = Workbook(file)
    sheets = {
        "班级": [
            ["班级编号", "培训类别", "订单编号", "培训机构", "职业工种", "开班日期", "结束日期", "计划课时"],
            ["A1", "项目制", "", "91110000600037341L", "养老护理员", "2022-06-31", "2022-06-15", "80"],
        ],
        "学员": [
            ["班级编号", "身份证号", "姓名"],
            ["A1", "110105194912310021", "王小兰"],
            ["B2", "11010519491231002X", "李明"],
        ],
        "考勤": [["班级编号", "身份证号", "日期", "课时"]],
        "证书": [["班级编号", "身份证号", "证书类型", "等级", "证书编号", "发证日期", "评价机构"]],
        "就业": [["班级编号", "身份证号", "用人单位", "就业日期", "证明类型", "合同月数"]],
    }
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for number, row in enumerate(rows):
            for place, cell in enumerate(row):
                sheet.write_string(number, place, cell)
    book.close()
    return file.getvalue()


def person(username: str, *, role: Role = Role.OFFICER, region_code: str = "141127", name: str = "兰小雨") -> User:
    """Open an account."""
    return open_account(
        actor=None, at=NOON, username=username, password=PASSWORD, display_name=name, role=role, region_code=region_code
    )


def uploaded(
    actor: User, county: County = "lanxian-2022", *, content: bytes | None = None, as_of: date | None = None
) -> Settlement:
    """Hand a book in; its run waits in the queue."""
    return upload_book(
        actor=actor,
        at=NOON,
        plan=get_plan(county),
        as_of=as_of or YEAR_END[county],
        filename="年度结算.xlsx",
        content=book_bytes(county) if content is None else content,
    )


def judged(actor: User, county: County = "lanxian-2022", *, content: bytes | None = None) -> Settlement:
    """Hand a book in and do its run as the worker does."""
    settlement = uploaded(actor, county, content=content)
    run_task(settlement.run_id)
    settlement.refresh_from_db()
    return settlement


def sign_in(client: Client, username: str) -> None:
    """Be this person from now on."""
    client.force_login(User.objects.get(username=username))


def text_of(response: Any) -> str:
    """Return what a page says, without its mark-up."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))
