"""What this room does by itself."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from tomoni.core import timetable
from tomoni.doing.points import import_desk
from tomoni.doing.points.actions import accounts, lapsing
from tomoni.doing.points.models import Scheme


@timetable.every("points.lapse", daily_at="03:10")
def lapse(at: datetime) -> None:
    """Points whose last day was yesterday go."""
    for scheme in Scheme.objects.order_by("pk"):
        lapsing.lapse_all(scheme=scheme, at=at)


@timetable.every("points.close", daily_at="03:40")
def close(at: datetime) -> None:
    """The books are closed up to the end of the day before yesterday, so that a clerk whose
    machine is a little slow is never too late; busy accounts get their snapshot."""
    day = timezone.localdate(at) - timedelta(days=1)
    until = timezone.make_aware(datetime.combine(day, time.min)) - timedelta(microseconds=1)
    for scheme in Scheme.objects.order_by("pk"):
        accounts.close_books(scheme=scheme, until=until, by=None, at=at)
        accounts.snapshot(scheme=scheme, at=at)


@timetable.every("points.forget_lists", minutes=60)
def forget_lists(at: datetime) -> None:
    """Lists of paper cards that nobody took in are not kept for longer than their page promises."""
    import_desk.WAITING.forget_old(at)
