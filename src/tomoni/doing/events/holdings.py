"""What this room holds about a person, in the words of the page "what is kept about me"."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Q
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tomoni.doing.events.models import Attendance, Invitation, SignUp
from tomoni.ground.people import holdings
from tomoni.ground.people.holdings import Row


def join() -> None:
    """Called once at start."""
    holdings.register(
        "events",
        gettext_lazy("催しの申し込み"),
        mine,
        order=30,
        scopes=("read", "book"),
        shows=(
            "events.SignUp.user",
            "events.SignUp.person",
            "events.Attendance.user",
            "events.Invitation.user",
        ),
    )


def mine(user: Any, entries: list[Any]) -> Iterator[Row]:
    """Each sign-up with who was named, and each time one was there."""
    about = Q(user=user) | Q(person__in=entries)
    rows = SignUp.objects.filter(about).select_related("role__occurrence__series")
    for one in rows.prefetch_related("attendees").order_by("queued_at", "id"):
        occurrence = one.role.occurrence
        names = "、".join(person.who["name"] for person in one.attendees.all() if person.who)
        needs = (one.answers or {}).get("needs", "")
        said = f"{localdate(occurrence.starts_at)} {one.get_status_display()} {one.number} {names}"
        yield str(occurrence), f"{said} {needs}".strip()
    came = Attendance.objects.filter(Q(user=user) | Q(attendee__sign_up__in=rows.values("pk")))
    for here in came.select_related("occurrence__series").order_by("at", "id"):
        yield str(_("催しの出欠")), f"{localdate(here.at)} {here.occurrence} {here}"
    asked = Invitation.objects.filter(Q(user=user) | Q(sign_up__in=rows.values("pk")))
    for one in asked.select_related("role__occurrence__series").order_by("invited_at", "id"):
        occurrence = one.role.occurrence
        yield str(_("催しの案内")), f"{localdate(occurrence.starts_at)} {occurrence} {one.number}"
