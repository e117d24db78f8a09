"""A document that is being written: everything wrong with it so far, each fault at the field where it can be mended.

A draft comes from a form, as JSON (``values`` turns it into the tables of a TOML file and back). A rule that is only half filled in is
reported at its field, and the rest is checked without it (``standing``).
"""

from jineng.policy.draft.checking import DraftProblem, DraftReport, check
from jineng.policy.draft.fields import Path
from jineng.policy.draft.values import from_toml_values, to_toml_values

__all__ = ["DraftProblem", "DraftReport", "Path", "check", "from_toml_values", "to_toml_values"]
