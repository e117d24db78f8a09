"""What can go wrong with drafts; each error carries what to tell the person in ``text``."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from jineng.kernel.text import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jineng.kernel.problems import Problem


class DraftError(Exception):
    """Any refusal of this module."""

    def __init__(self, text: Text) -> None:
        """Keep what to tell."""
        self.text = text
        super().__init__(text.en)


class DraftNotFoundError(DraftError, LookupError):
    """There is no such draft or revision, or it is of another region: the two are not told apart."""

    def __init__(self, what: str) -> None:
        """Name what was looked for."""
        super().__init__(
            Text(
                f"没有编号为“{what}”的方案草稿；请从草稿列表中打开",
                f"there is no draft {what}; open it from the list of drafts",
            )
        )


class NotAllowedError(DraftError):
    """The person's role does not cover this action."""


class OwnDraftError(NotAllowedError):
    """Somebody approves what they made, edited or attached the original of."""

    def __init__(self, name: str) -> None:
        """Name the person."""
        super().__init__(
            Text(
                f"{name}起草或修改过本草稿，不能自己通过；请由本局另一名人员复核",
                f"{name} made or edited this draft and cannot approve it; ask another person of the bureau",
            )
        )


class WrongStateError(DraftError):
    """The draft is not in a state that allows this."""

    def __init__(self, state: Text, action: Text) -> None:
        """Name both, as people call them."""
        super().__init__(
            Text(
                f"草稿现为“{state.zh}”，不能{action.zh}；请刷新页面查看现状",
                f"the draft is {state.en}, which allows no {action.en}; reload the page to see where it stands",
            )
        )


class SaveMark(NamedTuple):
    """Who saved a revision and when, to tell editors apart; ``at`` is a local time as people write it."""

    number: int
    name: str
    at: str


class SavedMeanwhileError(DraftError):
    """The revision that somebody worked from is no longer the newest; nothing was written."""

    def __init__(self, name: str, worked_from: SaveMark, newest: SaveMark) -> None:
        """Tell of both editors: who comes now, from what, and who was before them."""
        self.worked_from = worked_from
        self.newest = newest
        super().__init__(
            Text(
                f"{name}依据的是第 {worked_from.number} 稿（{worked_from.name}，{worked_from.at}），"
                f"而{newest.name}已于 {newest.at} 保存第 {newest.number} 稿；"
                "未作任何改动。请打开最新一稿，对照差异后重新提交",
                f"{name} worked from revision {worked_from.number} ({worked_from.name}, {worked_from.at}), but "
                f"{newest.name} saved revision {newest.number} at {newest.at}; nothing was changed. "
                "Open the newest revision, look at the differences and do it again",
            )
        )


class NotReadyError(DraftError):
    """A revision has faults, or its worked examples fail, so it cannot be approved."""

    def __init__(self, number: int, problems: Sequence[Problem]) -> None:
        """Keep every problem."""
        self.problems = tuple(problems)
        first = self.problems[0]
        super().__init__(
            Text(
                f"第 {number} 稿有 {len(self.problems)} 个问题，不能通过；第一个：{first.say('zh')}。请退回修改",
                f"revision {number} has {len(self.problems)} problems and cannot be approved; "
                f"the first: {first.say('en')}. Return it to be corrected",
            )
        )


class FieldRefusedError(DraftError):
    """A value cannot be kept; ``field`` names what to mend, such as ``title``, ``content.rule[2].amount`` or ``note``."""

    def __init__(self, field: str, text: Text) -> None:
        """Keep the field and what to tell."""
        self.field = field
        super().__init__(Text(f"{field}：{text.zh}", f"{field}: {text.en}"))
