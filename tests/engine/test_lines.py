"""Where in a document's text the place of a problem stands."""

from __future__ import annotations

import pytest

from jineng.policy.lines import line_of

TEXT = """\
[document]
id = "example"
valid_to = 2022-12-31

[document.rounding]
unit = "fen"

[[clause]]
id = "L3"

[[clause]]
id = "L3.7a"
figures = ["8 hours"]

[[rule]]
kind = "rate"
id = "daily"
tiers = [
    { price = "150" },
]

[[rule]]
kind = "amount_table"
id = "levels"

[rule.cells]
"5" = "400"

[[rule]]
kind = "rate"
"""


@pytest.mark.parametrize(
    ("place", "line"),
    [
        ("document", 'id = "example"'),
        ("document.valid_to", "valid_to = 2022-12-31"),
        ("document.rounding", "[document.rounding]"),
        ("clause L3", 'id = "L3"'),
        ("clause L3.7a", 'id = "L3.7a"'),
        ("clause L3.7a.figures[1]", 'figures = ["8 hours"]'),
        ("rule daily", 'id = "daily"'),
        ("rule daily.tiers[1].price", "tiers = ["),
        ("rule daily.payee", 'id = "daily"'),
        ("rule levels.cells.5", "[rule.cells]"),
        ("rule[3].id", "[[rule]]"),
    ],
)
def test_a_place_is_found_on_its_line(place, line):
    number = line_of(TEXT, place)
    assert TEXT.splitlines()[number - 1] == line


@pytest.mark.parametrize("place", ["", "rule weekly", "fill decision.value", "rule[9]"])
def test_what_is_not_there_has_no_line(place):
    assert line_of(TEXT, place) is None
