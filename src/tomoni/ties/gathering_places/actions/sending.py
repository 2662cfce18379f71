"""Somebody without an account wishes for a place, says "me too", or offers a room."""

from datetime import datetime
from typing import Any, TypeVar
from uuid import uuid4

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from tomoni.core import audit
from tomoni.core.errors import Refused
from tomoni.core.locks import lock
from tomoni.ground.batons.actions import close, open_baton
from tomoni.ground.batons.actions.parties import add_sender
from tomoni.ground.batons.models import Baton
from tomoni.ground.people.models import Team
from tomoni.ties.gathering_places import queries
from tomoni.ties.gathering_places.models import MeToo, OnBoard, Venue, Wish
from tomoni.town.places.actions.keeping import keeper
from tomoni.town.places.actions.receiving import refuse_flood

Row = TypeVar("Row", bound=OnBoard)
WISH, VENUE = "gathering_places.wish", "gathering_places.venue"


def team_in_charge(*, at: datetime) -> Team:
    """The advisers' team, or the directory's where no adviser can be booked."""
    desk = queries.adviser_desk()
    return desk.team if desk else keeper(at=at)


@transaction.atomic
def wish(*, reply: dict[str, Any], by: Any, at: datetime, **said: Any) -> Wish:
    """A wish comes in and is in a team's hands at once; the board shows it after staff read it.

    Args:
        reply: How the writer wants to hear of it: contact, name, postcode, address, language.
        said: The fields of the wish, `token` of the form and `from_hash` among them.
    """
    return _send(
        Wish, reply, by=by, at=at, kind=WISH, act="gathering_places.wished", said=said,
        title=_("居場所の希望（%(town)s）") % {"town": said.get("town") or _("町は問わない")},
        next_step=gettext_noop("読んで掲示板に出し、合いそうな場所をさがす"),
    )  # fmt: skip


@transaction.atomic
def offer(*, reply: dict[str, Any], by: Any, at: datetime, **said: Any) -> Venue:
    """A room is offered; whoever offered it hears what became of it."""
    return _send(
        Venue, reply, by=by, at=at, kind=VENUE, act="gathering_places.offered", said=said,
        title=_("場所の申し出（%(town)s）") % {"town": said["town"]},
        next_step=gettext_noop("電話で確かめて掲示板に出し、合いそうな希望をさがす"),
    )  # fmt: skip


def _send(
    model: type[Row], reply: dict[str, Any], *, by: Any, at: datetime, kind: str, act: str, title: str,
    next_step: str, said: dict[str, Any],
) -> Row:  # fmt: skip
    rows: Any = model._default_manager
    said["text"], said["token"] = said["text"].strip(), said.get("token") or uuid4()
    known: Row | None = rows.filter(token=said["token"]).select_related("baton").first()
    if known:
        if known.text == said["text"]:
            return known
        said["token"] = uuid4()  # Other words, typed after going back to the form.
    if not said["text"]:
        raise Refused(_("どんな場所か、ひとことでも書いてください。"), field="text")
    refuse_flood(model, from_hash=said.get("from_hash", ""), at=at)
    baton = open_baton(
        kind=kind, title=title, team=team_in_charge(at=at), next_step=next_step, by=by, at=at
    )
    contact = reply.get("contact", "").strip()
    made: Row = rows.create(baton=baton, contact=contact, created_at=at, **said)
    add_sender(baton, by=by, at=at, **reply)
    audit.record(act, made, by=by, at=at)
    return made


@transaction.atomic
def me_too(
    *, wish: Wish, device: str, by: Any, at: datetime, from_hash: str = "", contact: str = "",
    language: str = "ja",
) -> MeToo:  # fmt: skip
    """One more who would like it; whoever leaves a contact hears what becomes of it.

    Args:
        device: A mark of the device, or the form's own where the device keeps none.
    """
    held = lock(wish)
    if not held.baton.is_open:
        raise Refused(_("この希望は、もう受け付けを終えています。新しい希望を書いてください。"))
    user = by if getattr(by, "pk", None) else None
    refuse_flood(MeToo, from_hash=from_hash, at=at)
    try:
        with transaction.atomic():
            made = MeToo.objects.create(
                wish=held, device=device, user=user, from_hash=from_hash, created_at=at
            )
    except IntegrityError:
        raise Refused(
            _("この希望には、もう「わたしも」を届けています。ありがとうございます。")
        ) from None
    if contact.strip():
        add_sender(held.baton, by=None, at=at, contact=contact, language=language)
    audit.record("gathering_places.me_too", held, by=by, at=at)
    return made


@transaction.atomic
def take_back(*, thing: OnBoard, by: Any, at: datetime) -> OnBoard:
    """Its writer, who holds the receipt, does not need it any more."""
    held = lock(thing)
    if not held.baton.is_open:
        raise Refused(_("もうお返事をしています。変わったことがあれば、お電話でお知らせください。"))
    held.baton = close(
        baton=held.baton, outcome=Baton.Outcome.NOT_NEEDED, by=None, at=at,
        words=_("ご本人が取り下げました。"),
    )  # fmt: skip
    audit.record("gathering_places.taken_back", held, by=by, at=at)
    return held
