"""Where a sign-up stands, and what one date still has."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, Sum
from django.utils.crypto import constant_time_compare

from tomoni.core.link_keys import key_of
from tomoni.doing.events.models import Attendance, Occurrence, Role, Series, SignUp
from tomoni.doing.events.rules.joining import Window


@dataclass(frozen=True)
class Place:
    """How many parties and people were there before this one; both count only who still waits."""

    parties: int
    people: int

    @property
    def number(self) -> int:
        return self.parties + 1


def place_of(sign_up: SignUp) -> Place:
    """Where a waiting party stands, honestly: those asked before it."""
    before = SignUp.objects.filter(role=sign_up.role_id, status=SignUp.Status.WAITING).filter(
        Q(queued_at__lt=sign_up.queued_at) | Q(queued_at=sign_up.queued_at, pk__lt=sign_up.pk)
    )
    return _place(before)


def queue_of(role: Role) -> Place:
    """Everybody who waits for this role."""
    return _place(SignUp.objects.filter(role=role, status=SignUp.Status.WAITING))


def _place(rows: "SignUp.objects") -> Place:  # type: ignore[valid-type]
    found = rows.aggregate(parties=Count("pk"), people=Sum("seats"))  # type: ignore[attr-defined]
    return Place(found["parties"], found["people"] or 0)


def window_of(occurrence: Occurrence) -> Window:
    series = occurrence.series
    return Window.of(
        occurrence.starts_at, opens_days=series.opens_days, closes_hours=series.closes_hours
    )


def key(sign_up: SignUp) -> str:
    """The secret part of a party's own address; made anew each time, kept nowhere."""
    return key_of("events.sign_up", sign_up.pk)


def by_link(number: str, secret: str) -> SignUp | None:
    """The sign-up behind somebody's own address; None for a wrong key."""
    found = (
        SignUp.objects.select_related("role__occurrence__series__organisation", "user")
        .filter(number=number)
        .order_by()
        .first()
    )
    return found if found and constant_time_compare(key(found), secret) else None


def has_been(series: Series, *, contact_key: str, user: object) -> bool:
    """Whether somebody has come to a date of this series before."""
    mine = Q(attendee__sign_up__contact_key=contact_key) if contact_key else Q(pk=None)
    if getattr(user, "pk", None):
        mine |= Q(user=user) | Q(attendee__sign_up__user=user)
    came = Attendance.objects.filter(occurrence__series=series, state__in=Attendance.HERE)
    return came.filter(mine).exists()


def roles_of(occurrence: Occurrence) -> list[Role]:
    """The roles of one date with their seats."""
    return list(Role.objects.filter(occurrence=occurrence).order_by("-code"))


def is_over(occurrence: Occurrence, at: datetime) -> bool:
    return occurrence.ends_at <= at


def of_user(user: object, *, at: datetime) -> list[tuple[SignUp, str]]:
    """One's own sign-ups for dates to come, each with the key of its page."""
    rows = SignUp.objects.alive().filter(user=user, role__occurrence__ends_at__gt=at)
    rows = rows.select_related("role__occurrence__series").order_by(
        "role__occurrence__starts_at", "id"
    )
    return [(one, key(one)) for one in rows]
