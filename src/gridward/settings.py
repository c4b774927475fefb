"""Every setting, read from the environment; what cannot work is refused at start with a word on how to mend it."""

import os
from importlib.util import find_spec
from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from gridward.vault.folder import secret_text

ROOMS = (
    "shared",
    "vault",
    "facts",
    "audit",
    "accounts",
    "areas",
    "households",
    "allocation",
    "operations",
    "rounds",
    "coverage",
    "testing",
    "briefings",
    "sync",
    "console",
    "demo",
)
PACKAGE = Path(__file__).resolve().parent
PROJECT = PACKAGE.parents[1] if (PACKAGE.parents[1] / "pyproject.toml").exists() else Path.cwd()


def flag(name: str, default: bool = False) -> bool:
    """Read a yes-or-no setting; raises ImproperlyConfigured for any other word."""
    word = os.environ.get(name, "yes" if default else "no").strip().lower()
    if word not in {"yes", "no", "1", "0", "true", "false"}:
        raise ImproperlyConfigured(f"{name}={word!r}: write yes or no.")
    return word in {"yes", "1", "true"}


def base_map(name: str) -> Path | None:
    """Read where the base map file lies; raises ImproperlyConfigured when it is not there or of another kind."""
    if not name:
        return None
    path = Path(name).expanduser().resolve()
    if path.suffix.lower() not in {".mbtiles", ".png", ".jpg", ".jpeg", ".webp"} or not path.is_file():
        raise ImproperlyConfigured(
            f"GRIDWARD_BASE_MAP={name!r}: name an .mbtiles file or a picture that is there."
        )
    return path


def base_map_box(text: str, path: Path | None) -> tuple[float, ...]:
    """Read west, south, east and north of a picture; raises ImproperlyConfigured where a picture has none."""
    if path is None or path.suffix.lower() == ".mbtiles":
        return ()
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError as error:
        raise ImproperlyConfigured(
            f"GRIDWARD_BASE_MAP_BOX={text!r}: write west,south,east,north of the picture in degrees."
        ) from error
    if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):
        raise ImproperlyConfigured(f"GRIDWARD_BASE_MAP_BOX={text!r}: west before east, south before north.")
    return west, south, east, north


# Where this installation keeps its database, keys and working files.
GRIDWARD_HOME = Path(os.environ.get("GRIDWARD_HOME") or PROJECT / "gridward-home").expanduser().resolve()
GRIDWARD_HOME.mkdir(parents=True, exist_ok=True, mode=0o700)
GRIDWARD_KEYS = Path(os.environ.get("GRIDWARD_KEYS") or GRIDWARD_HOME / "keys").expanduser().resolve()

SECRET_KEY = secret_text(GRIDWARD_KEYS, "signing")
DEBUG = flag("GRIDWARD_DEBUG")
ALLOWED_HOSTS = os.environ.get("GRIDWARD_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [o for o in os.environ.get("GRIDWARD_ORIGINS", "").split(",") if o]
# Behind HTTPS (every installation that is not one laptop) cookies travel only there.
GRIDWARD_HTTPS = flag("GRIDWARD_HTTPS")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = GRIDWARD_HTTPS
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if GRIDWARD_HTTPS else None
X_FRAME_OPTIONS = "DENY"

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "axes",
    *(f"gridward.{room}" for room in ROOMS),
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "gridward.accounts.middleware.actor_middleware",
    "gridward.shared.middleware.problem_middleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "gridward.urls"
WSGI_APPLICATION = "gridward.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "gridward.console.context.page",
            ]
        },
    }
]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

# SQLite is the embedded default; FULL because NORMAL loses acknowledged commits when the power goes.
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA foreign_keys=ON;"
    "PRAGMA mmap_size=134217728;PRAGMA journal_size_limit=27103364;PRAGMA cache_size=-20000;"
    "PRAGMA temp_store=MEMORY;",
}
DATABASES = {
    "default": dj_database_url.parse(
        os.environ.get("GRIDWARD_DATABASE_URL") or f"sqlite:///{GRIDWARD_HOME / 'gridward.sqlite3'}"
    )
}
if "sqlite" in DATABASES["default"]["ENGINE"]:
    DATABASES["default"]["OPTIONS"] = SQLITE_OPTIONS
else:
    # Statements of the intake are prepared once a connection (facts/bulk.py); those of Django itself never are.
    DATABASES["default"].setdefault("OPTIONS", {}).update(
        pool={"min_size": 1, "max_size": 10}, prepare_threshold=5
    )
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.Account"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "sign_in"
LOGIN_REDIRECT_URL = "today"
LOGOUT_REDIRECT_URL = "sign_in"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_CALLABLE = "gridward.accounts.views.sign_ins.locked_out"
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False
AXES_IPWARE_PROXY_COUNT = 1 if GRIDWARD_HTTPS else None

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Chinese")), ("en", _("English"))]
LANGUAGE_COOKIE_NAME = "gridward_language"
LOCALE_PATHS = [PACKAGE / "locale", PACKAGE / "cli" / "locale"]
USE_I18N = USE_TZ = True
TIME_ZONE = os.environ.get("GRIDWARD_TIME_ZONE", "Asia/Shanghai")

STATIC_URL = "/static/"
STATIC_ROOT = GRIDWARD_HOME / "static"
# Leaflet comes inside this package; nothing else of it is used, so it is no installed app.
LEAFLET = find_spec("leaflet")
STATICFILES_DIRS = [("leaflet", Path(str(LEAFLET and LEAFLET.origin)).parent / "static" / "leaflet")]
# A map of the user's own to lie under the shapes; nothing is ever fetched from outside.
GRIDWARD_BASE_MAP = base_map(os.environ.get("GRIDWARD_BASE_MAP", ""))
GRIDWARD_BASE_MAP_BOX = base_map_box(os.environ.get("GRIDWARD_BASE_MAP_BOX", ""), GRIDWARD_BASE_MAP)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
# An uploaded roster never touches the disk in clear: it is sealed as it arrives.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
# What one map may weigh; whatever is larger is cut to the community first.
GRIDWARD_MAP_MEGABYTES = int(os.environ.get("GRIDWARD_MAP_MEGABYTES") or 64)
if not 1 <= GRIDWARD_MAP_MEGABYTES <= 512:
    raise ImproperlyConfigured("GRIDWARD_MAP_MEGABYTES: write a number of megabytes from 1 to 512.")
FILE_UPLOAD_MAX_MEMORY_SIZE = max(65, GRIDWARD_MAP_MEGABYTES + 1) * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": os.environ.get("GRIDWARD_LOG_LEVEL", "WARNING")},
}
