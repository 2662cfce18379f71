"""The program with one guard taken out, as somebody in a hurry might have written it."""

import os
import time

from config.wsgi import application

PAUSE = 0.4  # As long as a thought between looking and writing.


def _publish_by_looking_first(*, listing, by, at, source=None, checked_on=None):
    """Look at the status, then write: what `states.move` replaces."""
    from tomoni.core import audit
    from tomoni.core.errors import Refused

    if listing.status != "draft":
        raise Refused("already")
    time.sleep(PAUSE)
    type(listing).objects.filter(pk=listing.pk).update(status="published", published_at=at)
    audit.record("places.published", listing, by=by, at=at)
    return listing


def _suspend_by_looking_first(*, listing, by, at, reason, from_on=None, until_on=None):
    from tomoni.core import audit
    from tomoni.core.errors import Refused

    if listing.status != "published":
        raise Refused("already")
    time.sleep(PAUSE)
    type(listing).objects.filter(pk=listing.pk).update(
        status="suspended", suspended_reason=reason, suspended_from=at.date()
    )
    audit.record("places.suspended", listing, by=by, at=at)
    return listing


without = os.environ.get("RACE_WITHOUT", "")
if without == "move":
    from dataclasses import replace

    from tomoni.town.places.views.staff import states

    for word, naive in (
        ("publish", _publish_by_looking_first),
        ("suspend", _suspend_by_looking_first),
    ):
        states.DEEDS[word] = replace(states.DEEDS[word], action=naive)
if without == "version":
    from tomoni.town.places.actions import writing

    writing.settle = lambda thing, expected, new, now: dict(new)

__all__ = ["application"]
