"""What every word from outside shares: nobody floods the desk."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from tomoni.core.errors import Refused

MOST_PER_HOUR = 10  # From one address; a library's shared computer stays below it.


def refuse_flood(model: type[Model], *, from_hash: str, at: datetime) -> None:
    """A program that sends without end is stopped; a person is given the telephone.

    Raises:
        Refused: when too much came from this sender within an hour.
    """
    if not from_hash:
        return
    manager: Any = model._default_manager
    recent = manager.filter(from_hash=from_hash, created_at__gt=at - timedelta(hours=1))
    if recent.count() >= MOST_PER_HOUR:
        raise Refused(
            _(
                "短い時間にたくさん届いたので、いまは受け取れません。一時間ほどたってから送るか、お電話でお知らせください。"
            )
        )
