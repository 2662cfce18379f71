"""Somebody without an account answers through a link: the act and its link in one transaction."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from tomoni.core.errors import Refused
from tomoni.ground.batons.actions import asking, handing, links
from tomoni.ground.batons.models import Link, Offer, Question
from tomoni.ground.batons.models.offers import Way


@transaction.atomic
def accept(*, link: Link, name: str, at: datetime, reply: str = "") -> Offer:
    """The receiver outside takes it on."""
    offer = _offer(link)
    _named(name)
    links.use(link=link, at=at)
    return handing.accept(
        offer=offer, by=None, by_name=name.strip()[:100], at=at, way=Way.LINK, reply=reply
    )


@transaction.atomic
def give_back(*, link: Link, name: str, reason: str, at: datetime, reply: str = "") -> Offer:
    """The receiver outside cannot take it on, and says why."""
    offer = _offer(link)
    _named(name)
    links.use(link=link, at=at)
    return handing.give_back(
        offer=offer, reason=reason, by=None, by_name=name.strip()[:100], at=at, way=Way.LINK,
        reply=reply,
    )  # fmt: skip


@transaction.atomic
def answer(*, link: Link, name: str, text: str, at: datetime) -> Question:
    """The asked person outside answers."""
    if link.question is None:
        raise Refused(_("このリンクでは返事を書けません。"))
    _named(name)
    links.use(link=link, at=at)
    return asking.answer(
        question=link.question, text=text, by=None, by_name=name.strip()[:100], at=at, way=Way.LINK
    )


def _offer(link: Link) -> Offer:
    if link.offer is None:
        raise Refused(_("このリンクでは引き受けられません。"))
    return link.offer


def _named(name: str) -> None:
    if not name.strip():
        raise Refused(_("お名前を書いてください。"), field="name")
