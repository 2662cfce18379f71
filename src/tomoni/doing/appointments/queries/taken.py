"""When people and rooms are taken or away: one row of the answer for each of them.

Two hundred people have thirty thousand appointments in sixty days. Made into objects row by row they
take longer than the whole search, so the database joins the numbers of each into one text.
"""

from typing import Any

import numpy as np
from django.db.models import Aggregate, F, QuerySet, TextField

from tomoni.doing.appointments.models import Absence, Hold
from tomoni.doing.appointments.rules.slots import Numbers

Taken = tuple[Numbers, Numbers, Numbers]  # Whose (place in the list), from minute, until minute.
NOTHING: Taken = (np.empty(0, np.int64),) * 3
_WIDE = 2**27  # More minutes than anything here lasts; see guards.WIDTH.
_LONGEST = 600 + 2 * 32767  # A kind's minutes with the air before and after, by their columns.


class Joined(Aggregate):
    """The whole numbers of a group as one text with commas between them."""

    function = "GROUP_CONCAT"
    output_field = TextField()

    def as_postgresql(self, compiler: Any, connection: Any) -> Any:
        return self.as_sql(
            compiler, connection, template="STRING_AGG((%(expressions)s)::text, ',')"
        )


def of_users(place: dict[Any, int], low: int, high: int) -> tuple[Taken, Taken]:
    """What is booked with these people and when they are away, between two minutes."""
    held = _held("resource__user", place, low, high)
    away = Absence.objects.filter(user__in=place, ends__gt=low, starts__lt=high)
    return held, _unpacked(away.values_list("user"), place, low)


def of_rooms(place: dict[int, int], low: int, high: int) -> Taken:
    """What is booked in these rooms between two minutes."""
    return _held("resource__room", place, low, high)


def _held(whose: str, place: dict[Any, int], low: int, high: int) -> Taken:
    # The index over (resource, starts) is read from `low` on only when the beginning has a limit.
    rows = Hold.objects.filter(
        **{f"{whose}__in": place}, starts__gt=low - _LONGEST, starts__lt=high, ends__gt=low
    )
    return _unpacked(rows.values_list(whose), place, low)


def _unpacked(rows: QuerySet[Any, Any], place: dict[Any, int], low: int) -> Taken:
    """One question for all: each beginning and length is packed into one number."""
    if not place:
        return NOTHING
    length = F("ends") - F("starts")
    packed = Joined((F("starts") - low) * _WIDE + length)
    found = list(rows.order_by().annotate(packed=packed))
    if not found:
        return NOTHING
    numbers = [np.fromstring(text, np.int64, sep=",") for _whose, text in found]
    flat = np.concatenate(numbers)
    begins = flat // _WIDE + low
    whose = np.repeat([place[key] for key, _text in found], [len(one) for one in numbers])
    return whose.astype(np.int64), begins, begins + flat % _WIDE
