"""The label and help of every field, by "kind.field", or an end of its place where several kinds mean the same by it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from jineng.policy.forms.labels_money import MONEY_LABELS
from jineng.policy.forms.labels_shared import SHARED_LABELS
from jineng.policy.forms.labels_when import WHEN_LABELS
from jineng.policy.forms.labels_who import WHO_LABELS

if TYPE_CHECKING:
    from jineng.policy.forms.names import Label

LABELS: Final[dict[str, Label]] = {**SHARED_LABELS, **MONEY_LABELS, **WHO_LABELS, **WHEN_LABELS}
"""A test holds it to the models: no field without a label, no label without a field."""
