"""The site's settings, less what tests do without: hashed static files, slow passwords, files that stay."""

from __future__ import annotations

import tempfile
from pathlib import Path

from jineng.config.settings import *  # noqa: F403 -- settings of settings
from jineng.config.settings import MIDDLEWARE, SMS, STORAGES

MIDDLEWARE = ["harness_leaks.WatchRequests", *(name for name in MIDDLEWARE if "whitenoise" not in name)]
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
FILES_DIR = Path(tempfile.gettempdir()) / "replaced-for-each-test"
TOTP = "optional"  # tests sign in without a second step, unless that is what they test
SMS = {**SMS, "gateway": "shown"}
