"""The blind indexes by which people, telephones, addresses and accounts are found without being read.

The names of the purposes are also the contexts under which the values themselves are sealed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.conf import settings

from jineng.platform.blind_index import blind_index

if TYPE_CHECKING:
    from collections.abc import Sequence

PERSON_PURPOSE: Final = "registry.person.id_number"
PHONE_PURPOSE: Final = "registry.person.phone"
ADDRESS_PURPOSE: Final = "registry.person.address"
ACCOUNT_PURPOSE: Final = "registry.payout_account.number"

_NUMBERED_ALIKE: Final = frozenset({"resident_id", "hmt_residence"})


def document_index(kind: str, number: str) -> str:
    """Return the index of a document: the number alone where numbers never collide, else with its kind."""
    value = number if kind in _NUMBERED_ALIKE else f"{kind}:{number}"
    return blind_index(settings.KEY_RING, PERSON_PURPOSE, value)


def document_indexes(documents: Sequence[tuple[str, str]]) -> list[str]:
    """Return the indexes of many documents, each given as its kind and number."""
    values = [number if kind in _NUMBERED_ALIKE else f"{kind}:{number}" for kind, number in documents]
    return settings.KEY_RING.now().index_many(PERSON_PURPOSE, values)


def phone_index(number: str) -> str:
    """Return the index of a telephone number; empty for none."""
    return blind_index(settings.KEY_RING, PHONE_PURPOSE, number) if number else ""


def address_index(address: str) -> str:
    """Return the index of an address, which only tells whether it changed; empty for none."""
    return blind_index(settings.KEY_RING, ADDRESS_PURPOSE, address) if address else ""


def account_index(number: str) -> str:
    """Return the index of an account or card: how two people with one account are noticed."""
    return blind_index(settings.KEY_RING, ACCOUNT_PURPOSE, number)
