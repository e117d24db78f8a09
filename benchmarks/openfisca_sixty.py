"""The document of sixty rules as an OpenFisca-Core tax-benefit system: the other side of ``one_vs_openfisca_claims``.

Sixty formulas, one a rule, in the document's shape: a rule that adjusts, gates, limits or releases another is a variable that
the other's formula asks for. Money is fen, hours are thousandths; amounts are whole fen in every case compared.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from openfisca_core.entities import build_entity
from openfisca_core.indexed_enums import Enum
from openfisca_core.parameters import ParameterNode
from openfisca_core.periods import DateUnit
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable
from openfisca_sixty_items import ITEM_FORMULAS
from openfisca_sixty_training import PARAMETERS, TRAINING_FORMULAS, WORDS

from jineng.policy.claims.nodes import number_day

if TYPE_CHECKING:
    from collections.abc import Mapping

YEAR = "2023"
Claim = build_entity(key="claim", plural="claims", label="A claim line", is_person=True)
DUE = ("training_due", "certificate_due", "living_due", "travel_due", "work_training_due")
"""What each compared item comes to, in the order of ``sixty_cases.COMPARED``."""

NUMBERS = (
    "attended_hours", "taught_hours", "online_hours", "practice_hours", "attended_days", "taught_days", "months",
    "part_days", "insured_months", "contract_months", "years", "heads", "staff", "class_started", "class_passed",
    "class_certified", "distance", "revenue", "revenue_before", "own_benefit", "taken_before", "paid_before_fen",
)  # fmt: skip
MONEY_OR_NONE = ("cost", "official_fee")
"""Missing is not nothing: a cost of 0 cuts to 0, a missing one cuts nothing."""
FLAGS = ("passed", "household", "unemployed", "leading_project")
DAYS = (
    "born_on", "class_start_on", "class_end_on", "completed_on", "certified_on", "employed_on", "claimed_on",
    "contract_on", "left_on", "as_of",
)  # fmt: skip


def sixty_system() -> TaxBenefitSystem:
    """Return the system: facts, parameters, sixty rules, and what the five items compared come to."""
    system = TaxBenefitSystem([Claim])
    system.parameters = ParameterNode("", data=PARAMETERS)
    for names, holds, more in (
        (NUMBERS, int, {}),
        (MONEY_OR_NONE, int, {"default_value": -1}),
        (FLAGS, bool, {}),
        (DAYS, date, {}),
    ):
        for name in names:
            system.add_variable(_variable(name, holds, more))
    for name, words in WORDS.items():
        choices = Enum(name, {f"w_{word}": word for word in words})
        more = {"possible_values": choices, "default_value": next(iter(choices))}
        system.add_variable(_variable(name, Enum, more))
    for name, (holds, formula) in {**TRAINING_FORMULAS, **ITEM_FORMULAS}.items():
        system.add_variable(_variable(name, holds, {"formula": formula}))
    return system


def _variable(name: str, holds: type, more: dict[str, Any]) -> type[Variable]:
    parts: dict[str, Any] = {"value_type": holds, "entity": Claim, "definition_period": DateUnit.YEAR, "label": name}
    return type(name, (Variable,), parts | more)


def facts_of(facts: Mapping[str, Any], as_of: date) -> dict[str, Any]:
    """Return a line's facts, in their integer forms, as the system's variables take them; missing ones are left out."""
    told: dict[str, Any] = {"as_of": as_of.isoformat()}
    for name, value in facts.items():
        if value is None or name in {"person_id", "enterprise_id"}:
            continue
        if name in WORDS:
            told[name] = f"w_{value}"
        elif name in DAYS:
            told[name] = number_day(int(value)).isoformat()
        else:
            told[name] = bool(value) if name in FLAGS else value
    return told


def by_dict(system: TaxBenefitSystem, facts: dict[str, Any]) -> list[int]:
    """Build a simulation of one line from a dict, as its web API does, and calculate the five amounts."""
    claims = {"line": {name: {YEAR: value} for name, value in facts.items()}}
    return _calculated(SimulationBuilder().build_from_dict(system, {"claims": claims}))


def by_arrays(system: TaxBenefitSystem, facts: dict[str, Any]) -> list[int]:
    """Build the leanest simulation there is, setting its arrays directly, and calculate the five amounts."""
    simulation = SimulationBuilder().build_default_simulation(system, 1)
    for name, value in facts.items():
        simulation.set_input(name, YEAR, [value])
    return _calculated(simulation)


def _calculated(simulation: Any) -> list[int]:
    return [int(simulation.calculate(name, YEAR)[0]) for name in DUE]
