"""What somebody has agreed to, and the words of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import F, OuterRef, QuerySet, Subquery

from tomoni.ground.people.models import Consent, ConsentText, Person
from tomoni.ground.people.queries.persons import all_entries_of
from tomoni.ground.people.rules import consents as rules


@dataclass(frozen=True)
class Line:
    """One kind of consent as the pages show it."""

    text: ConsentText
    last: Consent | None
    holds: bool


def consented(person: Person, kind: str, on: date) -> bool:
    """Whether this person's consent of a kind holds on a day. Other rooms ask here.

    Args:
        kind: The word of the consent's text, such as ``photo``.
    """
    rows = Consent.objects.filter(person__in=all_entries_of(person), kind=kind)
    return rules.holds(_said(rows.order_by("pk")), on)


def newest_texts() -> QuerySet[ConsentText]:
    """The newest version of every kind."""
    newest = ConsentText.objects.filter(kind=OuterRef("kind")).order_by("-version")
    return (
        ConsentText.objects.annotate(newest=Subquery(newest.values("version")[:1]))
        .filter(version=F("newest"))
        .order_by("kind")
    )


def text_of(kind: str) -> ConsentText | None:
    return ConsentText.objects.filter(kind=kind).order_by("-version").first()


def consents_of(person: Person, on: date) -> list[Line]:
    """Every kind with what this person said last and whether it holds today."""
    said: dict[str, list[Consent]] = {}
    for row in history_of(person):
        said.setdefault(row.kind, []).append(row)
    lines = []
    for text in newest_texts():
        rows = said.get(text.kind, [])
        last = max(rows, key=lambda row: (row.on, row.at, row.number), default=None)
        lines.append(Line(text, last, rules.holds(_said(rows), on)))
    return lines


def history_of(person: Person) -> QuerySet[Consent]:
    """Everything this person agreed to and took back, newest first; merged entries too."""
    return Consent.objects.filter(person__in=all_entries_of(person)).select_related(
        "text", "recorded_by", "mandate__delegate"
    )


def _said(rows: Iterable[Consent]) -> list[rules.Said]:
    """The history as the rule reads it; two merged entries count by when each row was recorded."""
    in_order = sorted(rows, key=lambda row: (row.at, row.number))
    return [
        rules.Said(row.act == Consent.Act.GIVEN, row.on, row.until_on, number)
        for number, row in enumerate(in_order)
    ]
