"""Links for people without an account: made, opened, stopped."""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tomoni.core import audit
from tomoni.core.errors import Refused
from tomoni.core.locks import lock
from tomoni.ground.batons import access
from tomoni.ground.batons.actions import stepping
from tomoni.ground.batons.models import Baton, Link, Miss, Offer, Party, Question, Step
from tomoni.ground.batons.rules import hands

DAYS = 14
RECEIPT_DAYS = 400  # A letter is kept in a drawer; over a year nobody asks any more.
MOST_MISSES = 20  # In one hour from one sender; a person mistypes a link a few times.


@transaction.atomic
def make(
    *,
    by: Any,
    at: datetime,
    offer: Offer | None = None,
    question: Question | None = None,
    baton: Baton | None = None,
    party: Party | None = None,
    days: int = DAYS,
) -> tuple[Link, str]:
    """A new link for one purpose, and its key, which is shown once and kept nowhere.

    Args:
        offer: The receiver answers it; or
        question: the receiver answers it; or
        party: they and the holder write to each other; beside an offer or a question, the party
            that link is made for; or
        baton: the sender reads what became of the matter.
        days: How long it opens, at most `hands.LONGEST_LINK_DAYS` for acting links.
    """
    thing = offer or question
    of = thing.baton if thing else party.baton if party else baton
    if of is None:
        raise ValueError("a link needs a purpose")
    if thing or party:
        held = stepping.in_hand(of, by=by, at=at)
        if thing and (why := hands.why_not_answer(status=lock(thing).status)):
            raise Refused(why)
        if not 1 <= days <= hands.LONGEST_LINK_DAYS:
            raise Refused(
                _("リンクの期間は、1日から%(most)s日の間で入れてください。")
                % {"most": hands.LONGEST_LINK_DAYS},
                field="days",
            )
    else:
        held = lock(of)
    key = secrets.token_urlsafe(32)
    link = Link.objects.create(
        digest=digest_of(key),
        purpose="offer" if offer else "question" if question else "talk" if party else "receipt",
        baton=held,
        offer=offer,
        question=question,
        party=party,
        made_by=by if getattr(by, "pk", None) else None,
        made_at=at,
        expires_at=at + timedelta(days=days),
    )
    stepping.step(held, Step.Act.LINKED, by=by, at=at, due_on=timezone.localdate(link.expires_at))
    return link, key


@transaction.atomic
def revoke(*, link: Link, by: Any, at: datetime) -> Link:
    """The link opens nothing any more, from this moment."""
    held = lock(link.baton)
    row = lock(link)
    if row.revoked_at is None:
        row.revoked_at = at
        row.save(update_fields=["revoked_at"])
        stepping.step(held, Step.Act.UNLINKED, by=by, at=at)
    return row


@transaction.atomic
def stop(*, link: Link, by: Any, at: datetime) -> Link:
    """Whoever holds the matter stops one of its links; also when the matter is over."""
    holds = access.holds(by, lock(link.baton), on=timezone.localdate(at))
    if why := hands.why_not_holder(holds=holds):
        raise Refused(why)
    return revoke(link=link, by=by, at=at)


def find(*, key: str, from_hash: str, at: datetime) -> Link:
    """The link of this key, if it still opens.

    Raises:
        Refused: when it does not exist, is over or was stopped, or when too many wrong keys
            came from this sender. The sentence says whom to ask instead.
    """
    hour = at - timedelta(hours=1)
    if Miss.objects.filter(from_hash=from_hash, at__gt=hour).count() >= MOST_MISSES:
        raise Refused(
            _(
                "開けないリンクが続いたので、しばらく開けません。一時間ほどたってから、もう一度どうぞ。"
            )
        )
    link = (
        Link.objects.filter(digest=digest_of(key))
        .select_related("baton__team", "baton__kind", "offer__from_team", "question")
        .first()
    )
    if link is None:
        _missed(from_hash=from_hash, at=at)
        raise Refused(
            _("このリンクは見つかりません。途中で切れていないか、送り元に確かめてください。")
        )
    if link.revoked_at:
        raise _stopped()
    if link.expires_at <= at:
        raise Refused(
            _("このリンクの期間は終わりました。%(team)s（%(phone)s）にお電話ください。")
            % {"team": link.baton.team, "phone": link.baton.hand.phone or "-"}
        )
    if link.opened_at is None:
        Link.objects.filter(pk=link.pk, opened_at=None).update(opened_at=at)
    return link


@transaction.atomic
def use(*, link: Link, at: datetime) -> None:
    """Mark an acting link as used, in the transaction of the act itself.

    Raises:
        Refused: when it was used before: the first answer counts. And when it was stopped
            between the look at its page and the answer.
    """
    row = _still_open(link)
    if row.used_at:
        raise Refused(_("このリンクでの返事は、もう受け取っています。ありがとうございました。"))
    row.used_at = row.last_used_at = at
    row.save(update_fields=["used_at", "last_used_at"])
    audit.record("batons.link_used", row, by=None, at=at)


@transaction.atomic
def touch(*, link: Link, at: datetime) -> None:
    """Something came through a link that stays open, such as a photograph.

    Raises:
        Refused: when it was stopped between the look at its page and now.
    """
    row = _still_open(link)
    row.last_used_at = at
    row.save(update_fields=["last_used_at"])
    audit.record("batons.link_used", row, by=None, at=at)


def _still_open(link: Link) -> Link:
    # Whoever stops a link holds its matter first, so that neither waits for the other for ever.
    lock(link.baton)
    row = lock(link)
    if row.revoked_at:
        raise _stopped()
    return row


def _stopped() -> Refused:
    return Refused(_("このリンクは止められました。新しいリンクが届いていないか、ご確認ください。"))


def forget_misses(*, at: datetime) -> int:
    """Throw away what was counted longer than a day ago; run by `tomoni tick`."""
    return _forget(at)


@transaction.atomic
def _forget(at: datetime) -> int:
    return Miss.objects.filter(at__lt=at - timedelta(days=1)).delete()[0]


def url_of(key: str) -> str:
    """The address of the page that this key opens."""
    return f"{settings.SITE_URL}/l/{key}/"


def digest_of(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()


@transaction.atomic
def _missed(*, from_hash: str, at: datetime) -> None:
    Miss.objects.create(from_hash=from_hash, at=at)
