"""Words to those who run a service: taken in, asked of the provider, answered."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from tomoni.core import audit
from tomoni.core.errors import Refused
from tomoni.core.locks import lock
from tomoni.ground.batons.actions import close, open_baton, telling
from tomoni.ground.batons.models import Baton
from tomoni.ground.districts.models import Town
from tomoni.town.places.actions import keeping, receiving, replying
from tomoni.town.places.models import Feedback, Listing

KIND = "places.feedback"


@transaction.atomic
def send(
    *,
    listing: Listing,
    kind: str,
    text: str,
    by: Any,
    at: datetime,
    wants_answer: bool = False,
    contact: str = "",
    name: str = "",
    postcode: str = "",
    address: str = "",
    language: str = "ja",
    reply_by: str = "",
    token: UUID | None = None,
    from_hash: str = "",
) -> Feedback:
    """Anybody thanks, wishes or complains; the directory's team passes it to the provider.

    Args:
        token: Made by the form; the same words with it twice are one.
    """
    if token and (known := Feedback.objects.filter(token=token).first()):
        if (known.kind, known.listing, known.text) == (kind, listing, text.strip()):
            return known
        token = None
    if not text.strip():
        raise Refused(_("伝えたいことを、ひとことでも書いてください。"), field="text")
    if kind not in Feedback.Kind.values:
        raise Refused(_("どんな声か選んでください。"), field="kind")
    receiving.refuse_flood(Feedback, from_hash=from_hash, at=at)
    baton = open_baton(
        kind=KIND,
        title=listing.name,
        team=keeping.keeper(at=at),
        next_step=gettext_noop("運営に伝えて、お返事をもらう"),
        by=by,
        at=at,
    )
    made = Feedback.objects.create(
        baton=baton,
        token=token or uuid4(),
        listing=listing,
        kind=kind,
        category=listing.category,
        town=_town_of(listing),
        text=text.strip(),
        contact=contact.strip(),
        reply_by=reply_by,
        wants_answer=wants_answer,
        from_hash=from_hash,
        created_at=at,
    )
    if wants_answer:
        replying.keep_sender(
            made, path=_receipt(made), by=by, at=at, name=name, postcode=postcode,
            address=address, language=language,
        )  # fmt: skip
    audit.record("places.feedback_sent", made, by=by, at=at)
    return made


def _town_of(listing: Listing) -> Town | None:
    """Where the entry's first place lies; None for what has no place, or none we could find."""
    rows = listing.at.select_related("place__town").order_by("-is_main", "order", "id")
    first = rows.first()
    return first.place.town if first else None


@transaction.atomic
def finish(
    *,
    feedback: Feedback,
    answer: str,
    by: Any,
    at: datetime,
    called: str = "",
    outcome: str = Baton.Outcome.DONE,
) -> Feedback:
    """The clerk has looked at what the provider says; the sender reads it on the receipt."""
    if not answer.strip():
        raise Refused(_("送ってくれた人へのお返事を、ひとことで書いてください。"), field="answer")
    baton = lock(feedback.baton)
    if not baton.is_open:
        raise Refused(_("この声には、もうお返事が書かれています。画面を開き直してご確認ください。"))
    keeping.join_own(baton, by=by, at=at)
    replying.before_end(feedback, baton, called=called, by=by, at=at)
    feedback.baton = close(baton=baton, outcome=outcome, words=answer, by=by, at=at)
    url = settings.SITE_URL + _receipt(feedback)
    telling.outcome(feedback.baton, url=url, at=at, by=by)
    return feedback


def _receipt(feedback: Feedback) -> str:
    return reverse("places:feedback_receipt", kwargs={"token": feedback.token})
