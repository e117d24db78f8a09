"""``fixed_amount``: one sum, such as a small firm's subsidy for a new hire (定额补贴)."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from jineng.kernel.text import Text
from jineng.policy.kinds.base import CERTIFICATE_NAMES, CertificateType, Strict, say_list
from jineng.policy.kinds.money import MoneyRule, sentence
from jineng.policy.kinds.terms import Amount, say_amount, say_fact
from jineng.policy.measures import Years

PER_NAMES: dict[str, Text] = {
    "person": Text("每人", "a person"),
    "class": Text("每班", "a class"),
    "enterprise": Text("每家企业", "an enterprise"),
    "place": Text("每处", "a place"),
}


class CertificateWithin(Strict):
    """A certificate of one of these types, issued from the contract's first day to the same day ``within`` years later, both included."""

    types: tuple[CertificateType, ...] = Field(min_length=1)
    within: Years


class FixedAmount(MoneyRule):
    """A fixed sum, ``times`` a count of heads or places; ``together_with`` another rule's entitlement; perhaps for a certificate gained in time."""

    kind: Literal["fixed_amount"]
    amount: Amount
    per: Literal["person", "class", "enterprise", "place"] = "person"
    times: str | None = None
    together_with: str | None = None
    certificate: CertificateWithin | None = None

    def describe(self) -> Text:
        """Say the sum in plain words."""
        per, amount = PER_NAMES[self.per], say_amount(self.amount)
        zh, en = f"{per.zh} {amount.zh}", f"{amount.en} {per.en}"
        if self.times is not None:
            fact = say_fact(self.times)
            zh, en = f"{zh}，乘以{fact.zh}", f"{en}, times {fact.en}"
        if self.certificate:
            types = say_list(CERTIFICATE_NAMES, self.certificate.types)
            zh += f"，条件是合同签订后 {self.certificate.within} 年内取得{types.zh}"
            en += f", if a certificate ({types.en}) is gained within {self.certificate.within} year of the contract"
        return sentence([Text(zh, en), *self.describe_around()])
