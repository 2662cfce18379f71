"""Whole public pages kept for a few seconds in memory, and marked for the reader's own phone.

Only pages for people without a session are kept, and only for `PAGE_CACHE_SECONDS`: an editor
who is signed in always sees the truth, everybody else sees it some seconds later.
"""

from collections.abc import Callable
from hashlib import blake2b

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.core.cache import cache
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from tomoni.core.access import is_public
from tomoni.web import display

LARGEST = 1_000_000
KEPT_HEADERS = (
    "Content-Type",
    "Content-Encoding",
    "Content-Language",
    "Vary",
    "ETag",
    "Last-Modified",
    "Cache-Control",
    "X-Keep-Offline",
    "X-Robots-Tag",
)


class PublicPageCacheMiddleware:
    """Stands before compression, so what is kept is what goes over the wire."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        seconds = settings.PAGE_CACHE_SECONDS
        key = key_of(request) if seconds else None
        if key and (kept := cache.get(key)):
            headers, content = kept
            response = HttpResponse(content, headers=headers)
            response["X-Cache"] = "hit"
            return response
        answer = self.get_response(request)
        if key and may_be_kept(request, answer):
            headers = {name: answer[name] for name in KEPT_HEADERS if name in answer}
            cache.set(key, (headers, answer.content), seconds)  # type: ignore[attr-defined]
        return answer


class OfflineMarkMiddleware:
    """Marks pages without anything personal, so that the service worker may keep them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        answer = self.get_response(request)
        html = answer.get("Content-Type", "").startswith("text/html")
        if html and is_anonymous(request) and is_impersonal(request, answer):
            answer["X-Keep-Offline"] = "1"
        return answer


def key_of(request: HttpRequest) -> str | None:
    """What the page depends on; None where nothing may be taken from or put into the cache."""
    if request.method != "GET" or not is_anonymous(request):
        return None
    try:
        host = request.get_host()
    except DisallowedHost:
        return None
    gzip = "gzip" in request.META.get("HTTP_ACCEPT_ENCODING", "")
    parts = (
        host,
        request.get_full_path(),
        display.read(request).key,
        "gzip" if gzip else "",
        request.META.get("HTTP_HX_REQUEST", ""),
        request.META.get("HTTP_HX_TARGET", ""),
        request.META.get("HTTP_ACCEPT", "")[:200],
    )
    return "page." + blake2b("\n".join(parts).encode(), digest_size=20).hexdigest()


def is_anonymous(request: HttpRequest) -> bool:
    """Nobody is signed in and no message waits: the page is the same for everybody."""
    known = request.COOKIES
    conditional = "HTTP_IF_NONE_MATCH" in request.META or "HTTP_RANGE" in request.META
    return not (
        settings.SESSION_COOKIE_NAME in known
        or CookieStorage.cookie_name in known
        or "HTTP_AUTHORIZATION" in request.META
        or conditional
    )


def is_impersonal(request: HttpRequest, answer: HttpResponseBase) -> bool:
    """A public view answered well, gave no cookie and wrote no CSRF token into the page."""
    match = request.resolver_match
    return bool(
        answer.status_code == 200
        and match
        and is_public(match.func)
        and not answer.cookies
        and "CSRF_COOKIE_NEEDS_UPDATE" not in request.META
        and "no-store" not in answer.get("Cache-Control", "")
        and "private" not in answer.get("Cache-Control", "")
    )


def may_be_kept(request: HttpRequest, answer: HttpResponseBase) -> bool:
    return (
        isinstance(answer, HttpResponse)
        and is_impersonal(request, answer)
        and len(answer.content) <= LARGEST
    )


def counts() -> dict[str, int]:
    """How many pages of this worker came from where."""
    return {}
