"""What the organiser sees of one date: who comes, who came, what they said, and the generations."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db.models import Avg, Count, Prefetch

from tomoni.doing.events.models import (
    AgeBand,
    Attendance,
    Attendee,
    Feedback,
    Occurrence,
    SignUp,
)

FEWEST = 3  # Fewer answers than this could be told apart by who sat in the room.


@dataclass(frozen=True)
class Line:
    """One party with its people and whether each is here."""

    sign_up: SignUp
    people: list[tuple[Attendee, str]]
    questions: list[tuple[str, str]]
    needs: str
    place: int


def roster(occurrence: Occurrence) -> list[Line]:
    """Everybody who comes, asks or waits, in the order they asked; for the organiser's eyes."""
    states = dict(
        Attendance.objects.filter(occurrence=occurrence, attendee__isnull=False)
        .order_by()
        .values_list("attendee_id", "state")
    )
    words = {one["code"]: one["words"] for one in occurrence.series.questions}
    rows = (
        SignUp.objects.filter(role__occurrence=occurrence, status__in=SignUp.ALIVE)
        .exclude(status=SignUp.Status.HELD)
        .select_related("role", "entered_by")
        .prefetch_related(Prefetch("attendees", Attendee.objects.order_by("order")))
        .order_by("-role__code", "queued_at", "id")
    )
    found, place = [], 0
    for one in rows:
        said = one.answers or {}
        place += one.status == SignUp.Status.WAITING
        found.append(
            Line(
                one,
                [(person, states.get(person.pk, "")) for person in one.attendees.all()],
                [(words[code], text) for code, text in said.get("answers", {}).items() if code in words],
                said.get("needs", ""),
                place if one.status == SignUp.Status.WAITING else 0,
            )
        )  # fmt: skip
    return found


def walk_ins(occurrence: Occurrence) -> list[Attendance]:
    return list(Attendance.objects.filter(occurrence=occurrence, attendee=None).order_by("at"))


def mix(occurrence: Occurrence) -> list[tuple[str, int, int, int]]:
    """The generations: (name, planned, signed up, came)."""
    planned = occurrence.series.mix_planned
    coming = Counter(
        Attendee.objects.filter(
            sign_up__role__occurrence=occurrence, sign_up__status=SignUp.Status.CONFIRMED
        ).values_list("age_band", flat=True)
    )
    came = Counter(
        Attendance.objects.filter(occurrence=occurrence, state__in=Attendance.HERE).values_list(
            "age_band", flat=True
        )
    )
    return [
        (str(AgeBand(code).label), int(planned.get(code) or 0), coming[code], came[code])
        for code in AgeBand.values
    ]


def said_of(occurrence: Occurrence) -> dict[str, Any] | None:
    """The answers together; None while so few have answered that one could guess who."""
    rows = Feedback.objects.filter(occurrence=occurrence)
    found: dict[str, Any] = rows.aggregate(n=Count("pk"), stars=Avg("stars"))
    if found["n"] < FEWEST:
        return None
    # In the order of the alphabet, not of time, which would tell who wrote when.
    words = sorted(row.words["text"] for row in rows if row.words)
    return {**found, "again": rows.filter(again=True).count(), "words": words}
