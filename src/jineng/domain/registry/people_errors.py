"""What can go wrong with people; each error carries what to tell, and none of them names the person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from jineng.kernel.text import Text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from jineng.domain.registry.people_facts import FieldFault

ELSEWHERE: Final = Text(
    "该证件已在别处登记，不能重复登记；请与上级人社部门联系，由其核对或转移",
    "this document is already registered elsewhere; ask the higher-level bureau to check or move the record",
)
"""Said of a document registered out of the asker's sight: nothing of the other record, not even where it is."""


class PeopleError(Exception):
    """Any refusal about people."""


class PersonNotFoundError(PeopleError, LookupError):
    """There is no such person, or they are out of the asker's sight: the two are not told apart."""


class PersonRefusedError(PeopleError, ValueError):
    """What was told cannot be kept; ``faults`` says of every field what to mend."""

    def __init__(self, faults: Sequence[FieldFault]) -> None:
        """Keep the faults."""
        self.faults = tuple(faults)
        super().__init__("; ".join(f"{fault.field}: {fault.text.en}" for fault in faults))


class AlreadyRegisteredError(PeopleError):
    """The document has a live record: ``uid`` where the asker may see it, None where it is elsewhere."""

    def __init__(self, uid: UUID | None) -> None:
        """Keep the key and what to tell."""
        self.uid = uid
        self.text = (
            ELSEWHERE
            if uid is None
            else Text("该证件已登记，请打开已有档案", "already registered; open the record there is")
        )
        super().__init__(self.text.en)


class ChangedMeanwhileError(PeopleError):
    """Somebody else changed the record since it was opened."""

    text = Text(
        "这条记录刚被别人修改过；请核对最新内容后重新填写",
        "somebody else has just changed this record; look again and redo",
    )


class StepRefusedError(PeopleError):
    """The step is not open now; ``field`` names what to mend where it is a field."""

    def __init__(self, text: Text, field: str = "") -> None:
        """Keep what to tell."""
        self.text = text
        self.field = field
        super().__init__(text.en)
