"""Delegation (授权): the terms that a document leaves to somebody else, and the decisions that fill them.

A province's document may open an amount, a percentage or a whole table to a city, a county or another authority; the decision
is a ``[[fill]]`` in the same document or in that of the county. What nobody has decided stays open and never pays.
"""

from jineng.policy.delegation.combining import faults, filled
from jineng.policy.delegation.overlap import can_both_hold
from jineng.policy.delegation.terms import Fault, OpenTerm, open_terms

__all__ = ["Fault", "OpenTerm", "can_both_hold", "faults", "filled", "open_terms"]
