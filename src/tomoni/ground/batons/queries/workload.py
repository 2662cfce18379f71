"""How much each team and each of its people has in hand."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Min, Q

from tomoni.ground.batons.models import Baton
from tomoni.ground.people.models import Team


@dataclass(frozen=True)
class Load:
    """One line of the picture; `share` is the part of the longest bar, in hundredths."""

    name: str
    key: str
    open: int
    late: int
    older: int
    share: int
    oldest: date | None = None


OLD = timedelta(days=30)


def of_teams(teams: list[Team], on: date) -> list[Load]:
    """The open matters of these teams, in their order."""
    rows = {row["team"]: row for row in _counted("team", Q(team__in=teams), on)}
    return _loads([(team.name, team.pk, rows.get(team.pk)) for team in teams], "slug", teams)


def of_people(team: Team, on: date) -> list[Load]:
    """Who of the team has how many; without a person comes last."""
    rows = sorted(
        _counted("person", Q(team=team), on), key=lambda r: (r["person"] is None, -r["n"])
    )
    names = {
        row.pk: row.name
        for row in Baton.person.field.related_model.objects.filter(  # type: ignore[attr-defined]
            pk__in=[row["person"] for row in rows if row["person"]]
        )
    }
    return _loads([(names.get(row["person"], ""), row["person"], row) for row in rows], "", [])


def _counted(by: str, which: Q, on: date) -> Any:
    return (
        Baton.objects.open()
        .filter(which)
        .order_by()
        .values(by)
        .annotate(
            n=Count("pk"),
            late=Count("pk", filter=Q(due_on__lt=on)),
            older=Count("pk", filter=Q(opened_at__date__lt=on - OLD)),
            oldest=Min("opened_at"),
        )
    )


def _loads(lines: list[tuple[str, Any, Any]], _key: str, teams: list[Team]) -> list[Load]:
    slugs = {team.pk: team.slug for team in teams}
    most = max((row["n"] for _n, _k, row in lines if row), default=1)
    return [
        Load(
            name=name,
            key=slugs.get(key, str(key or "none")),
            open=row["n"] if row else 0,
            late=row["late"] if row else 0,
            older=row["older"] if row else 0,
            share=round(100 * row["n"] / most) if row else 0,
            oldest=row["oldest"].date() if row else None,
        )
        for name, key, row in lines
    ]
