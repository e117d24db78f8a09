"""What can go wrong with townships' lists; each error carries what to tell the person."""

from __future__ import annotations

from jineng.kernel.text import Text


class TasksError(Exception):
    """Any refusal of this module."""


class ListNotFoundError(TasksError, LookupError):
    """There is no such list or entry, or the person does not see it: the two are not told apart."""


class ListRefusedError(TasksError):
    """What was asked for cannot be; ``field`` names what to mend, ``text`` says why and what to do."""

    def __init__(self, field: str, text: Text) -> None:
        """Keep the field and what to tell."""
        self.field = field
        self.text = text
        super().__init__(text.en)


class QuotaExceededError(ListRefusedError):
    """The list would be longer than its quota, and the bureau does not allow that."""

    def __init__(self, quota: int, wanted: int) -> None:
        """Say both."""
        super().__init__(
            "quota",
            Text(
                f"指标 {quota} 人，加上这些共 {wanted} 人，超出 {wanted - quota} 人；请减少人数，或请县人社局调整指标",
                f"the quota is {quota} and the list would have {wanted}, {wanted - quota} too many; "
                "leave some out, or ask the bureau to change the quota",
            ),
        )
