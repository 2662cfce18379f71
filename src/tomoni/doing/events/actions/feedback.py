"""What people say afterwards, without a name."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from tomoni.core import audit
from tomoni.core.errors import Refused
from tomoni.doing.events.models import Feedback, Occurrence


@transaction.atomic
def say(
    *,
    occurrence: Occurrence,
    stars: int,
    words: str,
    again: bool | None,
    client_id: str,
    at: datetime,
) -> Feedback:
    """One answer; nothing in it leads to who gave it. Twice the same form is once."""
    if occurrence.starts_at > at:
        raise Refused(_("感想は、催しが始まってから書けます。"))
    made, new = Feedback.objects.get_or_create(
        client_id=client_id,
        defaults={
            "occurrence": occurrence, "stars": stars, "again": again, "at": at,
            "words": {"text": words.strip()[:2000]} if words.strip() else None,
        },
    )  # fmt: skip
    if new:
        audit.record("events.feedback_given", occurrence, by=None, at=at)
    return made
