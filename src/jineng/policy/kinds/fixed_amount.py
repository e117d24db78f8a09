"""``fixed_amount``: one sum a person, such as a small firm's subsidy for a new hire (定额补贴)."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from jineng.kernel.money import say_yuan
from jineng.kernel.text import Text
from jineng.policy.kinds.base import CERTIFICATE_NAMES, CertificateType, MoneyRule, Strict, say_list
from jineng.policy.measures import Years, Yuan


class CertificateWithin(Strict):
    """A certificate of one of these types, issued from the contract's first day to the same day ``within`` years later, both included."""

    types: tuple[CertificateType, ...] = Field(min_length=1)
    within: Years


class FixedAmount(MoneyRule):
    """A fixed sum a person; ``together_with`` another rule's entitlement; perhaps for a certificate gained in time."""

    kind: Literal["fixed_amount"]
    item: Literal["hire", "hire_certificate"]
    amount: Yuan
    together_with: str | None = None
    certificate: CertificateWithin | None = None

    def describe(self) -> Text:
        """Say the sum in plain words."""
        zh, en = f"每人 {say_yuan(self.amount)} 元", f"{say_yuan(self.amount)} yuan a person"
        if self.certificate:
            types = say_list(CERTIFICATE_NAMES, self.certificate.types)
            zh += f"，条件是合同签订后 {self.certificate.within} 年内取得{types.zh}"
            en += f", if a certificate ({types.en}) is gained within {self.certificate.within} year of the contract"
        return Text(zh + "。", en + ".")
