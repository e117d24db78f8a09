"""``python -m jineng.jobs [N]``: the worker process, with N runs at once; its database must be running."""

from __future__ import annotations

import os
import sys

import django


def main() -> None:
    """Work until asked to stop."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jineng.config.settings")
    django.setup()
    from jineng.jobs.worker import work  # noqa: PLC0415 -- needs Django to be ready

    work(concurrency=int(sys.argv[1]) if len(sys.argv) > 1 else 1)


if __name__ == "__main__":
    main()
