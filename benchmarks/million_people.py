"""Open every list with a million people in the registry: ``python benchmarks/million_people.py``.

Makes a bundled server of its own in a temporary folder and fills it (million_people.sql), then opens the lists and searches
as officers of a small and a large county, of the city and the province, as a township clerk, an institution, an auditor, an
administrator and a learner. For each page it prints the number of queries, the time of the page (the CPU time of this process
and its queries: other work on the machine makes wall time useless) and that of its slowest query alone, sent by psycopg as
the same role of the database. Exits with 1 if a page takes over 5 times that query – or,
where its queries are quick, over 5 times the CPU time of a page with nothing in it – or if any query reads a table of more
than 50,000 rows from end to end.
"""

# ruff: noqa: PLC0415 -- models are there only once Django is set up
from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, NamedTuple

LIMIT: Final = 5.0
LARGE_ROWS: Final = 50_000
AT: Final = datetime(2022, 3, 1, 2, tzinfo=UTC)
LAN: Final = "141127"
LARGE: Final = "141102"
NUMBER: Final = "141127199001010016"
PHONE: Final = "19900000001"
FAMILY: Final = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔"
GIVEN: Final = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华文玲辉力健红梅兰建国志春海燕永胜晓东玉珍小俊利云飞凤琴波宁福生荣爱莲金龙宇浩轩子涵梓怡雨欣佳琪思语晨阳嘉豪"


class Page(NamedTuple):
    """A page to open: as whom, what it shows, where, and what is posted."""

    who: str
    what: str
    path: str
    posted: dict[str, str] | None = None


EMPTY: Final = Page("officer of Lan", "leading group", "/leading-group/")
"""A list with nothing in it, opened in turn with every other page: how quick the machine is changes by the minute."""


class Seen(NamedTuple):
    """What opening a page took: queries, milliseconds, and tables read from end to end."""

    page: Page
    query_count: int
    drawing_ms: float
    empty_ms: float
    query_ms: float
    queries_ms: float
    scanned: list[str]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--people", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--keep", type=Path, help="a folder in which the database stays, to be looked at again")
    parser.add_argument("--only", default="", help="only pages whose line has this in it")
    asked = parser.parse_args()
    with ExitStack() as stack:
        folder = asked.keep or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="jn")))
        folder.mkdir(mode=0o755, parents=True, exist_ok=True)
        folder.chmod(0o755)
        _begin_site(folder, stack)
        from jineng.platform.scope import acting_as_machine

        with acting_as_machine():
            people = _accounts(asked.people)
            pages = [page for page in _pages(people) if asked.only in f"{page.who} {page.what}"]
            empty = _client(people[EMPTY.who])
            faults = _report([_seen(people[page.who], page, asked.rounds, empty) for page in pages])
    sys.exit(faults > 0)


def _begin_site(folder: Path, stack: ExitStack) -> None:
    """Start a server in the folder, with the tables in it."""
    os.environ |= {
        "JINENG_STATE": str(folder),
        "JINENG_TOTP": "optional",
        "DJANGO_SETTINGS_MODULE": "jineng.config.settings",
    }
    os.environ.pop("DATABASE_URL", None)
    import django

    django.setup()
    from django.conf import settings

    from jineng.cli.tables import make_tables
    from jineng.platform.postgres import server
    from jineng.platform.postgres.layout import layout_for

    # The names of hashed static files are made when the site is installed; here it is not.
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STATIC_ROOT.mkdir(exist_ok=True)
    layout = layout_for(settings.STATE_DIR)
    server.start(layout)
    stack.callback(server.stop, layout)
    make_tables(verbosity=0)


def _accounts(count: int) -> dict[str, Any]:
    """Return who looks, by what the report calls them; everything is made unless it is there."""
    from jineng.platform.identity.models import User

    told = {
        "officer of Lan": ("officer", LAN, None, None),
        "officer of a large county": ("officer", LARGE, None, None),
        "officer of the city": ("officer", "141100", None, None),
        "officer of the province": ("officer", "140000", None, None),
        "township clerk": ("township_clerk", f"{LARGE}100", None, None),
        "institution": ("institution_manager", LAN, 1, None),
        "auditor of a large county": ("auditor", LARGE, None, None),
        "auditor of the province": ("auditor", "140000", None, None),
        "administrator of the province": ("administrator", "140000", None, None),
        "learner": ("learner", LAN, None, 1),
    }
    known = {user.username: user for user in User.objects.filter(username__startswith="look")}
    if not known:
        for n, (role, region, organisation, person) in enumerate(told.values()):
            User.objects.create(
                username=f"look{n}", display_name="看的人", password="!", role=role, region_code=region,
                organisation_key=organisation, person_key=person, created_at=AT,
            )  # fmt: skip
        known = {user.username: user for user in User.objects.filter(username__startswith="look")}
        _fill(count, known["look0"].pk)
    return {who: known[f"look{n}"] for n, who in enumerate(told)}


def _fill(count: int, account: int) -> None:
    """Make the people and all that concerns them, as the superuser and past the triggers."""
    import psycopg
    from django.conf import settings

    from jineng.domain.registry.names import name_key
    from jineng.domain.registry.people_indexes import document_index, phone_index
    from jineng.platform.postgres.layout import SUPERUSER, layout_for
    from jineng.policy.kinds.base import KIND_NAMES

    begun = time.perf_counter()
    with psycopg.connect(layout_for(settings.STATE_DIR).url(SUPERUSER), autocommit=True) as connection:
        connection.execute("SET session_replication_role = replica")
        connection.execute("SET synchronous_commit = off")
        connection.execute("SET maintenance_work_mem = '512MB'")
        told = {"people": str(count), "account": str(account), "kind": next(iter(KIND_NAMES))}
        for name, value in told.items():
            connection.execute("SELECT set_config(%s, %s, false)", [f"bench.{name}", value])
        for table, characters in (("family", FAMILY), ("given", GIVEN)):
            connection.execute(f"CREATE TEMP TABLE {table} (number int, zh text, pinyin text)")
            rows = [(n, zh, name_key(zh).split(" ")[0]) for n, zh in enumerate(characters)]
            connection.cursor().executemany(f"INSERT INTO {table} VALUES (%s, %s, %s)", rows)
        connection.execute(Path(__file__).with_suffix(".sql").read_text())
        found = [document_index("resident_id", NUMBER), phone_index(PHONE)]
        for person in (1, count // 50 + 1):
            # One of Lan, then one of the large county: the indexes are unique, so each search has its own.
            connection.execute(
                "UPDATE registry_person SET id_index = %s, phone_index = %s WHERE id = %s", [*found, person]
            )
            found = [document_index("resident_id", NUMBER[::-1]), phone_index(PHONE[:-1] + "2")]
        connection.execute("VACUUM ANALYZE")
    print(f"{count:,} people made in {time.perf_counter() - begun:.0f} s")


def _pages(people: dict[str, Any]) -> list[Page]:
    """Return every list and search, for whom there is much in it."""
    pages = []
    for who in list(people)[:8]:
        first = f"{people[who].region_code}100" if people[who].region_code in (LAN, LARGE) else f"{LARGE}100"
        pages += [Page(who, f"people: {what}", "/people/", posted) for what, posted in _searches(people[who], first)]
        pages += [
            Page(who, "first page of all", "/"),
            Page(who, "organisations", "/organisations/"),
            Page(who, "organisations: enterprises", "/organisations/?kind=enterprise"),
            Page(who, "organisations by name", "/organisations/search/", {"typed": "王伟"}),
            Page(who, "imports", "/imports/"),
            Page(who, "eligibility", "/eligibility/"),
        ]
    pages += [Page(who, "selections", "/selections/") for who in list(people)[:5]]
    pages += [Page(who, "requests about people", "/people/requests/") for who in list(people)[:4]]
    pages += _single_things()
    for who in ("auditor of a large county", "auditor of the province"):
        pages += [Page(who, f"log{what}", f"/audit/{query}") for what, query in _narrowings()]
    pages += [
        Page("administrator of the province", "accounts", "/accounts/"),
        Page("administrator of the province", "accounts of a role", "/accounts/?role=officer"),
        Page("administrator of the province", "accounts by name", "/accounts/", {"sought": "staff1000"}),
        Page("learner", "own page", "/me/"),
    ]
    return pages


def _searches(actor: Any, township: str) -> list[tuple[str, dict[str, str] | None]]:
    from jineng.domain.registry.models import Person
    from jineng.platform.scope import acting, scope_of

    with acting(actor, scope_of(actor)):
        deep = Person.objects.filter(name_key__gte="wang").order_by("name_key", "pk").values_list("uid", flat=True)[0]
    is_large = township.startswith(LARGE)
    return [
        ("first page", None),
        ("deep page", {"after": str(deep)}),
        ("township", {"township": township}),
        ("large group", {"group": "rural_labour"}),
        ("small group", {"group": "veteran"}),
        ("rare group", {"group": "demobilised"}),
        ("small group of a township", {"group": "veteran", "township": township}),
        ("name 王", {"typed": "王"}),
        ("name 王晓东", {"typed": "王晓东"}),
        ("pinyin wang xi", {"typed": "wangxi"}),
        ("letters wxd", {"typed": "wxd"}),
        ("document", {"typed": NUMBER[::-1] if is_large else NUMBER}),
        ("phone", {"typed": PHONE[:-1] + "2" if is_large else PHONE}),
    ]


def _narrowings() -> list[tuple[str, str]]:
    return [
        ("", ""),
        (" of an early day", "?first=2021-01-20&last=2021-01-20"),
        (" of an account", "?account=77"),
        (" of a common kind", "?kind=person"),
        (" of a rare kind", "?kind=import"),
        (" of a person", "?kind=person&key=250001"),
        (" of a rare kind and day", "?kind=import&first=2021-02-01&last=2021-02-02"),
    ]


def _single_things() -> list[Page]:
    """Return the pages of single things that list many people."""
    from jineng.domain.eligibility.models import Batch
    from jineng.domain.tasks.models import SelectionList

    batch = f"/eligibility/{Batch.objects.get(pk=1).uid}/"
    entries = SelectionList.objects.get(listed_count__gt=0)
    told = {
        "a comparison": batch,
        "a comparison: page 500": f"{batch}?page=500",
        "a comparison: who does not fit": f"{batch}?standing=does_not_fit",
        "a comparison: one answer": f"{batch}?finding=3",
        "a list of a township": f"/selections/{entries.uid}/",
        "lists of departments": "/eligibility/lists/",
    }
    return [Page("officer of Lan", what, path) for what, path in told.items()]


def _opened(client: Any, page: Page) -> None:
    response = client.get(page.path) if page.posted is None else client.post(page.path, page.posted)
    if response.status_code != 200:
        raise SystemExit(
            f"{page.who}, {page.what}: expected status 200, found {response.status_code} {response.headers.get('Location', '')}"
        )


def _client(actor: Any) -> Any:
    from django.test import Client
    from django.utils import timezone

    from jineng.platform.identity.operations.sessions import note_session

    client = Client(headers={"host": "localhost"})
    client.force_login(actor, backend="django.contrib.auth.backends.ModelBackend")
    key = client.session.session_key
    note_session(user=actor, at=timezone.now(), session_key=key, address=None, device="")
    return client


def _fastest_of(rounds: int, work: Any, clock: Any = time.perf_counter) -> float:
    """Return the fastest round in milliseconds, the first left out: other work on the machine only makes them slower."""
    taken = []
    for _ in range(rounds + 1):
        since = clock()
        work()
        taken.append(1e3 * (clock() - since))
    return min(taken[1:])


def _seen(actor: Any, page: Page, rounds: int, empty: Any) -> Seen:
    """Open a page and the empty one in turn, some times; then send the page's queries alone."""
    from django.db import connection

    from jineng.platform.scope import acting, scope_of

    client = _client(actor)
    _opened(client, page)
    queries: list[tuple[str, Any]] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:  # noqa: FBT001
        queries.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        _opened(client, page)
    drawing_ms = empty_ms = float("inf")
    for _ in range(rounds):
        drawing_ms = min(drawing_ms, _fastest_of(1, lambda: _opened(client, page), time.process_time))
        empty_ms = min(empty_ms, _fastest_of(1, lambda: _opened(empty, EMPTY), time.process_time))
    selects = [each for each in queries if each[0].lstrip().startswith(("SELECT", "(SELECT", "WITH"))]
    selects = [each for each in selects if "jineng_record" not in each[0]]
    with acting(actor, scope_of(actor)):
        cursor = connection.connection.cursor()
        times = [_fastest_of(rounds, lambda each=each: cursor.execute(*each).fetchall()) for each in selects]
        scanned = sorted({table for each in selects for table in _scanned(cursor, *each)})
    return Seen(page, len(queries), drawing_ms, empty_ms, max(times), sum(times), scanned)


def _scanned(cursor: Any, sql: str, params: Any) -> list[str]:
    """Return the large tables that a query reads from end to end, or an index of which it reads so."""
    (plan,) = cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}", params).fetchone()
    found = []
    nodes = [plan[0]["Plan"]]
    while nodes:
        node = nodes.pop()
        nodes += node.get("Plans", [])
        if node["Node Type"] == "Seq Scan":
            (rows,) = cursor.execute(
                "SELECT reltuples FROM pg_class WHERE oid = %s::regclass", [node["Relation Name"]]
            ).fetchone()
            if rows > LARGE_ROWS:
                found.append(node["Relation Name"])
    return found


def _report(seen: list[Seen]) -> int:
    """Print a line a page; return how many miss their limit."""
    faults = 0
    print(f"{'':64}{'queries':>8}{'page ms':>9}{'SQL ms':>8}{'all SQL':>8}{'/ SQL':>7}{'/ empty':>8}")
    for each in seen:
        page_ms = each.drawing_ms + each.queries_ms
        ratios = page_ms / each.query_ms, each.drawing_ms / each.empty_ms
        is_fault = min(ratios) > LIMIT or bool(each.scanned)
        faults += is_fault
        print(
            f"{each.page.who + ', ' + each.page.what:64}{each.query_count:8}{page_ms:9.1f}{each.query_ms:8.1f}"
            f"{each.queries_ms:8.1f}{ratios[0]:7.1f}{ratios[1]:8.1f}"
            f" {'✗ ' if is_fault else ''}{' '.join(each.scanned)}"
        )
    print(f"{faults} of {len(seen)} pages over the limit of {LIMIT:.0f} or without an index")
    return faults


if __name__ == "__main__":
    main()
