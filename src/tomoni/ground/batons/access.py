"""Who may see and move which batons: the teams one works in decide, not a list of names."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from tomoni.core.access import can
from tomoni.ground.batons.models import Attachment, Baton, Message, Offer, Question
from tomoni.ground.batons.models.batons import BatonQuerySet
from tomoni.ground.people.models import Cover, Team
from tomoni.ground.people.queries.teams import covered_by, teams_of


class Ability(StrEnum):
    WORK = "batons.work"  # The desk: batons of one's own teams.
    SEE_ALL = "batons.see_all"  # Every team's batons, reading; for those who answer for the whole.
    KEEP_KINDS = "batons.keep_kinds"  # Kinds and their deadlines.


def visible_to(user: Any, on: date) -> BatonQuerySet:
    """Those of one's teams: held, offered to, asked of, written to, handed over by, or climbed to the desk."""
    if can(user, Ability.SEE_ALL):
        return Baton.objects.all()
    if not getattr(user, "is_authenticated", False):
        return Baton.objects.none()
    mine = list(teams_of(user, on).values_list("pk", flat=True))
    offers = Offer.objects.filter(Q(to_team__in=mine, status="open") | Q(from_team__in=mine))
    questions = Question.objects.filter(to_team__in=mine, status="open")
    written = Message.objects.filter(team__in=mine)
    seen = (
        Q(team__in=mine)
        | Q(person=user)
        | in_cover(user, on)
        | Q(pk__in=offers.values("baton"))
        | Q(pk__in=questions.values("baton"))
        | Q(pk__in=written.values("baton"), status="open")
    )
    if desk_of(user, on):
        climbed = Offer.objects.open().filter(level__gte=Baton.Level.DESK)
        seen |= Q(level__gte=Baton.Level.DESK) | Q(pk__in=climbed.values("baton"))
    return Baton.objects.filter(seen)


def files_of(user: Any, on: date) -> QuerySet[Attachment]:
    """The files of those batons, also the ones that are gone."""
    return Attachment.objects.filter(baton__in=visible_to(user, on))


def holds(user: Any, baton: Baton, *, on: date) -> bool:
    """Whether the baton is in this user's hands: all of the holding team, and who covers, may act."""
    if baton.team_id is None:
        return False
    if works_in(user, baton.team_id, on=on):
        return True
    return baton.person_id is not None and any(
        one.absent_id == baton.person_id and one.team_id in (None, baton.team_id)
        for one in covered_by(user, on)
    )


def in_cover(user: Any, on: date) -> Q:
    """The batons of those whom this user covers for on a day."""
    return covered(covered_by(user, on))


def covered(covers: Iterable[Cover]) -> Q:
    """The batons of those who are away, for as much as each cover says."""
    found = Q(pk__in=[])
    for one in covers:
        mine = Q(person=one.absent_id)
        found |= mine & Q(team=one.team_id) if one.team_id else mine
    return found


def works_in(user: Any, team: UUID, *, on: date) -> bool:
    return bool(teams_of(user, on).filter(pk=team).exists())


def desk_of(user: Any, on: date) -> Team | None:
    """The comprehensive desk when this user works there, else None."""
    return teams_of(user, on).filter(is_comprehensive_desk=True).first()
