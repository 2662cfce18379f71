"""All settings of an installation, read from the environment; see docs/operations.md."""

import os
import tomllib
from pathlib import Path

import django.conf.locale
from csp.constants import NONE, SELF

from config import database, env
from config.accounts import *  # noqa: F403  (Accounts, second factors, lockout, sessions.)
from config.logs import LOGGING  # noqa: F401  (Django reads it from here.)
from config.mail import *  # noqa: F403
from config.notices import *  # noqa: F403

os.umask(0o027)  # What we write, nobody else on this machine reads.
BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = env.folder("TOMONI_DATA", str(BASE_DIR / "var"))
MODE = env.choice("TOMONI_MODE", "local", ("local", "production"))
PRODUCTION = MODE == "production"

DEBUG = env.flag("TOMONI_DEBUG")

# `tomoni demo` leaves this mark; every page then says that people and listings are invented.
SAMPLE_TOWN = (DATA_DIR / "sample-town").exists()


def _secret_key() -> str:
    """The key from the environment; locally one is made once and kept in the data folder."""
    if key := env.text("TOMONI_SECRET_KEY"):
        if len(key) < 32:
            raise env.BadSetting("TOMONI_SECRET_KEY", "…", "use at least 32 characters")
        return key
    if PRODUCTION:
        raise env.BadSetting("TOMONI_SECRET_KEY", "", "set a secret of at least 32 characters")
    path = DATA_DIR / "secret.key"
    if not path.exists():
        import secrets

        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(48))
    return path.read_text().strip()


SECRET_KEY = _secret_key()
ALLOWED_HOSTS = env.words("TOMONI_HOSTS", "" if PRODUCTION else "127.0.0.1,localhost,[::1]")
if PRODUCTION and not ALLOWED_HOSTS:
    raise env.BadSetting("TOMONI_HOSTS", "", "name the host names that people open")
SITE_URL = env.text("TOMONI_SITE_URL", f"http://127.0.0.1:{env.text('PORT', '8000')}").rstrip("/")
CSRF_TRUSTED_ORIGINS = [SITE_URL] if SITE_URL.startswith("https://") else []

# What must not lie in the database: the keys of sealed fields, and the signed ends of the records.
KEYS_FILE = Path(env.text("TOMONI_KEYS", str(DATA_DIR / "keys" / "ring.json"))).expanduser()
CHECKPOINTS_DIR = Path(env.text("TOMONI_CHECKPOINTS", str(DATA_DIR / "checkpoints"))).expanduser()

INSTALLED_APPS = [
    "tomoni.core",
    "tomoni.web",
    "tomoni.ground.districts",
    "tomoni.ground.people",
    "tomoni.ground.notices",
    "tomoni.ground.batons",
    "tomoni.ground.retention",
    "tomoni.town.maps",
    "tomoni.town.places",
    "tomoni.town.circles",
    "tomoni.ties.neighbourhoods",
    "tomoni.ties.gathering_places",
    "tomoni.ties.tourism",
    "tomoni.ties.umbrellas",
    "tomoni.doing.appointments",
    "tomoni.doing.points",
    "tomoni.doing.events",
    "tomoni.doing.volunteering",
    "tomoni.plan",
    "tomoni.home",
    "tomoni.api",
    "tomoni.demo",
    "django.forms",
    "tomoni.ground.people.admin_apps.AdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "template_partials",
    "csp",
    "axes",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_tasks",
    "django_tasks_db",
]

MIDDLEWARE = [
    "tomoni.core.requests.RequestIdMiddleware",
    "tomoni.web.cache.PublicPageCacheMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "tomoni.web.cache.OfflineMarkMiddleware",
    "tomoni.api.open_doors.OpenDoorMiddleware",
    "tomoni.web.bad_input.BadInputMiddleware",
    "tomoni.web.furigana.FuriganaMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "tomoni.web.display.DisplayMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "tomoni.ground.people.second_factor.SecondFactorMiddleware",
    "tomoni.core.access.LoginByDefaultMiddleware",
    "axes.middleware.AxesMiddleware",
    "tomoni.web.refusals.RefusedMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

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
                "tomoni.web.context.shell",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

DATABASES = {"default": database.from_url(env.text("DATABASE_URL"), DATA_DIR)}

# Jobs are rows of the same database: they commit or vanish with what asked for them.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# Every worker caches for itself: the cache holds only what can be made again.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "OPTIONS": {"MAX_ENTRIES": 2000},
    }
}
# How long a public page may be a little old for people without a session; 0 turns it off.
PAGE_CACHE_SECONDS = env.integer("TOMONI_PAGE_CACHE", 30, most=3600)

# Language: Japanese is the source of every text; easy Japanese is a catalogue of its own.
LANGUAGE_CODE = "ja"
LANGUAGES = [("ja", "日本語"), ("ja-easy", "やさしい日本語"), ("en", "English")]
django.conf.locale.LANG_INFO["ja-easy"] = {
    "bidi": False,
    "code": "ja-easy",
    "name": "Easy Japanese",
    "name_local": "やさしい日本語",
}
LANGUAGE_COOKIE_NAME = "lang"
TIME_ZONE = "Asia/Tokyo"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATIC_ROOT = env.folder("TOMONI_STATIC", str(DATA_DIR / "static"))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "tomoni.web.storage.VersionedStaticFiles"},
}
MEDIA_ROOT = DATA_DIR / "media"
WHITENOISE_MIMETYPES = {
    ".mjs": "text/javascript",
    ".pmtiles": "application/vnd.pmtiles",
    ".webmanifest": "application/manifest+json",
}

# Uploads: a town's open-data file is a few megabytes; more than this is not a table.
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 2**20
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 2**20
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

EMAIL_FILE_PATH = DATA_DIR / "mail"

# /metrics answers this machine itself, and others only with this token.
METRICS_TOKEN = env.text("TOMONI_METRICS_TOKEN")

# Transport
SECURE_SSL_REDIRECT = PRODUCTION and env.flag("TOMONI_SSL_REDIRECT", True)
SECURE_HSTS_SECONDS = 31_536_000 if PRODUCTION else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PRODUCTION else None
CSRF_FAILURE_VIEW = "tomoni.web.errors.csrf_failed"
SIGNED_OUT_VIEW = "tomoni.web.kept_words.signed_out"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# Nothing from outside is loaded: pages work on a closed network and tell nobody who reads them.
# The one exception is the city's own decision in city.toml: the national map tiles.
CITY_FILE = BASE_DIR / "config" / "city.toml"
_map = tomllib.loads(CITY_FILE.read_text(encoding="utf-8")).get("map", {})
MAP_TILES_FROM = ["https://cyberjapandata.gsi.go.jp"] if _map.get("gsi_tiles") is True else []
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", *MAP_TILES_FROM],
        "font-src": [SELF],
        "connect-src": [SELF, *MAP_TILES_FROM],
        "worker-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
PERMISSIONS_POLICY = {
    "geolocation": "self",
    "camera": [],
    "microphone": [],
    "payment": [],
    "usb": [],
    "interest-cohort": [],
}

SILENCED_SYSTEM_CHECKS: list[str] = []
