"""The backend that ``DATABASES`` names; Django looks for ``DatabaseWrapper`` in a module of this name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.db.backends.postgresql.base import DatabaseWrapper as PostgresWrapper
from psycopg.pq import TransactionStatus

if TYPE_CHECKING:
    from collections.abc import Mapping

_APPLY: Final = "SELECT set_config(name, value, false) FROM unnest(%s::text[], %s::text[]) AS wanted(name, value)"


class DatabaseWrapper(PostgresWrapper):
    """A connection whose session settings are kept here and given to every new connection to the server.

    So a lost connection never comes back without its scope, nor with another's.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Begin with no settings: nobody."""
        super().__init__(*args, **kwargs)
        self.standing: Mapping[str, str] = {}

    def stand(self, settings: Mapping[str, str]) -> None:
        """Give the session these settings now and whenever it is connected again; one round trip, none if they stand.

        In a transaction that has failed nothing can be said to the server: its rollback takes back what was set in it.
        """
        changed = settings != self.standing
        self.standing = settings
        if changed and self.connection is not None and not self.connection.closed:
            self._apply()

    def init_connection_state(self) -> None:
        """Prepare a new connection."""
        super().init_connection_state()
        self._apply()

    def _apply(self) -> None:
        if not self.standing or self.connection.info.transaction_status == TransactionStatus.INERROR:
            return
        # Past Django's cursor, so that a page's queries can be counted without it.
        self.connection.execute(_APPLY, [list(self.standing), list(self.standing.values())])
