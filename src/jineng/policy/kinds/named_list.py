"""``list``: a named, dated list, such as urgent trades, that rules refer to (目录)."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from jineng.kernel.text import Text
from jineng.policy.kinds.base import RuleBase, Strict
from jineng.policy.kinds.money import sentence
from jineng.policy.kinds.terms import say_fact, say_words


class ListVersion(Strict):
    """What is on the list from a day on; ``until`` is its last day where the text gives one."""

    from_: date = Field(alias="from")
    until: date | None = None
    members: tuple[str, ...] = Field(min_length=1)


class NamedList(RuleBase):
    """Members of a word fact (``of``), by version; ``member_at`` is the date fact on whose day membership is judged.

    ``until_published``: between two versions, and after the last, the ``previous`` stays, or ``none`` is in force.
    """

    kind: Literal["list"]
    of: str
    member_at: str
    versions: tuple[ListVersion, ...] = Field(min_length=1)
    until_published: Literal["previous", "none"]

    def describe(self) -> Text:
        """Say the versions in plain words."""
        fact, day = say_fact(self.of), say_fact(self.member_at)
        parts = [Text(f"{fact.zh}目录，按{day.zh}认定", f"a list of {fact.en}, judged on the day: {day.en}")]
        for version in self.versions:
            zh_end, en_end = (f" 至 {version.until}", f" until {version.until}") if version.until else ("", "")
            members = say_words(version.members)
            parts.append(
                Text(f"自 {version.from_}{zh_end}：{members.zh}", f"from {version.from_}{en_end}: {members.en}")
            )
        parts.append(
            Text("新目录公布前沿用旧目录", "until a new one is published the previous stays")
            if self.until_published == "previous"
            else Text("到期后无目录", "after its last day there is no list")
        )
        return sentence(parts)
