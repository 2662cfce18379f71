"""Everybody who is concerned by a sign-up is told; what was answered is never in a notice."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from tomoni.doing.events.models import Invitation, Occurrence, SignUp
from tomoni.doing.events.queries import inviting, saying
from tomoni.doing.events.queries import joining as queries
from tomoni.ground.notices.actions.telling import tell
from tomoni.ground.notices.recipients import Recipient
from tomoni.ground.people.contacts import Contact


def url_of(sign_up: SignUp) -> str:
    """The whole address of a party's own page, with its key."""
    path = reverse("events:sign_up", args=[sign_up.number, queries.key(sign_up)])
    return f"{settings.SITE_URL}{path}"


def told(kind: str, sign_up: SignUp, key: str, *, by: Any, at: datetime, **more: Any) -> None:
    """One party hears of one thing, by the way they chose; nobody without a contact is told."""
    to = recipient(sign_up)
    if not (to.account or to.mail or to.telephone or to.postal[1]):
        return
    occurrence = sign_up.role.occurrence
    words = saying.words_of(occurrence, sign_up.language)
    tell(
        kind=f"events.{kind}",
        to=to,
        key=f"{sign_up.pk}:{key}",
        values={
            "title": words.title,
            "number": sign_up.number,
            "seats": sign_up.seats,
            "status": sign_up.status,
            "place": place_name(occurrence),
            "bring": words.bring,
            "phone": occurrence.series.phone,
            "url": url_of(sign_up),
            **when(occurrence.starts_at),
            **more,
        },
        by=by,
        at=at,
    )


def made(sign_up: SignUp, *, by: Any, at: datetime) -> None:
    """A party hears that it has its seat, or that it stands in line; a second time changes nothing."""
    kind = "waiting" if sign_up.status == SignUp.Status.WAITING else "signed_up"
    told(kind, sign_up, "made", by=by, at=at)


def everybody(
    kind: str, occurrence: Occurrence, key: str, *, by: Any, at: datetime, **more: Any
) -> None:
    """Every party of a date that has a seat or waits for one."""
    rows = SignUp.objects.filter(role__occurrence=occurrence).alive()
    for one in rows.select_related("role__occurrence__series", "user").order_by("queued_at", "id"):
        told(kind, one, key, by=by, at=at, **more)


def invited(invitation: Invitation, *, by: Any, at: datetime) -> None:
    """The invitation itself; where only a name is known, the organiser hands the link over."""
    to = _to(invitation, invitation.user)
    if not (to.account or to.mail or to.telephone or to.postal[1]):
        return
    occurrence = invitation.role.occurrence
    series = occurrence.series
    words = saying.words_of(occurrence, invitation.language)
    kept = invitation.kept_until if invitation.sign_up_id else None
    tell(
        kind="events.invited",
        to=to,
        key=f"{invitation.pk}:made",
        values={
            "title": words.title,
            "host": str(series.organisation or series.organiser_text),
            "words": invitation.words,
            "seats": invitation.seats,
            "place": place_name(occurrence),
            "bring": words.bring,
            "phone": series.phone,
            "url": f"{settings.SITE_URL}{inviting.path_of(invitation)}",
            "number": invitation.number,
            "kept": when(kept) if kept else None,
            **when(occurrence.starts_at),
        },
        by=by,
        at=at,
    )


def recipient(sign_up: SignUp) -> Recipient:
    """Who asked for a letter gets one, and nothing else."""
    return _to(sign_up, sign_up.user if sign_up.channel == SignUp.Channel.WEB else None)


def _to(row: SignUp | Invitation, user: Any) -> Recipient:
    plain = dict(row.contact or {})
    by_letter = plain.pop("by_letter", False)
    contact = Contact.of(plain)
    known: dict[str, Any] = {
        "name": contact.name, "postcode": contact.postcode, "address": contact.address,
        "language": row.language,
    }  # fmt: skip
    if by_letter:
        return Recipient(**known)
    return Recipient(user=user, email=contact.email, phone=contact.phone, **known)


def when(moment: datetime) -> dict[str, Any]:
    local = timezone.localtime(moment)
    return {"day": local.date(), "minute": local.hour * 60 + local.minute}


def place_name(occurrence: Occurrence) -> str:
    """Where it is, in one line."""
    series = occurrence.series
    if occurrence.place_text or occurrence.venue_id:
        return occurrence.place_text or str(occurrence.venue)
    return series.place_text or (str(series.venue) if series.venue_id else series.address)
