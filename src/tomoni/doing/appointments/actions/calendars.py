"""A worker's own calendar blocks time here; a worker's appointments go out as a feed."""

from datetime import datetime, timedelta
from typing import Any, cast

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from tomoni.core import audit, fetching, link_keys
from tomoni.core.errors import Refused
from tomoni.core.locks import lock
from tomoni.doing.appointments.actions import holding
from tomoni.doing.appointments.models import Absence, BusyCalendar
from tomoni.doing.appointments.queries.feeds import uid_ending
from tomoni.doing.appointments.rules import calendars as rules
from tomoni.doing.appointments.rules.minutes import minute
from tomoni.ground.people.models import User

HORIZON = timedelta(days=120)
LONGEST_WAIT = 5  # Seconds; a calendar that does not answer is read the next hour.


@transaction.atomic
def take_in(*, user: User, text: bytes, by: Any, at: datetime) -> rules.Taken:
    """Block the times of a calendar file; what an earlier file blocked is forgotten.

    Only from when until when is kept, never what it is about. Bookings that are there already stay:
    somebody promised them, so the worker moves them or reports an absence.
    """
    found = rules.busy_times(
        text, first=at, last=at + HORIZON, zone=cast(Any, timezone.get_current_timezone()),
        ours=uid_ending(),
    )  # fmt: skip
    if found.problem:
        raise Refused(found.problem, field="file")
    lock(holding.resource_of(user=user))
    Absence.objects.filter(user=user, reason=Absence.Reason.CALENDAR).delete()
    Absence.objects.bulk_create(
        [
            Absence(
                user=user, starts=minute(one.starts_at), ends=max(minute(one.ends_at), minute(one.starts_at) + 1),
                reason=Absence.Reason.CALENDAR, made_by=by if getattr(by, "pk", None) else None,
                made_at=at,
            )
            for one in found.busy
        ],
        batch_size=500,
    )  # fmt: skip
    row = _row(user)
    row.read_at, row.problem = at, ""
    row.save(update_fields=["read_at", "problem"])
    audit.record("appointments.calendar_read", row, by=by, at=at, note=str(len(found.busy)))
    return found


@transaction.atomic
def set_address(*, user: User, url: str, by: Any, at: datetime) -> BusyCalendar:
    """Where the calendar is read from each hour; '' stops it.

    Only https and only machines outside, save those the installation names (TOMONI_CALENDAR_HOSTS),
    so that nobody makes the town call addresses in its own network.
    """
    url = url.strip()
    if url and (why := fetching.why_not(url, known=settings.CALENDAR_HOSTS)):
        raise Refused(why, field="url")
    row = lock(_row(user))
    row.url, row.problem = url, ""
    row.save(update_fields=["url", "problem"])
    audit.record("appointments.calendar_set", row, by=by, at=at)
    return row


@transaction.atomic
def new_feed(*, user: User, by: Any, at: datetime) -> str:
    """A new address of one's own feed; the old one stops at once. The key is shown here only."""
    row = lock(_row(user))
    row.feed_turn += 1
    key = feed_key(row)
    row.feed_digest = link_keys.digest_of(key)
    row.save(update_fields=["feed_turn", "feed_digest"])
    audit.record("appointments.feed_made", row, by=by, at=at)
    return key


@transaction.atomic
def stop_feed(*, user: User, by: Any, at: datetime) -> BusyCalendar:
    """The address of one's own feed leads nowhere any more."""
    row = lock(_row(user))
    row.feed_digest = ""
    row.save(update_fields=["feed_digest"])
    audit.record("appointments.feed_stopped", row, by=by, at=at)
    return row


def feed_key(row: BusyCalendar) -> str:
    """The key of this turn; it opens only while its digest is kept."""
    return link_keys.key_of("appointments.feed", f"{row.pk}:{row.feed_turn}")


def read_all(*, at: datetime) -> int:
    """Read every calendar that has an address. Returns how many could be read."""
    done = 0
    rows = BusyCalendar.objects.exclude(url="").filter(user__is_active=True)
    for row in rows.order_by("pk").select_related("user"):
        try:
            text = fetch(row.url)
            take_in(user=row.user, text=text, by=None, at=at)
            done += 1
        except (fetching.NotFetched, Refused) as problem:
            _note(row, str(problem), at=at)
    return done


def fetch(url: str) -> bytes:
    """The calendar behind an address; raises NotFetched."""
    return fetching.fetch(
        url, most_bytes=rules.MOST_BYTES, seconds=LONGEST_WAIT, known=settings.CALENDAR_HOSTS
    )


@transaction.atomic
def _note(row: BusyCalendar, problem: str, *, at: datetime) -> None:
    held = lock(row)
    held.problem = problem[:300]
    held.save(update_fields=["problem"])
    audit.record("appointments.calendar_unread", held, by=None, at=at)


def _row(user: User) -> BusyCalendar:
    return cast(BusyCalendar, BusyCalendar.objects.get_or_create(user=user)[0])
