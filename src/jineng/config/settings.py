"""Settings: secure by default, everything that differs between places from the environment (see ``environment``)."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from jineng.config.environment import choice, database_from, flag, folder, words
from jineng.platform.encryption.ciphers import CIPHERS
from jineng.platform.encryption.ring import DEFAULT_CIPHER
from jineng.platform.encryption.ring_file import KeptKeyRing, parse_key_ring, write_secret
from jineng.platform.postgres.layout import layout_for
from jineng.platform.postgres.roles import APPLICATION

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


def _kept_word(name: str) -> str:
    """Return a setting that ``jineng demo`` wrote into the state folder, or nothing."""
    path = STATE_DIR / name
    return path.read_text().strip() if path.exists() else ""


SECRET_KEY = os.environ.get("JINENG_SECRET_KEY") or _secret_key()
_CIPHER = choice("JINENG_CIPHER", tuple(CIPHERS), default=DEFAULT_CIPHER)
KEY_RING = (
    parse_key_ring(os.environ["JINENG_KEYS"], _CIPHER)
    if "JINENG_KEYS" in os.environ
    else KeptKeyRing(STATE_DIR / "keys", _CIPHER)
)

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
    "jineng.platform.encryption",
    "jineng.platform.files",
    "jineng.platform.identity",
    "jineng.platform.progress",
    "jineng.platform.regions",
    "jineng.domain.drafts",
    "jineng.domain.eligibility",
    "jineng.domain.imports",
    "jineng.domain.registry",
    "jineng.domain.settlements",
    "jineng.domain.tasks",
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
    "jineng.web.account.middleware.AccountMiddleware",
    "jineng.web.middleware.ScopeMiddleware",
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
        "ENGINE": "jineng.platform.postgres.engine",
        **database_from(os.environ.get("DATABASE_URL") or layout_for(STATE_DIR).url(APPLICATION)),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }
}
BUNDLED_DATABASE = not os.environ.get("DATABASE_URL")
_OWNER_URL = layout_for(STATE_DIR).url() if BUNDLED_DATABASE else os.environ.get("DATABASE_OWNER_URL")
DATABASE_OWNER = database_from(_OWNER_URL) if _OWNER_URL else None
"""Signs in as the owner of the tables: only for ``jineng migrate``. The web server need not know it."""

INSTALLATION_REGION = os.environ.get("JINENG_REGION", "")
"""The code of the city or province that this installation is for, if it is for one: its staff see all rows."""

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "identity.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
TOTP = choice("JINENG_TOTP", ("required", "optional"), default=_kept_word("totp") or "required")
"""Whether everybody who signs in with a password also gives a code; optional in the demonstration only."""

SMS = {
    "gateway": choice("JINENG_SMS", ("", "aliyun", "shown"), default="shown" if DEBUG or _kept_word("demo") else ""),
    "endpoint": os.environ.get("JINENG_SMS_ENDPOINT") or "https://dysmsapi.aliyuncs.com/",
    "key_id": os.environ.get("JINENG_SMS_KEY_ID", ""),
    "key_secret": os.environ.get("JINENG_SMS_KEY_SECRET", ""),
    "sign_name": os.environ.get("JINENG_SMS_SIGN_NAME", ""),
    "template": os.environ.get("JINENG_SMS_TEMPLATE", ""),
}
"""What sends codes to phones: nothing, a gateway, or a page that shows them."""

SINGLE_SIGN_ON = {
    "issuer": os.environ.get("JINENG_OIDC_ISSUER", ""),
    "client_id": os.environ.get("JINENG_OIDC_CLIENT_ID", ""),
    "client_secret": os.environ.get("JINENG_OIDC_CLIENT_SECRET", ""),
}
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
PROCRASTINATE_IMPORT_PATHS = ["jineng.jobs.tasks", "jineng.jobs.phone_codes"]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "jineng.platform.redaction.RedactingFormatter",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        "procrastinate": {"level": "WARNING"},
    },
}
