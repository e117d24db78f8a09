"""What can go wrong with organisations; each error carries what to tell the person in ``text``."""

from __future__ import annotations

from jineng.kernel.text import Text


class OrganisationError(Exception):
    """Any refusal about organisations, holds or the leading group."""

    def __init__(self, text: Text) -> None:
        """Keep what to tell."""
        self.text = text
        super().__init__(text.en)


class OrganisationNotFoundError(OrganisationError, LookupError):
    """There is no such thing, or the person may not see it: the two are not told apart."""

    def __init__(self) -> None:
        """Say it without naming anything."""
        super().__init__(
            Text(
                "没有这条记录，或不在您的范围内；请从列表中打开",
                "there is no such record in your scope; open it from the list",
            )
        )


class FieldRefusedError(OrganisationError):
    """A value cannot be kept; ``field`` names which."""

    def __init__(self, field: str, text: Text) -> None:
        """Keep the field and what to tell."""
        self.field = field
        super().__init__(text)


class CodeTakenError(FieldRefusedError):
    """A live organisation elsewhere has the credit code; nothing of it is told."""

    def __init__(self) -> None:
        """Say whom to ask."""
        super().__init__(
            "credit_code",
            Text(
                "该统一社会信用代码已由其他地区登记；请联系上级人社部门",
                "the credit code is registered by another region; ask the bureau above yours",
            ),
        )


class NotNowError(OrganisationError):
    """The record is not in a state that allows this."""


class SecondPersonError(OrganisationError):
    """Somebody decides on what they proposed or reported themself."""

    def __init__(self) -> None:
        """Say who can."""
        super().__init__(
            Text(
                "不能处理自己提交的事项；请由另一名人员办理",
                "nobody decides on what they handed in; ask another person",
            )
        )
