"""Who sees and moves whose points."""

from datetime import date
from enum import StrEnum
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.timezone import localdate

from tomoni.core.access import can
from tomoni.doing.points.models import Account, Claim
from tomoni.ground.people.models import Person, TeamMembership
from tomoni.ground.people.queries import person_of


class Ability(StrEnum):
    SEE = "points.see"  # Accounts and statements; reading.
    KEEP = "points.keep"  # Award, key in cards, take back, claims up to the first and second yes.
    PAY = "points.pay"  # The bank's file and what the bank says.
    RULE = "points.rule"  # Schemes and their rules.


def accounts_of(user: Any) -> QuerySet[Account]:
    """One's own accounts."""
    person = person_of(user)
    rows = Account.objects.select_related("scheme", "person")
    return rows.filter(person=person) if person else rows.none()


def staff_accounts(user: Any) -> QuerySet[Account]:
    """Accounts that staff may open: of everybody whose entry is not restricted to another team."""
    rows = Account.objects.filter(may_go_below=False).select_related(
        "scheme", "person", "organisation"
    )
    if not (can(user, Ability.SEE) or can(user, Ability.KEEP)):
        return rows.none()
    mine = TeamMembership.objects.filter(user=user.pk).in_force(localdate()).values("team")
    return rows.filter(Q(person__restricted_to=None) | Q(person__restricted_to__in=mine))


def known_at_the_counter(user: Any, on: date) -> QuerySet[Person]:
    """Among whom somebody at the counter is looked up, once their name and birthday are written.

    Wider than the list a clerk may search, and never listed by itself: it answers only whether
    the person who stands there has an entry. Whoever is restricted to a team is not answered for.
    """
    if not can(user, Ability.KEEP):
        return Person.objects.none()
    mine = TeamMembership.objects.filter(user=user.pk).in_force(on).values("team")
    rows = Person.objects.filter(merged_into=None, died_on=None)
    return rows.filter(Q(restricted_to=None) | Q(restricted_to__in=mine))


def staff_claims(user: Any) -> QuerySet[Claim]:
    """Claims on accounts that this official may open."""
    if not can(user, Ability.KEEP):
        return Claim.objects.none()
    rows = Claim.objects.filter(account__in=staff_accounts(user))
    return rows.select_related("account__person", "account__scheme", "baton")
