"""Silence climbs: run by `tomoni tick`, safe to run twice, at once, late or after a long outage.

Each chunk is one transaction that looks at its rows again under a lock, so a level is never
reached twice and its steps and notices are written together with it or not at all.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils import timezone

from tomoni.ground.batons.actions import telling
from tomoni.ground.batons.models import Baton, Deadline, Offer, Question, Step
from tomoni.ground.batons.rules import climbing
from tomoni.ground.people.models import Team
from tomoni.ground.people.queries.teams import calendars_of
from tomoni.ground.people.rules import working_days

CHUNK = 500
ACTS = {
    climbing.HOLDER: Step.Act.REMINDED,
    climbing.LEAD: Step.Act.CLIMBED_LEAD,
    climbing.DESK: Step.Act.CLIMBED_DESK,
}


@dataclass(frozen=True)
class Row:
    """One waiting thing as the first, unlocked look found it."""

    pk: UUID
    baton: UUID
    team: UUID
    kind: str
    since: date
    level: int


def climb(*, at: datetime) -> dict[str, int]:
    """Raise every silent baton, offer and question to the level it has reached.

    Returns:
        How many rose, for each sort: {"batons", "offers", "questions"}.
    """
    today = timezone.localdate(at)
    clock = Clock(today)
    return {
        "batons": _raise(Baton, _batons(today), clock, at),
        "offers": _raise(Offer, _offers(today), clock, at),
        "questions": _raise(Question, _questions(today), clock, at),
    }


class Clock:
    """How long something has been silent, in the working days of the team that should act."""

    def __init__(self, today: date) -> None:
        self.today = today
        self.calendars = calendars_of(Team.objects.all())
        rules: dict[str, Deadline] = {}
        for rule in Deadline.objects.order_by("kind", "from_on"):
            if rule.from_on <= today or rule.kind_id not in rules:
                rules[rule.kind_id] = rule
        self.rules = rules
        self._known: dict[tuple[UUID, date], int] = {}

    def level(self, row: Row) -> int:
        key = (row.team, row.since)
        if key not in self._known:
            calendar = self.calendars[row.team]
            self._known[key] = working_days.between(row.since, self.today, calendar)
        rule = self.rules[row.kind]
        return climbing.level(
            self._known[key],
            remind=rule.remind_days,
            lead=rule.lead_days,
            desk=rule.desk_days,
        )


def _batons(today: date) -> Iterator[Row]:
    late = Baton.objects.overdue(on=today).filter(level__lt=climbing.DESK)
    found = late.order_by("pk").values_list("pk", "pk", "team", "kind", "due_on", "level")
    for pk, baton, team, kind, due_on, level in found.iterator(chunk_size=2000):
        if team is not None and due_on is not None:
            yield Row(pk, baton, team, kind, due_on, level)


def _offers(today: date) -> Iterator[Row]:
    waiting = Offer.objects.open().filter(level__lt=climbing.DESK, offered_at__lt=_midnight(today))
    found = waiting.order_by("pk").values_list(
        "pk", "baton", "to_team", "from_team", "baton__kind", "offered_at", "level"
    )
    for pk, baton, to_team, from_team, kind, offered_at, level in found.iterator(chunk_size=2000):
        since = timezone.localdate(offered_at)
        yield Row(pk, baton, to_team or from_team, kind, since, level)


def _questions(today: date) -> Iterator[Row]:
    late = Question.objects.overdue(on=today).filter(level__lt=climbing.DESK)
    found = late.order_by("pk").values_list(
        "pk", "baton", "to_team", "baton__team", "baton__kind", "answer_by", "level"
    )
    for pk, baton, to_team, holder, kind, answer_by, level in found.iterator(chunk_size=2000):
        yield Row(pk, baton, to_team or holder, kind, answer_by, level)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime(day.year, day.month, day.day))


def _raise(model: Any, rows: Iterable[Row], clock: Clock, at: datetime) -> int:
    """Sort the rows by the step they take and write each chunk in its own transaction."""
    groups: dict[tuple[int, int], list[Row]] = defaultdict(list)
    for row in rows:
        if (new := clock.level(row)) > row.level:
            groups[row.level, new].append(row)
    risen = 0
    for (old, new), several in sorted(groups.items()):
        for start in range(0, len(several), CHUNK):
            risen += _write(model, several[start : start + CHUNK], old, new, at)
    return risen


@transaction.atomic
def _write(model: Any, rows: list[Row], old: int, new: int, at: datetime) -> int:
    # The batons come first and in the order of their keys, as in every other action, so that
    # nobody waits for somebody who waits for them.
    batons = _held(
        Baton.objects.open()
        .filter(pk__in={row.baton for row in rows})
        .select_related("kind", "person")
    )
    things = batons
    if model is not Baton:
        things = _held(model.objects.open().filter(pk__in=[row.pk for row in rows]))
    still = [
        row
        for row in rows
        if row.pk in things and row.baton in batons and _unchanged(things[row.pk], row, old)
    ]
    if not still:
        return 0
    model.objects.filter(pk__in=[row.pk for row in still]).update(level=new)
    counted = dict(
        Step.objects.filter(baton__in={row.baton for row in still})
        .values_list("baton")
        .annotate(last=Max("nth"))
    )
    steps = []
    for row in still:
        counted[row.baton] = counted.get(row.baton, 0) + 1
        steps.append(
            Step(
                baton_id=row.baton,
                nth=counted[row.baton],
                at=at,
                act=ACTS[new],
                team_id=row.team,
                due_on=row.since,
                reason="" if model is Baton else model._meta.model_name,
            )
        )
    written = Step.objects.bulk_create(steps, batch_size=CHUNK)
    told = climbing.newly_told(old, new)
    telling.climbed(
        [(batons[row.baton], row.team) for row in still], told, first_step=written[0].pk, at=at
    )
    return len(still)


def _held(found: QuerySet[Any]) -> dict[UUID, Any]:
    return {row.pk: row for row in found.select_for_update(of=("self",)).order_by("pk")}


def _unchanged(thing: Any, row: Row, old: int) -> bool:
    """Whether nobody acted since the first look; else the next run looks at it anew."""
    if thing.level != old:
        return False
    if isinstance(thing, Baton):
        return thing.due_on == row.since and thing.team_id == row.team
    if isinstance(thing, Question):
        return thing.answer_by == row.since
    return True
