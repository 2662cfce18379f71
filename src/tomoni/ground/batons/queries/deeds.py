"""Which acts this person may do on this matter now; and who may do the others."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from tomoni.ground.batons import access, matters
from tomoni.ground.batons.models import Baton, Offer


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
    if asked and (holds or any(q.to_team_id and access.works_in(user, q.to_team_id, on=on) for q in asked)):  # fmt: skip
        found.append("answer")
    if holds:
        found += ["note", "assign"]
        found.append("withdraw" if offer else "offer")
        found.append("ask")
        if asked:
            found.append("unask")
        found += ["extend", "split", "join"]
        spec = matters.spec_of(matters.root_of(baton))
        if not (spec and spec.is_ended_by_room):
            found.append("close")
    if _may_take(user, baton, offer, on):
        found.append("take")
    return found


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


def _may_take(user: Any, baton: Baton, offer: Offer | None, on: date) -> bool:
    desk = access.desk_of(user, on)
    if desk is None or desk.pk == baton.team_id:
        return False
    high = baton.level >= Baton.Level.DESK
    return high or bool(offer and offer.level >= Baton.Level.DESK)
