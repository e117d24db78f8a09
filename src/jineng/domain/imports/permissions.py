"""May this person import this form, and whose people do its rows become?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from jineng.domain.imports.errors import UploadRefusedError
from jineng.domain.permitted import may, require
from jineng.kernel.region_codes import county_of
from jineng.kernel.text import Text
from jineng.platform.identity.roles import OF_ORGANISATION

if TYPE_CHECKING:
    from jineng.domain.imports.models import Import
    from jineng.platform.identity.models import User

ACTIONS: Final = {
    "roster": "imports.people",
    "registration": "imports.people",
    "selection": "selections.edit",
    "institutions": "imports.organisations",
    "enterprises": "imports.organisations",
    "teachers": "imports.teachers",
}
"""What importing each form is called in the table of permissions."""


class ImportPlace(NamedTuple):
    """Where an import's rows belong."""

    county_code: str
    township_code: str
    organisation_key: int | None


def forms_for(actor: User) -> list[str]:
    """Return the forms that the person may import."""
    return [form for form, action in ACTIONS.items() if may(actor, action)]


def place_of(actor: User) -> ImportPlace:
    """Return where what the person imports belongs: their county, their township or their organisation.

    Raises:
        UploadRefusedError: the person stands above the counties, so that nobody knows whose people these are.
    """
    county, region = county_of(actor.region_code), actor.region_code
    if len(region) < 6 or county.endswith("00"):
        raise UploadRefusedError(
            "form",
            Text("名册由县区导入；请用县区的账号", "lists are imported by counties; use an account of the county"),
        )
    organisation_key = actor.organisation_key if actor.role in OF_ORGANISATION else None
    return ImportPlace(county, region if len(region) == 9 else "", organisation_key)


def check_upload(actor: User, form: str) -> None:
    """Refuse a person who may not import this form.

    Raises:
        NotAllowedError: says who may.
    """
    require(actor, ACTIONS[form])


def check_act(actor: User, imported: Import) -> None:
    """Refuse a person who may not decide on this import: it is for those who could have uploaded it there.

    Raises:
        NotAllowedError: says who may.
    """
    require(
        actor,
        ACTIONS[imported.form],
        region_code=imported.township_code or imported.county_code,
        organisation_key=imported.organisation_id,
    )


def can_act(actor: User, imported: Import) -> bool:
    """Say whether the person may decide on this import."""
    return may(
        actor,
        ACTIONS[imported.form],
        region_code=imported.township_code or imported.county_code,
        organisation_key=imported.organisation_id,
    )
