"""Answering 304 when the reader already has the newest version."""

import hashlib
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag

from tomoni.core.stamp import content_stamp
from tomoni.town.places.models import Listing, Place

# Raised when the shape of the files changes, so that nobody keeps the old shape.
SHAPE = "1"
# Programs may keep an answer this long before they ask again.
FRESH_FOR = "public, max-age=30, must-revalidate"


def newest_change() -> datetime | None:
    """When a listing or a place was last changed."""
    moments = (
        Listing.objects.order_by().aggregate(at=Max("updated_at"))["at"],
        Place.objects.order_by().aggregate(at=Max("updated_at"))["at"],
    )
    return max((at for at in moments if at), default=None)


def if_changed(
    request: HttpRequest,
    changed_at: datetime | None,
    make: Callable[[], Any],
    *,
    also: str = "",
) -> HttpResponse:
    """The answer of `make`, or 304 without making it when nothing has changed.

    The tag holds the whole address, because filters choose other rows, and the day, because
    "closed today" and seasons change at midnight without anybody writing. `also` is whatever
    else the answer depends on; an answer that depends on the minute has no Last-Modified.
    """
    here = request.build_absolute_uri()
    parts = (SHAPE, content_stamp(), changed_at, timezone.localdate(), here, also)
    etag = 'W/"' + hashlib.sha256(repr(parts).encode()).hexdigest()[:24] + '"'
    changed_at = None if also else changed_at
    modified = int(changed_at.timestamp()) if changed_at else None
    unchanged = get_conditional_response(request, etag=etag, last_modified=modified)
    response = unchanged or make()
    return labelled(response, etag, changed_at)


def tagged(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """A small whole answer with a tag of its content, or 304 when the reader has it."""
    etag = quote_etag(hashlib.sha256(response.content).hexdigest()[:24])
    return labelled(get_conditional_response(request, etag=etag, response=response), etag, None)


def labelled(response: Any, etag: str, changed_at: datetime | None) -> HttpResponse:
    response["ETag"] = etag
    response["Cache-Control"] = FRESH_FOR
    if changed_at:
        response["Last-Modified"] = http_date(changed_at.timestamp())
    return response
