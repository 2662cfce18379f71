"""Who may act for whom on a day, and what was done in somebody's name."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from tomoni.core.access import can
from tomoni.core.city import city
from tomoni.ground.people.access import Ability, team_to_ask, visible_persons
from tomoni.ground.people.models import ActFor, Mandate, OfficeRun, Person, User
from tomoni.ground.people.queries.persons import all_entries_of, person_of
from tomoni.ground.people.rules import mandates as rules


@dataclass(frozen=True)
class Ground:
    """What an act for somebody rests on: a mandate, or the office's own running of the account."""

    mandate: Mandate | None = None
    office: OfficeRun | None = None


def may_act_for(user: User, person: Person, scope: str, on: date) -> Ground | None:
    """The ground on which somebody may do this for a person on a day; None when they may not.

    Args:
        scope: One of `models.Scope`.
    """
    mine = person_of(user)
    if mine is not None:
        rows = Mandate.objects.in_force(on).filter(person=person, delegate=mine)
        for mandate in rows.order_by("from_on", "pk"):
            if scope in mandate.scope_codes:
                return Ground(mandate=mandate)
    run = office_run_of(person)
    if run is None or run.since > on or not can(user, Ability.KEEP_MANDATES):
        return None
    seen = visible_persons(user, on).filter(pk=person.pk).exists()
    return Ground(office=run) if seen else None


def why_not_act_for(user: User, person: Person, scope: str, on: date) -> str | None:
    """Why somebody may not do this for a person, in words; None when they may."""
    if may_act_for(user, person, scope, on) is not None:
        return None
    mine = person_of(user)
    rows = Mandate.objects.filter(person=person, delegate=mine) if mine else Mandate.objects.none()
    reasons = [why_not(mandate, scope, on) for mandate in rows.order_by("-from_on", "pk")]
    if reasons and reasons[0]:
        return reasons[0]
    return _(
        "この人の代わりにする約束が登録されていません。総合窓口（%(phone)s）にお電話ください。"
    ) % {"phone": desk_phone()}


def why_not(mandate: Mandate, scope: str, on: date) -> str | None:
    """Why this mandate does not carry this act on this day."""
    return rules.why_not_act(
        scope=scope,
        scopes=mandate.scope_codes,
        from_on=mandate.from_on,
        until_on=mandate.until_on,
        ended=mandate.ended_at is not None,
        on=on,
        phone=desk_phone(),
    )


def desk_phone() -> str:
    """Whom to phone about one's own entry: the comprehensive desk, else the city's first number."""
    team = team_to_ask()
    return team.phone if team and team.phone else city().phones[0].phone


def mandates_of(person: Person) -> QuerySet[Mandate]:
    """All mandates about a person, newest first."""
    return Mandate.objects.filter(person=person).select_related("delegate", "checked_by")


def mandates_held(person: Person, on: date) -> QuerySet[Mandate]:
    """For whom this person may act on a day."""
    return Mandate.objects.in_force(on).filter(delegate=person).select_related("person")


def acts_for(person: Person) -> QuerySet[ActFor]:
    """What others did in this person's name, newest first; entries merged into it as well."""
    return ActFor.objects.filter(person__in=all_entries_of(person)).select_related(
        "by", "mandate__delegate"
    )


def office_run_of(person: Person) -> OfficeRun | None:
    """The office's running of this person's account, while it lasts."""
    return OfficeRun.objects.filter(person=person, ended_on=None).first()


def opening_key(ground: Ground, at: datetime) -> str:
    """What makes the opening of a person's records one act a day under one mandate."""
    return f"people.records:{ground.mandate.pk if ground.mandate else ''}:{localdate(at)}"


def is_open_today(ground: Ground, at: datetime) -> bool:
    """Whether the records were opened under this ground today, so that pages may show them."""
    return ActFor.objects.filter(key=opening_key(ground, at)).exists()
