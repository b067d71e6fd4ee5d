"""Settings of the storefront. What differs between machines comes from the environment:

SHOP_URL         where the shop is reached (default http://localhost:8000). https turns on secure cookies, HSTS,
                 redirects
SHOP_OUTPUTS     the backend's outputs: a file (default .local/outputs.json), ssm:/name of a parameter, or JSON, read
                 when first needed
SHOP_SECRET_KEY  signs cookies, 50 characters or more. Required where SHOP_URL is https; otherwise created in .local/
SHOP_SECRET_KEY_FALLBACKS  earlier and coming keys, parted by spaces: what they have signed is still believed
SHOP_PROXIED     how many proxies are in front of the shop (default 0). One ends TLS and sets X-Forwarded-Proto,
                 each adds to X-Forwarded-For
SHOP_IDLE_DAYS   days without a visit after which a shopper signs in again (default 14); at the latest 30 days after
SHOP_STAFF_IDLE_MINUTES  the same for the back office, in minutes (default 30)
SHOP_STATIC      collected: staticfiles/ is of this very code, as in a bundle; otherwise times of change decide
SHOP_UPLOADS_BUCKET  where catalogues of staff lie where processes share no disk
SHOP_HSTS        includeSubDomains, or “includeSubDomains preload”: binds all subdomains to https for a year
SHOP_SECOND_FACTOR  1 asks staff for a second factor on the local cloud too; before AWS it is always asked for
LOG_LEVEL        what is logged: DEBUG, INFO (default), WARNING or ERROR
DEBUG            1 shows Django's error pages; never where others can reach it
"""

import os
import secrets
from contextlib import suppress
from pathlib import Path
from tempfile import gettempdir
from urllib.parse import urlsplit

from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from backend.contracts import shop
from backend.contracts.edge import STATIC

ROOT = Path(__file__).resolve().parent.parent
LOCAL = ROOT / ".local"
DEBUG = os.environ.get("DEBUG") == "1"
SHOP_URL = os.environ.get("SHOP_URL", "http://localhost:8000").rstrip("/")
SHOP_OUTPUTS = os.environ.get("SHOP_OUTPUTS", str(LOCAL / "outputs.json"))
SHOP_NAME = shop.NAME
HTTPS = SHOP_URL.startswith("https://")
SHORTEST_KEY = 50


def _secret_key() -> str:
    """Return the key of this machine, made once. A deployed shop has several processes, so there it must be given."""
    if given := os.environ.get("SHOP_SECRET_KEY"):
        if HTTPS and not DEBUG and len(given) < SHORTEST_KEY:
            raise ImproperlyConfigured(
                f"SHOP_SECRET_KEY has {len(given)} characters; it needs {SHORTEST_KEY} or more: "
                "python -c 'import secrets; print(secrets.token_urlsafe(48))'"
            )
        return given
    if HTTPS:
        raise ImproperlyConfigured("Set SHOP_SECRET_KEY: the shop at SHOP_URL needs one that all its processes share.")
    path = LOCAL / "secret-key"
    if not path.exists():
        LOCAL.mkdir(exist_ok=True)
        mine = LOCAL / f"secret-key.{os.getpid()}"
        mine.touch(mode=0o600)
        mine.write_text(secrets.token_urlsafe(48))
        with suppress(FileExistsError):
            os.link(mine, path)  # of processes that start together, the first one's key is everybody's
        mine.unlink()
    return path.read_text()


SECRET_KEY = _secret_key()
SECRET_KEY_FALLBACKS = os.environ.get("SHOP_SECRET_KEY_FALLBACKS", "").split()
ALLOWED_HOSTS = [urlsplit(SHOP_URL).hostname or ""] + ([] if HTTPS else ["localhost", "127.0.0.1"])
ROOT_URLCONF = "storefront.urls"
# A client's header may name a path that the shop is below, and what is drawn once for everybody would link there.
FORCE_SCRIPT_NAME = ""
WSGI_APPLICATION = "storefront.wsgi.application"
DATABASES: dict[str, dict[str, str]] = {}
DEFAULT_AUTO_FIELD = "django.db.models.AutoField"

INSTALLED_APPS = [
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "csp",
    "storefront.product",
    "storefront.search",
    "storefront.basket",
    "storefront.wish",
    "storefront.checkout",
    "storefront.order",
    "storefront.account",
    "storefront.address_book",
    "storefront.contact",
    "storefront.review",
    "storefront.newsletter",
    "storefront.staff",
    "storefront.imports",
    "storefront.dead_letters",
    "storefront.reconcile",
    "storefront.upgrade",
    "storefront.demo",
    "storefront.site",
]

MIDDLEWARE = [
    "storefront.site.middleware.health",
    "storefront.clients.tracing.follow",
    "storefront.site.middleware.log",
    "storefront.site.middleware.canonical_host",
    "storefront.web.languages.follow_address",
    "django.middleware.security.SecurityMiddleware",
    "storefront.web.static_files.PictureWhiteNoise",
    # inside PictureWhiteNoise, whose files are compressed ahead or, as pictures, gain nothing
    "django.middleware.gzip.GZipMiddleware",
    "storefront.site.security_headers.SecurityHeaders",
    "django.middleware.http.ConditionalGetMiddleware",  # a page that is as the browser has it is not sent again
    "storefront.clients.reply_cache.track_stale",
    "storefront.web.caching.share",
    "storefront.web.signed_cookies.send_cookies",
    "storefront.site.middleware.Sessions",
    "django.middleware.common.CommonMiddleware",
    "storefront.web.request_origin.AcceptSameOrigin",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "storefront.account.shopper.identify",
    "storefront.site.post_redirect_get.middleware",
    "storefront.site.resend.Middleware",
    "storefront.basket.prefetch.Prefetch",
    "storefront.wish.middleware.PressHearts",
    "storefront.site.middleware.ApiErrors",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "storefront" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "storefront.web.context.shop",
                "storefront.clients.reply_cache.context",
                "storefront.basket.mini_basket.mini_basket",
            ],
            "libraries": {"i18n": "storefront.web.translations"},
            "builtins": [
                "storefront.web.translations",
                "django.templatetags.static",
                "storefront.web.formats",
                "storefront.web.form_owner",
                "storefront.web.url_tag",
            ],
        },
    }
]

# The session itself is loaded only by pages that ask for it: a visitor who passes by costs no call.
SESSION_ENGINE = "storefront.web.session"
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
SESSION_COOKIE_AGE = 30 * 24 * 3600
SECOND_FACTOR = os.environ.get("SHOP_SECOND_FACTOR") == "1"
IDLE_SECONDS = int(os.environ.get("SHOP_IDLE_DAYS") or 14) * 24 * 3600
STAFF_IDLE_SECONDS = int(os.environ.get("SHOP_STAFF_IDLE_MINUTES") or 30) * 60
SESSION_COOKIE_SAMESITE = "Lax"  # Strict would lose the state on the way back from the login
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "storefront.site.error_pages.csrf_failure"
MESSAGE_STORAGE = "storefront.web.message_storage.MessageStorage"

SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
# Whoever owns the domain decides what the names below it must speak, and for a year: not the shop by itself.
# And templates that load `i18n` get the shop's own tags in place of Django's, on purpose.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021", "templates.W003"]
_HSTS = os.environ.get("SHOP_HSTS", "").split()
SECURE_HSTS_INCLUDE_SUBDOMAINS, SECURE_HSTS_PRELOAD = (
    HTTPS and "includeSubDomains" in _HSTS,
    HTTPS and "preload" in _HSTS,
)
SECURE_REFERRER_POLICY = "same-origin"
PROXIES = int(os.environ.get("SHOP_PROXIED") or 0)
if PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 256 * 1024
FILE_UPLOAD_HANDLERS = [
    "storefront.web.upload_limit.UploadLimit",  # before anybody is asked who they are, so that nobody fills the disk
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
DATA_UPLOAD_MAX_NUMBER_FILES = 12  # a review takes fewer, and says so where somebody chooses too many
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500  # the product editor at its most: 40 variants, 20 pictures

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "upgrade-insecure-requests": HTTPS,
    }
}

LANGUAGE_CODE = "en"
LANGUAGE_NAMES = {"en": "English", "de": "Deutsch", "fr": "Français"}
LANGUAGES = [(code, LANGUAGE_NAMES[code]) for code in shop.LANGUAGES]
LOCALE_PATHS = [ROOT / "storefront" / "locale"]
USE_TZ = True
TIME_ZONE = shop.TIME_ZONE

STATIC_URL = STATIC
STATIC_ROOT = ROOT / "staticfiles"
STATICFILES_DIRS = [ROOT / "storefront" / "static"]
PICTURES = LOCAL / "pictures"
UPLOADS_BUCKET = os.environ.get("SHOP_UPLOADS_BUCKET", "")
UPLOADS = Path(gettempdir(), "uploads") if UPLOADS_BUCKET else LOCAL / "uploads"
"""Catalogues that staff have uploaded and not yet imported. All processes of the shop share this folder or, where one
is named, the bucket, from which each takes what it works on."""


def _is_collected() -> bool:
    """Return whether collectstatic has run since the last change; only then are hashed, compressed copies served."""
    manifest = STATIC_ROOT / "staticfiles.json"
    if os.environ.get("SHOP_STATIC") == "collected":
        return manifest.exists()
    sources = [file.stat().st_mtime for file in STATICFILES_DIRS[0].rglob("*")]
    return not DEBUG and manifest.exists() and manifest.stat().st_mtime >= max(sources, default=0)


STATIC_COLLECTED = _is_collected()
STORAGES = {"staticfiles": {"BACKEND": "storefront.web.static_files.StaticStorage"}}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = not STATIC_COLLECTED
WHITENOISE_ALLOW_ALL_ORIGINS = False
WHITENOISE_MAX_AGE = 60 if STATIC_COLLECTED else 0

LOGGING_CONFIG = "storefront.web.log.configure"
LOGGING = {"level": os.environ.get("LOG_LEVEL", "INFO")}
TEST_RUNNER = "django.test.runner.DiscoverRunner"
