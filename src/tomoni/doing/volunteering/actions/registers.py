"""Who has attended a course enters its register, with the day and until when it holds."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tomoni.core import audit
from tomoni.core.errors import Refused
from tomoni.doing.events.models import Attendance, Series
from tomoni.doing.volunteering.models import Course, Registered
from tomoni.ground.people.models import Person
from tomoni.ground.people.queries import person_of


@transaction.atomic
def keep_course(
    *, series: Series, register: str, valid_years: int | None, by: Any, at: datetime
) -> Course:
    """Attending this series enters a register from now on; who attended before enters it too."""
    made, _is_new = Course.objects.update_or_create(
        series=series, defaults={"register": register, "valid_years": valid_years, "kept_at": at}
    )
    audit.record("volunteering.course_kept", made, by=by, at=at)
    enter_attended(course=made, at=at)
    return made


@transaction.atomic
def enter_attended(*, course: Course, at: datetime) -> int:
    """Everybody known by name who was at a date of the course; twice is once. How many were new.

    A guest whose name only stands on a sign-up is nobody we know: staff enter them by hand.
    """
    came = Attendance.objects.filter(
        occurrence__series=course.series, state=Attendance.State.CAME
    ).select_related("attendee__sign_up__person", "attendee__sign_up__user", "user", "occurrence")
    new = list[Registered]()
    there = set(
        Registered.objects.filter(register=course.register).values_list("person_id", "since_on")
    )
    for row in came.order_by("at", "pk"):
        person = _who(row)
        on = timezone.localdate(row.occurrence.starts_at)
        if person is None or (person.pk, on) in there:
            continue
        there.add((person.pk, on))
        new.append(
            Registered(
                person=person,
                register=course.register,
                since_on=on,
                attendance=row,
                until_on=ends(on, course.valid_years),
                source=str(course.series)[:200],
                entered_at=at,
            )
        )
    Registered.objects.bulk_create(new, ignore_conflicts=True)
    audit.record_many(
        "volunteering.registered_course", [(one, None) for one in new], by=None, at=at
    )
    return len(new)


@transaction.atomic
def enter(
    *, person: Person, register: str, since_on: date, source: str, by: Any, at: datetime,
    valid_years: int | None = None,
) -> Registered:  # fmt: skip
    """A paper from elsewhere, written down by staff."""
    if since_on > timezone.localdate(at):
        raise Refused(_("これから先の日は書けません。"), field="since_on")
    made, _is_new = Registered.objects.get_or_create(
        person=person, register=register, since_on=since_on,
        defaults={"until_on": ends(since_on, valid_years), "source": source.strip()[:200], "entered_at": at},
    )  # fmt: skip
    audit.record("volunteering.registered_course", made, by=by, at=at)
    return made


def ends(since_on: date, years: int | None) -> date | None:
    """The last day it holds; on 29 February the day before counts in other years."""
    if not years:
        return None
    try:
        return since_on.replace(year=since_on.year + years)
    except ValueError:
        return since_on.replace(year=since_on.year + years, day=28)


def _who(row: Attendance) -> Person | None:
    """The person behind an attendance: the account's, or who signed up when they came themselves."""
    if row.user:
        return person_of(row.user)
    guest = row.attendee
    if guest is None or guest.order != 0:
        return None
    sign_up = guest.sign_up
    if sign_up.person:
        return sign_up.person
    return person_of(sign_up.user) if sign_up.user else None
