"""The morning list as a mail: once a person and day, on days on which one of their teams works."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import override

from tomoni.ground.batons.actions import telling
from tomoni.ground.batons.queries import morning
from tomoni.ground.people.models import Team, TeamMembership, User
from tomoni.ground.people.queries.teams import calendars_of


def send(*, at: datetime) -> int:
    """Tell everybody who has something for today; running it again tells nobody twice.

    Returns:
        How many people had something.
    """
    on = timezone.localdate(at)
    teams = list(Team.objects.open())
    calendars = calendars_of(teams)
    working = [team.pk for team in teams if calendars[team.pk].is_open(on)]
    here = TeamMembership.objects.filter(team__in=working).in_force(on).values("user")
    told = 0
    for person in User.objects.filter(pk__in=here, is_active=True).order_by("pk"):
        with override(person.language or "ja"):
            rows = _rows(morning.of_person(person, on))
        if rows:
            _tell(person, rows, at)
            told += 1
    return told


@transaction.atomic
def _tell(person: User, rows: list[str], at: datetime) -> None:
    telling.morning(person, rows, at=at)


def _rows(found: morning.Morning) -> list[str]:
    """Late first, then today's, then what others wait for; next week's can wait."""
    held = [f"{one.due:%m/%d} {one.number} {one.kind.name}" for one in found.late + found.today]
    waiting: list[Any] = [*found.offered, *found.asked]
    return held + [f"{one.answer_by:%m/%d} {one.baton.number}" for one in waiting]
