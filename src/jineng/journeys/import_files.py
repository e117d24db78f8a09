"""Files of imports: the empty form to fill in, and the uploaded one with its faults marked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from jineng.domain.imports.errors import WrongStateError
from jineng.domain.imports.operations import note_marked_copy
from jineng.domain.imports.queries import get_import, read_file, read_findings
from jineng.domain.imports.states import ImportState
from jineng.journeys.settlement_files import XLSX, File
from jineng.workbook.registry_forms.forms import FORMS
from jineng.workbook.registry_forms.marked import write_marked
from jineng.workbook.registry_forms.template import write_form

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from jineng.kernel.text import Language
    from jineng.platform.identity.models import User


def empty_form(form: str, language: Language) -> File:
    """Return a form to fill in.

    Raises:
        KeyError: there is no such form.
    """
    chosen = FORMS[form]
    return File(f"{chosen.name.in_(language)}.xlsx", XLSX, write_form(chosen, language))


@transaction.atomic
def marked_copy(*, actor: User, at: datetime, uid: UUID, language: Language) -> File:
    """Return the uploaded form with its faults marked, and write down who takes it.

    Raises:
        ImportNotFoundError: there is no such import in the person's scope, or its file was wiped.
        NotAllowedError: the person may not decide on it.
        WrongStateError: the form has no faults.
        UnusableError: the file is none that can be written back.
    """
    note_marked_copy(actor=actor, at=at, uid=uid)
    imported = get_import(actor, uid)
    if imported.state != ImportState.FAULTY:
        raise WrongStateError(imported.state, "marked copy")
    findings = read_findings(imported)
    problems = [*findings.problems, *findings.warnings]
    content = write_marked(read_file(imported), FORMS[imported.form], problems, language)
    # Not under the name that it came with: people write names and numbers into names of files.
    return File(f"问题标注-{FORMS[imported.form].name.in_(language)}-{imported.pk}.xlsx", XLSX, content)
