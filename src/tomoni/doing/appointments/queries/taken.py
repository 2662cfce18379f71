"""When people and rooms are taken or away: one row of the answer for each of them.

Two hundred people have thirty thousand appointments in sixty days. Made into objects row by row they
take longer than the whole search, so the database joins the numbers of each into one text.
"""

from typing import Any

import numpy as np
from django.db.models import Aggregate, F, QuerySet, TextField

from tomoni.doing.appointments.models import Absence, Hold, Resource
from tomoni.doing.appointments.rules.slots import Numbers

Taken = tuple[Numbers, Numbers, Numbers]  # Whose (place in the list), from minute, until minute.
NOTHING: Taken = (np.empty(0, np.int64),) * 3
_WIDE = 27  # Bits for a length: more minutes than anything here lasts; see guards.WIDTH.
_LONGEST = 600 + 2 * 32767  # A kind's minutes with the air before and after, by their columns.


class Joined(Aggregate):
    """The whole numbers of a group as one text with commas between them."""

    function = "GROUP_CONCAT"
    output_field = TextField()

    def as_postgresql(self, compiler: Any, connection: Any) -> Any:
        return self.as_sql(
            compiler, connection, template="STRING_AGG((%(expressions)s)::text, ',')"
        )


def of_users(
    users: dict[Any, int], resources: dict[int, int], low: int, high: int
) -> tuple[Taken, Taken]:
    """What is booked with these people and when they are away, between two minutes.

    Args:
        users: The key of each person and their place in the list.
        resources: The same places by the number of their resource; who was never booked has none.
    """
    away = Absence.objects.filter(user__in=users, ends__gt=low, starts__lt=high)
    return _held(resources, low, high), _unpacked(away, "user_id", users, low)


def of_rooms(places: dict[int, int], low: int, high: int) -> Taken:
    """What is booked in these rooms between two minutes."""
    known = Resource.objects.filter(room__in=places).values_list("room", "pk")
    return _held({pk: places[room] for room, pk in known}, low, high)


def _held(place: dict[int, int], low: int, high: int) -> Taken:
    # By the resource alone, without its table: the rows are read in the order of the index over
    # (resource, starts, ends), so the database neither joins nor sorts. The index is read from `low`
    # on only when the beginning has a limit.
    rows = Hold.objects.filter(
        resource__in=place, starts__gt=low - _LONGEST, starts__lt=high, ends__gt=low
    )
    return _unpacked(rows, "resource_id", place, low)


def _unpacked(rows: QuerySet[Any, Any], whose: str, place: dict[Any, int], low: int) -> Taken:
    """One question for all: each beginning and length is packed into one number."""
    if not place:
        return NOTHING
    length = F("ends") - F("starts")
    packed = Joined((F("starts") - low) * 2**_WIDE + length)
    found = list(rows.order_by().values_list(whose).annotate(packed=packed))
    if not found:
        return NOTHING
    numbers = [np.fromstring(text, np.int64, sep=",") for _whose, text in found]
    flat = np.concatenate(numbers)
    begins = (flat >> _WIDE) + low
    owners = np.repeat([place[key] for key, _text in found], [len(one) for one in numbers])
    return owners.astype(np.int64), begins, begins + (flat & (2**_WIDE - 1))
