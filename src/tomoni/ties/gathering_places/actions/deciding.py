"""Staff read what came in, put it on the board, bring two together, and answer."""

from datetime import datetime
from typing import Any, TypeVar

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from tomoni.core import audit
from tomoni.core.errors import Refused
from tomoni.core.locks import lock
from tomoni.ground.batons.actions import close, note, telling
from tomoni.ground.batons.models import Baton
from tomoni.ground.notices.actions.telling import tell
from tomoni.ground.notices.recipients import Recipient
from tomoni.ties.gathering_places import queries
from tomoni.ties.gathering_places.models import Match, OnBoard, Venue, Wish
from tomoni.town.circles.models import Circle
from tomoni.town.places.actions.keeping import join_own
from tomoni.town.places.models import Listing

Row = TypeVar("Row", bound=OnBoard)


@transaction.atomic
def show(*, thing: OnBoard, words: str, by: Any, at: datetime) -> OnBoard:
    """Put it on the board in words that name nobody; again with other words to correct them."""
    held = lock(thing)
    if not words.strip():
        raise Refused(_("掲示板に出すことばを書いてください。"), field="words")
    if not held.baton.is_open:
        raise Refused(_("もうお返事をしています。掲示板に出すには、案件をもう一度始めてください。"))
    held.shown_text, held.shown_at = words.strip(), held.shown_at or at
    held.save(update_fields=["shown_text", "shown_at"])
    audit.record("gathering_places.shown", held, by=by, at=at)
    return held


@transaction.atomic
def hide(*, thing: OnBoard, by: Any, at: datetime) -> OnBoard:
    """Take it off the board; it stays in hand until its writer has an answer."""
    held = lock(thing)
    held.shown_at = None
    held.save(update_fields=["shown_at"])
    audit.record("gathering_places.hidden", held, by=by, at=at)
    return held


@transaction.atomic
def answer(*, thing: OnBoard, outcome: str, words: str, by: Any, at: datetime) -> OnBoard:
    """The matter ends, and everybody who left a way to be reached reads why."""
    held = _end(thing, outcome, words, by=by, at=at)
    audit.record("gathering_places.answered", held, by=by, at=at, note=outcome)
    return held


@transaction.atomic
def became(
    *, wish: Wish, words: str, by: Any, at: datetime, listing: Listing | None = None,
    circle: Circle | None = None,
) -> Wish:  # fmt: skip
    """The wish became a place of the directory or a circle; the board says so with a link."""
    if (listing is None) == (circle is None):
        raise Refused(
            _("できた居場所か、できたネットワークのどちらか一つを選んでください。"), field="listing"
        )
    held = _end(wish, Baton.Outcome.DONE, words, by=by, at=at)
    held.became_listing, held.became_circle = listing, circle
    held.save(update_fields=["became_listing", "became_circle"])
    audit.record("gathering_places.became", held, by=by, at=at)
    return held


def _end(thing: Row, outcome: str, words: str, *, by: Any, at: datetime) -> Row:
    held = lock(thing)
    join_own(held.baton, by=by, at=at)
    held.baton = close(baton=held.baton, outcome=outcome, words=words, by=by, at=at)
    telling.outcome(held.baton, url=receipt_url(held), at=at, by=by)
    return held


@transaction.atomic
def accept(*, wish: Wish, venue: Venue, reason: str, by: Any, at: datetime) -> Match:
    """Bring the two together: both hear of it, and the wish's next step is to look at the room."""
    made = _decide(wish, venue, Match.Answer.ACCEPTED, reason, by=by, at=at)
    for thing, step in (
        (made.wish, _("場所をいっしょに見に行く日を決める")),
        (made.venue, _("希望した人と、使い方を話し合う")),
    ):
        join_own(thing.baton, by=by, at=at)
        note(baton=thing.baton, text=reason, next_step=step, by=by, at=at)
        _introduce(made, thing, by=by, at=at)
    audit.record("gathering_places.matched", made, by=by, at=at)
    return made


@transaction.atomic
def decline(*, wish: Wish, venue: Venue, reason: str, by: Any, at: datetime) -> Match:
    """They do not fit although the points say so; the reason stays, and they are not suggested again."""
    made = _decide(wish, venue, Match.Answer.DECLINED, reason, by=by, at=at)
    audit.record("gathering_places.unmatched", made, by=by, at=at)
    return made


def _decide(
    wish: Wish, venue: Venue, answer: str, reason: str, *, by: Any, at: datetime
) -> Match:  # fmt: skip
    wanted, room = lock(wish), lock(venue)
    if not reason.strip():
        raise Refused(_("理由を、ひとことで書いてください。"), field="reason")
    if not (wanted.baton.is_open and room.baton.is_open):
        raise Refused(_("希望か申し出のどちらかが、もう終わっています。"))
    try:
        with transaction.atomic():
            return Match.objects.create(
                wish=wanted, venue=room, answer=answer, reason=reason.strip(),
                points=queries.fit_of(wanted, room).points,
                decided_by=by if getattr(by, "pk", None) else None, decided_at=at,
            )  # fmt: skip
    except IntegrityError:
        raise Refused(
            _("この組み合わせは、ほかの人が先に決めました。画面を開き直してご確認ください。")
        ) from None


def _introduce(match: Match, thing: OnBoard, *, by: Any, at: datetime) -> None:
    """To everybody who left a way to be reached; the other side's name is never in it."""
    for party in thing.baton.parties.select_related("user"):
        tell(
            kind="gathering_places.match",
            to=Recipient(
                user=None if party.address else party.user, name=party.name, email=party.email,
                phone=party.phone, postcode=party.postcode, address=party.address,
                language=party.language,
            ),
            key=f"{match.pk}:{party.pk}",
            values={
                "number": thing.number,
                "is_wish": isinstance(thing, Wish),
                "team": thing.baton.hand.name,
                "phone": thing.baton.hand.phone,
                "url": receipt_url(thing),
            },
            by=by,
            at=at,
        )  # fmt: skip


def receipt_url(thing: OnBoard) -> str:
    """The whole address of the page that its writer keeps."""
    name = "wish_receipt" if isinstance(thing, Wish) else "offer_receipt"
    return settings.SITE_URL + reverse(f"gathering_places:{name}", kwargs={"token": thing.token})
