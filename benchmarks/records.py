"""The records of a nation-sized year as whole columns: every cell a function of the seed and an enrolment's number."""

from __future__ import annotations

from datetime import date
from typing import Final

import polars as pl
from draws import below, mixed, person_ids, pick

from jineng.workbook.sheets import BY_KEY
from jineng.workbook.synthetic import organisations
from jineng.workbook.synthetic.courses import courses
from jineng.workbook.synthetic.organisations import credit_code

KIND_PERCENT: Final = {
    "order": 45,
    "project": 21,
    "universal": 16,
    "outbound": 4,
    "enterprise_self": 6,
    "enterprise_commissioned": 5,
    "entrepreneurship": 3,
}
"""Of 100 classes; adds up to 100."""

COURSES: Final = [(kind, course) for kind, taught in courses("lanxian-2022").items() for course in taught]
FIRST_END: Final = date(2022, 3, 5)
REGULAR_DAYS: Final = 270
"""Most classes end in the days from FIRST_END to the policy year's edge."""

LATE_DAYS: Final = 60
"""One class in 25 ends later, into January."""

RUSH_DAYS: Final = 8
"""One class in 25 is hurried through in so many days before the edge."""


def all_classes(enrolments: int, seed: int) -> pl.DataFrame:
    """Return every class with what its people share: kind, course, institution, dates, rates and first enrolment."""
    number, group = pl.col("number"), pl.col("group")
    sized = pl.select(number=pl.int_range(enrolments // 20 + 1, dtype=pl.Int64)).with_columns(
        size=below(31, seed, 1, number) + 20
    )
    sized = sized.with_columns(first=pl.col("size").cum_sum() - pl.col("size")).filter(pl.col("first") < enrolments)
    sized = sized.with_columns(size=pl.min_horizontal("size", enrolments - pl.col("first")))
    kinds = [kind for kind, percent in KIND_PERCENT.items() for _ in range(percent)]
    grouped = sized.with_columns(kind=pick(kinds, mixed(seed, 2, number))).with_columns(_order_groups())
    return (
        grouped.with_columns(class_id=pl.format("LX{}", number.cast(pl.String).str.zfill(8)))
        .with_columns(*_course(seed), _institution(seed, sized.height))
        .with_columns(_end_on(seed))
        .with_columns(
            start_on=_met_on(pl.col("days") - 1),
            planned_milli=pl.col("days") * 8_000,
            issued_on=pl.col("end_on") + pl.duration(days=below(10, seed, 7, number) + 3),
            pass_percent=pl.when(below(100, seed, 8, number) == 0).then(0).otherwise(below(10, seed, 9, number) + 90),
            work_percent=pl.when(~pl.col("kind").is_in(["order", "project"]))
            .then(40)
            .when(below(100, seed, 10, group) < 80)
            .then(below(15, seed, 11, group) + 85)
            .otherwise(below(25, seed, 12, group) + 55),
        )
    )


def _order_groups() -> list[pl.Expr]:
    """Give classes of one order one group and count their place in it; orders have 1, 2 and 3 classes in turn."""
    ordered = pl.col("kind") == "order"
    nth = ordered.cum_sum().cast(pl.Int64) - 1
    order = nth // 6 * 3 + pick([0, 1, 1, 2, 2, 2], nth % 6)
    return [
        pl.when(ordered).then(order * 2 + 1).otherwise(pl.col("number") * 2).alias("group"),
        pl.when(ordered).then(pick([0, 0, 1, 0, 1, 2], nth % 6)).otherwise(0).alias("place"),
        pl.when(ordered).then(pl.format("DD{}", order.cast(pl.String).str.zfill(8))).alias("order_id"),
    ]


def _course(seed: int) -> list[pl.Expr]:
    """Draw a course of the kind; one order in fifty is long enough to meet the cap."""
    group = pl.col("group")
    choice = pl.lit(0, pl.Int64)
    for kind in KIND_PERCENT:
        places = [place for place, (taught, _) in enumerate(COURSES) if taught == kind]
        choice = pl.when(pl.col("kind") == kind).then(pick(places, mixed(seed, 3, group))).otherwise(choice)
    usual = pl.lit(0, pl.Int64)
    for place, (_, course) in enumerate(COURSES):
        usual = pl.when(choice == place).then(pick(list(course.days), mixed(seed, 4, group))).otherwise(usual)
    long = (pl.col("kind") == "order") & (below(50, seed, 5, group) == 0)
    return [
        choice.alias("course"),
        pick([course.occupation for _, course in COURSES], choice).alias("occupation"),
        pl.when(long).then(36).otherwise(usual).alias("days"),
    ]


def _institution(seed: int, classes: int) -> pl.Expr:
    codes = [credit_code("52", "141127", f"MB{serial:06d}") for serial in range(max(8, classes // 15))]
    return pick(codes, mixed(seed, 6, pl.col("group"))).alias("institution")


def _end_on(seed: int) -> pl.Expr:
    """Draw the last day, never a Sunday; an order's classes follow each other by 21 days."""
    group = pl.col("group")
    fate = below(25, seed, 13, group)
    late = REGULAR_DAYS + below(LATE_DAYS, seed, 14, group)
    rush = REGULAR_DAYS - 1 - below(RUSH_DAYS, seed, 14, group)
    regular = below(REGULAR_DAYS, seed, 15, group)
    day = pl.when(fate == 0).then(late).when(fate == 1).then(rush).otherwise(regular)
    end_on = pl.lit(FIRST_END) + pl.duration(days=day + pl.col("place") * 21)
    return (end_on - pl.duration(days=(end_on.dt.weekday() == 7).cast(pl.Int64))).alias("end_on")


def _met_on(days_before_last: pl.Expr) -> pl.Expr:
    """Return the meeting day so many meeting days before the last; Sundays are free."""
    sundays = (days_before_last + 6 - pl.col("end_on").dt.weekday()) // 6
    return pl.col("end_on") - pl.duration(days=days_before_last + sundays)


def enrolled(classes: pl.DataFrame, enrolments: int, seed: int) -> pl.DataFrame:
    """Return one row an enrolment; about one in 2,000 repeats the line before it (``again``)."""
    entry, source = pl.col("entry"), pl.col("source")
    rows = classes.with_columns(entry=pl.int_ranges("first", pl.col("first") + pl.col("size"))).explode("entry")
    rows = rows.with_columns(again=(below(2_000, seed, 20, entry) == 0) & (entry > pl.col("first")))
    rows = rows.with_columns(source=entry - pl.col("again").cast(pl.Int64))
    returning = below(100, seed, 21, source) >= 68
    rows = rows.with_columns(person=pl.when(returning).then(below(enrolments, seed, 22, source)).otherwise(source))
    family, given = list("王李张刘高赵杨梁郭武陈马薛任郝韩"), list("伟强芳娜军勇丽艳杰涛兰梅明超秀英平刚桂珍")
    person = pl.col("person")
    return rows.with_columns(
        person_id=person_ids(person),
        name=pick(family, mixed(seed, 23, person)) + pick(given, mixed(seed, 24, person)),
        groups=pick(["脱贫劳动力", "农村转移就业劳动者", "监测户劳动力", None], mixed(seed, 25, person)),
    )


def attendance(roster: pl.DataFrame, enrolments: int, seed: int) -> pl.DataFrame:
    """Return one row a person and day; some days are missed or halved, a few people stop, some days have two rows."""
    entry, nth = pl.col("entry"), pl.col("nth")
    fate = below(1_000, seed, 30, entry)
    rows = roster.select("class_id", "person_id", "entry", "days", "end_on", fate=fate).with_columns(
        nth=pl.int_ranges(0, pl.col("days") + (pl.col("fate") >= 995).cast(pl.Int64))
    )
    rows = rows.explode("nth").with_columns(draw=below(100, seed, 31, entry * 64 + nth))
    stopped = pl.col("fate") < 20
    rows = rows.filter(pl.when(stopped).then(nth < pl.col("fate") % 2).otherwise(pl.col("draw") >= 3))
    second = nth == pl.col("days")
    hours_milli = (
        pl.when(stopped & (pl.col("fate") % 4 == 1))
        .then(7_999)
        .when(second | pl.col("draw").is_in([3, 4]))
        .then(4_000)
        .otherwise(8_000)
    )
    met_on = _met_on(pl.when(second).then(pl.lit(0)).otherwise(pl.col("days") - 1 - nth))
    met = rows.select("class_id", "person_id", met_on.alias("date"), hours_milli.alias("hours_milli"))
    strangers = _strangers(roster, enrolments, seed)
    return pl.concat(
        [met, strangers.select("class_id", "person_id", date="end_on", hours_milli=pl.lit(8_000))],
        how="vertical_relaxed",
    )


def _strangers(roster: pl.DataFrame, enrolments: int, seed: int) -> pl.DataFrame:
    """Return rows of about one class-mate in 2,000 replaced by somebody who is on no roster."""
    chosen = roster.filter(below(2_000, seed, 32, pl.col("entry")) == 0)
    return chosen.with_columns(person_id=person_ids(pl.col("entry") + enrolments))


def certified(roster: pl.DataFrame, seed: int) -> pl.DataFrame:
    """Return the roster lines of those who pass, with the certificate that each earns."""
    entry = pl.col("entry")
    passed = roster.filter(below(100, seed, 40, entry) < pl.col("pass_percent"))
    place = pl.lit(0, pl.Int64)
    awards = sorted({award for _, course in COURSES for award in course.awards}, key=str)
    for number, (_, course) in enumerate(COURSES):
        own = [awards.index(award) for award in course.awards]
        place = pl.when(pl.col("course") == number).then(pick(own, mixed(seed, 41, entry))).otherwise(place)
    resit = pl.when(below(100, seed, 42, entry) < 3).then(21).otherwise(0)
    graduates = passed.with_columns(
        type=pick([award.type for award in awards], place),
        level=pick([award.level for award in awards], place),
        issued_on=pl.col("issued_on") + pl.duration(days=resit),
    )
    return graduates.with_columns(number=_number("A"), issuer=_issuer(seed))


def certificates(roster: pl.DataFrame, graduates: pl.DataFrame, enrolments: int, seed: int) -> pl.DataFrame:
    """Return the graduates' certificates, second ones, ones earned outside any class, and ones of strangers."""
    entry = pl.col("entry")
    second = graduates.filter(below(100, seed, 43, entry) == 0).with_columns(number=_number("B"))
    outside = roster.filter(below(200, seed, 44, entry) == 0).with_columns(
        class_id=pl.lit(None, pl.String),
        type=pl.lit("skill_level"),
        level=below(4, seed, 45, entry) + 2,
        issued_on=pl.lit(date(2022, 2, 1)) + pl.duration(days=below(200, seed, 46, entry)),
        number=_number("C"),
        issuer=_issuer(seed),
    )
    strangers = _strangers(graduates, enrolments, seed).with_columns(number=_number("D"))
    names = [name for name in BY_KEY["certificates"].schema() if name != "row"]
    return pl.concat([part.select(names) for part in (graduates, second, outside, strangers)], how="vertical_relaxed")


def _number(series: str) -> pl.Expr:
    return pl.format("{}142022{}", pl.lit(series), pl.col("entry").cast(pl.String).str.zfill(12))


def _issuer(seed: int) -> pl.Expr:
    bodies = [f"{body.name}（{site}）" for site in range(1, 26) for body in organisations("lanxian-2022").evaluators]
    return pick(bodies, mixed(seed, 47, pl.col("group")))


def employment(graduates: pl.DataFrame, seed: int) -> pl.DataFrame:
    """Return the work found by as many graduates of a class or order as its rate says."""
    entry = pl.col("entry")
    found = graduates.filter(below(100, seed, 50, entry) < pl.col("work_percent"))
    employers = [firm.name for firm in organisations("lanxian-2022").enterprises]
    evidence = ["contract", "contract", "contract", "agreement", "insurance", "proof", "licence"]
    return found.with_columns(
        employer=pick(employers, mixed(seed, 51, entry)),
        started_on=pl.col("issued_on") + pl.duration(days=below(40, seed, 52, entry)),
        evidence=pick(evidence, mixed(seed, 53, entry)),
    ).with_columns(
        contract_months=pl.when(pl.col("evidence") == "contract").then(pick([6, 12, 12, 24], mixed(seed, 54, entry)))
    )


def history(roster: pl.DataFrame, graduates: pl.DataFrame, seed: int) -> pl.DataFrame:
    """Return certificates paid the year before, and part, full and excessive payments of this year."""
    entry = pl.col("entry")
    keys, amounts = ["5", "5", "4", "special_ability", "special_operation"], [40_000, 40_000, 60_000, 20_000, 40_000]
    before = roster.filter(below(100, seed, 60, entry) < 4).with_columns(
        class_id=pl.lit(None, pl.String),
        item=pl.lit("certificate"),
        level_key=pick(keys, mixed(seed, 61, entry)),
        number=pl.lit(None, pl.String),
        paid_on=pl.lit(date(2021, 12, 20)),
        amount_fen=pick(amounts, mixed(seed, 61, entry)),
    )
    trained = graduates.filter(below(100, seed, 62, entry) < 2, pl.col("end_on") < date(2022, 10, 1)).with_columns(
        item=pl.lit("training"),
        level_key=pl.lit(None, pl.String),
        number=pl.lit(None, pl.String),
        paid_on=pl.col("end_on") + pl.duration(days=45),
        amount_fen=pick([30_000, 45_050, 75_000, 100_000, 150_000, 450_000], mixed(seed, 63, entry)),
    )
    juniors = graduates.filter(
        below(100, seed, 64, entry) < 1, pl.col("end_on") < date(2022, 10, 1), pl.col("level") == 5
    )
    paid = juniors.with_columns(
        class_id=pl.lit(None, pl.String),
        item=pl.lit("certificate"),
        level_key=pl.lit("5"),
        paid_on=pl.col("end_on") + pl.duration(days=45),
        amount_fen=pick([40_000, 40_000, 20_000, 60_000], mixed(seed, 65, entry)),
    )
    names = [name for name in BY_KEY["history"].schema() if name != "row"]
    return pl.concat([part.select(names) for part in (before, trained, paid)], how="vertical_relaxed")
