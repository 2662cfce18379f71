"""Somebody's own sign-ups as a calendar: theirs alone, with nobody's name in it."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from tomoni.core.link_keys import digest_of, key_of
from tomoni.doing.events.feeds.ics import Mark
from tomoni.doing.events.feeds.window import AHEAD, BEHIND, Told
from tomoni.doing.events.models import OwnFeed, SignUp

MOST = 500
# What a calendar program understands: certain, not yet certain, gone (RFC 5545 §3.8.1.11).
STATES = {
    "confirmed": "CONFIRMED", "asked": "TENTATIVE", "waiting": "TENTATIVE", "offered": "TENTATIVE",
    "cancelled": "CANCELLED", "declined": "CANCELLED", "expired": "CANCELLED",
}  # fmt: skip


def key(pk: UUID) -> str:
    """The secret of an address; made anew each time, kept nowhere."""
    return key_of("events.own_feed", pk)


def url_of(feed: OwnFeed) -> str:
    """The whole address, shown to its owner alone."""
    return settings.SITE_URL + reverse("events:own_ics", args=[key(feed.pk)])


def by_key(secret: str) -> OwnFeed | None:
    """The feed behind an address; None for one that was renewed or ended, or of a closed account."""
    rows = OwnFeed.objects.select_related("user").filter(user__is_active=True)
    return rows.filter(digest=digest_of(secret)).first()


def of_user(user: Any) -> OwnFeed | None:
    return OwnFeed.objects.filter(user=user).first()


def sign_ups(user: Any, at: datetime) -> list[SignUp]:
    """One's own from a month ago on; those given up stay, so that calendars hear of it."""
    day = at.replace(hour=0, minute=0, second=0, microsecond=0)
    mine = Q(user=user, entered_by=None)
    rows = SignUp.objects.filter(mine, role__occurrence__ends_at__gt=day - BEHIND)
    rows = rows.filter(role__occurrence__starts_at__lt=day + AHEAD).exclude(status="held")
    rows = rows.select_related(
        "role__occurrence__series__organisation", "role__occurrence__series__venue__place",
        "role__occurrence__venue__place",
    ).prefetch_related("role__occurrence__series__tags")  # fmt: skip
    # The newest last: of two for one date it is the one that counts.
    return list(rows.order_by("role__occurrence__starts_at", "queued_at", "id")[:MOST])


def told(rows: list[SignUp]) -> tuple[list[Told], dict[Any, Mark]]:
    """What the calendar is written from: each date once, with how one stands to it."""
    dates, marks = {}, {}
    for row in rows:
        date = row.role.occurrence
        dates[date.pk] = date
        # Grows with every change of the sign-up, whatever way it goes.
        step = max(0, int((row.updated_at - row.created_at) / timedelta(seconds=1)))
        words = _("受付番号 %(number)s: %(status)s") % {
            "number": row.number,
            "status": row.get_status_display(),
        }
        marks[date.pk] = Mark(STATES[row.status], step, words, row.updated_at)
    return [Told(date.series, [date]) for date in dates.values()], marks


def stamp(rows: list[SignUp]) -> tuple[Any, ...]:
    """What changes whenever the calendar would."""
    return tuple(
        (
            row.number, row.status, row.updated_at, row.role.occurrence.updated_at,
            row.role.occurrence.series.updated_at,
        )
        for row in rows
    )  # fmt: skip
