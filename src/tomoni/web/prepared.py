"""Pages of which only a few places are somebody's own: the rest is drawn once a second for all.

A page with a form holds two secrets, so it is never kept whole (web/cache.py); in a crowd each
reader would pay for drawing what everybody else is shown too. Two ways out, both for readers
without a session, the page at most a second old, its surroundings a few:

    @prepared.for_strangers()          # the whole page; only the form's two secrets are new
    prepared.around(request, ...)      # what stands around the part that is somebody's own

See docs/adr/0044-turns-at-a-popular-date.md.
"""

import re
import secrets
import time
import uuid
from collections.abc import Callable, Collection, Hashable, Mapping
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.html import escape

from tomoni.web.cache import LONGEST_QUERY, is_anonymous
from tomoni.web.kept import Page, Shelf

FRESH = 1.0  # Seconds a drawn page is given again.
AROUND_FRESH = 10.0  # The same for surroundings: a title and a telephone, which seldom change.
SHOWN_FOR = 2.0  # Seconds longer that it may be shown while its successor is drawn.
MOST_BYTES = 16 * 2**20

# A form's secret against forged sending, and the number that makes a second press the same.
# Texts that people write are escaped, so neither can be imitated by what stands on the page.
_SECRET = re.compile(r'(<input type="hidden" name="csrfmiddlewaretoken" value=")[^"]*(")')
_ONCE = re.compile(r'(<input type="hidden" name="token" value=")[^"]*(")')
# Addresses that stand on a page in the same letters however they are quoted.
_PLAIN_PATH = re.compile(r"[\w/-]+", re.ASCII)
# Letters that nobody can know, so that no text on a page is taken for a place.
_MARK = secrets.token_hex(16)

shelf = Shelf(most_bytes=MOST_BYTES)
View = Callable[..., HttpResponse]


def for_strangers(*, own: Collection[str] = ()) -> Callable[[View], View]:
    """Give a page to readers without a session as it was drawn, with new secrets in its form.

    For views whose page depends on nothing but the address and the display. Only answers of
    status 200 without a cookie are given again.

    Args:
        own: Words of the query that make a page somebody's own; it is then drawn anew.
    """

    def mark(view: View) -> View:
        @wraps(view)
        def shown(request: HttpRequest, *args: Any, **known: Any) -> HttpResponse:
            if not _is_stranger(request) or not request.GET.keys().isdisjoint(own):
                return view(request, *args, **known)
            key = _key(request, "page", request.get_full_path())
            drawn = _kept(key, FRESH, lambda: view(request, *args, **known))
            return drawn if isinstance(drawn, HttpResponse) else _with_new_secrets(drawn, request)

        return shown

    return mark


def around(
    request: HttpRequest,
    template: str,
    context: Callable[[], Mapping[str, Any]],
    *,
    own: Mapping[str, str],
    key: Hashable,
    status: int = 200,
) -> HttpResponse:
    """A page whose surroundings are kept; only what is somebody's own is put in anew.

    Args:
        template: Shows each name of `own` as a variable.
        context: What the surroundings need; asked only when they are drawn.
        own: The finished HTML of each place.
        key: What the surroundings depend on beside display and host.
    """
    own = dict(own)
    is_kept = _is_stranger(request) and not request.GET and _PLAIN_PATH.fullmatch(request.path)
    if is_kept:
        own |= {"full_path": request.path, "here": escape(request.build_absolute_uri())}

    def drawn() -> HttpResponse:
        places = {name: _place(name) for name in own}
        return HttpResponse(render_to_string(template, {**context(), **places}, request))

    page = _kept(_key(request, template, key), AROUND_FRESH, drawn) if is_kept else drawn()
    text = (page.content if isinstance(page, HttpResponse) else page.body).decode()
    for name, words in own.items():
        text = text.replace(_place(name), words)
    return HttpResponse(text, status=status)


def _place(name: str) -> str:
    return f"{_MARK}{name}z"


def _is_stranger(request: HttpRequest) -> bool:
    """Whether this reader is shown what everybody without an account is shown."""
    query = request.META.get("QUERY_STRING", "")
    return bool(
        settings.PAGE_CACHE_SECONDS
        and request.method == "GET"
        and len(query) <= LONGEST_QUERY
        and is_anonymous(request)
    )


def _key(request: HttpRequest, *more: Hashable) -> Hashable:
    shown = request.display.key  # type: ignore[attr-defined]
    return (request.scheme, request.get_host(), shown, *more)


def _kept(key: Hashable, fresh: float, draw: Callable[[], HttpResponse]) -> Page | HttpResponse:
    """The page as it was drawn a moment ago, or drawn now; by one thread, the others wait."""
    arrived = time.monotonic()
    page = shelf.old(key, time.time())
    if page and arrived - page.begun < fresh:
        return page
    with shelf.alone(key, wait=page is None) as mine:
        if page and not mine:
            return page
        other = shelf.old(key, time.time())
        if other and other.begun >= arrived:
            return other
        begun = time.monotonic()
        answer = draw()
        if answer.status_code != 200 or answer.cookies or answer.streaming:
            return answer
        made = Page(answer.content, {}, "", time.time() + fresh + SHOWN_FOR, 0, begun)
        shelf.put(key, made)
        return made


def _with_new_secrets(page: Page, request: HttpRequest) -> HttpResponse:
    text = page.body.decode()
    if _SECRET.search(text):
        text = _SECRET.sub(rf"\g<1>{get_token(request)}\g<2>", text)
    return HttpResponse(_ONCE.sub(rf"\g<1>{uuid.uuid4()}\g<2>", text))
