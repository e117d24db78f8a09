"""Faults of form: fields that are not written as their type is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.planted.planting import changes, plants
from engine.planted.sound import said

if TYPE_CHECKING:
    from random import Random

    from engine.planted.sound import Tables

# Forms

changes("missing_field", "monthly", drop=("item",))
changes("unknown_field", "monthly", colour="red")
changes("unknown_kind", "goals", kind="aim")
changes("value_not_listed", "monthly", unit="week")
changes("list_empty", "rise", targets=[])
changes("money_form", "bonus", amount=100)
changes("money_over", "bonus", amount="1000000.01")
changes("percent_form", "fee", percent="half")
changes("percent_over", "settle", advance={"share": "101%"})
changes("number_form", "monthly", max_units=-1)
changes("quantity_form", "firms", tests=[{"fact": "staff", "at_least": 3}])
changes("empty_test", "firms", tests=[{"fact": "staff"}])
changes("cap_form", "bonus", caps=[{"share": "60%"}])
changes("one_price", "monthly", tiers=[{"price": "20"}])
changes("one_price", "monthly", floor="20")
changes("no_cells", "levels", cells={})
changes("no_cells", "levels", otherwise="no_rate")
changes("share_of", "extra", of_fact="cost")
changes("adjust_form", "rise", plus="20")
changes("index_source", "own", values=[], drop=("person_fact",))
changes("limit_form", "for_life", n=1)
changes("limit_form", "times", on_hit="cut_to_rest")
changes("band_form", "outcome", bands=[{"from": "0%", "factor": "50%", "refuse": True}])
changes("gate_form", "outcome", met="100%")
changes("milestone_form", "once", milestones=[{"event": "certificate"}])
changes("claim_form", "year", claim_within={"event": "end", "months": 1, "days": 1})
changes("budget_form", "fund", drop=("mode",))
changes("goal_number", "goals", goals=[{"what": said("培训")}])
changes("bilingual_form", "goals", title={"zh": "只有中文"})
changes("text_form", "bonus", id="Bonus")
changes("wrong_value", "bonus", times=3)
changes("fallback_missing", "once", settle_by=[{"unit": "order", "when": {"kind": ["order"]}}])


@plants("text_empty")
def _number_of_no_clause(tables: Tables, rng: Random) -> None:
    rng.choice(tables["clause"])["number"] = ""


@plants("figure_form")
def _figure_without_unit(tables: Tables, rng: Random) -> None:
    rng.choice(tables["clause"])["figures"] = ["150元"]
