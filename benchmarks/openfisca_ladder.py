"""Lan County's ladder as an OpenFisca-Core tax-benefit system: the other side of ``one_vs_openfisca``.

Formulas are plain NumPy, the fastest way that OpenFisca-Core offers (its marginal scales are several times slower).
Money is fen, hours are thousandths, so that both sides compute with the same integers.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
from openfisca_core.entities import build_entity
from openfisca_core.periods import DateUnit
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

if TYPE_CHECKING:
    from collections.abc import Callable

    from jineng.policy.facts import TrainingCase

YEAR = "2022"
Trainee = build_entity(key="trainee", plural="trainees", label="A person in a class", is_person=True)


def ladder_system() -> TaxBenefitSystem:
    """Return the system: six facts of a line in a class of an order, and the four steps to its amount."""
    system = TaxBenefitSystem([Trainee])
    facts = {
        "credited_milli": int,
        "planned_milli": int,
        "unit_certified": int,
        "unit_employed": int,
        "certified": bool,
        "end_on": date,
    }
    for name, holds in facts.items():
        system.add_variable(_variable(name, holds))
    for name, holds, formula in (
        ("days", int, _days),
        ("gate_reached", bool, _gate_reached),
        ("tiers_fen", int, _tiers_fen),
        ("due_fen", int, _due_fen),
    ):
        system.add_variable(_variable(name, holds, formula))
    return system


def _variable(name: str, holds: type, formula: Callable[..., Any] | None = None) -> type[Variable]:
    parts: dict[str, Any] = {"value_type": holds, "entity": Trainee, "definition_period": DateUnit.YEAR, "label": name}
    return type(name, (Variable,), parts | ({"formula": formula} if formula else {}))


def _days(trainee: Any, period: Any) -> Any:
    return np.minimum(trainee("credited_milli", period), trainee("planned_milli", period)) // 8000


def _gate_reached(trainee: Any, period: Any) -> Any:
    certified = trainee("unit_certified", period)
    return (certified > 0) & (trainee("unit_employed", period) * 10_000 >= certified * 8_000)


def _tiers_fen(trainee: Any, period: Any) -> Any:
    days = trainee("days", period)
    return np.minimum(days, 10) * 15_000 + np.maximum(days - 10, 0) * 10_000


def _due_fen(trainee: Any, period: Any) -> Any:
    cap_fen = np.where(trainee("gate_reached", period), 400_000, 100_000)
    counts = trainee("certified", period) & (trainee("end_on", period) <= np.datetime64("2022-11-30"))
    return np.where(counts, np.minimum(trainee("tiers_fen", period), cap_fen), 0)


def facts_of(case: TrainingCase) -> dict[str, Any]:
    """Return a line's facts by the names of the system's variables."""
    return {
        "credited_milli": case.credited_milli,
        "planned_milli": case.planned_milli,
        "unit_certified": case.unit_certified,
        "unit_employed": case.unit_employed,
        "certified": case.certified_on is not None,
        "end_on": case.end_on.isoformat(),
    }


def by_dict(system: TaxBenefitSystem, facts: dict[str, Any]) -> int:
    """Build a simulation of one line from a dict, as its web API does, and calculate."""
    return int(_simulation(system, facts).calculate("due_fen", YEAR)[0])


def by_dict_explained(system: TaxBenefitSystem, facts: dict[str, Any]) -> list[str]:
    """Do the same with its trace on, and put the trace into lines of text."""
    simulation = _simulation(system, facts)
    simulation.trace = True
    simulation.calculate("due_fen", YEAR)
    return list(simulation.tracer.computation_log.lines())


def _simulation(system: TaxBenefitSystem, facts: dict[str, Any]) -> Any:
    trainees = {"line": {name: {YEAR: value} for name, value in facts.items()}}
    return SimulationBuilder().build_from_dict(system, {"trainees": trainees})


def by_arrays(system: TaxBenefitSystem, facts: dict[str, Any]) -> int:
    """Build the leanest simulation there is, setting its arrays directly, and calculate."""
    simulation = SimulationBuilder().build_default_simulation(system, 1)
    for name, value in facts.items():
        simulation.set_input(name, YEAR, [value])
    return int(simulation.calculate("due_fen", YEAR)[0])
