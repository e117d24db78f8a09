"""Why the bundled server cannot be had."""

from __future__ import annotations


class ServerError(RuntimeError):
    """The bundled server cannot be found, started or stopped; the message says what was found and what to do."""
