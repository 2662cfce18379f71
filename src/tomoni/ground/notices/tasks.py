"""Sending what waits; the timetable finds what was left."""

from datetime import datetime

from django.utils import timezone

from tomoni.core import jobs, timetable
from tomoni.ground.notices import queries
from tomoni.ground.notices.actions import digests, sending


@jobs.job("notices.send")
def send(channel: str) -> None:
    """Send what waits on a channel; a long heap asks for itself again."""
    if sending.send_waiting(channel=channel, at=timezone.now()):
        jobs.later("notices.send", channel)


@timetable.every("notices.due", minutes=1)
def due(at: datetime) -> None:
    """Whatever should have gone out by now: after quiet hours, a pause, a crash, a lost job."""
    sending.recover(at=at)
    for channel in queries.channels_with_work(at):
        jobs.later("notices.send", channel)


@timetable.every("notices.digest", minutes=10)
def digest(at: datetime) -> None:
    """Daily mails, each at the time its reader chose."""
    digests.collect(at=at)
