"""Time importing a roster of 50,000 people × 20 columns: ``python benchmarks/import_roster.py``.

Reads, compares, stages and commits it through the journeys on the bundled server, as one officer would, and prints the
ratio of each part and of the whole to python-calamine visiting every cell of the same file in the same run, and the peak
of this process's memory. Exits with 1 if the whole takes over 4 times as long. Everything is rolled back.
"""

# ruff: noqa: PLC0415 -- models are there only once Django is set up
from __future__ import annotations

import argparse
import io
import os
import resource
import subprocess
import sys
import time
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any, Final

import django
import xlsxwriter
from python_calamine import CalamineWorkbook
from stdnum.iso7064 import mod_11_2

LIMIT: Final = 4.0
AT: Final = datetime(2022, 3, 1, 2, tzinfo=UTC)
HEADINGS: Final = (
    "序号", "姓名", "性别", "民族", "身份证号", "出生日期", "联系电话", "文化程度", "户口性质", "乡镇", "家庭住址", "人员类别",
    "就业状态", "类别证明编号", "培训机构", "培训工种", "等级", "班级", "紧急联系人", "备注",
)  # fmt: skip
FAMILY: Final = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
GIVEN: Final = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂"


def roster(count: int) -> bytes:
    """Return a roster of people who do not exist, born from 1970 on, in the made-up serial numbers of Lan County."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        page = book.add_worksheet("学员花名册")
        page.write_row(0, 0, HEADINGS)
        for number in range(1, count + 1):
            page.write_row(number, 0, person(number))
    return out.getvalue()


def person(number: int) -> list[Any]:
    born_on = date(1970, 1, 1) + timedelta(days=number % 11_000)
    serial = number // 11_000 + 1
    body = f"141127{born_on:%Y%m%d}{serial:03d}"
    name = FAMILY[number % 20] + GIVEN[number % 22] + GIVEN[number // 22 % 22]
    return [
        number, name, "男" if serial % 2 else "女", "汉族", body + mod_11_2.calc_check_digit(body), str(born_on),
        f"1990{number:07d}", "初中", "农业户口", "岚城镇", f"山西省吕梁市岚县岚城镇某某村{number}号", "农村转移就业劳动者",
        "灵活就业", f"A{number}", "岚县某某职业培训学校", "中式烹调师", "初级", "2022-001", FAMILY[number % 20], "合格",
    ]  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--people", type=int, default=50_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--make", action="store_true", help="only write the made-up file to standard output")
    asked = parser.parse_args()
    if asked.make:
        sys.stdout.buffer.write(roster(asked.people))
        return
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jineng.config.settings")
    django.setup()
    from jineng.platform.scope import acting_as_machine

    # Made by a process of its own, so that this one's peak of memory is that of importing.
    made = [sys.executable, __file__, "--make", "--people", str(asked.people)]
    content = subprocess.run(made, check=True, capture_output=True).stdout
    print(f"{asked.people:,} people, {len(content) / 1e6:.1f} MB")
    with acting_as_machine():
        rounds = [one_round(content) for _ in range(asked.rounds)]
    sys.exit(report(rounds) > LIMIT)


def visit_cells(content: bytes) -> int:
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return sum(
        cell != "" for name in book.sheet_names for row in book.get_sheet_by_name(name).iter_rows() for cell in row
    )


def one_round(content: bytes) -> dict[str, float]:
    """Visit the cells, then import the same file; return seconds by part. Nothing is kept."""
    from django.db import connection, transaction

    from jineng.domain.imports.operations import commit_import as confirm
    from jineng.domain.imports.operations import upload_form
    from jineng.journeys.import_form import commit_import, read_import
    from jineng.platform.identity.operations import open_account
    from jineng.platform.identity.roles import Role
    from jineng.platform.progress.operations import begin_run
    from jineng.platform.regions.operations import load_regions
    from jineng.platform.scope import acting, scope_of

    seconds: dict[str, float] = {}
    since = time.perf_counter()
    visit_cells(content)
    seconds["calamine, every cell"] = time.perf_counter() - since
    with transaction.atomic():
        load_regions(actor=None, at=AT)
        names = {
            "username": f"benchmark-{time.monotonic_ns()}",
            "display_name": "兰量度",
            "password": "a-long-enough-one",
        }
        officer = open_account(actor=None, at=AT, role=Role.OFFICER, region_code="141127", **names)
        with acting(officer, scope_of(officer)):
            imported = upload_form(actor=officer, at=AT, form="roster", filename="a.xlsx", content=content).imported
            marks: list[tuple[str, float]] = []

            def mark(stage: str, *_: int) -> None:
                marks.append((stage, time.perf_counter()))

            run = begin_run(run_key=imported.run_id, at=AT)
            mark("start")
            read_import(run, mark)
            mark("end")
            for (stage, begun_at), (_, ended_at) in pairwise(marks[1:]):
                seconds[stage] = seconds.get(stage, 0) + ended_at - begun_at
            confirmed = confirm(actor=officer, at=AT, uid=imported.uid)
            run = begin_run(run_key=confirmed.commit_run_id, at=AT)
            since = time.perf_counter()
            commit_import(run, lambda *_: None)
            with connection.cursor() as cursor:
                # What a commit would look at, of which a rollback says nothing.
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            seconds["commit"] = time.perf_counter() - since
        transaction.set_rollback(True)
    return seconds


def report(rounds: list[dict[str, float]]) -> float:
    """Print the fastest of each part with its ratio to the yardstick; return the ratio of the whole."""
    base = min(each["calamine, every cell"] for each in rounds)
    for part in rounds[0]:
        fastest = min(each[part] for each in rounds)
        print(f"{part:24}{fastest * 1e3:9.0f} ms{fastest / base:8.2f}")
    whole = min(sum(each.values()) - each["calamine, every cell"] for each in rounds)
    ratio = whole / base
    own = min(sum(each.values()) - each["calamine, every cell"] for each in rounds) / min(
        each["read"] for each in rounds
    )
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB")
    print(f"whole / this system's own reading: {own:.2f}")
    print(f"whole / calamine: {ratio:.2f} (limit {LIMIT:.0f})")
    return ratio


if __name__ == "__main__":
    main()
