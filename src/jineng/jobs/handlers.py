"""Which journey does which kind of long work."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final

from jineng.domain.eligibility.operations.batches import JUDGE_RUN
from jineng.domain.eligibility.operations.comparison_sets import READ_RUN as READ_SET_RUN
from jineng.domain.imports.operations import COMMIT_RUN, READ_RUN
from jineng.domain.settlements.operations import RUN_KIND
from jineng.journeys import draft_trial
from jineng.journeys.import_form import commit_import, read_import
from jineng.journeys.judge_batch import judge_batch
from jineng.journeys.read_comparison_set import read_comparison_set
from jineng.journeys.settle_book import settle_book

if TYPE_CHECKING:
    from jineng.jobs.reporting import Reporter
    from jineng.platform.progress.models import JobRun

Handler = Callable[["JobRun", "Reporter"], Mapping[str, object]]
"""Does a run from its parameters, reports how far it is, returns its result.

It may be killed at any point and called again: the outcome must be the same. An ``UnusableError`` that it raises is
told to the person; any other exception is told as an unexpected fault.
"""

HANDLERS: Final[dict[str, Handler]] = {
    RUN_KIND: settle_book,
    draft_trial.RUN_KIND: draft_trial.try_draft,
    READ_RUN: read_import,
    COMMIT_RUN: commit_import,
    READ_SET_RUN: read_comparison_set,
    JUDGE_RUN: judge_batch,
}
