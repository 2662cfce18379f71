"""Invitations as the organiser and the invited see them."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.crypto import constant_time_compare

from tomoni.core.access import can
from tomoni.core.link_keys import key_of
from tomoni.doing.events.access import Ability
from tomoni.doing.events.models import Invitation, Occurrence, SignUp
from tomoni.ground.people.models import Team
from tomoni.town.circles.models import Circle, Member


@dataclass(frozen=True)
class Line:
    """One invitation on the organiser's page; `way` tells how it went out, never the address."""

    row: Invitation
    name: str
    way: str
    keeps: bool
    url: str


def key(invitation: Invitation) -> str:
    """The secret part of an invitation's address; made anew each time, kept nowhere."""
    return key_of("events.invitation", invitation.pk)


def path_of(invitation: Invitation) -> str:
    return reverse("events:invitation", args=[invitation.number, key(invitation)])


def by_link(number: str, secret: str) -> Invitation | None:
    """The invitation behind an address; None for a wrong key."""
    found = (
        Invitation.objects.select_related("role__occurrence__series__organisation", "sign_up")
        .filter(number=number)
        .first()
    )
    return found if found and constant_time_compare(key(found), secret) else None


def of_date(occurrence: Occurrence, *, at: datetime) -> list[Line]:
    """Everybody who was invited to one date, in the order they were."""
    rows = Invitation.objects.filter(role__occurrence=occurrence)
    found = []
    for row in rows.select_related("role", "sign_up", "user").order_by("invited_at", "id"):
        contact = row.contact or {}
        kept = row.sign_up
        found.append(
            Line(
                row, contact.get("name", ""), _way(contact, row.user),
                bool(kept and kept.status == SignUp.Status.HELD and kept.held_until > at),
                f"{settings.SITE_URL}{path_of(row)}",
            )
        )  # fmt: skip
    return found


def _way(contact: dict[str, Any], user: Any) -> str:
    """`letter`, `account`, `mail`, `phone`, or `link` where nothing could be sent."""
    if contact.get("by_letter"):
        return "letter"
    if user is not None:
        return "account"
    ways = (("email", "mail"), ("phone", "phone"), ("address", "letter"))
    return next((way for field, way in ways if contact.get(field)), "link")


def circles_of(user: Any, on: date) -> Any:
    """The networks whose members somebody may invite: their own; every one for the clerk."""
    rows = Circle.objects.order_by("name_kana", "name", "pk")
    if can(user, Ability.PLAN):
        return rows.filter(ended_on=None)
    mine = Member.objects.of_user(user, on).values("circle")
    return rows.filter(ended_on=None, pk__in=mine)


def teams_of(user: Any, on: date) -> Any:
    """The teams somebody may invite: those of the organisations they plan for."""
    rows = Team.objects.open().order_by("name_kana", "name", "pk")
    if can(user, Ability.PLAN):
        return rows
    mine = user.memberships.in_force(on).filter(part="editor").values("organisation")
    return rows.filter(organisation__in=mine)
