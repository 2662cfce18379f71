"""A date that a crowd sends forms for: it is read once a second, not once a form.

What is read here decides only which form somebody is asked; whether there are seats, and whether
the date still takes place, is read anew under its lock (`actions/admitting.py`).
"""

import time
from copy import copy
from uuid import UUID

from django.conf import settings

from tomoni.doing.events.models import Occurrence, Role
from tomoni.doing.events.models.occurrences import OccurrenceQuerySet
from tomoni.doing.events.queries.joining import roles_of

KEPT = 1.0  # Seconds.
MOST = 200  # Dates; more than anybody has at one moment.

_known: dict[tuple[str, UUID], tuple[float, Occurrence, list[Role]]] = {}


def date_and_roles(
    visible: OccurrenceQuerySet, slug: str, pk: UUID
) -> tuple[Occurrence, list[Role]] | None:
    """One date with its series, and its roles, as they were at most `KEPT` seconds ago.

    Args:
        visible: The dates that everybody may open; for a reader who may open more, read anew.
    """
    until, occurrence, roles = _known.get((slug, pk), (0.0, None, []))
    if occurrence is None or until < time.monotonic():
        now = time.monotonic()
        occurrence = visible.select_related("series").filter(series__slug=slug, pk=pk).first()
        if occurrence is None:
            return None
        roles = roles_of(occurrence)
        if settings.PAGE_CACHE_SECONDS:
            if len(_known) >= MOST:
                _known.clear()
            _known[slug, pk] = (now + KEPT, occurrence, roles)
    # Each form has rows of its own, for what is read anew is written into them.
    return copy(occurrence), [copy(one) for one in roles]
