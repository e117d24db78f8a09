"""What can go wrong with accounts; each error carries what to tell the person in ``text``."""

from __future__ import annotations

from jineng.kernel.text import Text


class IdentityError(Exception):
    """Any refusal of this module."""

    def __init__(self, text: Text) -> None:
        """Keep what to tell."""
        self.text = text
        super().__init__(text.en)


class AccountNotFoundError(IdentityError, LookupError):
    """There is no such account, or it is of another region: the two are not told apart."""

    def __init__(self) -> None:
        """Say so."""
        super().__init__(Text("没有这个账号；请从账号列表中打开", "there is no such account; open it from the list"))


class NotAllowedError(IdentityError):
    """The person may not do this to this account."""


class RuleError(IdentityError):
    """The state of an account, a stand-in or a link does not allow this."""


class WrongCodeError(IdentityError):
    """A code does not fit, has been used, or is too old: the three are not told apart."""

    def __init__(self) -> None:
        """Say so."""
        super().__init__(
            Text(
                "验证码不对或已失效，请核对后重新输入",
                "the code does not fit or is no longer valid; check it and try again",
            )
        )


class TooManyError(IdentityError):
    """Something was asked for too often; it goes again later."""
