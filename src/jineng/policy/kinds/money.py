"""What every rule that ends in money says: the item, for whom, to whom, and how it joins other rules."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from jineng.kernel.text import Text
from jineng.policy.kinds.base import PAYEE_NAMES, Item, PayeeKind, Population, RuleBase, Stack, Strict
from jineng.policy.kinds.terms import CapTerm, Condition

POPULATION_NAMES: dict[Population, Text] = {
    "enrolled": Text("报名人员", "all enrolled"),
    "started": Text("开班人员", "all who started"),
    "completed": Text("结业人员", "those who completed"),
    "passed": Text("合格人员", "those who passed"),
    "certified": Text("取证人员", "those who were certified"),
    "employed": Text("就业人员", "those who found work"),
}


class Payee(Strict):
    """Who receives the money, for some lines or (``when`` empty) for the rest."""

    to: PayeeKind
    when: Condition = Condition()


def say_payee(payee: Payee) -> Text:
    """Say who is paid, and for which classes if not for all."""
    name, when = PAYEE_NAMES[payee.to], payee.when.describe()
    if not when.zh:
        return Text(f"拨给{name.zh}", f"paid to {name.en}")
    return Text(f"{when.zh}的拨给{name.zh}", f"for {when.en} paid to {name.en}")


def _payees(value: Any) -> Any:
    return ({"to": value},) if isinstance(value, str) else value


class MoneyRule(RuleBase):
    """A rule that ends in money: what item, for which lines and people, to whom.

    ``population`` is of whom it is paid; ``stack`` how it joins the amounts of the item's rules before it; ``caps`` its ceilings,
    the least of which counts; ``pass_to`` whom the payee has to hand it on to.
    """

    item: Item
    when: Condition = Condition()
    payee: Annotated[tuple[Payee, ...], BeforeValidator(_payees), Field(min_length=1)]
    population: Population | None = None
    stack: Stack = "add"
    caps: tuple[CapTerm, ...] = ()
    pass_to: PayeeKind | None = None

    def payee_of(self, kind: str) -> PayeeKind:
        """Return who is paid for a class of this kind: the first payee whose condition holds."""
        return next((payee.to for payee in self.payee if payee.when.holds(kind)), self.payee[-1].to)

    def describe_around(self) -> list[Text]:
        """Say what holds around the amount: condition, population, ceilings, payee."""
        said = []
        when = self.when.describe()
        if when.zh:
            said.append(Text(f"适用：{when.zh}", f"for: {when.en}"))
        if self.population is not None:
            name = POPULATION_NAMES[self.population]
            said.append(Text(f"补贴{name.zh}", f"for {name.en}"))
        for cap in self.caps:
            ceiling = cap.describe()
            said.append(Text(f"最高 {ceiling.zh}", f"at most {ceiling.en}"))
        said += [say_payee(payee) for payee in self.payee[:-1]]
        last = say_payee(self.payee[-1])
        said.append(Text(f"其余{last.zh}", f"else {last.en}") if len(self.payee) > 1 else last)
        if self.pass_to is not None:
            name = PAYEE_NAMES[self.pass_to]
            said.append(Text(f"再转给{name.zh}", f"handed on to {name.en}"))
        return said


def sentence(parts: list[Text]) -> Text:
    """Join statements into one sentence; ``diff`` takes it apart again at the semicolons."""
    return Text("；".join(part.zh for part in parts) + "。", "; ".join(part.en for part in parts) + ".")
