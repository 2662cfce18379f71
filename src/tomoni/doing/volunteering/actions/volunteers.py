"""Volunteers: registered by themselves or at the counter, kept, consented to, ended."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tomoni.core import audit
from tomoni.core.errors import Refused
from tomoni.core.locks import lock
from tomoni.doing.volunteering.models import Turn, Volunteer, VolunteerSkill
from tomoni.ground.people.actions import persons
from tomoni.ground.people.models import Person, User

FIELDS = (
    "town", "reach_m", "times", "has_vehicle", "insured_until", "wish", "note", "most_a_week",
    "is_paused",
)  # fmt: skip


@transaction.atomic
def register(
    *,
    person: Person,
    by: Any,
    at: datetime,
    skills: Collection[str] = (),
    is_sample: bool = False,
    **said: Any,
) -> Volunteer:
    """Somebody helps from now on; somebody who had stopped begins again."""
    person = lock(person)  # Both of two at the same moment would find nobody.
    known = Volunteer.objects.filter(person=person).first()
    if known is None:
        known = Volunteer.objects.create(
            person=person, town=person.town, joined_at=at, is_sample=is_sample
        )
        audit.record("volunteering.registered", known, by=by, at=at)
    return keep(volunteer=known, skills=skills, by=by, at=at, **said)


@transaction.atomic
def register_self(*, user: User, at: datetime, birth_on: date | None, **said: Any) -> Volunteer:
    """From one's own page; the day of birth is kept with the person, once told only staff change it."""
    person = persons.of_account(user=user, at=at)
    if birth_on and person.birth_on is None:
        persons.edit(person=person, birth_on=birth_on, by=user, at=at)
        person.refresh_from_db()
    return register(person=person, by=user, at=at, **said)


@transaction.atomic
def keep(
    *, volunteer: Volunteer, skills: Collection[str], by: Any, at: datetime, **said: Any
) -> Volunteer:
    """What they can do, when and from where."""
    if unknown := set(said) - {*FIELDS, "guardian_name", "guardian_on"}:
        raise TypeError(f"not a field of a volunteer: {unknown}")
    held = lock(volunteer)
    name, on = (
        said.get("guardian_name", held.guardian_name),
        said.get("guardian_on", held.guardian_on),
    )
    if bool(name) != bool(on):
        raise Refused(
            _("保護者の承諾は、お名前と日にちの両方を書いてください。"), field="guardian_name"
        )
    if on and on > timezone.localdate(at):
        raise Refused(_("承諾した日が、これから先の日です。"), field="guardian_on")
    for field, value in said.items():
        setattr(held, field, value)
    held.ended_at = None
    held.save(update_fields=[*said, "ended_at"])
    mine = set(held.skills.values_list("code", flat=True))
    held.skills.filter(code__in=mine - set(skills)).delete()
    VolunteerSkill.objects.bulk_create(
        VolunteerSkill(volunteer=held, code=code) for code in sorted(set(skills) - mine)
    )
    audit.record("volunteering.volunteer_kept", held, by=by, at=at, note=" ".join(sorted(said)))
    return held


@transaction.atomic
def leave(*, volunteer: Volunteer, by: Any, at: datetime) -> Volunteer:
    """They stop. Hours and points stay theirs.

    Raises:
        Refused: while they have promised to come somewhere.
    """
    held = lock(volunteer)
    if Turn.objects.filter(volunteer=held, shift__ends_at__gt=at).alive().exists():
        raise Refused(_("これからの出番があります。先に取り消してください。"))
    held.ended_at = at
    held.save(update_fields=["ended_at"])
    audit.record("volunteering.left", held, by=by, at=at)
    return held
