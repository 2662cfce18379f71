"""Which acts this person may do on this matter now; and who may do the others."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from tomoni.ground.batons import access, matters
from tomoni.ground.batons.models import Baton, Offer, Question


def open_offer(baton: Baton) -> Offer | None:
    found: Offer | None = (
        baton.offers.open().select_related("to_team", "from_team", "to_person").first()  # type: ignore[attr-defined]
    )
    return found


def possible(user: Any, baton: Baton, *, on: date) -> list[str]:
    """The codes of the acts, in the order in which a clerk would look for them."""
    holds = access.holds(user, baton, on=on)
    if not baton.is_open:
        return ["reopen"] if holds else []
    offer = open_offer(baton)
    found: list[str] = []
    if offer and _may_answer(user, offer, holds, on):
        found += ["accept", "give_back"]
    asked = list(baton.questions.open())  # type: ignore[attr-defined]
    ours = any(_is_asked(user, question, on) for question in asked)
    if ours:
        found.append("answer")
    if holds:
        found += ["note", "assign"]
        found.append("withdraw" if offer else "offer")
        found.append("ask")
        # Who asked writes down what was answered by telephone; nothing waits for it here.
        if asked and not ours:
            found.append("answer")
        if asked:
            found.append("unask")
        found += ["extend", "split", "join"]
        spec = matters.spec_of(matters.root_of(baton))
        if not (spec and spec.is_ended_by_room):
            found.append("close")
    if _may_take(user, baton, offer, on):
        found.append("take")
    return found


def writes_down(user: Any, baton: Baton, *, on: date) -> bool:
    """Whether an answer this person enters is somebody else's, heard by telephone or read."""
    asked = baton.questions.open()  # type: ignore[attr-defined]
    return not any(_is_asked(user, question, on) for question in asked)


def who_can(baton: Baton, offer: Offer | None) -> str:
    """One line for somebody who may only read: whose turn it is, and how to reach them."""
    team = offer.to_team if offer and offer.to_team else baton.team
    if team is None:
        return ""
    return _("この案件を進められるのは、%(team)sの人です。%(phone)s") % {
        "team": team, "phone": team.phone,
    }  # fmt: skip


def _may_answer(user: Any, offer: Offer, holds: bool, on: date) -> bool:
    """The receiving team; for somebody outside, the giver writes down what they said."""
    return access.works_in(user, offer.to_team_id, on=on) if offer.to_team_id else holds


def _is_asked(user: Any, question: Question, on: date) -> bool:
    to = question.to_team_id
    return bool(to) and access.works_in(user, to, on=on)


def _may_take(user: Any, baton: Baton, offer: Offer | None, on: date) -> bool:
    desk = access.desk_of(user, on)
    if desk is None or desk.pk == baton.team_id:
        return False
    high = baton.level >= Baton.Level.DESK
    return high or bool(offer and offer.level >= Baton.Level.DESK)
