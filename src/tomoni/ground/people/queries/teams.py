"""Who is in which team, when it is open, and who answers for whom."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from tomoni.core.city import city
from tomoni.ground.people.models import Cover, Team, TeamDay, TeamMembership, User
from tomoni.ground.people.rules.working_days import Calendar


def teams(*, words: str = "", dissolved: bool = False) -> QuerySet[Team]:
    found: QuerySet[Team] = Team.objects.select_related("organisation", "escalates_to").order_by(
        "name_kana", "name", "pk"
    )
    if not dissolved:
        found = found.filter(dissolved_on=None)
    for word in words.split():
        found = found.filter(
            Q(name__icontains=word)
            | Q(name_kana__icontains=word)
            | Q(organisation__name__icontains=word)
        )
    return found


def teams_of(user: User, on: date) -> QuerySet[Team]:
    """The open teams somebody works in on a day."""
    mine = TeamMembership.objects.filter(user=user, team=OuterRef("pk")).in_force(on)
    return Team.objects.open().filter(Exists(mine)).order_by("name_kana", "name", "pk")


def members_of(team: Team, on: date) -> QuerySet[User]:
    """Everybody who works in a team on a day and can sign in."""
    here = TeamMembership.objects.filter(user=OuterRef("pk"), team=team).in_force(on)
    return User.objects.filter(Exists(here), is_active=True).order_by("name_kana", "name", "pk")


def leads_of(team: Team, on: date) -> QuerySet[User]:
    """Those who lead a team on a day and can sign in; may be nobody."""
    leads = TeamMembership.objects.filter(
        user=OuterRef("pk"), team=team, part=TeamMembership.Part.LEAD
    ).in_force(on)
    return User.objects.filter(Exists(leads), is_active=True).order_by("name_kana", "name", "pk")


def comprehensive_desk() -> Team | None:
    """The one desk that every forgotten matter reaches; None before the town has named it."""
    return Team.objects.filter(is_comprehensive_desk=True).first()


def above(team: Team) -> Team | None:
    """Where a team's late matters go next; None above the comprehensive desk."""
    if team.is_comprehensive_desk:
        return None
    return team.escalates_to or comprehensive_desk()


def calendar_of(team: Team) -> Calendar:
    """When a team is open, with its exceptions."""
    return calendars_of([team])[team.pk]


def calendars_of(teams: Iterable[Team]) -> dict[UUID, Calendar]:
    """The calendars of many teams with one question to the database."""
    known = {team.pk: team for team in teams}
    exceptions: dict[UUID, dict[date, bool]] = {pk: {} for pk in known}
    days = TeamDay.objects.filter(team__in=known).order_by("day")
    for pk, day, is_open in days.values_list("team", "day", "is_open"):
        exceptions[pk][day] = is_open
    return {
        pk: Calendar(
            open_weekdays=team.open_weekdays,
            works_on_holidays=team.works_on_holidays,
            year_end=city().year_end,
            exceptions=exceptions[pk],
        )
        for pk, team in known.items()
    }


def covers_of(user: User, on: date) -> QuerySet[Cover]:
    """Who answers for this person on a day; empty when they are not away."""
    found: QuerySet[Cover] = (
        Cover.objects.filter(absent=user)
        .in_force(on)
        .select_related("covered_by", "team")
        .order_by("from_on", "pk")
    )
    return found


def covered_by(user: User, on: date) -> QuerySet[Cover]:
    """Whom this person covers for on a day."""
    found: QuerySet[Cover] = (
        Cover.objects.filter(covered_by=user)
        .in_force(on)
        .select_related("absent", "team")
        .order_by("from_on", "pk")
    )
    return found
