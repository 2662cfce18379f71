"""Addresses of this room that lead to something, for the table of who may open what."""

from uuid import uuid4

from tests.neighbourhoods.conftest import build, call
from tomoni.core.clock import DAY
from tomoni.ties.neighbourhoods.actions import households, meetings, tasks


def examples(chair):
    """An association with this chair, a household, a task, a request and a called meeting."""
    from datetime import timedelta

    from django.utils import timezone

    at = timezone.now()
    made = build(slug="mihon-chokai", name="見本の町会", by=chair, members=2, chair=chair)
    meeting = call(made)
    household = made.households.first()
    due = households.receive_dues(
        household=household, amount=1, paid_on=timezone.localdate(), by=None, at=at
    )
    task = tasks.offer_task(
        association=made, title="見本の手伝い", starts_at=at + timedelta(minutes=DAY), place="見本",
        places=1, by=None, at=at,
    )  # fmt: skip
    taking = tasks.take(task=task, name="見本", contact="1", token=uuid4(), by=None, at=at)
    asked = tasks.ask_for_staff(association=made, what="見本", by=None, at=at)
    entry = households.enter_emergency(
        association=made, name="見本", address="見本", needs="見本", agreed_on=timezone.localdate(),
        by=None, at=at,
    )  # fmt: skip
    slug, one, of = {"slug": made.slug}, {"pk": household.pk}, {"pk": meeting.pk}
    return {
        "neighbourhoods:association": slug,
        "neighbourhoods:ballot": {"code": meetings.code_for(meeting, household)},
        "neighbourhoods:task": {"pk": task.pk},
        "neighbourhoods:taken": {"token": taking.token},
        "neighbourhoods:desk": slug,
        "neighbourhoods:act": slug | {"code": "task"},
        "neighbourhoods:next": slug | {"pk": made.officers.first().pk},
        "neighbourhoods:households": slug,
        "neighbourhoods:household": slug | one,
        "neighbourhoods:leave": slug | one,
        "neighbourhoods:take_dues": slug | one,
        "neighbourhoods:dues": slug,
        "neighbourhoods:receipt": slug | {"pk": due.pk},
        "neighbourhoods:group": slug | {"number": 1},
        "neighbourhoods:route": slug | {"number": 1},
        "neighbourhoods:emergency": slug,
        "neighbourhoods:end_emergency": slug | {"pk": entry.pk},
        "neighbourhoods:takers": slug | {"pk": task.pk},
        "neighbourhoods:pack": slug,
        "neighbourhoods:meeting": slug | of,
        "neighbourhoods:notice": slug | of,
        "neighbourhoods:minutes": slug | of,
        "neighbourhoods:meeting_act": slug | of | {"code": "proxy"},
        "neighbourhoods:request": {"pk": asked.pk},
        "neighbourhoods:first": slug,
    }
