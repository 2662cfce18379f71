"""The morning list: what this person, or this team, should look at today."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q

from tomoni.ground.batons.models import Baton, Offer, Question
from tomoni.ground.people.models import Team
from tomoni.ground.people.queries.teams import teams_of

SOON = timedelta(days=7)


@dataclass(frozen=True)
class Morning:
    """Rows in the order in which they want a hand."""

    late: list[Baton]
    today: list[Baton]
    soon: list[Baton]
    offered: list[Offer]
    asked: list[Question]

    @property
    def is_empty(self) -> bool:
        return not (self.late or self.today or self.soon or self.offered or self.asked)


def of_person(user: Any, on: date) -> Morning:
    """One's own matters, and what waits for an answer of one's teams."""
    return _of(Q(person=user), list(teams_of(user, on)), on)


def of_team(team: Team, on: date) -> Morning:
    return _of(Q(team=team), [team], on)


def _of(whose: Q, teams: list[Team], on: date) -> Morning:
    until = on + SOON
    held = Baton.objects.open().filter(whose, due_on__lte=until).select_related("kind", "person")
    rows = list(held.order_by("-is_urgent", "due_on", "id"))
    offers = Offer.objects.open().filter(to_team__in=teams)
    questions = Question.objects.open().filter(to_team__in=teams)
    return Morning(
        late=[row for row in rows if row.due < on],
        today=[row for row in rows if row.due == on],
        soon=[row for row in rows if row.due > on],
        offered=list(offers.select_related("baton", "from_team").order_by("answer_by", "id")),
        asked=list(questions.select_related("baton__team").order_by("answer_by", "id")),
    )
