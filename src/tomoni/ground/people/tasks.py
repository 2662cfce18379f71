"""What this room does by itself."""

from datetime import datetime

from tomoni.core import timetable
from tomoni.ground.people import import_desk


@timetable.every("people.forget_lists", minutes=60)
def forget_lists(at: datetime) -> None:
    """Lists of persons that nobody took in are not kept for longer than their page promises."""
    import_desk.forget_old(at)
