"""Who fits a shift and why; and a whole day as the plain values of the assignment."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count
from django.utils import timezone

from tomoni.core.geo import distance_m
from tomoni.doing.volunteering.models import (
    Attendance,
    Need,
    Post,
    Registered,
    Shift,
    Skill,
    Sounding,
    Turn,
    Volunteer,
)
from tomoni.doing.volunteering.models.shifts import ShiftQuerySet
from tomoni.doing.volunteering.models.volunteers import VolunteerQuerySet
from tomoni.doing.volunteering.queries import helped
from tomoni.doing.volunteering.queries.people import asked_by
from tomoni.doing.volunteering.rules import joining, matching, times
from tomoni.doing.volunteering.rules.assigning import Job, Pair
from tomoni.doing.volunteering.rules.matching import Fit

NEAREST = 60  # So many of the best pairs of each volunteer go into a day's assignment.


@dataclass(frozen=True)
class Suggestion:
    """One person for one shift, with the reasons to read."""

    volunteer: Volunteer
    fit: Fit
    price: float

    @property
    def reasons(self) -> list[str]:
        return matching.reasons(self.fit)


class Known:
    """What is known of many volunteers, read in a few questions whatever their number."""

    def __init__(self, volunteers: VolunteerQuerySet, on: date) -> None:
        rows = volunteers.active().select_related("person", "town").prefetch_related("skills")
        self.volunteers = list(rows.order_by("person__kana_key", "pk"))
        keys = [one.pk for one in self.volunteers]
        self.skills = {one.pk: {row.code for row in one.skills.all()} for one in self.volunteers}
        self.trained: dict[Any, set[str]] = defaultdict(set)
        people = {one.person_id: one.pk for one in self.volunteers}
        for person, register in (
            Registered.objects.filter(person__in=list(people)).in_force(on)
            .values_list("person_id", "register")
        ):  # fmt: skip
            self.trained[people[person]].add(register)
        self.before: dict[tuple[Any, Any], int] = {
            (volunteer, need): n
            for volunteer, need, n in Attendance.objects.filter(volunteer__in=keys).approved()
            .order_by().values_list("volunteer_id", "need_id").annotate(n=Count("pk"))
        }  # fmt: skip
        self.helped: dict[Any, helped.Helped] = {}
        # Who said on the telephone that they cannot is not asked for that shift again.
        self.said_no = set(
            Sounding.objects.filter(
                volunteer__in=keys, answer=Sounding.Answer.NO, shift__starts_at__date=on
            ).values_list("volunteer_id", "shift_id")
        )
        monday = on - timedelta(days=on.weekday())
        self.promised: dict[Any, list[tuple[datetime, datetime]]] = defaultdict(list)
        turns = Turn.objects.filter(
            volunteer__in=keys, shift__cancelled_at=None,
            shift__starts_at__gte=_midnight(monday),
            shift__starts_at__lt=_midnight(monday + timedelta(days=7)),
        ).seated()  # fmt: skip
        for volunteer, begin, end in turns.values_list(
            "volunteer_id", "shift__starts_at", "shift__ends_at"
        ):
            self.promised[volunteer].append((begin, end))

    def fit(
        self, volunteer: Volunteer, shift: Shift, *, role: str = "", beyond: bool = False
    ) -> Fit | None:
        """How they fit, or None when they may not or cannot go there.

        Args:
            role: leader or driver for such a seat.
            beyond: Whether they may be asked once more than they said for a week.
        """
        if (volunteer.pk, shift.pk) in self.said_no:
            return None
        need = shift.need
        start, end = timezone.localtime(shift.starts_at), timezone.localtime(shift.ends_at)
        if not times.fits(volunteer.times, start, end):
            return None
        helper = joining.Helper(
            birth_on=volunteer.person.birth_on,
            has_consent=volunteer.guardian_on is not None,
            has_vehicle=volunteer.has_vehicle,
            insured_until=volunteer.insured_until,
            trained=frozenset(self.trained[volunteer.pk]),
            can_lead=Skill.LEAD in self.skills[volunteer.pk],
            is_receiver=self._helped(need).is_one_of((volunteer.person,)),
        )
        if joining.why_not(helper, asked_by(need, role), on=start.date()):
            return None
        promised = self.promised[volunteer.pk]
        if self.is_full(volunteer) and not beyond:
            return None
        if any(begin < shift.ends_at and last > shift.starts_at for begin, last in promised):
            return None
        fit = Fit(
            km=_km(volunteer, need),
            has_skill=need.skill in self.skills[volunteer.pk] if need.skill else None,
            told_time=bool(volunteer.times),
            times_before=self.before.get((volunteer.pk, need.pk), 0),
            turns_this_week=len(promised),
            is_wished=volunteer.wish == need.kind if volunteer.wish else None,
            role="" if role == Post.Code.HELPER else role,
            is_beyond=self.is_full(volunteer),
        )
        return None if matching.is_far(fit, volunteer.reach_m) else fit

    def _helped(self, need: Need) -> helped.Helped:
        """Read once, however many are asked."""
        if need.pk not in self.helped:
            self.helped[need.pk] = helped.of(need)
        return self.helped[need.pk]

    def is_full(self, volunteer: Volunteer) -> bool:
        """Whether they have promised as much for this week as they said they would."""
        return len(self.promised[volunteer.pk]) >= volunteer.most_a_week


def suggestions(shift: Shift, volunteers: VolunteerQuerySet, most: int = 10) -> list[Suggestion]:
    """The people who fit best, without those who have a turn there already."""
    known = Known(volunteers, timezone.localdate(shift.starts_at))
    there = set(Turn.objects.filter(shift=shift).values_list("volunteer_id", flat=True))
    found = [
        Suggestion(one, fit, matching.price(fit))
        for one in known.volunteers
        if one.pk not in there and (fit := known.fit(one, shift))
    ]
    return sorted(found, key=lambda one: (one.price, one.volunteer.person.kana_key))[:most]


@dataclass(frozen=True)
class Day:
    """A day's open seats and who may take them."""

    jobs: list[Job]
    pairs: list[Pair]
    fits: dict[tuple[str, str], Fit]
    most: dict[str, int]
    posts: dict[str, Post]
    volunteers: dict[str, Volunteer]
    full: list[Volunteer]  # Would fit, but have promised as much as they said for this week.


def day(
    on: date, shifts: ShiftQuerySet, volunteers: VolunteerQuerySet, at: datetime,
    beyond: Collection[str] = (),
) -> Day:  # fmt: skip
    """Every seat of this day that nobody has, and the best pairs for it.

    Seats that somebody has taken are left out, as is their time: what is promised stays. Nobody is
    given more in a week than they said.

    Args:
        beyond: Volunteers (their keys) whom staff may ask once more in this week.
    """
    begin, end = _midnight(on), _midnight(on + timedelta(days=1))
    rows = shifts.planned().filter(
        starts_at__gte=max(begin, at), starts_at__lt=end, need__baton__status="open"
    )
    posts = list(
        Post.objects.filter(shift__in=rows.values("pk"))
        .select_related("shift__need__town", "shift__need__baton")
        .order_by("shift__starts_at", "shift_id", "code")
    )
    taken, left = defaultdict[Any, int](int), defaultdict[Any, int](int)
    for post in posts:
        taken[post.shift_id] += post.taken
        left[post.shift_id] += post.left
    posts = [post for post in posts if post.left]
    known = Known(volunteers, on)
    jobs = [_job(post, taken[post.shift_id], left[post.shift_id]) for post in posts]
    pairs, fits = list[Pair](), dict[tuple[str, str], Fit]()
    full = list[Volunteer]()
    for one in known.volunteers:
        mine, is_let = [], str(one.pk) in beyond
        if known.is_full(one) and not is_let:
            if any(known.fit(one, post.shift, role=post.code, beyond=True) for post in posts):
                full.append(one)
            continue
        for post in posts:
            if fit := known.fit(one, post.shift, role=post.code, beyond=is_let):
                mine.append((matching.price(fit), str(post.pk), fit))
        mine.sort(key=lambda row: row[:2])
        for price, key, fit in mine[:NEAREST]:
            pairs.append(Pair(str(one.pk), key, price))
            fits[str(one.pk), key] = fit
    most = {
        str(one.pk): max(int(str(one.pk) in beyond), one.most_a_week - len(known.promised[one.pk]))
        for one in known.volunteers
    }
    return Day(
        jobs, pairs, fits, most, {str(post.pk): post for post in posts},
        {str(one.pk): one for one in known.volunteers}, full,
    )  # fmt: skip


def _job(post: Post, taken: int, left: int) -> Job:
    """One post; `taken` and `left` count the seats of its whole shift."""
    shift = post.shift
    return Job(
        key=str(post.pk),
        seats=post.left,
        # Who is there already counts: two of two may be one more.
        least=max(1, min(shift.need.least - taken, left)),
        team=str(shift.pk),
        begins=shift.starts_at.timestamp(),
        ends=shift.ends_at.timestamp(),
        weight=2.0 if shift.need.baton.is_urgent else 1.0,
    )


def _km(volunteer: Volunteer, need: Need) -> float | None:
    here, there = volunteer.town, need.town
    if here is None or there is None:
        return None
    return distance_m(here.lat, here.lng, there.lat, there.lng) / 1000


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def shown(fits: dict[tuple[str, str], Fit], pairs: Iterable[Pair]) -> list[tuple[Pair, list[str]]]:
    """Each pair with its reasons."""
    return [(one, matching.reasons(fits[one.helper, one.job])) for one in pairs]
