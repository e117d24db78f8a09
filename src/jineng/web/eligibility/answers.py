"""What comparison pages answer when something is not there or not for this person."""

from __future__ import annotations

from jineng.domain.eligibility.errors import BatchNotFoundError, SetNotFoundError
from jineng.web.answers import found_unless

found = found_unless(BatchNotFoundError, SetNotFoundError)
