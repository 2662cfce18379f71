"""Whether the house an event is in says it is open then; told honestly, decided by nobody here."""

from datetime import datetime

from django.utils.translation import gettext as _

from tomoni.town.places.rules import hours_words
from tomoni.town.places.rules.hours import Day

MINUTES = 24 * 60


def doubt(day: Day, start: datetime, end: datetime, *, is_known: bool) -> str:
    """A sentence where the hours of the venue do not cover the event; '' where all is well.

    Args:
        day: The venue's hours on the day of `start`.
        is_known: Whether anything is known of the venue's hours.
    """
    if not is_known:
        return ""
    if not day.sure:
        return _("この日は%(why)sです。会場が開くか、電話で確かめてください。") % {
            "why": hours_words.why(day)
        }
    if not day.times:
        if why := hours_words.why(day):
            return _(
                "会場は、この日は休みの予定です（%(why)s）。出かける前に電話で確かめてください。"
            ) % {"why": why}
        return _("会場は、この日は休みの予定です。出かける前に電話で確かめてください。")
    begin = start.hour * 60 + start.minute
    last = begin + min(int((end - start).total_seconds() // 60), MINUTES)
    if any(opens <= begin and last <= closes for opens, closes in day.times):
        return ""
    return _("会場の開いている時間は%(times)sです。入り方を、主催者に確かめてください。") % {
        "times": hours_words.day_times(day)
    }
