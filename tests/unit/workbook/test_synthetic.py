"""The synthetic county years hold what their docstring promises."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from jineng.kernel.dates import add_months
from jineng.kernel.identifiers import credit_code_fault, identity_fault
from jineng.workbook.sheets import BY_KEY, SHEETS
from jineng.workbook.synthetic import YEAR_END, county_year, organisations

COUNTIES = ("lanxian-2022", "changzhixian-2018")
LAN_EDGES = [f"LX2022-{number:03d}" for number in range(1, 23)]


@pytest.fixture(scope="module")
def lan():
    return county_year("lanxian-2022", seed=7, trainees=1500)


@pytest.fixture(scope="module")
def changzhi():
    return county_year("changzhixian-2018", seed=7, trainees=1500)


@pytest.fixture(params=COUNTIES, scope="module")
def county(request):
    return request.param


@pytest.fixture(scope="module")
def tables(county, request):
    return request.getfixturevalue("lan" if county == "lanxian-2022" else "changzhi")


def of_class(tables, sheet, class_id):
    return tables[sheet].filter(pl.col("class_id") == class_id)


def roster(tables, class_id):
    return of_class(tables, "trainees", class_id)["person_id"].to_list()


def credited(tables, class_id):
    """Credited hours by person: days added up, at most 8 a day; in roster order."""
    days = of_class(tables, "attendance", class_id).group_by("person_id", "date").agg(pl.col("hours_milli").sum())
    total = days.group_by("person_id").agg(pl.col("hours_milli").clip(upper_bound=8000).sum())
    found = dict(total.iter_rows())
    return [found.get(person, 0) for person in roster(tables, class_id)]


def employed_of_certified(tables, *class_ids):
    certified = (
        tables["certificates"].filter(pl.col("class_id").is_in(class_ids)).select("class_id", "person_id").unique()
    )
    employed = certified.join(tables["employment"], on=["class_id", "person_id"], how="semi")
    return employed.height, certified.height


class TestEveryCounty:
    def test_same_arguments_same_tables(self, county, tables):
        again = county_year(county, seed=7, trainees=1500)
        for key, table in tables.items():
            assert_frame_equal(table, again[key])

    def test_another_seed_gives_other_people_in_the_same_edge_classes(self, county, tables):
        other = county_year(county, seed=8, trainees=1500)
        assert not set(other["trainees"]["person_id"]) & set(tables["trainees"]["person_id"].head(100))
        assert (
            other["classes"]
            .head(15)
            .select("class_id", "end_on", "kind")
            .equals(tables["classes"].head(15).select("class_id", "end_on", "kind"))
        )

    def test_tables_have_the_canonical_schema(self, tables):
        assert list(tables) == [sheet.key for sheet in SHEETS]
        for key, table in tables.items():
            assert dict(table.schema) == BY_KEY[key].schema()
            assert table["row"].to_list() == list(range(2, table.height + 2))

    def test_required_cells_are_filled_and_choices_are_in_their_lists(self, tables):
        for sheet in SHEETS:
            for column in sheet.columns:
                cells = tables[sheet.key][column.target]
                if column.required:
                    assert cells.null_count() == 0, (sheet.key, column.key)
                if column.choices:
                    assert set(cells.drop_nulls().cast(pl.String)) <= {choice.code for choice in column.choices}

    def test_roster_entries_are_as_many_as_asked_for(self, tables):
        entries = tables["trainees"].select("class_id", "person_id")
        assert entries.height == 1501
        assert entries.n_unique() == 1500

    @pytest.mark.parametrize("trainees", [0, 100])
    def test_too_few_trainees_are_refused_with_the_least_number(self, county, trainees):
        with pytest.raises(ValueError, match=r"expected at least \d{3} trainees"):
            county_year(county, seed=1, trainees=trainees)

    def test_edge_cases_alone_and_one_more_are_possible(self, county):
        with pytest.raises(ValueError, match="expected at least") as refusal:
            county_year(county, seed=1, trainees=0)
        least = int(str(refusal.value).split()[3])
        assert county_year(county, seed=1, trainees=least)["trainees"].height == least + 1
        assert county_year(county, seed=1, trainees=least + 1)["trainees"].height == least + 2

    def test_every_identity_number_is_possible(self, county, tables):
        for key in ("trainees", "attendance", "certificates", "employment", "hires", "history"):
            for number in tables[key]["person_id"].unique():
                assert identity_fault(number, YEAR_END[county]) is None

    def test_every_person_has_one_name_and_prefixes_are_mostly_the_county_s(self, county, tables):
        people = tables["trainees"].select("person_id", "name").unique()
        assert people["person_id"].n_unique() == people.height
        home = ("142329", "141127") if county == "lanxian-2022" else ("140421",)
        assert 0.85 < people["person_id"].str.slice(0, 6).is_in(home).mean() < 1

    def test_every_institution_has_a_possible_code_of_its_own(self, county, tables):
        known = organisations(county)
        everybody = [*known.institutions, *known.evaluators, *known.enterprises]
        assert [credit_code_fault(body.code) for body in everybody] == [None] * len(everybody)
        assert len({body.code for body in everybody}) == len({body.name for body in everybody}) == len(everybody)
        assert set(tables["classes"]["institution"]) <= {body.code for body in everybody}
        assert set(tables["certificates"]["issuer"]) <= {body.name for body in known.evaluators}

    def test_names_include_compound_dotted_and_rare_ones(self):
        names = pl.concat(
            county_year("lanxian-2022", seed=seed, trainees=4000)["trainees"].select("name") for seed in (1, 2)
        )["name"].unique()
        assert names.str.contains("·").sum() >= 5
        assert names.str.contains("^(令狐|尉迟|欧阳|上官|司马|诸葛|皇甫|呼延)").sum() >= 20
        assert names.str.contains("[䶮㛃𬍛]").sum() >= 1

    def test_references_and_keys_hold(self, tables):
        classes = set(tables["classes"]["class_id"])
        assert len(classes) == tables["classes"].height
        for key in ("trainees", "attendance", "certificates", "employment", "history"):
            assert set(tables[key]["class_id"].drop_nulls()) <= classes
        assert tables["certificates"]["number"].n_unique() == tables["certificates"].height
        levelled = tables["certificates"]["type"].is_in(["skill_level", "qualification"])
        assert levelled.equals(tables["certificates"]["level"].is_not_null())
        assert (tables["classes"]["kind"] == "order").equals(tables["classes"]["order_id"].is_not_null())

    def test_attendance_is_about_ten_rows_a_trainee_inside_the_class(self, tables):
        assert 7 < tables["attendance"].height / 1500 < 13
        dated = tables["attendance"].join(tables["classes"], on="class_id")
        outside = dated.filter(~pl.col("date").is_between("start_on", "end_on"))
        assert outside["class_id"].to_list() in ([], ["LX2022-013"])

    def test_certificate_numbers_have_the_form_of_their_type(self, tables):
        lengths = tables["certificates"].select("type", size=pl.col("number").str.len_chars()).unique()
        assert set(lengths.filter(pl.col("type") == "skill_level")["size"]) == {22}
        assert set(lengths.filter(pl.col("type") == "qualification")["size"]) <= {16}

    def test_one_roster_line_twice_and_one_stranger(self, tables):
        entries = tables["trainees"].select("class_id", "person_id")
        assert entries.filter(entries.is_duplicated()).height == 2
        for key in ("attendance", "certificates"):
            placed = tables[key].filter(pl.col("class_id").is_not_null())
            strangers = placed.join(tables["trainees"], on=["class_id", "person_id"], how="anti")
            assert strangers["person_id"].n_unique() == 1

    def test_some_people_come_back_to_another_class(self, tables):
        visits = tables["trainees"].group_by("person_id").agg(pl.col("class_id").n_unique())
        assert 15 <= (visits["class_id"] > 1).sum() <= 150


class TestLanxian:
    @pytest.mark.parametrize(
        ("numbers", "expected"),
        [((1,), (12, 15)), ((2,), (11, 15)), ((3,), (13, 15)), ((4, 5), (16, 20)), ((6, 7), (13, 16)), ((19,), (0, 0))],
    )
    def test_rates_of_orders(self, lan, numbers, expected):
        assert employed_of_certified(lan, *(LAN_EDGES[number - 1] for number in numbers)) == expected

    @pytest.mark.parametrize("pair", [(4, 5), (6, 7), (8, 9)])
    def test_orders_span_two_classes(self, lan, pair):
        wanted = [LAN_EDGES[number - 1] for number in pair]
        orders = lan["classes"].filter(pl.col("class_id").is_in(wanted))["order_id"].unique().to_list()
        assert len(orders) == 1
        assert lan["classes"].filter(pl.col("order_id") == orders[0])["class_id"].to_list() == wanted

    def test_three_people_are_in_both_classes_of_an_order(self, lan):
        assert len(set(roster(lan, "LX2022-006")) & set(roster(lan, "LX2022-007"))) == 3

    def test_ends_around_the_years_edge(self, lan):
        ends = dict(lan["classes"].select("class_id", "end_on").iter_rows())
        assert (ends["LX2022-010"], ends["LX2022-011"]) == (date(2022, 11, 30), date(2022, 12, 1))
        assert ends["LX2022-009"] > YEAR_END["lanxian-2022"]

    def test_certificates_around_the_years_edge(self, lan):
        issued = (
            of_class(lan, "certificates", "LX2022-012")["issued_on"].value_counts(sort=True, name="n").sort("issued_on")
        )
        assert issued.rows() == [(date(2022, 11, 30), 5), (date(2022, 12, 1), 5)]

    def test_hours(self, lan):
        assert credited(lan, "LX2022-013") == [7999, 8000, 15999, 8000, 8000, 0, 22500, 48000]
        most = (
            of_class(lan, "attendance", "LX2022-013").group_by("person_id", "date").agg(pl.len(), pl.sum("hours_milli"))
        )
        assert sorted(most.filter(pl.col("len") == 2)["hours_milli"]) == [8000, 9000]

    def test_certificates(self, lan):
        people = roster(lan, "LX2022-014")
        certificates = of_class(lan, "certificates", "LX2022-014")
        kinds = [
            [
                f"{row['type']}{row['level'] or ''}"
                for row in certificates.filter(pl.col("person_id") == person).to_dicts()
            ]
            for person in people
        ]
        junior = "skill_level5"
        assert kinds == [
            [],
            [junior, "skill_level4"],
            [junior, junior],
            [junior, junior],
            [junior],
            ["special_ability"],
            ["skill_level2"],
            ["training"],
            ["qualification5", junior],
            [junior],
        ]
        paid = lan["history"].filter(pl.col("person_id").is_in(people)).select("person_id", "level_key").rows()
        assert paid == [(people[4], "5"), (people[5], "special_ability")]
        earlier = lan["certificates"].filter(pl.col("class_id").is_null())
        assert earlier.select("person_id", "issued_on").rows() == [(people[9], date(2022, 3, 15))]

    def test_payments(self, lan):
        paid = of_class(lan, "history", "LX2022-015").group_by("person_id").agg(pl.col("amount_fen"))
        by_person = dict(paid.iter_rows())
        people = roster(lan, "LX2022-015")
        assert [by_person.get(person) for person in people] == [None, [75000], [30050], [100000], [75000, -75000]]
        numbers = lan["history"]["number"].drop_nulls()
        assert set(numbers) <= set(of_class(lan, "certificates", "LX2022-015")["number"])
        assert len(numbers) == 2

    def test_long_order_and_every_kind(self, lan):
        assert credited(lan, "LX2022-016") == [36 * 8000] * 6
        assert set(lan["classes"]["kind"]) == {choice.code for choice in BY_KEY["classes"].column("kind").choices}
        assert lan["hires"].is_empty()

    def test_most_order_and_project_classes_reach_the_rate(self):
        tables = county_year("lanxian-2022", seed=3, trainees=6000)
        classes = tables["classes"].filter(
            ~pl.col("class_id").is_in(LAN_EDGES), pl.col("kind").is_in(["order", "project"])
        )
        good = 0
        for class_id in classes["class_id"]:
            employed, certified = employed_of_certified(tables, class_id)
            good += employed * 5 >= certified * 4
        assert 0.6 < good / classes.height < 0.95

    def test_training_follows_the_county_s_calendar(self):
        ends = county_year("lanxian-2022", seed=3, trainees=6000)["classes"].filter(
            ~pl.col("class_id").is_in(LAN_EDGES)
        )["end_on"]
        assert 0.08 < (ends <= date(2022, 6, 30)).mean() < 0.25
        assert 0.6 < (ends <= date(2022, 9, 30)).mean() < 0.82
        assert (ends <= date(2022, 11, 30)).mean() > 0.93


class TestChangzhixian:
    def test_sizes(self, changzhi):
        sizes = dict(changzhi["trainees"].group_by("class_id").len().iter_rows())
        assert (sizes["CZ2018-001"], sizes["CZ2018-002"]) == (50, 51)
        assert max(size for class_id, size in sizes.items() if class_id != "CZ2018-002") == 50

    def test_attendance_of_exactly_85_percent_and_just_under(self, changzhi):
        planned = 20 * 80_000
        assert sum(credited(changzhi, "CZ2018-003")) * 100 == planned * 85
        assert sum(credited(changzhi, "CZ2018-004")) == sum(credited(changzhi, "CZ2018-003")) - 1

    @pytest.mark.parametrize(
        ("class_id", "issued_on", "last_on"),
        [
            ("CZ2018-005", date(2018, 7, 15), date(2018, 10, 15)),
            ("CZ2018-006", date(2018, 8, 31), date(2018, 11, 30)),
            ("CZ2018-007", date(2018, 11, 30), date(2019, 2, 28)),
        ],
    )
    def test_three_months(self, changzhi, class_id, issued_on, last_on):
        one = timedelta(days=1)
        assert set(of_class(changzhi, "certificates", class_id)["issued_on"]) == {issued_on}
        started = of_class(changzhi, "employment", class_id)["started_on"].to_list()
        assert started == [issued_on - one, issued_on, last_on, last_on + one]
        assert len(roster(changzhi, class_id)) == 5

    def test_hours_and_certificates(self, changzhi):
        assert credited(changzhi, "CZ2018-008")[:6] == [7999, 8000, 80000, 0, 80000, 80000]
        held = of_class(changzhi, "certificates", "CZ2018-008")["person_id"].to_list()
        assert [held.count(person) for person in roster(changzhi, "CZ2018-008")[:6]] == [1, 1, 1, 1, 0, 2]
        assert sum(credited(changzhi, "CZ2018-008")) * 100 >= 30 * 80_000 * 85
        assert credited(changzhi, "CZ2018-009") == [16 * 8000] * 6

    def test_two_certificates_straddle_the_three_months(self, changzhi):
        person = roster(changzhi, "CZ2018-008")[5]
        earlier, later = of_class(changzhi, "certificates", "CZ2018-008").filter(pl.col("person_id") == person)[
            "issued_on"
        ]
        started_on = (
            of_class(changzhi, "employment", "CZ2018-008").filter(pl.col("person_id") == person)["started_on"].item()
        )
        assert add_months(earlier, 3) < started_on <= add_months(later, 3)

    def test_payments(self, changzhi):
        paid = of_class(changzhi, "history", "CZ2018-010").select("person_id", "amount_fen").rows()
        people = roster(changzhi, "CZ2018-010")
        assert paid == list(zip(people[1:5], [120000, 80000, 150000, 170000], strict=True))

    @pytest.mark.parametrize(("class_id", "certified", "employed"), [("CZ2018-011", 15, 12), ("CZ2018-012", 20, 5)])
    def test_institution_gates(self, changzhi, class_id, certified, employed):
        institution = of_class(changzhi, "classes", class_id)["institution"].item()
        assert changzhi["classes"].filter(pl.col("institution") == institution).height == 1
        assert len(roster(changzhi, class_id)) == 20
        assert employed_of_certified(changzhi, class_id) == (employed, certified)

    def test_an_unfinished_class(self, changzhi):
        assert of_class(changzhi, "classes", "CZ2018-013")["end_on"].item() > YEAR_END["changzhixian-2018"]

    def test_hires(self, changzhi):
        hires = changzhi["hires"]
        assert hires.head(6).select("size", "contract_months").rows() == [
            ("small", 6),
            ("micro", 6),
            ("small", 5),
            ("medium", 12),
            ("large", 36),
            ("large", 5),
        ]
        certified = hires.slice(6, 7).join(changzhi["certificates"], on="person_id", maintain_order="left")
        past_year = [(row["issued_on"] - add_months(row["contract_start"], 12)).days for row in certified.to_dicts()]
        assert past_year[:4] == [0, 1, 0, 1]
        assert (certified["issued_on"] < certified["contract_start"]).to_list() == [False] * 4 + [True, False, False]
        assert certified["type"].to_list() == ["skill_level"] * 5 + ["qualification", "special_ability"]
        paid = changzhi["history"].filter(pl.col("item") == "hire")
        assert paid.select("person_id", "amount_fen").rows() == list(
            zip(hires["person_id"][13:15], [30000, 50000], strict=True)
        )

    def test_first_shares_paid_are_80_percent_of_a_ladder(self, changzhi):
        edges = ["CZ2018-010"]
        paid = changzhi["history"].filter(pl.col("item") == "training", ~pl.col("class_id").is_in(edges))["amount_fen"]
        ladder = {min(days, 10) * 15000 + max(days - 10, 0) * 10000 for days in range(1, 16)}
        assert len(paid) > 50
        assert {amount * 5 // 4 for amount in paid} <= ladder
