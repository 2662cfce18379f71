"""Asking the people who run a listing: on their own screen, by mail, letter, telephone or a link.

Whichever way is taken, what is asked is one question of the matter's baton: it has a day, it is
answered once, and silence climbs.
"""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from tomoni.core.errors import Refused
from tomoni.core.locks import lock
from tomoni.ground.batons.actions import accept, ask, give_back, links, outside
from tomoni.ground.batons.actions import answer as answer_question
from tomoni.ground.batons.models import Baton, Offer, Question
from tomoni.ground.batons.models.offers import Way
from tomoni.ground.notices.actions.telling import tell
from tomoni.ground.notices.recipients import Recipient
from tomoni.town.places.actions import keeping
from tomoni.town.places.models import Listing
from tomoni.town.places.queries import own
from tomoni.town.places.queries.holder import Holder, holder_of
from tomoni.town.places.rules import reaching

DAYS = 30  # A letter lies on a counter for a while.
WAY = {
    reaching.ACCOUNT: Way.SCREEN,
    reaching.MAIL: Way.LINK,
    reaching.LETTER: Way.PAPER,
    reaching.PHONE: Way.PHONE,
    reaching.HAND: Way.LINK,
}


@transaction.atomic
def ask_holder(
    *, baton: Baton, listing: Listing | None, text: str, by: Any, at: datetime,
    way: str = reaching.HAND,
) -> tuple[Question, str]:  # fmt: skip
    """Ask those who run the listing.

    Args:
        way: One of `rules.reaching`. By account, their editors are told that something waits
            on their page; by mail and letter a link goes out; by telephone it stands on the
            staff's list of calls; by hand the caller shows the link.

    Returns:
        The question, and the key of the link where the caller has to show it, else "". It is
        kept nowhere.

    Raises:
        Refused: when a question is already open, or this way is not.
    """
    if listing is None:
        raise Refused(_("どの掲載のことか分からないので、運営にたずねられません。"))
    if lock(baton).questions.open().exists():
        raise Refused(_("もうたずねて、返事を待っています。"))
    if by is not None:
        keeping.join_own(baton, by=by, at=at)
    holder = holder_of(listing, on=timezone.localdate(at))
    if way not in holder.ways:
        raise Refused(_("この方法では届きません。ほかの方法を選んでください。"), field="way")
    question = ask(
        baton=baton, text=text, outside_name=holder.name,
        outside_contact=holder.phone if way == reaching.PHONE else holder.email or holder.phone, way=WAY[way], by=by, at=at,
    )  # fmt: skip
    return question, _send(question, holder, listing, way, by=by, at=at)


@transaction.atomic
def new_link(*, question: Question, by: Any, at: datetime) -> str:
    """Another key for the same question; the keys from before are stopped."""
    for link in question.links.filter(revoked_at=None, used_at=None):
        links.revoke(link=link, by=by, at=at)
    keeping.join_own(question.baton, by=by, at=at)
    _link, key = links.make(question=question, by=by, at=at)
    return key


@transaction.atomic
def answer_on_screen(*, question: Question, text: str, by: Any, at: datetime) -> Question:
    """An editor of the entry answers, signed in, on the page of their own entries.

    Raises:
        Refused: when the question is not about an entry of theirs, or was answered before.
    """
    if not own.questions_of(by, timezone.localdate(at)).filter(pk=question.pk).exists():
        raise Refused(
            _("この問い合わせには、もう返事がされたか、あなたの掲載のことではありません。")
        )
    for link in question.links.filter(revoked_at=None, used_at=None):
        links.revoke(link=link, by=None, at=at)
    # The page has asked who they are; they belong to no team, so the program answers for them.
    return answer_question(
        question=question, text=text, by=None, by_name=by.name[:100], at=at, way=Way.SCREEN
    )


@transaction.atomic
def reply_to_offer(*, offer: Offer, answer: str, by: Any, at: datetime, reason: str = "") -> Offer:
    """An editor takes on what was held out to her body, or gives it back with the reason."""
    if not own.offers_of(by, timezone.localdate(at)).filter(pk=offer.pk).exists():
        raise Refused(_("この申し出には、もう返事がされたか、あなたの掲載のことではありません。"))
    name = by.name[:100]
    if answer == "accept":
        return accept(offer=offer, by=None, by_name=name, at=at, way=Way.SCREEN)
    return give_back(offer=offer, reason=reason, by=None, by_name=name, at=at, way=Way.SCREEN)


@transaction.atomic
def answer_heard(
    *, question: Question, text: str, name: str, way: str, by: Any, at: datetime
) -> Question:
    """Staff write down what those who run the entry said on the telephone, by letter or fax."""
    keeping.join_own(question.baton, by=by, at=at)
    return answer_question(
        question=question, text=text, by=by, by_name=name.strip()[:100], at=at, way=way
    )


def _send(
    question: Question, holder: Holder, listing: Listing, way: str, *, by: Any, at: datetime
) -> str:
    if way == reaching.HAND:
        return links.make(question=question, by=by, at=at, days=DAYS)[1]
    if way == reaching.ACCOUNT:
        for editor in holder.editors:
            tell(
                kind="places.asked",
                to=Recipient(user=editor),
                key=f"question:{question.pk}",
                values={
                    "listing": listing.name,
                    "day": question.answer_by,
                    "url": settings.SITE_URL + reverse("places:mine"),
                },
                by=by,
                at=at,
            )
    if way in (reaching.MAIL, reaching.LETTER):
        outside.send_link(
            baton=question.baton, about=question, name=holder.name, way=way, days=DAYS,
            contact=outside.Contact(
                email=holder.email, postcode=holder.postcode, address=holder.address
            ),
            by=by, at=at,
        )  # fmt: skip
    return ""
