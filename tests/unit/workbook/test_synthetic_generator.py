"""The generator of benchmark data, run as its users run it."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from jineng.kernel.identifiers import credit_code_fault, identity_fault
from jineng.workbook.reading import read_book
from jineng.workbook.sheets import BY_KEY

GENERATOR = Path(__file__).parents[3] / "benchmarks" / "generate.py"


def generate(enrolments, out, *options):
    command = [sys.executable, GENERATOR, str(enrolments), "--out", str(out), *options]
    return subprocess.run(command, check=False, capture_output=True, text=True)


@pytest.fixture(scope="module")
def generated(tmp_path_factory):
    out = tmp_path_factory.mktemp("year")
    ran = generate(20_000, out, "--seed", "3")
    assert ran.returncode == 0, ran.stderr
    return {key: pl.read_parquet(out / f"{key}.parquet") for key in BY_KEY}, out


def test_same_seed_same_bytes_and_another_seed_other_ones(generated, tmp_path):
    for seed, same in (("3", True), ("4", False)):
        generate(20_000, tmp_path / seed, "--seed", seed)
        for key in ("classes", "trainees", "attendance", "certificates", "employment", "history"):
            name = f"{key}.parquet"
            assert ((tmp_path / seed / name).read_bytes() == (generated[1] / name).read_bytes()) is same


def test_tables_have_the_canonical_schema(generated):
    for key, table in generated[0].items():
        assert dict(table.schema) == BY_KEY[key].schema()
        assert table["row"].to_list() == list(range(2, table.height + 2))


@pytest.mark.parametrize("enrolments", [1, 21])
def test_small_numbers_are_met_exactly(tmp_path, enrolments):
    assert generate(enrolments, tmp_path).returncode == 0
    assert pl.read_parquet(tmp_path / "trainees.parquet").height == enrolments


def test_no_enrolments_are_refused(tmp_path):
    refused = generate(0, tmp_path)
    assert refused.returncode == 2
    assert "expected at least 1 enrolment, found 0" in refused.stderr


def test_sizes(generated):
    tables, _ = generated
    assert tables["trainees"].height == 20_000
    assert 9 < tables["attendance"].height / 20_000 < 11
    assert 1.25 < 20_000 / tables["trainees"]["person_id"].n_unique() < 1.35


def test_identity_numbers_and_keys(generated):
    tables, _ = generated
    for number in tables["trainees"]["person_id"].unique().head(3_000):
        assert identity_fault(number, date(2022, 12, 31)) is None
    assert all(credit_code_fault(code) is None for code in tables["classes"]["institution"].unique())
    assert tables["certificates"]["number"].n_unique() == tables["certificates"].height
    classes = set(tables["classes"]["class_id"])
    for key in ("trainees", "attendance", "certificates", "employment", "history"):
        assert set(tables[key]["class_id"].drop_nulls()) <= classes


def test_every_reason_of_the_lan_plan_can_be_reached(generated):
    """As at 20 November 2022, what each reason needs is there."""
    tables, _ = generated
    classes, certificates, employment = tables["classes"], tables["certificates"], tables["employment"]
    as_of, edge = date(2022, 11, 20), date(2022, 11, 30)
    entries = tables["trainees"].select("class_id", "person_id")
    assert entries.is_duplicated().any()
    assert certificates.drop_nulls("class_id").join(entries, on=["class_id", "person_id"], how="anti").height
    assert tables["attendance"].join(entries, on=["class_id", "person_id"], how="anti").height
    assert entries.join(certificates, on=["class_id", "person_id"], how="anti").height
    assert entries.join(tables["attendance"], on=["class_id", "person_id"], how="anti").height
    assert (classes["end_on"] > edge).any()
    assert classes.filter(pl.col("end_on") > as_of, pl.col("end_on") <= edge, pl.col("kind") != "order").height
    spans = classes.filter(pl.col("kind") == "order").group_by("order_id").agg(pl.min("end_on"), last=pl.max("end_on"))
    assert spans.filter(pl.col("end_on") <= as_of, pl.col("last") > as_of).height
    assert {"training", "skill_level", "special_ability", "special_operation"} <= set(certificates["type"])
    assert {2, 3, 4, 5} == set(certificates["level"].drop_nulls())
    assert certificates.select("person_id", "type", "level").is_duplicated().any()
    worked = certificates.join(employment, on=["class_id", "person_id"], how="semi").group_by("class_id").len("worked")
    rates = certificates.group_by("class_id").len("passed").join(worked, on="class_id")
    rates = rates.join(classes.filter(kind="project"), on="class_id")
    reached = rates["worked"] * 5 >= rates["passed"] * 4
    assert 0.5 < reached.mean() < 0.95
    assert set(tables["history"]["item"]) == {"training", "certificate"}


def test_contract_layout(tmp_path):
    assert generate(500, tmp_path, "--layout", "contract").returncode == 0
    read = read_book(tmp_path, as_of=date(2022, 12, 31))
    assert read.row_counts["trainees"] == 500
    attendance = pl.read_parquet(tmp_path / "attendance.parquet")
    assert attendance.columns == ["class_id", "person_id", "date", "hours"]
    assert set(attendance["hours"]) <= {Decimal("8.000"), Decimal("4.000"), Decimal("7.999")}
