"""What is known of a volunteer when a turn is asked for."""

from datetime import date, datetime

from django.db.models import Q

from tomoni.doing.points.models import Scheme
from tomoni.doing.volunteering.models import Need, Registered, Skill, Turn, Volunteer
from tomoni.doing.volunteering.queries import helped
from tomoni.doing.volunteering.rules.joining import Asked, Helper
from tomoni.ground.people.models import Team
from tomoni.ground.people.queries import all_entries_of
from tomoni.ground.people.queries.teams import comprehensive_desk


def centre(on: date) -> Team | None:
    """The team in whose hands needs begin: that of the points scheme in force, else the desk."""
    schemes = Scheme.objects.filter(begins_on__lte=on).filter(
        Q(ends_on=None) | Q(ends_on__gte=on), team__dissolved_on=None
    )
    scheme = schemes.select_related("team").order_by("begins_on", "pk").first()
    return scheme.team if scheme else comprehensive_desk()


def asked_by(need: Need, role: str = "") -> Asked:
    """What a need asks of whoever comes in this role."""
    return Asked(need.age_min, need.needs_vehicle, need.needs_insurance, need.training, role)


def helper(volunteer: Volunteer, need: Need, on: date) -> Helper:
    """The facts that decide whether this volunteer may help with this need on that day."""
    entries = all_entries_of(volunteer.person)
    trained = Registered.objects.filter(person__in=entries).in_force(on)
    return Helper(
        birth_on=volunteer.person.birth_on,
        has_consent=volunteer.guardian_on is not None,
        has_vehicle=volunteer.has_vehicle,
        insured_until=volunteer.insured_until,
        trained=frozenset(trained.values_list("register", flat=True)),
        can_lead=volunteer.skills.filter(code=Skill.LEAD).exists(),
        is_receiver=helped.of(need).is_one_of(entries),
        has_ended=volunteer.ended_at is not None,
    )


def is_busy(volunteer: Volunteer, starts_at: datetime, ends_at: datetime) -> bool:
    """Whether they have promised to be somewhere at that time."""
    return (
        Turn.objects.filter(volunteer=volunteer)
        .seated()
        .filter(
            shift__cancelled_at=None, shift__starts_at__lt=ends_at, shift__ends_at__gt=starts_at
        )
        .exists()
    )
