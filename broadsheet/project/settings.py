"""Django's and Wagtail's settings, derived from the environment alone.

`broadsheet.project.environment` lists every variable; nothing here is meant to be edited for one
newsroom.
"""

import os
from email.utils import parseaddr
from pathlib import Path
from urllib.parse import unquote, urlsplit

import dj_database_url

from broadsheet.project.environment import Environment, with_newsroom_file

ENVIRONMENT = Environment.read_from(with_newsroom_file(os.environ))
HOME: Path = ENVIRONMENT["BROADSHEET_HOME"]
PACKAGE = Path(__file__).resolve().parent.parent

SITE_URL: str = ENVIRONMENT["SITE_URL"]
NEWSROOM_URL: str = ENVIRONMENT["NEWSROOM_URL"]
SITE_DIR = Path(ENVIRONMENT["SITE_DIR"] or HOME / "site" / "public")
SITE_STORAGE: str = ENVIRONMENT["SITE_STORAGE"]
STORAGE_ENDPOINT: str = ENVIRONMENT["STORAGE_ENDPOINT"]
STORAGE_REGION: str = ENVIRONMENT["STORAGE_REGION"]
STORAGE_CONDITIONAL: bool = ENVIRONMENT["STORAGE_CONDITIONAL"]
AWS_ACCESS_KEY_ID: str = ENVIRONMENT["AWS_ACCESS_KEY_ID"]
AWS_SECRET_ACCESS_KEY: str = ENVIRONMENT["AWS_SECRET_ACCESS_KEY"]
PACK_AFTER_DAYS: int = ENVIRONMENT["PACK_AFTER_DAYS"]
HISTORY_DAYS: int = ENVIRONMENT["BROADSHEET_HISTORY_DAYS"]
PURGE_HTTP: list[str] = ENVIRONMENT["PURGE_HTTP"]
PURGE_CLOUDFLARE_ZONE: str = ENVIRONMENT["PURGE_CLOUDFLARE_ZONE"]
PURGE_CLOUDFLARE_TOKEN: str = ENVIRONMENT["PURGE_CLOUDFLARE_TOKEN"]
PURGE_FASTLY_SERVICE: str = ENVIRONMENT["PURGE_FASTLY_SERVICE"]
PURGE_FASTLY_TOKEN: str = ENVIRONMENT["PURGE_FASTLY_TOKEN"]
COMMENTS_FLOOD_STORY: int = ENVIRONMENT["COMMENTS_FLOOD_STORY"]
COMMENTS_FLOOD_EDITION: int = ENVIRONMENT["COMMENTS_FLOOD_EDITION"]

DEBUG: bool = ENVIRONMENT["DEBUG"]
KEY_FILE = HOME / "secret-key"
SECRET_KEY = ENVIRONMENT["SECRET_KEY"] or (
    KEY_FILE.read_text().strip() if KEY_FILE.exists() else "no-newsroom-yet"
)
ALLOWED_HOSTS = [
    *ENVIRONMENT["ALLOWED_HOSTS"],
    str(urlsplit(NEWSROOM_URL).hostname),
    "localhost",
    "127.0.0.1",
    "[::1]",
]
CSRF_TRUSTED_ORIGINS = [NEWSROOM_URL]

INSTALLED_APPS = [
    "broadsheet.project",
    "broadsheet.desk",
    "broadsheet.paper",
    "broadsheet.comments",
    "broadsheet.wire",
    "broadsheet.stories",
    "broadsheet.editions",
    "broadsheet.press",
    "broadsheet.people",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "taggit",
    "modelcluster",
    "django_filters",
    "django_tasks",
    "django_tasks_db",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "broadsheet.project.urls"
WSGI_APPLICATION = "broadsheet.project.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]


def _database() -> dict[str, object]:
    """SQLite with a write-ahead log and immediate write transactions, or what DATABASE_URL names.

    `synchronous=FULL` because a save that was acknowledged must survive a power cut.
    """
    url = ENVIRONMENT["DATABASE_URL"] or f"sqlite:///{HOME / 'newsroom.sqlite3'}"
    database: dict[str, object] = dict(dj_database_url.parse(url, conn_max_age=60))
    if database["ENGINE"] == "django.db.backends.sqlite3":
        database["ENGINE"] = "broadsheet.project.sqlite"
        database["CONN_MAX_AGE"] = 0
        database["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-32000; "
                "PRAGMA temp_store=MEMORY; PRAGMA mmap_size=268435456"
            ),
        }
    else:
        database["CONN_HEALTH_CHECKS"] = True
    return database


DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "people.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
    )
]  # fmt: skip
LOGIN_URL = "wagtailadmin_login"

USE_TZ = True
USE_I18N = True
TIME_ZONE = ENVIRONMENT["TIME_ZONE"]
LANGUAGE_CODE = ENVIRONMENT["NEWSROOM_LANGUAGE"]
LANGUAGES = [("en", "English"), ("ar", "العربية")]

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
WHITENOISE_USE_FINDERS = True
MEDIA_URL = "/originals/"
MEDIA_ROOT = HOME / "originals"
FILE_UPLOAD_PERMISSIONS = 0o640

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "ENQUEUE_ON_COMMIT": False}}


def _mail() -> dict[str, object]:
    """Django's mail settings from one address such as `smtp+tls://user:password@host:587`."""
    url = urlsplit(ENVIRONMENT["MAIL_URL"])
    backends = "django.core.mail.backends"
    if not url.scheme.startswith("smtp"):
        kind = "console" if url.scheme == "console" else "filebased"
        return {
            "EMAIL_BACKEND": f"{backends}.{kind}.EmailBackend",
            "EMAIL_FILE_PATH": HOME / "mail",
        }
    return {
        "EMAIL_BACKEND": f"{backends}.smtp.EmailBackend",
        "EMAIL_HOST": url.hostname or "localhost",
        "EMAIL_PORT": url.port or {"smtps": 465, "smtp+tls": 587}.get(url.scheme, 25),
        "EMAIL_HOST_USER": unquote(url.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(url.password or ""),
        "EMAIL_USE_SSL": url.scheme == "smtps",
        "EMAIL_USE_TLS": url.scheme == "smtp+tls",
        "EMAIL_TIMEOUT": 20,
    }


globals().update(_mail())
DEFAULT_FROM_EMAIL = ENVIRONMENT["MAIL_FROM"]
SERVER_EMAIL = parseaddr(DEFAULT_FROM_EMAIL)[1]

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = NEWSROOM_URL.startswith("https://")
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

WAGTAIL_SITE_NAME = "Broadsheet"
WAGTAILADMIN_BASE_URL = NEWSROOM_URL
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAIL_I18N_ENABLED = False
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAILADMIN_RICH_TEXT_EDITORS = {"default": {"WIDGET": "broadsheet.desk.rich_text.RichTextArea"}}
WAGTAIL_ALLOW_UNICODE_SLUGS = True
WAGTAILIMAGES_IMAGE_MODEL = "stories.Picture"
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 40 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 80_000_000
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp"]
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
TAGGIT_CASE_INSENSITIVE = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"broadsheet": {"level": "INFO"}},
}
