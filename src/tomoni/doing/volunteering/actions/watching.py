"""When somebody has to look at a need again, as its baton says it."""

from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext_noop

from tomoni.doing.volunteering.models import Need
from tomoni.ground.batons import actions as batons

SOON = timedelta(days=14)  # A need on the board without any shift is looked at again by then.


def look_again(need: Need, at: datetime, *, words: str = "", on: date | None = None) -> None:
    """Write what comes next and by when; inside the caller's transaction.

    Args:
        words: What comes next; by default to see whether enough people come.
        on: By default the day of the latest shift to come: then somebody decides how it goes on.
    """
    today, baton = timezone.localdate(at), need.baton
    latest = need.shifts.coming(at).order_by("-starts_at").first()
    day = on or (timezone.localdate(latest.starts_at) if latest else today + SOON)
    baton.refresh_from_db(fields=["finish_by"])
    need.baton = batons.note(
        baton=baton, text="", next_step=words or gettext_noop("手伝う人がそろうか見守る"), by=None, at=at,
        due_on=max(today, min(day, baton.finish_by) if baton.finish_by else day),
    )  # fmt: skip
