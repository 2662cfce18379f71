"""Who is told what, through the outbox; an address of a home is never in a notice."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import lazy

from tomoni.core import link_keys
from tomoni.core.city import city
from tomoni.doing.volunteering.models import Attendance, Need, Shift, Turn
from tomoni.ground.notices.actions.telling import tell
from tomoni.ground.notices.recipients import Recipient
from tomoni.ground.people.contacts import Contact
from tomoni.ground.people.models import Membership

HOURS = "volunteering.hours"


def volunteer(kind: str, turn: Turn, key: str, *, by: Any, at: datetime, **more: Any) -> None:
    """One volunteer hears of their turn, by the way they chose."""
    to = Recipient.of(turn.volunteer.person)
    if not _reaches(to):
        return  # Somebody without any contact is told by staff, who see it on the shift's page.
    shift = turn.shift
    need = shift.need
    tell(
        kind=f"volunteering.{kind}", to=to, key=f"{turn.pk}:{key}", by=by, at=at,
        values={
            "title": _heading(need), "role": _said(turn.post.get_code_display),
            "number": turn.number, "meet": shift.meet, "bring": shift.bring,
            "end": _when(shift.ends_at)["minute"],
            "waits": turn.status == Turn.Status.WAITING, "phone": _phone(need),
            "url": f"{settings.SITE_URL}{reverse('volunteering:mine')}",
            **_when(shift.starts_at), "until": _when(turn.offered_until) if turn.offered_until else None,
            **more,
        },
    )  # fmt: skip


def receiver(row: Attendance, *, by: Any, at: datetime) -> None:
    """Whoever was helped is asked whether it was so; the answer needs no account."""
    need = row.need
    to = _helped(need)
    if to is None or not _reaches(to):
        return  # An organisation says yes on its own page.
    tell(
        kind="volunteering.approve", to=to, key=str(row.pk), by=by, at=at,
        values={
            "title": _heading(need), "name": row.giver.name, "minutes": row.minutes, "on": row.on,
            "phone": _phone(need), "url": url_of(row),
        },
    )  # fmt: skip


def nobody_comes(shift: Shift, *, by: Any, at: datetime) -> None:
    """Whoever is helped, or the people of the group, must not wait for those who were called off."""
    need = shift.need
    one = _helped(need)
    to = [one] if one else []
    if need.organisation_id:
        rows = Membership.objects.in_force(timezone.localdate(at)).filter(
            organisation=need.organisation_id, part=Membership.Part.EDITOR
        )
        to += [Recipient(user=row.user) for row in rows.select_related("user").order_by("pk")]
    for each in to:
        if not _reaches(each) or (each.account and each.account.pk == getattr(by, "pk", None)):
            continue
        tell(
            kind="volunteering.nobody_comes", to=each, key=str(shift.pk), by=by, at=at,
            values={
                "title": _heading(need), "reason": shift.reason, "phone": _phone(need), "url": "",
                **_when(shift.starts_at),
            },
        )  # fmt: skip


def they_come(shift: Shift, *, by: Any, at: datetime) -> None:
    """Whoever is helped at home knows when to expect people, and how many; once a shift."""
    need = shift.need
    to = None if need.organisation_id else _helped(need)
    if to is None or not _reaches(to):
        return
    tell(
        kind="volunteering.they_come", to=to, key=str(shift.pk), by=by, at=at,
        values={
            "title": _heading(need), "people": Turn.objects.filter(shift=shift, status=Turn.Status.COMING).count(),
            "phone": _phone(need), "url": "", "end": _when(shift.ends_at)["minute"],
            **_when(shift.starts_at),
        },
    )  # fmt: skip


def _helped(need: Need) -> Recipient | None:
    """The person who is helped, else whoever asked; None where a group is helped."""
    if need.person_id:
        return Recipient.of(need.person)
    if not need.contact:
        return None
    told = Contact.of(need.contact)
    return Recipient(
        name=told.name, email=told.email, phone=told.phone, postcode=told.postcode,
        address=told.address,
    )  # fmt: skip


def url_of(row: Attendance) -> str:
    """The address at which whoever was helped says yes or no."""
    path = reverse("volunteering:answer", args=[row.pk, link_keys.key_of(HOURS, row.pk)])
    return f"{settings.SITE_URL}{path}"


def _heading(need: Need) -> Any:
    """In the language of whoever reads the notice, which is only known when it is written."""
    return _said(lambda: f"{need.said} ({need.original})" if need.original else need.said)


def _said(words: Callable[[], str]) -> Any:
    return lazy(lambda: str(words()), str)()


def _when(moment: datetime) -> dict[str, Any]:
    local = timezone.localtime(moment)
    return {"day": local.date(), "minute": local.hour * 60 + local.minute}


def _phone(need: Need) -> str:
    """The number of the team in charge, else of the town's first desk."""
    team = need.baton.team
    return (team.phone if team else "") or city().phones[0].phone


def _reaches(to: Recipient) -> bool:
    return bool(to.account or to.mail or to.telephone or to.postal[1])
