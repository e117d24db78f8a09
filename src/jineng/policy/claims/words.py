"""The steps of a claim line in words, Chinese and English."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from jineng.kernel.money import say_yuan
from jineng.kernel.text import Text
from jineng.policy.claims.nodes import number_day
from jineng.policy.claims.reasons import CLAIM_REASONS
from jineng.policy.claims.releasing import NEVER
from jineng.policy.kinds.gate import EVENT_NAMES
from jineng.policy.kinds.rate import UNIT_WORDS
from jineng.policy.words import percent

if TYPE_CHECKING:
    from collections.abc import Callable

    from jineng.policy.plan import ClaimsPlan
    from jineng.policy.settled import Step

Fraction = tuple[int, int]
"""An exact amount: fen over a divisor."""


def _yuan(amount: Fraction | int) -> str:
    """Say an amount in yuan, with as many decimals as an exact part of a fen needs, six at most."""
    if isinstance(amount, int):
        return say_yuan(amount)
    top, per = amount
    whole, rest = divmod(top, per)
    if rest == 0:
        return say_yuan(whole)
    millionths = (rest * 10_000 * 2 + per) // (2 * per)
    yuan, fen = divmod(whole, 100)
    return f"{yuan:,}.{fen:02d}{millionths:04d}".rstrip("0")


def _times(factor: Fraction) -> str:
    top, per = factor
    return percent((top * 10_000 * 2 + per) // (2 * per))


def _count(units: int, per: int) -> str:
    whole, rest = divmod(units, per)
    if rest == 0:
        return f"{whole:,}"
    return f"{whole:,}.{(rest * 1000 * 2 + per) // (2 * per):03d}".rstrip("0")


def _units(
    unit: str,
    block: int | None,
    mode: str,
    prices: tuple[tuple[int | None, int], ...],
    units: int,
    per: int,
    times: int | None,
    times_per: int,
    amount: Fraction,
) -> Text:
    """Say price × units, tier by tier; a table's price stands in the table."""
    word = UNIT_WORDS[unit]
    counted, whole = Text(word.zh, f"{word.en}s"), _yuan(amount)
    if block:
        counted = Text(f"段（每满 {block} {word.zh}一段）", f"complete blocks of {block} {word.en}s")
    parts = _priced_parts(mode, prices, units, per)
    if not parts:
        count = _count(units, per)
        return Text(f"{count} {counted.zh}，计 {whole} 元", f"{count} {counted.en}: {whole} yuan")
    zh = " ＋ ".join(f"{_yuan(price)} 元×{_count(part, per)} {counted.zh}" for price, part in parts)
    en = " + ".join(f"{_yuan(price)} yuan × {_count(part, per)} {counted.en}" for price, part in parts)
    if times is not None:
        many = _count(times, times_per)
        zh, en = (f"（{zh}）×{many}", f"({en}) × {many}") if len(parts) > 1 else (f"{zh}×{many}", f"{en} × {many}")
    return Text(f"{zh} ＝ {whole} 元", f"{en} = {whole} yuan")


def _priced_parts(mode: str, prices: tuple[tuple[int | None, int], ...], units: int, per: int) -> list[tuple[int, int]]:
    """Return the units at each price: all at that of the last unit's tier (whole), or each tier's own."""
    if mode == "whole":
        price = next((fen for upto, fen in prices if upto is None or units <= upto * per), None)
        return [] if price is None else [(price, units)]
    parts, below = [], 0
    for upto, fen in prices:
        end = units if upto is None else min(units, upto * per)
        if end > below:
            parts.append((fen, end - below))
            below = end
    return parts


def _day(last: int) -> Text:
    return Text("", "") if last == NEVER else Text(f"{number_day(last)} 以前", f" by {number_day(last)}")


def _reached(event: str, amount: int) -> Text:
    name = EVENT_NAMES[event]  # type: ignore[index]
    return Text(f"已达到节点“{name.zh}”，拨付 {_yuan(amount)} 元", f"{name.en} has been reached: {_yuan(amount)} yuan")


def _waits(event: str, amount: int, last: int) -> Text:
    name, day = EVENT_NAMES[event], _day(last)  # type: ignore[index]
    return Text(
        f"{day.zh}达到节点“{name.zh}”的，再拨 {_yuan(amount)} 元", f"{_yuan(amount)} yuan more on {name.en}{day.en}"
    )


def _lapsed(event: str, amount: int, last: int) -> Text:
    name, day = EVENT_NAMES[event], _day(last)  # type: ignore[index]
    return Text(
        f"{day.zh}没有达到节点“{name.zh}”，{_yuan(amount)} 元不再拨付",
        f"{name.en} was not reached{day.en}: {_yuan(amount)} yuan lapse",
    )


def _most(least: int, most: int | None) -> Text:
    if most is None:
        return Text(
            f"金额不低于 {_yuan(least)} 元，上限取决于尚不清楚的事实",
            f"at least {_yuan(least)} yuan; the most depends on what is not known yet",
        )
    return Text(
        f"金额将在 {_yuan(least)} 元到 {_yuan(most)} 元之间",
        f"the amount will lie between {_yuan(least)} and {_yuan(most)} yuan",
    )


_STEPS: Final[dict[str, Callable[..., Text]]] = {
    "units": _units,
    "floor_raised": lambda floor: Text(
        f"低于最低标准，按 {_yuan(floor)} 元", f"below the least amount: {_yuan(floor)} yuan"
    ),
    "cell": lambda amount: Text(f"按标准表 {_yuan(amount)} 元", f"by the table {_yuan(amount)} yuan"),
    "fixed": lambda amount: Text(f"定额 {_yuan(amount)} 元", f"a fixed {_yuan(amount)} yuan"),
    "deemed_cost": lambda amount: Text(
        f"没有费用凭据，费用核定为 {_yuan(amount)} 元",
        f"no evidence of the cost, which is taken as {_yuan(amount)} yuan",
    ),
    "share": lambda base, share, amount: Text(
        f"{_yuan(base)} 元的 {percent(share)}% 为 {_yuan(amount)} 元",
        f"{percent(share)}% of {_yuan(base)} yuan: {_yuan(amount)} yuan",
    ),
    "cap": lambda before, after: Text(
        f"{_yuan(before)} 元超过上限，按 {_yuan(after)} 元",
        f"{_yuan(before)} yuan is over the cap: {_yuan(after)} yuan",
    ),
    "risen": lambda before, after: Text(
        f"按年递增，{_yuan(before)} 元成为 {_yuan(after)} 元",
        f"risen with the years from {_yuan(before)} to {_yuan(after)} yuan",
    ),
    "adjusted": lambda before, by, after: Text(
        f"{_yuan(before)} 元按 {_times(by)}% 计为 {_yuan(after)} 元",
        f"{_yuan(before)} yuan at {_times(by)}%: {_yuan(after)} yuan",
    ),
    "added": lambda before, more, after: Text(
        f"{_yuan(before)} 元加 {_yuan(more)} 元为 {_yuan(after)} 元",
        f"{_yuan(before)} and {_yuan(more)} yuan: {_yuan(after)} yuan",
    ),
    "ground": lambda code: CLAIM_REASONS[code],
    "gate": lambda factor, after: Text(
        f"达标条件按 {_times(factor)}%，为 {_yuan(after)} 元", f"the gate gives {_times(factor)}%: {_yuan(after)} yuan"
    ),
    "standard_missed": lambda: CLAIM_REASONS["class_standard_missed"],
    "awaits": lambda: CLAIM_REASONS["awaits_decision"],
    "gate_waits": lambda: CLAIM_REASONS["gate_waits"],
    "earned": lambda amount: Text(f"应补 {_yuan(amount)} 元", f"{_yuan(amount)} yuan earned"),
    "limit_refused": lambda code, so_far: (
        Text(f"{CLAIM_REASONS[code].zh}（此前 {so_far}）", f"{CLAIM_REASONS[code].en} (so far {so_far})")
        if code != "limit_reached"
        else Text("以前享受的已达到上限", "what was had before reaches the limit")
    ),
    "limit_cut": lambda before, after: Text(
        f"{_yuan(before)} 元超过剩余额度，补 {_yuan(after)} 元",
        f"{_yuan(before)} yuan is more than the limit leaves: {_yuan(after)} yuan",
    ),
    "advance": lambda share, whole, first: Text(
        f"预拨 {_yuan(whole)} 元的 {percent(share)}%，即 {_yuan(first)} 元",
        f"{percent(share)}% of {_yuan(whole)} yuan in advance: {_yuan(first)} yuan",
    ),
    "milestone_reached": _reached,
    "milestone_waits": _waits,
    "milestone_lapsed": _lapsed,
    "set_off": lambda paid, due: Text(
        f"应补 {_yuan(due)} 元，以前已拨 {_yuan(paid)} 元，予以扣除",
        f"of {_yuan(due)} yuan due, {_yuan(paid)} were paid before and are set off",
    ),
    "recovered": lambda amount: Text(f"应追回 {_yuan(amount)} 元", f"{_yuan(amount)} yuan are to be recovered"),
    "budget_share": lambda asked, left, total, paid: Text(
        f"资金剩 {_yuan(left)} 元，共需 {_yuan(total)} 元，{_yuan(asked)} 元按比例拨 {_yuan(paid)} 元",
        f"the fund has {_yuan(left)} of {_yuan(total)} yuan needed: of {_yuan(asked)} yuan {_yuan(paid)} are paid",
    ),
    "budget_exhausted": lambda asked, left: Text(
        f"资金不足以拨付 {_yuan(asked)} 元（总额剩 {_yuan(left)} 元，按顺序已用完）",
        f"the fund ({_yuan(left)} yuan) is used up before these {_yuan(asked)} yuan",
    ),
    "budget_waits": lambda asked, left: Text(
        f"资金不足，{_yuan(asked)} 元排队等候（总额 {_yuan(left)} 元）",
        f"these {_yuan(asked)} yuan wait for the next year's fund ({_yuan(left)} yuan are used up)",
    ),
    "range": _most,
}

_NAMING: Final[dict[str, Callable[[Text], Text]]] = {
    "fallback": lambda title: Text(
        f"标准表没有这一项，按规则“{title.zh}”", f"not in the table: by the rule “{title.en}”"
    ),
    "standard_fallback": lambda title: Text(
        f"不符合办班要求，按规则“{title.zh}”计", f"a standard is missed: paid by the rule “{title.en}”"
    ),
}
"""Steps that name another rule, by its title."""


def say_claim_step(plan: ClaimsPlan, step: Step) -> Text:
    """Put one step of an explanation into words."""
    code, _rule, *values = step
    if code in _NAMING:
        titles = {rule.id: rule.title for rule in plan.document.rule}
        return _NAMING[code](titles.get(values[0], Text(values[0], values[0])))
    if code == "unknown":
        names = [_fact_name(plan, fact) for fact in values[0]]
        return Text(
            f"还不清楚：{'、'.join(name.zh for name in names)}",
            f"not known yet: {', '.join(name.en for name in names)}",
        )
    return _STEPS[code](*values)


def _fact_name(plan: ClaimsPlan, fact: str) -> Text:
    item = plan.items[0]
    specs: dict[str, Any] = plan.program.of(item).scope.specs
    title: Text = specs[fact].title
    return title
