"""What the assignment proposed and staff said yes to becomes turns."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import transaction

from tomoni.core import audit
from tomoni.core.errors import Refused
from tomoni.doing.volunteering.actions import turns
from tomoni.doing.volunteering.models import Post, Turn, Volunteer


@transaction.atomic
def give(
    *, pairs: Collection[tuple[Volunteer, Post]], by: Any, at: datetime
) -> tuple[list[Turn], list[str]]:
    """Each chosen pair becomes a turn, and the volunteer is told.

    Returns:
        The turns, and a sentence for each pair that is no longer possible: somebody signed up or
        fell ill since the page was made. Those do not spoil the others.
    """
    made, refused = list[Turn](), list[str]()
    for volunteer, post in sorted(pairs, key=lambda pair: (pair[1].pk, pair[0].pk)):
        try:
            with transaction.atomic():
                made.append(
                    turns.join(
                        post=post,
                        volunteer=volunteer,
                        by=by,
                        at=at,
                        may_wait=False,
                        channel=Turn.Channel.DESK,
                    )
                )
        except Refused as no:
            refused.append(f"{volunteer}: {no.sentence}")
    audit.record_many("volunteering.assigned", [(one, None) for one in made], by=by, at=at)
    return made, refused
