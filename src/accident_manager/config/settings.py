"""Settings, all from the environment. A production that lacks one or has a dangerous one does not start (`checks`)."""

import os
from pathlib import Path

from accident_manager.config import environment

HOME = Path(os.environ.get("ACM_HOME", Path(__file__).resolve().parents[3] / ".acm"))
DEMO = environment.flag("ACM_DEMO")
DEVELOPMENT = environment.flag("ACM_DEVELOPMENT")

SECRET_KEY = environment.secret("ACM_SECRET_KEY", HOME / "secret-key", make=DEVELOPMENT)
# Wraps every insurer's keys; a key of its own, never in the database.
ACM_MASTER_KEY = environment.secret("ACM_MASTER_KEY", HOME / "master-key", make=DEVELOPMENT)
DEBUG = False
ALLOWED_HOSTS = environment.words("ACM_HOSTS", default=["127.0.0.1", "localhost", "[::1]"] if DEVELOPMENT else [])
# The door as people type it, for links in mails: "https://acm.example.be".
ACM_PUBLIC_URL = os.environ.get("ACM_PUBLIC_URL", "http://127.0.0.1:8000").rstrip("/")
ACM_DEMO = DEMO

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "django_scopes",
    "procrastinate.contrib.django",
    "accident_manager.storage",
    "accident_manager.crypto",
    "accident_manager.audit",
    "accident_manager.insurers",
    "accident_manager.amounts",
    "accident_manager.identity",
    "accident_manager.policies",
    "accident_manager.claims",
    "accident_manager.web",
    "accident_manager.jobs",
    *(["accident_manager.demo"] if DEMO else []),
]
MIDDLEWARE = [
    "accident_manager.web.middleware.Guard",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "accident_manager.web.middleware.Door",
    "accident_manager.web.middleware.Sessions",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "accident_manager.web.middleware.Language",
    "django_htmx.middleware.HtmxMiddleware",
]
ROOT_URLCONF = "accident_manager.config.urls"
WSGI_APPLICATION = "accident_manager.config.wsgi.application"
APPEND_SLASH = True

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "accident_manager.web.context.page",
                "django.contrib.messages.context_processors.messages",
            ],
            "builtins": ["accident_manager.web.templatetags.acm", "django.templatetags.static"],
        },
    }
]

DATABASES = {"default": environment.database(pool=not environment.flag("ACM_NO_POOL"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "identity.Account"
AUTHENTICATION_BACKENDS = ["accident_manager.identity.backend.AccountBackend"]
PASSWORD_HASHERS = ["accident_manager.identity.hasher.Argon2idHasher"]
# A larger list of leaked passwords than our own, and a service to ask; `identity.breaches` reads them.
ACM_BREACHED_PASSWORDS_FILE = environment.readable_file("ACM_BREACHED_PASSWORDS_FILE")
ACM_BREACHED_PASSWORDS_URL = environment.web_address("ACM_BREACHED_PASSWORDS_URL")
SESSION_ENGINE = "accident_manager.identity.sessions"
# Cookies of this name a neighbouring host cannot set; `web.middleware.Door` keeps those of the insurers apart.
ACM_COOKIE_PREFIX = "" if DEVELOPMENT else "__Host-"
SESSION_COOKIE_NAME = f"{ACM_COOKIE_PREFIX}acm_session"
CSRF_COOKIE_NAME = f"{ACM_COOKIE_PREFIX}acm_csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not DEVELOPMENT
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "accident_manager.web.pages.errors.csrf_failure"
CSRF_TRUSTED_ORIGINS = environment.words("ACM_TRUSTED_ORIGINS")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if environment.flag("ACM_BEHIND_PROXY") else None
ACM_BEHIND_PROXY = environment.flag("ACM_BEHIND_PROXY")
# What was done is said once, on the next page: a signed cookie, source sentences only.
MESSAGE_STORAGE = "accident_manager.web.said_once.SaidOnce"
MESSAGE_TAGS = {20: "info", 25: "ok", 30: "warn", 40: "stop"}

LANGUAGE_CODE = "en"
LANGUAGES = [("fr", "Français"), ("nl", "Nederlands"), ("de", "Deutsch"), ("en", "English")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Brussels"

STATIC_URL = "/static/"
STATIC_ROOT = None if DEVELOPMENT else HOME / "static"
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = DEVELOPMENT
WHITENOISE_ALLOW_ALL_ORIGINS = False
WHITENOISE_MAX_AGE = 0 if DEVELOPMENT else 31_536_000
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEVELOPMENT
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
# Attachments are at most 10 MB; a form's own texts are checked field by field, with a sentence beside the field.
DATA_UPLOAD_MAX_MEMORY_SIZE = 25_000_000
FILE_UPLOAD_HANDLERS = ["accident_manager.web.uploads.InMemory"]

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = os.environ.get("ACM_SMTP_HOST", "127.0.0.1")
EMAIL_PORT = int(os.environ.get("ACM_SMTP_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("ACM_SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("ACM_SMTP_PASSWORD", "")
EMAIL_USE_TLS = environment.flag("ACM_SMTP_TLS")
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = os.environ.get("ACM_MAIL_FROM", "no-reply@accident-manager.example")

LOGGING_CONFIG = "accident_manager.config.logs.configure"
LOGGING = {"level": os.environ.get("ACM_LOG_LEVEL", "INFO")}
SILENCED_SYSTEM_CHECKS: list[str] = []
