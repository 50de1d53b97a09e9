"""All Django settings: one file, everything from the environment.

Defaults are the safe ones; `env.py` rejects invalid values. The README lists the variables.
"""

from datetime import timedelta

from csp.constants import NONE, SELF
from whitenoise.compress import Compressor  # type: ignore[import-untyped]

from ratings.env import (
    BASE_DIR,
    build,
    choice,
    database,
    day,
    directory,
    flag,
    folder,
    hosts,
    secret_key,
    site,
    text,
    whole_number,
)
from ratings.logs import logging_config

VAR_DIR = BASE_DIR / "var"

DEBUG = flag("DEBUG")
SECRET_KEY = secret_key()
BEHIND_HTTPS = flag("BEHIND_HTTPS")
ALLOWED_HOSTS = hosts("ALLOWED_HOSTS", ["127.0.0.1", "localhost", "[::1]"])
SITE_URL = site("SITE_URL", "http://127.0.0.1:8000")
IMPORTS_IN_PROCESS = False  # the server reads a file in a process of its own; tests do it in theirs
RATINGS_SOURCES = folder("RATINGS_SOURCES", BASE_DIR.parent / "shared" / "data")
RATINGS_CONTACT = text("RATINGS_CONTACT")
RATINGS_TODAY = day("RATINGS_TODAY")
PAGE_CACHE_BYTES = whole_number("PAGE_CACHE_BYTES", 32 * 1024**2, least=0, most=1024**3)
CDN_SECONDS = whole_number("CDN_SECONDS", 0, least=0, most=3600)
TRUST_PROXY_HEADER = flag("TRUST_PROXY_HEADER")
BUILD = build(SITE_URL, RATINGS_CONTACT)

INSTALLED_APPS = [
    "ratings",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_tables2",
    "django_filters",
    "simple_history",
    "axes",
    "csp",
    "ninja",
]

# Outermost first: a cached page is sent before any inner layer runs.
MIDDLEWARE = [
    "ratings.middleware.AccessLogMiddleware",
    "ratings.middleware.HealthCheckMiddleware",
    "ratings.middleware.DatabaseErrorMiddleware",
    "ratings.middleware.CdnMiddleware",
    "ratings.middleware.HttpCacheMiddleware",
    "ratings.middleware.SecurityHeadersMiddleware",
    "ratings.middleware.CorsMiddleware",
    "ratings.middleware.BadRequestMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "ratings.urls"
WSGI_APPLICATION = "ratings.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
            "builtins": ["ratings.templatetags.urls"],
        },
    },
]

DATABASES = {"default": database("DATABASE_URL", "sqlite:///var/ratings.sqlite3")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
FIXTURE_DIRS = [BASE_DIR / "fixtures"]

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = True
DATE_FORMAT = "j F Y"

STATIC_URL = "/static/"
STATIC_ROOT = directory(VAR_DIR / "static")
STATICFILES_DIRS = [vendor for vendor in [VAR_DIR / "vendor"] if vendor.is_dir()]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "ratings.apps.AppFiles",
]
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = (*Compressor.SKIP_COMPRESS_EXTENSIONS, "map")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# Sign-in: keepers only. Five failed attempts for one name from one IP address lock that pair,
# thirty for any names lock the IP address. Attempts while locked are not counted: they neither
# extend the lock nor fill the table. Expired ones are deleted with the next attempt.

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
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
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"
AXES_HANDLER = "ratings.admin.lockout.LockoutHandler"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=30)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_RESET_ON_SUCCESS = True
AXES_DISABLE_ACCESS_LOG = True  # who signed in, from where and with what: nobody reads it
AXES_HTTP_RESPONSE_CODE = 429
AXES_LOCKOUT_TEMPLATE = "registration/locked_out.html"
AXES_VERBOSE = False
AXES_CLIENT_IP_CALLABLE = "ratings.middleware.access_log.client_address"

SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"

# Security headers for browsers. An embedded page widens frame-ancestors for itself.

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    },
}
PERMISSIONS_POLICY = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "DENY"

# Behind HTTPS. TRUST_PROXY_HEADER only where a proxy always sets X-Forwarded-Proto itself.

SECURE_SSL_REDIRECT = BEHIND_HTTPS
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if BEHIND_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = BEHIND_HTTPS
SESSION_COOKIE_SECURE = BEHIND_HTTPS
CSRF_COOKIE_SECURE = BEHIND_HTTPS
if TRUST_PROXY_HEADER:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# Whether to put a domain on the browsers' HSTS preload list is for its owner to decide.
SILENCED_SYSTEM_CHECKS = ["security.W021"]

# Logs on stderr: lines of JSON, or of text for development.

LOG_LEVEL = choice("LOG_LEVEL", "INFO", ("DEBUG", "INFO", "WARNING", "ERROR"))
LOG_FORMAT = choice("LOG_FORMAT", "json", ("json", "text"))
LOGGING = logging_config(LOG_FORMAT, LOG_LEVEL)
