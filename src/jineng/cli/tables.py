"""Make the tables what this version declares: for ``jineng migrate`` and ``jineng demo``."""

from __future__ import annotations


def make_tables(*, verbosity: int) -> None:
    """Create or update the tables as their owner, protect them, and load what every installation has.

    Raises:
        ImproperlyConfigured: it is not set how the owner signs in.
    """
    from django.core.management import call_command
    from django.utils import timezone

    from jineng.platform.encryption.operations import note_index_keys
    from jineng.platform.postgres.owner import as_owner
    from jineng.platform.postgres.protection import protect
    from jineng.platform.regions.operations import load_regions

    with as_owner():
        call_command("migrate", interactive=False, verbosity=verbosity)
        protect()
        note_index_keys(at=timezone.now())
    load_regions(actor=None, at=timezone.now())
