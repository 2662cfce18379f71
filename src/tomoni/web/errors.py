"""Pages for what went wrong: each says what to do next and whom to phone."""

import logging
import sys
from contextlib import suppress
from typing import Any

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve
from django.utils.cache import add_never_cache_headers

from tomoni.core.access import public
from tomoni.web import kept_words
from tomoni.web.context import plain
from tomoni.web.display import Display

log = logging.getLogger("tomoni.fault")


@public
def bad_request(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return _without_database(request, "web/errors/400.html", 400)


@public
def forbidden(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return render(request, "web/errors/403.html", status=403)


@public
def not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return render(request, "web/errors/404.html", status=404)


@public
def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    kept = kept_words.of(request)
    response = render(request, "web/errors/csrf.html", {"kept": kept}, status=403)
    add_never_cache_headers(response)
    return response


def not_allowed(request: HttpRequest) -> HttpResponse:
    """405: an address was opened that only takes what a form sends, or the other way round."""
    context = {"parent": _page_above(request.path)}
    return render(request, "web/errors/405.html", context, status=405)


def _page_above(path: str) -> str:
    """The nearest address above `path` that leads to a page, or nothing."""
    while path.count("/") > 2:
        path = path.rstrip("/").rpartition("/")[0] + "/"
        with suppress(Resolver404):
            resolve(path)
            return path
    return ""


@public
def too_many(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return _without_database(request, "web/errors/429.html", 429)


@public
def server_error(request: HttpRequest) -> HttpResponse:
    """500; or 503 when the database does not answer, because then waiting helps.

    The log keeps which fault it was and where, under the number the reader is asked to tell;
    what the fault quotes from the reader's words is left out (core/logs.py).
    """
    if sys.exc_info()[0]:
        log.error("failed", exc_info=True, extra={"request": getattr(request, "number", "")})
    if isinstance(sys.exc_info()[1], (OperationalError, InterfaceError)):
        return unavailable(request)
    return _without_database(request, "web/errors/500.html", 500)


@public
def unavailable(request: HttpRequest, exception: Any = None) -> HttpResponse:
    response = _without_database(request, "web/errors/503.html", 503)
    response["Retry-After"] = "300"
    return response


def _without_database(request: HttpRequest, template: str, status: int) -> HttpResponse:
    """The page with neither session nor context processors: the database may be what failed."""
    display = getattr(request, "display", None) or Display()
    path = "/" if "\x00" in request.path else request.path
    context = plain(display, path) | {
        "full_path": "/",
        "number": getattr(request, "number", ""),
    }
    return HttpResponse(render_to_string(template, context), status=status)
