"""What ``jineng serve`` has its web server run: the application, in a process that does not outlive the server."""

from __future__ import annotations

import signal

from jineng.config.wsgi import application
from jineng.platform.processes import end_with_parent

# When the server is killed outright, none of its worker processes may keep the port.
end_with_parent(signal.SIGKILL)

__all__ = ["application"]
