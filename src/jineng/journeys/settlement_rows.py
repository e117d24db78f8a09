"""The rows that a settled book is shown by, from the object of the contract. Pure but for sealing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jineng.domain.settlements.models import Settlement, SettlementClass, SettlementInstitution, SettlementLine
from jineng.domain.settlements.sealing import SealedLine, index_of_person, seal_line
from jineng.kernel.identifiers import mask_identity, mask_name
from jineng.kernel.money import parse_yuan
from jineng.workbook.result_tables import certificates_of, class_facts_of, names_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import polars as pl

    from jineng.policy.settled import Settled

Json = dict[str, Any]


def line_rows(
    settlement: Settlement, explained: Sequence[tuple[Json, Settled]], tables: Mapping[str, pl.DataFrame]
) -> list[SettlementLine]:
    """Return a row for every line, numbered from 1 in the order of the result; the person masked, indexed and sealed."""
    names, certificates = names_of(tables["trainees"]), certificates_of(tables["certificates"])
    indexes: dict[str, str] = {}
    rows = []
    for ordinal, (line, settled) in enumerate(explained, start=1):
        person_id, class_id = line["person_id"], line["class_id"]
        name = names.get(person_id, "")
        if person_id not in indexes:
            indexes[person_id] = index_of_person(person_id)
        least, most = line["range"] or (None, None)
        kept = SealedLine(
            line, name, certificates.get((class_id, person_id), ""), [list(step) for step in settled.steps]
        )
        rows.append(
            SettlementLine(
                settlement=settlement,
                ordinal=ordinal,
                class_id=class_id or "",
                item=line["item"],
                status=line["status"],
                standard=line["standard"],
                reasons=[reason["code"] for reason in line["reasons"]],
                days=line["days"],
                due_fen=parse_yuan(line["due"]),
                paid_fen=parse_yuan(line["paid"]),
                payable_now_fen=parse_yuan(line["payable_now"]),
                recover_fen=parse_yuan(line["recover"]),
                later_fen=sum(parse_yuan(part["amount"]) for part in line["later"]),
                least_fen=None if least is None else parse_yuan(least),
                most_fen=None if most is None else parse_yuan(most),
                payee_kind=line["payee_kind"],
                payee=mask_identity(line["payee"]) if line["payee_kind"] == "person" else line["payee"],
                person_mask=mask_identity(person_id),
                name_mask=mask_name(name) if name else "",
                person_index=indexes[person_id],
                sealed=seal_line(kept, settlement.pk, ordinal),
            )
        )
    return rows


def class_rows(settlement: Settlement, result: Json, tables: Mapping[str, pl.DataFrame]) -> list[SettlementClass]:
    """Return a row for every class: what it reached beside what the book says of it."""
    facts = class_facts_of(tables["classes"])
    rows = []
    for ordinal, entry in enumerate(result["classes"], start=1):
        about = facts[entry["class_id"]]
        described = {**about, "occupation": about["occupation"] or ""}
        rows.append(SettlementClass(settlement=settlement, ordinal=ordinal, **described, **entry))
    return rows


def institution_rows(settlement: Settlement, result: Json) -> list[SettlementInstitution]:
    """Return a row for every training institution."""
    return [
        SettlementInstitution(settlement=settlement, ordinal=ordinal, **entry)
        for ordinal, entry in enumerate(result["institutions"], start=1)
    ]
