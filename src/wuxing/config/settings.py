"""Django settings. Everything that differs between machines comes from the environment."""

import os
from pathlib import Path

from psycopg.conninfo import conninfo_to_dict

from wuxing.config import secrets

PACKAGE = Path(__file__).resolve().parent.parent
DATA = Path(os.environ.get("WUXING_DATA", Path.home() / ".local/share/wuxing")).resolve()

DEBUG = False
SECRET_KEY = secrets.secret_key(DATA)
ALLOWED_HOSTS = os.environ.get("WUXING_HOSTS", "*").split(",")
CSRF_TRUSTED_ORIGINS = [x for x in os.environ.get("WUXING_ORIGINS", "").split(",") if x]
BEHIND_TLS = os.environ.get("WUXING_TLS") == "1"
PUBLIC_URL = os.environ.get("WUXING_PUBLIC_URL", "http://127.0.0.1:8000").rstrip("/")  # where the world finds us
TSA_URL = os.environ.get(
    "WUXING_TSA_URL", ""
)  # a time-stamping authority (RFC 3161) for signatures in PDFs; none: without a time stamp
KEY_SECRET = os.environ.get("WUXING_KEY_SECRET", "")  # encrypts the signing keys; empty: a file in the data folder
PKCS11_MODULE = os.environ.get("WUXING_PKCS11_MODULE", "")  # library of a hardware module that may hold signing keys
PKCS11_TOKEN = os.environ.get("WUXING_PKCS11_TOKEN", "")
PKCS11_PIN = os.environ.get("WUXING_PKCS11_PIN", "")
LEDGER_ORIGIN = os.environ.get("WUXING_LEDGER_ORIGIN", "")  # of new logs; none: where they are served
WITNESS_PRIVATE = os.environ.get("WUXING_WITNESS_PRIVATE") == "1"  # witnesses at private addresses may be asked
NOTICES_INSIDE = os.environ.get("WUXING_NOTICES_INSIDE") == "1"  # webhooks to private addresses, also without TLS
LIVE_PORT = os.environ.get("WUXING_LIVE_PORT", "")  # another port of this host that carries the live streams

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "wuxing.web",  # before allauth: our templates and words stand before its own
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "procrastinate.contrib.django",
    "wuxing.core",
    "wuxing.schemes",
    "wuxing.governance",
    "wuxing.customers",
    "wuxing.resources",
    "wuxing.service",
    "wuxing.evidence",
    "wuxing.oversight",
    "wuxing.certification",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "wuxing.web.middleware.ContentSecurityPolicy",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "wuxing.web.middleware.ChosenLanguage",
    "wuxing.web.middleware.Readable",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "wuxing.web.middleware.ActingTenant",
    "wuxing.web.api.ApiDoor",
    "wuxing.web.middleware.Refusals",
]

ROOT_URLCONF = "wuxing.web.urls"
WSGI_APPLICATION = "wuxing.config.wsgi.application"
FORM_RENDERER = "wuxing.web.forms.Renderer"
CSRF_FAILURE_VIEW = "wuxing.web.errors.csrf_failed"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": False,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wuxing.web.context.page",
            ],
            "loaders": [("django.template.loaders.cached.Loader", ["django.template.loaders.app_directories.Loader"])],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static", "wuxing.web.templatetags.wx"],
        },
    }
]


def _database(url: str, *, pool: bool) -> dict[str, object]:
    parts = conninfo_to_dict(url)
    options: dict[str, object] = {
        k: v for k, v in parts.items() if k not in {"host", "port", "user", "password", "dbname"}
    }
    options.setdefault("prepare_threshold", 5)  # for core.prepared; the framework's own cursor never prepares
    if pool:
        options["pool"] = {"min_size": 1, "max_size": 8, "timeout": 10}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.get("dbname", "wuxing"),
        "USER": parts.get("user", ""),
        "PASSWORD": parts.get("password", ""),
        "HOST": parts.get("host", ""),
        "PORT": str(parts.get("port", "")),
        "CONN_MAX_AGE": 0,
        "OPTIONS": options,
        "TEST": {"TEMPLATE": "template0"},
    }


# WUXING_DATABASE: the application's own role, which row-level security binds. WUXING_DATABASE_OWNER: owns the tables,
# used by migrations only (WUXING_AS_OWNER=1). Both are set by whoever starts us (wuxing up, the test plugin).
AS_OWNER = os.environ.get("WUXING_AS_OWNER") == "1"
DATABASE_OWNER_URL = os.environ.get("WUXING_DATABASE_OWNER", "")
DATABASE_URL = os.environ.get("WUXING_DATABASE", "")
DATABASES = {
    "default": _database(
        DATABASE_OWNER_URL if AS_OWNER else DATABASE_URL, pool=os.environ.get("WUXING_POOL") == "1" and not AS_OWNER
    )
}
DATABASE_APP_ROLE = "wuxing_app"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "core.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "/accounts/login/"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_ADAPTER = "wuxing.web.accounts.Adapter"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "/accounts/login/"
WEB_PROCESSES = int(
    os.environ.get("WUXING_WEB_PROCESSES", "1")
)  # that share what a limit allows, where each counts for itself
ACCOUNT_RATE_LIMITS = {
    "login_failed": "10/m/ip,5/5m/key",
    "certification_form": "60/h/ip",  # the public application form, sent
    "certification_apply": "10/h/ip",  # and taken
    "certification_complaint": "10/h/ip",  # complaints by the public form
    "certification_register": "120/m/ip",  # questions to the public register: searches
    "certification_register_page": "600/m/ip",  # its pages; look-ups by number for machines are not counted
    "certification_register_file": "20/h/ip",  # the whole of it as a file
    "log_read": "3000/m/ip",  # files of public logs, keys and checkpoints of witnesses
    "witness_add": "300/m/ip",  # checkpoints to cosign
    "door_page": f"{120 // WEB_PROCESSES}/m/ip",  # links and labels that do not exist, and pages of labels: 120 in all
    "door_post": "60/h/key",  # things posted by one tracking link
    "door_report": "20/h/ip",  # requests made without signing in, from one connection
    "door_label": "10/d/key",  # and by one label
    "door_soft": "3/h/ip",  # above it, a sum is to be worked out first
    "door_again": "10/h/ip,3/h/key",  # new links asked for, from one connection and for one number
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Wuxing"
EMAIL_HOST = os.environ.get("WUXING_MAIL_HOST", "")  # the mail server that takes letters; none: letters are not mailed
EMAIL_PORT = int(os.environ.get("WUXING_MAIL_PORT", "587"))
EMAIL_HOST_USER = os.environ.get("WUXING_MAIL_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("WUXING_MAIL_PASSWORD", "")
EMAIL_USE_SSL = EMAIL_PORT == 465
EMAIL_USE_TLS = not EMAIL_USE_SSL and os.environ.get("WUXING_MAIL_PLAIN") != "1"
EMAIL_TIMEOUT = 10
MAIL_FROM = os.environ.get("WUXING_MAIL_FROM", "") if EMAIL_HOST else ""
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'console'}.EmailBackend"

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BEHIND_TLS
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("zh-hant", "繁體中文"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "wx_language"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

STATIC_URL = "/static/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": DATA / "files"}},
    "staticfiles": {"BACKEND": "wuxing.web.staticfiles.VersionedStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 31536000
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 6 * 1024 * 1024
UPLOAD_LIMIT_BYTES = 200 * 1024 * 1024

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "loggers": {"django.request": {"level": "ERROR"}},  # a refusal (403, 404) is an answer, not a fault
    "root": {"handlers": ["stderr"], "level": os.environ.get("WUXING_LOG", "WARNING")},
}
