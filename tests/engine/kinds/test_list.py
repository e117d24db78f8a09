"""``list``: a named, dated list that rules refer to."""

from __future__ import annotations

from datetime import date

from engine.kinds.harness import described, dues, plan_of, refusals

SUM = '[[rule]]\nid = "sum"\nkind = "fixed_amount"\namount = "100"\nwhen = { in_list = "urgent" }\n'
VERSIONS = (
    '{ from = 2022-01-01, until = 2023-03-31, members = ["welder", "baker"] }, '
    '{ from = 2023-04-01, until = 2023-09-30, members = ["welder", "carer"] }'
)


def named(until_published: str, versions: str = VERSIONS, more: str = 'of = "occupation"\nmember_at = "exam_on"'):
    return plan_of(
        f'{SUM}[[rule]]\nid = "urgent"\nkind = "list"\n{more}\nuntil_published = "{until_published}"\nversions = [{versions}]'
    )


def exams(occupation: str | None, *days: date):
    return [{"occupation": occupation, "exam_on": day} for day in days]


DAYS = (date(2021, 12, 31), date(2022, 1, 1), date(2023, 3, 31), date(2023, 4, 1), date(2023, 9, 30), date(2023, 10, 1))


def test_the_version_of_the_day_decides():
    plan = named("previous")
    assert dues(plan, *exams("baker", *DAYS)) == [0, 100_00, 100_00, 0, 0, 0]
    assert dues(plan, *exams("carer", *DAYS)) == [0, 0, 0, 100_00, 100_00, 100_00]


def test_until_a_new_list_is_published_the_previous_stays():
    assert dues(named("previous"), *exams("welder", *DAYS)) == [0, 100_00, 100_00, 100_00, 100_00, 100_00]


def test_or_after_its_last_day_there_is_no_list():
    assert dues(named("none"), *exams("welder", *DAYS)) == [0, 100_00, 100_00, 100_00, 100_00, 0]


def test_between_two_versions_the_previous_stays():
    apart = VERSIONS.replace("2023-03-31", "2023-02-28")
    lines = exams("baker", date(2023, 2, 28), date(2023, 3, 1), date(2023, 3, 31), date(2023, 4, 1))
    assert dues(named("previous", apart), *lines) == [100_00, 100_00, 100_00, 0]


def test_a_list_without_an_end_ends_where_the_next_begins():
    endless = '{ from = 2022-01-01, members = ["baker"] }, { from = 2023-04-01, members = ["carer"] }'
    lines = exams("baker", date(2023, 3, 31), date(2023, 4, 1))
    assert dues(named("none", endless), *lines) == [100_00, 0]


def test_without_a_day_or_a_word_nothing_is_on_the_list():
    lines = [{"occupation": "welder"}, *exams(None, DAYS[2]), *exams("clerk", DAYS[2])]
    assert refusals(named("previous"), *lines) == ["no_rate_in_policy"] * 3


def test_a_day_still_to_come_is_looked_at_as_written():
    assert dues(named("previous"), *exams("welder", date(2024, 2, 1))) == [100_00]


def test_any_word_can_be_listed():
    plan = named("previous", '{ from = 2022-01-01, members = ["north"] }', 'of = "programme"\nmember_at = "claimed_on"')
    assert dues(plan, {"programme": "north"}, {"programme": "south"}) == [100_00, 0]


def test_a_list_says_itself():
    assert described(named("none"), "urgent") == (
        "职业工种目录，按考试日期认定；自 2022-01-01 至 2023-03-31：welder、baker；自 2023-04-01 至 2023-09-30：welder、carer；到期后无目录。",
        (
            "a list of occupation, judged on the day: exam on; from 2022-01-01 until 2023-03-31: welder, baker; "
            "from 2023-04-01 until 2023-09-30: welder, carer; after its last day there is no list."
        ),
    )
