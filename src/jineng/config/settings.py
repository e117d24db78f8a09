"""Settings: secure by default, everything that differs between places from the environment (see ``environment``)."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from jineng.config.environment import database_from, flag, folder, words
from jineng.platform.encryption import key_ring_in, parse_key_ring, write_secret
from jineng.platform.postgres.layout import layout_for

BASE_DIR = Path(__file__).resolve().parents[3]
STATE_DIR = folder("JINENG_STATE", default=BASE_DIR / "var")
"""What this installation makes and must keep: bundled database, files, keys. Never committed."""

FILES_DIR = STATE_DIR / "files"

DEBUG = flag("JINENG_DEBUG", default=False)


def _secret_key() -> str:
    path = STATE_DIR / "secret-key"
    if not path.exists():
        write_secret(path, secrets.token_urlsafe(50))
    return path.read_text()


SECRET_KEY = os.environ.get("JINENG_SECRET_KEY") or _secret_key()
KEY_RING = parse_key_ring(os.environ["JINENG_KEYS"]) if "JINENG_KEYS" in os.environ else key_ring_in(STATE_DIR / "keys")

# Hosts and transport: a name that is not this machine's own is served over HTTPS unless that is switched off.
_LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
ALLOWED_HOSTS = words("JINENG_HOSTS", default=_LOOPBACK)
_HTTPS = flag("JINENG_HTTPS", default=not set(ALLOWED_HOSTS) <= set(_LOOPBACK))
SECURE_SSL_REDIRECT = _HTTPS
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if _HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if flag("JINENG_BEHIND_PROXY", default=False) else None
CSRF_TRUSTED_ORIGINS = words("JINENG_ORIGINS", default=())
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = _HTTPS
SESSION_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_HANDLERS = ["jineng.web.bureau.uploads.BoundedUploadHandler"]

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "django_htmx",
    "pgtrigger",
    "procrastinate.contrib.django",
    "jineng.platform.audit",
    "jineng.platform.files",
    "jineng.platform.identity",
    "jineng.platform.progress",
    "jineng.domain.drafts",
    "jineng.domain.settlements",
    "jineng.web",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "jineng.web.middleware.ContentSecurityPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "jineng.web.middleware.ChosenLanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "jineng.web.middleware.AccessMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "jineng.config.urls"
WSGI_APPLICATION = "jineng.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "jineng.web.navigation.navigation",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "jineng.web.templatetags.display",
                "jineng.web.templatetags.components",
            ],
        },
    }
]
FORM_RENDERER = "jineng.web.forms.PlainFormRenderer"

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        **database_from(os.environ.get("DATABASE_URL") or layout_for(STATE_DIR).url()),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }
}
BUNDLED_DATABASE = not os.environ.get("DATABASE_URL")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "identity.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
CSRF_FAILURE_VIEW = "jineng.web.errors.form_expired"
LOGIN_URL = "sign_in"
LOGIN_REDIRECT_URL = "settlements"  # the desk that every role reads
LOGOUT_REDIRECT_URL = "start"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_I18N = USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = STATE_DIR / "static"
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = DEBUG
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = ""
PROCRASTINATE_IMPORT_PATHS = ["jineng.jobs.tasks"]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        "procrastinate": {"level": "WARNING"},
    },
}
