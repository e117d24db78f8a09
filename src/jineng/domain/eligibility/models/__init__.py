"""Comparison sets, batches with their answers, and the register of what was enjoyed."""

from jineng.domain.eligibility.models.batches import (
    Batch,
    BatchDecision,
    BatchFinding,
    BatchPerson,
    BatchVerdict,
)
from jineng.domain.eligibility.models.benefits import BenefitKey, EnjoyedBenefit
from jineng.domain.eligibility.models.comparison_sets import ComparisonPart, ComparisonRow, ComparisonSet

__all__ = [
    "Batch",
    "BatchDecision",
    "BatchFinding",
    "BatchPerson",
    "BatchVerdict",
    "BenefitKey",
    "ComparisonPart",
    "ComparisonRow",
    "ComparisonSet",
    "EnjoyedBenefit",
]
