"""What happens by itself: the list of the month, and going on with what was approved."""

from datetime import datetime

from tomoni.core import jobs, timetable
from tomoni.ground.retention.actions import destroying, proposing
from tomoni.ground.retention.models import Proposal

FIND = "retention.find_due"
jobs.job("retention.destroy")(destroying.destroy)


@timetable.every(FIND, daily_at="02:40")
def find_due(at: datetime) -> None:
    """What is due becomes one proposal."""
    proposing.propose(at=at)


@timetable.every("retention.go_on", minutes=15)
def go_on(at: datetime) -> None:
    """An approved list that was cut off is taken up again, also when its job is gone."""
    for key in Proposal.objects.filter(status="approved").values_list("pk", flat=True):
        destroying.destroy(key)
