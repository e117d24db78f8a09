"""What the database shows, and to whom: work is done as an account in its scope, and outside of one no scoped row is seen.

The scope stands in the database session, not in queries: a forgotten filter shows nothing that it should not. Pages enter
the scope of whoever is signed in, jobs that of the account that asked, commands that of the machine.
"""

from jineng.platform.scope.acting import act_as_machine_from_now, acting, acting_as_machine, because
from jineng.platform.scope.scopes import EVERYTHING, NOTHING, Scope, ScopeKind, scope_of

__all__ = [
    "EVERYTHING",
    "NOTHING",
    "Scope",
    "ScopeKind",
    "act_as_machine_from_now",
    "acting",
    "acting_as_machine",
    "because",
    "scope_of",
]
