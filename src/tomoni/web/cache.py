"""Whole public pages kept for some seconds, and marked for the reader's own phone.

Only pages that are the same for everybody are kept: for people without a session, without
messages, without a form's secret and without new cookies. They are made anew when anything in
the town is written (within LOOK_EVERY seconds, also when another worker or a command wrote it),
at the turn of every minute because "open now" changes then, and after PAGE_CACHE_SECONDS at the
latest; see docs/adr/0010-kept-pages.md. While one reader's page is made anew the others are
given the old one for OLD_FOR seconds at most. Somebody signed in, and somebody who has just
written something, always sees the truth.
"""

import hashlib
import time
from collections import Counter, OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase

from tomoni.core.access import is_public
from tomoni.core.stamp import content_stamp
from tomoni.web import display
from tomoni.web.kept import Page, Shelf

LARGEST = 1_000_000
LONGEST_QUERY = 500  # Longer questions are asked once.
MOST_STAMPS = 16  # States remembered; one look a second leaves OLD_FOR of them in use.
LOOK_EVERY = 1.0  # Seconds between two looks whether something was written.
# Seconds after the last look that found a page true in which it may still be shown while its
# successor is made: one until the next look, two for the making.
OLD_FOR = 3.0
WROTE = "wrote"  # The cookie of somebody who has just written: nothing kept is for them.
WROTE_SECONDS = 5  # Longer than OLD_FOR, as the other workers look a second later.
# Cookies that change nothing but what the key holds; a page for any other cookie is not kept.
HARMLESS = frozenset({*display.CHOICES, settings.CSRF_COOKIE_NAME})
# What a kept page may depend on, because the key holds it.
KNOWN_VARY = frozenset(
    {"accept-encoding", "accept-language", "cookie", "hx-request", "hx-target", "origin"}
)
# Made for each answer anew.
OWN_HEADERS = frozenset({"x-request-id", "x-cache", "date"})

shelf = Shelf()
_counts: Counter[str] = Counter()


class PublicPageCacheMiddleware:
    """Stands outside everything that shapes a page, so that a kept page costs almost nothing.

    What is kept is what goes over the wire: compressed, with its security headers.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.written = Written()

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        key = key_of(request) if settings.PAGE_CACHE_SECONDS else None
        if key is None:
            _counts["passed"] += 1
            return stays_with_reader(request, told_truth(request, self.get_response(request)))
        arrived, stamp, now = time.monotonic(), self.written.stamp(), time.time()
        if page := shelf.get(key, stamp, now):
            return _again(page, request, "hit")
        if shelf.is_refused(key, now):
            _counts["passed"] += 1
            return self.get_response(request)
        old = shelf.old(key, now)
        if old and not self.written.just_ended(old.stamp):
            old = None
        with shelf.alone(key, wait=old is None) as mine:
            if old and not mine:
                return _again(old, request, "old")
            begun, stamp, now = time.monotonic(), self.written.stamp(), time.time()
            page = shelf.old(key, now)
            # Begun after the reader came, it is as new as one made for this reader would be.
            # Otherwise all who waited would make it, one after another, for each had seen a write.
            if page and (page.stamp == stamp or page.begun >= arrived):
                return _again(page, request, "waited")
            answer = self.get_response(request)
            if not may_be_kept(request, answer):
                _counts["passed"] += 1
                shelf.refuse(key, now + settings.PAGE_CACHE_SECONDS)
                return answer
            _counts["made"] += 1
            page = _page(answer, stamp, now, begun)
            shelf.put(key, page)
        answer["ETag"] = page.etag
        return _not_modified(page) if _has_it(page, request) else answer


def told_truth(request: HttpRequest, answer: HttpResponseBase) -> HttpResponseBase:
    """After writing something, the writer is shown pages made anew for some seconds."""
    if request.method not in ("GET", "HEAD", "OPTIONS") and answer.status_code < 400:
        answer.set_cookie(
            WROTE, "1", max_age=WROTE_SECONDS, secure=settings.SESSION_COOKIE_SECURE,
            httponly=True, samesite="Lax",
        )  # fmt: skip
    return answer


def stays_with_reader(request: HttpRequest, answer: HttpResponseBase) -> HttpResponseBase:
    """What somebody signed in reads is kept by no browser and by nothing on the way.

    At a counter or in a library the next person at the same computer presses "back". What a view
    says itself about keeping its answer holds.
    """
    if not is_anonymous(request) and "Cache-Control" not in answer:
        answer["Cache-Control"] = "private, no-store"
    return answer


class Written:
    """Knows whether anything was written, with at most one short question a second.

    Looked up before a page is made, so a page can only count as older than it is.
    """

    def __init__(self) -> None:
        self._stamp = 0
        self._next = 0.0
        self._seen: OrderedDict[int, float] = OrderedDict()  # Each stamp, last found true at.
        self._lock = Lock()

    def stamp(self) -> int:
        now = time.monotonic()
        if now >= self._next and self._lock.acquire(blocking=False):
            try:
                self._next = now + LOOK_EVERY
                self._stamp = content_stamp()
                self._seen[self._stamp] = now
                self._seen.move_to_end(self._stamp)
                while len(self._seen) > MOST_STAMPS:
                    self._seen.popitem(last=False)
            except DatabaseError:
                pass  # What is kept may still be shown until it is too old.
            finally:
                self._lock.release()
        return self._stamp

    def just_ended(self, stamp: int) -> bool:
        """Whether a look found the town in this state less than OLD_FOR seconds ago."""
        seen = self._seen.get(stamp)
        return seen is not None and time.monotonic() - seen < OLD_FOR


def _page(answer: Any, stamp: int, now: float, begun: float) -> Page:
    """The finished answer as it will be given again."""
    body = answer.content
    etag = answer.get("ETag") or f'W/"{hashlib.sha256(body).hexdigest()[:20]}"'
    headers = {name: value for name, value in answer.items() if name.lower() not in OWN_HEADERS}
    headers |= {"ETag": etag, "Content-Length": str(len(body))}
    headers.setdefault("Cache-Control", "no-cache")
    minute_ends = (now // 60 + 1) * 60
    until = min(now + settings.PAGE_CACHE_SECONDS, minute_ends)
    return Page(body, headers, etag, until, stamp, begun)


def _again(page: Page, request: HttpRequest, how: str) -> HttpResponse:
    _counts[how] += 1
    has_it = _has_it(page, request)
    response = _not_modified(page) if has_it else HttpResponse(page.body, headers=page.headers)
    response["X-Cache"] = how
    return response


def _has_it(page: Page, request: HttpRequest) -> bool:
    """Whether the reader's own copy is this page."""
    known = str(request.META.get("HTTP_IF_NONE_MATCH", ""))
    return bool(known) and page.etag.removeprefix("W/") in known


def _not_modified(page: Page) -> HttpResponse:
    response = HttpResponseNotModified()
    for name in (
        "ETag",
        "Cache-Control",
        "Vary",
        "Content-Location",
        "Access-Control-Allow-Origin",
    ):
        if name in page.headers:
            response[name] = page.headers[name]
    return response


class OfflineMarkMiddleware:
    """Marks pages without anything personal, so that the service worker may keep them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        answer = self.get_response(request)
        html = answer.get("Content-Type", "").startswith("text/html")
        if html and is_anonymous(request) and is_impersonal(request, answer):
            answer["X-Keep-Offline"] = "1"
            if isinstance(answer, HttpResponse) and "ETag" not in answer:
                # Taken before compression, which adds random bytes against the BREACH attack.
                answer["ETag"] = f'W/"{hashlib.sha256(answer.content).hexdigest()[:20]}"'
        return answer


def key_of(request: HttpRequest) -> Hashable | None:
    """What the page depends on; None where nothing may be taken from or put into the cache."""
    meta = request.META
    query = meta.get("QUERY_STRING", "")
    if request.method != "GET" or "HTTP_AUTHORIZATION" in meta or "HTTP_RANGE" in meta:
        return None
    if len(query) > LONGEST_QUERY or request.path_info.startswith(settings.STATIC_URL):
        return None
    shown = ""
    if "HTTP_COOKIE" in meta:
        if not HARMLESS.issuperset(request.COOKIES):
            return None
        shown = display.read(request).key
    return (
        meta.get("HTTP_HOST"),
        request.scheme,
        request.path_info,
        query,
        shown,
        "gzip" in meta.get("HTTP_ACCEPT_ENCODING", ""),
        meta.get("HTTP_HX_REQUEST"),
        meta.get("HTTP_HX_TARGET"),
    )


def is_anonymous(request: HttpRequest) -> bool:
    """Nobody is signed in and no message waits: the page is the same for everybody."""
    known = request.COOKIES
    return not (
        settings.SESSION_COOKIE_NAME in known
        or CookieStorage.cookie_name in known
        or "HTTP_AUTHORIZATION" in request.META
        or "HTTP_RANGE" in request.META
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
        and "no-store" not in (answer.get("Cache-Control") or "")
        and "private" not in (answer.get("Cache-Control") or "")
    )


def may_be_kept(request: HttpRequest, answer: HttpResponseBase) -> bool:
    """Whether this finished answer is the same for everybody who sends the same key."""
    vary = {word.strip().lower() for word in answer.get("Vary", "").split(",") if word.strip()}
    return (
        isinstance(answer, HttpResponse)
        and is_impersonal(request, answer)
        and vary <= KNOWN_VARY
        and len(answer.content) <= LARGEST
    )


def counts() -> dict[str, int]:
    """How many pages of this worker came from where."""
    return {name: _counts[name] for name in ("hit", "old", "made", "waited", "passed")}
