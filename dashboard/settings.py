"""Django's settings. What an installation may change is described in installation.py."""

import django

from dashboard.demo.numbers import NUMBERS_ON_THE_PAGE
from dashboard.installation import *  # noqa: F403  (every setting of an installation)
from dashboard.installation import (
    BASE_DIR,
    BASE_PATH,
    COOKIE_SUFFIX,
    DATABASE_URL,
    DEBUG,
    DEMO,
    HTTPS,
    PICTURE_HOSTS,
    PORT,
    TASKS_BACKEND,
    TASKS_URL,
)

# Accounts that exist only in the demo: name, password, role.
DEMO_ACCOUNTS = [(role, f"{role}-of-the-sandbox", role) for role in ("agent", "lead", "admin")] if DEMO else []
DEMO_NUMBERS = NUMBERS_ON_THE_PAGE if DEMO else {}  # what to look up there, by its name

INSTALLED_APPS = [
    "dashboard.apps.DeskAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
    "axes",
    "chats",
    "dashboard.apps.DashboardConfig",
]

MIDDLEWARE = [
    "chats.middleware.NoTokenInAddressMiddleware",
    "chats.middleware.ForwardedSchemeMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "chats.middleware.SecurityHeadersMiddleware",
    "chats.middleware.NotificationsMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "chats.middleware.NoTokenInFormMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "chats.middleware.AgentSettingsMiddleware",
    "chats.middleware.HtmxSignInMiddleware",
    "axes.middleware.AxesMiddleware",
]

TEMPLATE_BUILTINS = [] if django.VERSION >= (6,) else ["template_partials.templatetags.partials"]
if TEMPLATE_BUILTINS:
    INSTALLED_APPS.insert(0, "template_partials.apps.SimpleAppConfig")

_loaders: list[object] = [
    "django.template.loaders.filesystem.Loader",
    "django.template.loaders.app_directories.Loader",
]
if not DEBUG:
    _loaders = [("django.template.loaders.cached.Loader", _loaders)]
if TEMPLATE_BUILTINS:
    _loaders = [("template_partials.loader.Loader", _loaders)]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "builtins": TEMPLATE_BUILTINS,
            "loaders": _loaders,
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "chats.context_processors.desk",
            ],
        },
    }
]

FORCE_SCRIPT_NAME = BASE_PATH or None
ROOT_URLCONF = "dashboard.urls"
WSGI_APPLICATION = "dashboard.wsgi.application"

DATABASES = {"default": DATABASE_URL}
DATABASES["default"]["CONN_MAX_AGE"] = None
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
# Seconds that a page waits for a database lock. Shorter than htmx's timeout (15 s in base.html), so that the desk can
# still say what is wrong.
LOCK_PATIENCE = 10
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["NAME"] = str(BASE_DIR / DATABASES["default"]["NAME"])  # not relative to the current folder
    # IMMEDIATE: in WAL mode a transaction that reads first and then writes fails at once, without waiting for the lock.
    # FULL: what was acknowledged survives a power cut. No mmap, which makes SQLite's WAL-reset bug more likely.
    # An hour: a connection reads the planner's statistics when it is opened, and no more.
    DATABASES["default"]["CONN_MAX_AGE"] = 3600
    DATABASES["default"]["OPTIONS"] = {
        "timeout": LOCK_PATIENCE,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;"
        "PRAGMA journal_size_limit=67108864;PRAGMA cache_size=-16000;PRAGMA temp_store=MEMORY;",
    }
else:
    # PostgreSQL's own default is to wait forever, both for a lock and for a host that does not answer.
    DATABASES["default"]["OPTIONS"] = {
        "connect_timeout": 5,
        "options": f"-c lock_timeout={LOCK_PATIENCE}s",
        **DATABASES["default"].get("OPTIONS", {}),
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "chats.backends.AgentBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "chats.validators.NoTokenPassword"},
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "start"
LOGOUT_REDIRECT_URL = "login"

# Ten failed sign-ins for a name and address lock them out for five minutes. Not by address alone: one person would
# lock out the whole office.
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 5 / 60
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_ENABLE_ADMIN = False
AXES_DISABLE_ACCESS_LOG = True
# It keeps what was typed at each failure. A wrong password is mostly a right one, of elsewhere or with a slip.
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "old_password", "new_password1", "new_password2"]
AXES_SENSITIVE_PARAMETERS += ["csrfmiddlewaretoken"]
AXES_VERBOSE = False
AXES_CLIENT_IP_CALLABLE = "chats.addresses.client_address"
AXES_LOCKOUT_CALLABLE = "chats.views.sign_in.locked_out"

SESSION_ENGINE = "dashboard.sessions"
SESSION_COOKIE_AGE = 12 * 60 * 60
# Cookies belong to a host name, whatever the port: two desks on one host would sign each other's people out. The port
# 8000 adds nothing, so that people stay signed in where the names had no addition yet.
_ADDITION = COOKIE_SUFFIX or BASE_PATH.strip("/").replace("/", "-") or ("" if PORT == 8000 else str(PORT))
_OWN = f"-{_ADDITION}" if _ADDITION else ""
# __Host- keeps out cookies that a neighbouring host has set, and demands the path "/". Below a path, the other
# applications of this host are not to be sent the desk's session, which matters more.
_PREFIX = "" if not HTTPS else "__Secure-" if BASE_PATH else "__Host-"
SESSION_COOKIE_NAME = f"{_PREFIX}session{_OWN}"
CSRF_COOKIE_NAME = f"{_PREFIX}csrf{_OWN}"
LANGUAGE_COOKIE_NAME = f"language{_OWN}"
SESSION_COOKIE_PATH = CSRF_COOKIE_PATH = LANGUAGE_COOKIE_PATH = f"{BASE_PATH}/"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "chats.views.errors.form_refused"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # the one in cookies has a fixed name
SESSION_SERIALIZER = "django.contrib.sessions.serializers.JSONSerializer"

SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^(.+/)?(healthz|readyz)$", r"^(.+/)?notifications/"]  # as `middleware.is_for_machines`
SECURE_HSTS_SECONDS = 63_072_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_CONTENT_TYPE_NOSNIFF = True
# no-referrer makes Chromium send "Origin: null" on plain form posts, which the CSRF check refuses.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# Error pages show no values of variables, with DEBUG on or off: a token may be among them.
DEFAULT_EXCEPTION_REPORTER_FILTER = "dashboard.reports.NoValuesFilter"
SECURE_CSP = {
    "default-src": ["'none'"],
    "script-src": ["'self'"],
    "style-src": ["'self'"],
    # blob: is the preview of a picture that an agent is about to send.
    "img-src": ["'self'", "blob:", *PICTURE_HOSTS],
    "font-src": ["'self'"],
    "connect-src": ["'self'"],
    "form-action": ["'self'"],
    "base-uri": ["'none'"],
    "object-src": ["'none'"],
    "frame-ancestors": ["'none'"],
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
FILE_UPLOAD_HANDLERS = ["chats.uploads.FilesInMemory"]

USE_I18N = USE_TZ = True
LANGUAGE_CODE = "en"
# Each named in its own language, for someone who has chosen one they cannot read.
LANGUAGES = [("ru", "Русский"), ("en", "English"), ("zh-hans", "简体中文")]
LOCALE_PATHS = [BASE_DIR / "locale"]

STATIC_URL = f"{BASE_PATH}/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {"staticfiles": {"BACKEND": "chats.static_files.BundledStorage"}}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
WHITENOISE_ALLOW_ALL_ORIGINS = False

TASKS = {"default": {"BACKEND": TASKS_BACKEND}}
# For django-rq, which only TASKS_BACKEND=rq imports. As JSON, since reading a pickle runs whatever it says.
RQ_QUEUES = {"default": {"URL": TASKS_URL, "SERIALIZER": "rq.serializers.JSONSerializer"}}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "dashboard.logs.RedactingFormatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": ["console"], "level": "INFO", "propagate": False},
        "axes": {"level": "WARNING"},
        **{name: {"level": "WARNING"} for name in ("django_tasks", "django.tasks")},  # a line or two for every turn
        # Never at DEBUG, whatever the other levels: there they print whole rows and pages, with buyers' words.
        "django.db.backends": {"level": "INFO"},
        "django.template": {"level": "INFO"},
    },
}
