"""Structured logs, one JSON object a line, that carry no personal data.

A log line names the view, the status, the time taken and a request number. It never holds
the path's query string, a name, an address or the text somebody typed.
"""

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {
            "()": "pythonjsonlogger.json.JsonFormatter",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
            "json_ensure_ascii": False,
        }
    },
    "filters": {"plain": {"()": "tomoni.core.logs.NothingPersonal"}},
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "formatter": "json",
            "filters": ["plain"],
        }
    },
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "tomoni": {"level": "INFO"},
        # Django's own request log would write the whole path, query included.
        "django.request": {"level": "CRITICAL", "propagate": False},
        "django.security.DisallowedHost": {"level": "CRITICAL", "propagate": False},
        "axes": {"level": "ERROR"},
    },
}
