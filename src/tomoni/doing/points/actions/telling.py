"""Who is told about their points, through the outbox."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse

from tomoni.core.city import city
from tomoni.doing.points.queries.giving import Gift
from tomoni.ground.notices.actions.telling import tell
from tomoni.ground.notices.recipients import Recipient


def given(gift: Gift, *, by: Any, at: datetime) -> None:
    """The receiver hears from whom points came, by the way they chose. An organisation, and
    whoever has no contact, reads it on the statement or gets the slip that the counter prints."""
    person = gift.receiver.person
    if person is None:
        return
    to = Recipient.of(person)
    if not (to.account or to.mail or to.telephone or to.postal[1]):
        return
    team = gift.giver.scheme.team
    tell(
        kind="points.given", to=to, key=str(gift.key), by=by, at=at,
        values={
            "giver": str(gift.giver), "points": gift.points, "scheme": gift.giver.scheme.name,
            "phone": team.phone or city().phones[0].phone,
            "url": f"{settings.SITE_URL}{reverse('points:mine')}",
        },
    )  # fmt: skip
