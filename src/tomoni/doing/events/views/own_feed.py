"""One's own calendar: the page where its address is made and ended, and the calendar itself."""

import hashlib
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from tomoni.core.access import login_is_enough, public
from tomoni.core.link_keys import digest_of
from tomoni.doing.events.actions import own_feed
from tomoni.doing.events.feeds import ics
from tomoni.doing.events.queries import own_feed as queries

SHAPE = "1"
HOUR = 3600
MOST_AN_HOUR = 60  # Calendars ask a few times a day; who asks once a minute is told to wait.


@login_is_enough
@never_cache
@require_http_methods(["GET", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """The secret address, another one in its place, or none any more."""
    at = timezone.now()
    if request.method == "POST":
        deed = own_feed.end if request.POST.get("do") == "end" else own_feed.renew
        deed(by=request.user, at=at)
        return redirect("events:own_feed")
    feed = queries.of_user(request.user)
    context = {
        "feed": feed,
        "address": queries.url_of(feed) if feed else "",
        "crumbs": [(_("わたしのカレンダー"), "")],
    }
    return render(request, "events/own_feed.html", context)


@public
@require_safe
def as_ics(request: HttpRequest, key: str) -> HttpResponse:
    """Whoever has the address reads when and where; no name, no telephone, no way to change."""
    if _asks_too_often(digest_of(key)):
        return _too_often()
    feed = queries.by_key(key)
    if feed is None:
        raise Http404
    at = timezone.localtime()
    rows = queries.sign_ups(feed.user, at)
    parts = repr((SHAPE, f"{at:%Y%m%d}", feed.pk, queries.stamp(rows)))
    etag = f'"{hashlib.sha256(parts.encode()).hexdigest()[:24]}"'
    answer: Any = get_conditional_response(request, etag=etag) or _made(request, rows)
    answer["ETag"] = etag
    answer["Cache-Control"] = "private, max-age=300, must-revalidate"
    answer["X-Robots-Tag"] = "noindex, nofollow"
    return answer  # type: ignore[no-any-return]


def _made(request: HttpRequest, rows: list[Any]) -> HttpResponse:
    with override("ja"):
        told, marks = queries.told(rows)
        body = ics.calendar(
            told, name=_("わたしの催し"), site=settings.SITE_URL,
            url=settings.SITE_URL + request.path, marks=marks,
        )  # fmt: skip
    answer = HttpResponse(body, "text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'inline; filename="my-events.ics"'
    return answer


def _asks_too_often(digest: str) -> bool:
    """Counted for each address in this process; a guess counts for the address it guesses."""
    name = f"events.own_feed:{digest}"
    cache.add(name, 0, HOUR)
    try:
        return cache.incr(name) > MOST_AN_HOUR
    except ValueError:  # It ran out between the two.
        return False


def _too_often() -> HttpResponse:
    words = _("たずねる回数が多すぎます。1時間ほど待ってから、もう一度お試しください。")
    answer = HttpResponse(f"{words}\n", "text/plain; charset=utf-8", status=429)
    answer["Retry-After"] = str(HOUR)
    answer["X-Robots-Tag"] = "noindex, nofollow"
    return answer
