"""The secret address of one's own calendar: made, made anew, ended."""

from datetime import datetime
from typing import Any, cast
from uuid import uuid4

from django.db import transaction

from tomoni.core import audit
from tomoni.core.link_keys import digest_of
from tomoni.core.locks import lock
from tomoni.doing.events.models import OwnFeed
from tomoni.doing.events.queries import own_feed as queries


@transaction.atomic
def renew(*, by: Any, at: datetime) -> OwnFeed:
    """A new address; from this moment the one before finds nothing."""
    user = lock(by)
    OwnFeed.objects.filter(user=user).delete()
    pk = uuid4()
    made = OwnFeed.objects.create(pk=pk, user=user, digest=digest_of(queries.key(pk)), made_at=at)
    audit.record("events.own_feed_made", made, by=by, at=at)
    return cast(OwnFeed, made)


@transaction.atomic
def end(*, by: Any, at: datetime) -> None:
    """No address any more. Twice is once."""
    found = OwnFeed.objects.filter(user=lock(by)).first()
    if found is None:
        return
    audit.record("events.own_feed_ended", found, by=by, at=at)
    found.delete()
