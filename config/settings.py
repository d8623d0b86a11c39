"""Settings, with values from the environment; SITE_URL decides how strict they are.

docs/operating.md lists the variables. Without any of them the desk runs locally, on loopback, with
its state in var/.
"""

from datetime import timedelta
from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from config import site_url
from config.database import SQLITE, database_of
from config.secret_key import stored_secret_key

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.Env()

VAR_DIR = Path(env.str("VAR_DIR", default="") or BASE_DIR / "var").resolve()

# Production or a local desk.

DEBUG = env.bool("DEBUG", default=False)
_env_secret_key = env.str("SECRET_KEY", default="")
_env_hosts = env.list("ALLOWED_HOSTS", default=[])

try:
    _site = site_url.parse(env.str("SITE_URL", default="") or "http://127.0.0.1:8000")
    if _site.is_production:
        site_url.refuse_weak(debug=DEBUG, secret_key=_env_secret_key, allowed_hosts=_env_hosts)
except site_url.WeakSettings as error:
    raise ImproperlyConfigured(str(error)) from error

SITE_URL = _site.address
IS_PRODUCTION = _site.is_production
SECRET_KEY = _env_secret_key or stored_secret_key(VAR_DIR)
_default_hosts = [_site.host] if IS_PRODUCTION else ["127.0.0.1", "localhost", "[::1]", _site.host]
ALLOWED_HOSTS = [*dict.fromkeys([*_default_hosts, *_env_hosts])]
CSRF_TRUSTED_ORIGINS = [SITE_URL]

# Applications and middleware.

INSTALLED_APPS = [
    "corpus.admin_site.DeskAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "taggit",
    "simple_history",
    "axes",
    "csp",
    "django_htmx",
    "corpus.apps.CorpusConfig",
    "annotations.apps.AnnotationsConfig",
]

# Middleware before StaticFilesMiddleware also sets headers of static files.
MIDDLEWARE = [
    "config.security_headers.SecurityHeadersMiddleware",
    # Outside of the cache rules, whose ETag is a digest of the response before its random padding.
    "config.compression.CompressionMiddleware",
    "config.cache_rules.CacheRulesMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "config.static_files.StaticFilesMiddleware",
    "config.last_save.LastSaveMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "config.permissions.MemberMiddleware",
    "config.signed_out.SignedOutMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "config.wrong_method.WrongMethodMiddleware",
    "config.unavailable.UnavailableMiddleware",
    "corpus.web.gone.GoneMiddleware",
    # Last, because it turns a refused sign-in into its response.
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "config.template_loader.CompactLoader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "config.last_save.last_save",
            ],
        },
    },
]

# Database.

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

if env.str("DATABASE_URL", default=""):
    _database = env.db_url("DATABASE_URL")
else:
    _database = {"ENGINE": SQLITE, "NAME": str(VAR_DIR / "desk.sqlite3")}
if _database["ENGINE"] == SQLITE:
    VAR_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)

# config/wsgi.py sets IS_SERVING; commands and tests use no pool and no timeouts.
DATABASES = {"default": database_of(_database, is_serving=env.bool("IS_SERVING", default=False))}

# Uploads: the largest file, in bytes. They are read from the disk, so memory is not a limit.

MAX_UPLOAD_BYTES = env.int("MOST_UPLOADED_MB", default=200) * 1_000_000
# How many backups `make backup` keeps of each database; 0 keeps all.
BACKUPS_KEPT = env.int("BACKUPS_KEPT", default=30)
# Whether analysts may import articles, or editors alone.
ANALYSTS_IMPORT = env.bool("ANALYSTS_IMPORT", default=True)
FILE_UPLOAD_HANDLERS = [
    "corpus.importing.upload_limit.LimitedUpload",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

# Accounts, sessions and guessing.

LOGIN_URL = "sign_in"
CSRF_FAILURE_VIEW = "config.refusals.csrf_failure"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "sign_in"

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "config.permissions.MemberBackend",
]

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

# The longest that a link to choose a password may be used: that of an invitation.
PASSWORD_RESET_TIMEOUT = int(timedelta(days=7).total_seconds())

SESSION_ENGINE = "config.sessions"
SESSION_COOKIE_AGE = int(timedelta(weeks=2).total_seconds())
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
LAST_SAVE_COOKIE_NAME = "lastsave"
MESSAGE_STORAGE = "config.waiting_messages.NewestMessages"

# Ten wrong passwords for one name from one address lock that pair, not the name everywhere:
# a stranger cannot lock a member out.
AXES_FAILURE_LIMIT = 10
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_TEMPLATE = "sign_in_locked.html"
AXES_HTTP_RESPONSE_CODE = 429
AXES_CLIENT_IP_CALLABLE = "config.client_address.client_address"
# Retrying too early does not extend the 15 minutes.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_ALLOWED_CORS_ORIGINS = SITE_URL
AXES_VERBOSE = False

# Security policies for browsers.

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
# Django sets the first four too, but not on all responses, such as the refusal of a host
# name.
SECURITY_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": SECURE_REFERRER_POLICY,
    "Cross-Origin-Opener-Policy": SECURE_CROSS_ORIGIN_OPENER_POLICY,
    "X-Frame-Options": X_FRAME_OPTIONS,
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": (
        "accelerometer=(), browsing-topics=(), camera=(), display-capture=(), geolocation=(), "
        "gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), usb=()"
    ),
}

PROXY_SSL_HEADER = env.str("PROXY_SSL_HEADER", default="X-Forwarded-Proto" if IS_PRODUCTION else "")

if IS_PRODUCTION:
    # Browsers accept a `__Host-` cookie only if it is Secure and bound to this host.
    SESSION_COOKIE_NAME = "__Host-sessionid"
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_NAME = "__Host-csrftoken"
    CSRF_COOKIE_SECURE = True
    LAST_SAVE_COOKIE_NAME = "__Host-lastsave"
    SECURE_SSL_REDIRECT = True
    SECURE_SSL_HOST = SITE_URL.removeprefix("https://")
    # A local monitor requests these without TLS; the responses contain no secrets.
    SECURE_REDIRECT_EXEMPT = [r"^(healthz|readyz)$"]
    SECURE_HSTS_SECONDS = int(timedelta(days=365).total_seconds())
    if PROXY_SSL_HEADER:
        _proxy_meta_key = "HTTP_" + PROXY_SSL_HEADER.upper().replace("-", "_")
        SECURE_PROXY_SSL_HEADER = (_proxy_meta_key, "https")

SILENCED_SYSTEM_CHECKS = [
    # HSTS for subdomains: not ours to decide, since subdomains may belong to others.
    "security.W005",
    # HSTS preloading: a lasting commitment for a whole domain, to be made by its owner.
    "security.W021",
]

# Static files.

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "config.static_storage.HashedStaticFilesStorage"},
}
# By default WhiteNoise lets any site read static files (CORS).
WHITENOISE_ALLOW_ALL_ORIGINS = False

# Tags: a comma separates them, a space never does.

TAGGIT_TAGS_FROM_STRING = "annotations.names.tag_names.split_names"
TAGGIT_STRING_FROM_TAGS = "annotations.names.tag_names.join_names"

# Language and time: dates are written by the desk itself, "5 August 2021".

LANGUAGE_CODE = "en-gb"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# Logs go to stderr; the process manager keeps them.

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        # Django's default handlers would log errors twice, or mail them to nobody.
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        "django.server": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
    },
}
