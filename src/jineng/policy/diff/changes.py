"""One change between two versions, and how values, lists and an order are told."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from jineng.kernel.text import Text
from jineng.policy.kinds.terms import UNIT_NAMES, say_quantity
from jineng.policy.measures import Measure

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from jineng.policy.document import Document
    from jineng.policy.measures import Figure

Part = TypeVar("Part")


class Change(NamedTuple):
    """One change: what it concerns, and the two wordings (None where there was or is nothing)."""

    about: Text
    old: Text | None
    new: Text | None

    def say(self) -> Text:
        """Write the change as one sentence."""
        if self.old is None and self.new is not None:
            return Text(f"新增 {self.about.zh}：{self.new.zh}", f"new – {self.about.en}: {self.new.en}")
        if self.new is None and self.old is not None:
            return Text(f"删去 {self.about.zh}：{self.old.zh}", f"gone – {self.about.en}: {self.old.en}")
        old, new = self.old or Text("", ""), self.new or Text("", "")
        return Text(
            f"{self.about.zh}：原“{old.zh}”，改为“{new.zh}”", f"{self.about.en}: was “{old.en}”, is now “{new.en}”"
        )


def changed(about: Text, old: Text | None, new: Text | None) -> Iterator[Change]:
    """Yield the change from one wording to another, if they differ."""
    if old != new:
        yield Change(about, old, new)


def changed_parts(about: Text, old: Sequence[Text], new: Sequence[Text]) -> Iterator[Change]:
    """Yield one change for what is only in one of two lists; of lists that differ in their order alone, the whole of both."""
    gone, come = [part for part in old if part not in new], [part for part in new if part not in old]
    if gone or come:
        yield Change(about, semicolons(gone), semicolons(come))
    else:
        yield from changed(about, semicolons(old), semicolons(new))


def by_id(
    old: Iterable[tuple[str, Part]],
    new: Iterable[tuple[str, Part]],
    tell: Callable[[Part | None, Part | None], Iterator[Change]],
) -> Iterator[Change]:
    """Yield what ``tell`` says of each part that was added or changed, in the new order, then of those that are gone."""
    before, after = dict(old), dict(new)
    for key, part in after.items():
        if before.get(key) != part:
            yield from tell(before.get(key), part)
    for key, part in before.items():
        if key not in after:
            yield from tell(part, None)


def moves(about: Callable[[str], Text], old: Sequence[str], new: Sequence[str]) -> Iterator[Change]:
    """Yield a change for each key that has another place among those that both have; as few as tell the new order."""
    before, after = [key for key in old if key in new], [key for key in new if key in old]
    staying = _longest_rising([before.index(key) for key in after])
    for key in after:
        if before.index(key) not in staying:
            subject = about(key)
            yield Change(
                Text(f"{subject.zh}的次序", f"{subject.en}, its place"),
                _place(about, key, before),
                _place(about, key, after),
            )


def say(value: object) -> Text | None:
    """Say a value of a head: a text, a number with its unit, a day; None is nothing."""
    if value is None or isinstance(value, Text):
        return value
    if isinstance(value, Measure):
        return say_quantity(value)
    told = value.isoformat() if isinstance(value, date) else str(value)
    return Text(told, told)


def say_figure(figure: Figure) -> Text:
    """Say a clause's figure with its unit."""
    if figure.unit == "%":
        return Text(f"{figure.value}%", f"{figure.value}%")
    unit = UNIT_NAMES.get(figure.unit)
    return (
        Text(f"{figure.value} {unit.zh}", f"{figure.value} {unit.en}".strip())
        if unit
        else Text(figure.value, figure.value)
    )


def semicolons(parts: Sequence[Text]) -> Text | None:
    """Join wordings; None if there are none."""
    return Text("；".join(part.zh for part in parts), "; ".join(part.en for part in parts)) if parts else None


def commas(parts: Sequence[Text]) -> Text | None:
    """Join short wordings; None if there are none."""
    return Text("、".join(part.zh for part in parts), ", ".join(part.en for part in parts)) if parts else None


def clause_numbers(document: Document, cites: Iterable[str]) -> Text:
    """Return the originals' numbers of clauses, each once; a draft may cite one that is not there yet."""
    known = {clause.id: clause.number for clause in document.clause}
    numbers = list(dict.fromkeys(known.get(cite, cite) for cite in cites))
    return Text("、".join(numbers), ", ".join(numbers))


def _place(about: Callable[[str], Text], key: str, order: Sequence[str]) -> Text:
    place = order.index(key)
    if place == 0:
        return Text("排在最前", "first")
    before = about(order[place - 1])
    return Text(f"排在{before.zh}之后", f"after {before.en}")


def _longest_rising(places: Sequence[int]) -> set[int]:
    """Return the longest selection of places that rises: what stays while the others move around it."""
    runs: list[list[int]] = []
    for place in places:
        below = [run for run in runs if run[-1] < place]
        runs.append([*max(below, key=len, default=[]), place])
    longest: list[int] = max(runs, key=len, default=[])
    return set(longest)
