"""The demonstration's content: a synthetic year of each county, handed in and settled by the ways that real ones take."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

import typer

from jineng.cli.demo_queue import work_off_queue

if TYPE_CHECKING:
    from jineng.workbook.synthetic import County

_YEARS: Final[tuple[tuple[County, str, str], ...]] = (
    ("lanxian-2022", "lan-officer", "岚县2022年度培训台账（演示）.xlsx"),
    ("changzhixian-2018", "changzhi-officer", "长治县2018年度培训台账（演示）.xlsx"),
)
"""Plan, the account that hands it in, and the name of the workbook."""

_TRAINEES: Final = 3000
_SEED: Final = 2022


def load_demo_years() -> None:
    """Hand in and settle a year of each county unless that was done; safe to repeat and to interrupt."""
    from jineng.domain.settlements.queries import find_upload_unscoped

    missing = [year for year in _YEARS if find_upload_unscoped(policy_id=year[0], filename=year[2]) is None]
    if not missing:
        return
    typer.echo("正在装入两个县的演示数据…… Loading a year of both counties…")
    for county, username, filename in missing:
        _hand_in(county, username, filename)
    work_off_queue()


def _hand_in(county: County, username: str, filename: str) -> None:
    from django.utils import timezone

    from jineng.domain.plans.queries import get_plan
    from jineng.domain.settlements.operations import upload_book
    from jineng.platform.identity.queries import find_user
    from jineng.workbook.synthetic import YEAR_END, county_year, write_book

    officer = find_user(username)
    if officer is None:
        raise RuntimeError(f"expected the demo account {username}, which is opened first")
    with TemporaryDirectory() as folder:
        path = Path(folder) / "year.xlsx"
        write_book(county_year(county, seed=_SEED, trainees=_TRAINEES), path)
        content = path.read_bytes()
    upload_book(
        actor=officer,
        at=timezone.now(),
        plan=get_plan(county),
        as_of=YEAR_END[county],
        filename=filename,
        content=content,
    )
