"""TOMONI_EMAIL_URL to Django's mail settings: ``smtp://user:password@host:587?tls=starttls``."""

from urllib.parse import parse_qs, unquote, urlsplit

from config import env

PRODUCTION = env.text("TOMONI_MODE", "local") == "production"
_BACKENDS = "django.core.mail.backends."

EMAIL_HOST, EMAIL_PORT, EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = "localhost", 25, "", ""
EMAIL_USE_TLS = EMAIL_USE_SSL = False
EMAIL_TIMEOUT = 15  # Seconds; a mail server that hangs must not hold a page for ever.
EMAIL_BACKEND = _BACKENDS + ("smtp" if PRODUCTION else "filebased") + ".EmailBackend"
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.text("TOMONI_MAIL_FROM", "tomoni@example.jp")

if _url := env.text("TOMONI_EMAIL_URL"):
    _parts = urlsplit(_url)
    _tls = parse_qs(_parts.query).get("tls", ["starttls" if _parts.port == 587 else "no"])[0]
    if _parts.scheme not in {"smtp", "smtps"} or not _parts.hostname:
        raise env.BadSetting("TOMONI_EMAIL_URL", _parts.scheme, "begin with smtp:// and a host")
    EMAIL_BACKEND = _BACKENDS + "smtp.EmailBackend"
    EMAIL_HOST, EMAIL_PORT = (
        _parts.hostname,
        _parts.port or (465 if _parts.scheme == "smtps" else 25),
    )
    EMAIL_HOST_USER = unquote(_parts.username or "")
    EMAIL_HOST_PASSWORD = unquote(_parts.password or "")
    EMAIL_USE_SSL, EMAIL_USE_TLS = _parts.scheme == "smtps", _tls == "starttls"
