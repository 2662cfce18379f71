"""Taking in what people tell us, and deciding on it."""

from datetime import datetime
from typing import Any, cast
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
from tomoni.town.places.actions import keeping, receiving, replying
from tomoni.town.places.actions.receiving import MOST_PER_HOUR
from tomoni.town.places.models import Listing, Suggestion

__all__ = ["MOST_PER_HOUR", "accept", "decline", "send"]
KIND = "places.suggestion"


@transaction.atomic
def send(
    *,
    kind: str,
    text: str,
    by: Any,
    at: datetime,
    listing: Listing | None = None,
    about: str = "",
    contact: str = "",
    name: str = "",
    postcode: str = "",
    address: str = "",
    language: str = "ja",
    reply_by: str = "",
    token: UUID | None = None,
    from_hash: str = "",
) -> Suggestion:
    """Anybody tells us that something is wrong or missing; somebody has it in hand at once.

    Args:
        contact: A telephone number or mail address for the answer.
        reply_by: How the sender wants to hear of it (`Told.ReplyBy`); "" by whatever they wrote.
        name, postcode, address: For an answer by post.
        token: Made by the form; the same words with it twice are the same suggestion. Other
            words, typed after going back to the form, are a new one.
        from_hash: A mark of the sender's address that is good for one day.
    """
    if token and (known := Suggestion.objects.filter(token=token).first()):
        if (known.kind, known.listing, known.text, known.contact) == (
            kind, listing, text.strip(), contact.strip(),
        ):  # fmt: skip
            return cast(Suggestion, known)
        token = None
    if not text.strip():
        raise Refused(_("どこが違うか、ひとことでも書いてください。"), field="text")
    if listing is None and kind != Suggestion.Kind.MISSING:
        raise Refused(_("どの掲載のことか分かりませんでした。掲載のページからお知らせください。"))
    receiving.refuse_flood(Suggestion, from_hash=from_hash, at=at)
    baton = open_baton(
        kind=KIND,
        title=listing.name if listing else _("載っていない場所のお知らせ"),
        team=keeping.keeper(at=at),
        next_step=gettext_noop("掲載を確かめて、お返事を書く"),
        by=by,
        at=at,
    )
    suggestion = Suggestion.objects.create(
        baton=baton,
        token=token or uuid4(),
        listing=listing,
        kind=kind,
        about=about,
        text=text.strip(),
        contact=contact.strip(),
        reply_by=reply_by,
        from_hash=from_hash,
        created_at=at,
    )
    replying.keep_sender(
        suggestion, path=_receipt(suggestion), by=by, at=at, name=name, postcode=postcode,
        address=address, language=language,
    )  # fmt: skip
    audit.record("places.suggestion_sent", suggestion, by=by, at=at)
    return suggestion


@transaction.atomic
def accept(
    *, suggestion: Suggestion, by: Any, at: datetime, answer: str, called: str = ""
) -> Suggestion:
    """It was right: the entry has been corrected, and the sender can read so."""
    return _decide(suggestion, Baton.Outcome.DONE, by=by, at=at, answer=answer, called=called)


@transaction.atomic
def decline(
    *, suggestion: Suggestion, by: Any, at: datetime, answer: str, called: str = ""
) -> Suggestion:
    """Nothing is changed, and the sender can read why."""
    return _decide(suggestion, Baton.Outcome.DECLINED, by=by, at=at, answer=answer, called=called)


def _decide(
    suggestion: Suggestion, outcome: str, *, by: Any, at: datetime, answer: str, called: str
) -> Suggestion:
    if not answer.strip():
        raise Refused(_("送ってくれた人へのお返事を、ひとことで書いてください。"), field="answer")
    baton = lock(suggestion.baton)
    if not baton.is_open:
        raise Refused(
            _("このお知らせには、もうお返事が書かれています。画面を開き直してご確認ください。")
        )
    keeping.join_own(baton, by=by, at=at)
    replying.before_end(suggestion, baton, called=called, by=by, at=at)
    suggestion.baton = close(baton=baton, outcome=outcome, words=answer, by=by, at=at)
    act = "accepted" if outcome == Baton.Outcome.DONE else "declined"
    audit.record(f"places.suggestion_{act}", suggestion, by=by, at=at)
    telling.outcome(suggestion.baton, url=settings.SITE_URL + _receipt(suggestion), at=at, by=by)
    return suggestion


def _receipt(suggestion: Suggestion) -> str:
    return reverse("places:receipt", kwargs={"token": suggestion.token})
