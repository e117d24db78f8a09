"""What import pages answer when something is not there or not for this person."""

from __future__ import annotations

from jineng.domain.imports.errors import ImportNotFoundError, WrongStateError
from jineng.web.answers import found_unless

found = found_unless(ImportNotFoundError, WrongStateError)
