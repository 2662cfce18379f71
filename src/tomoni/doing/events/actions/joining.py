"""Signing up for one date: with a seat or a place in the line, by oneself or through staff."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, cast

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from tomoni.core import audit
from tomoni.core.errors import Refused
from tomoni.core.link_keys import number
from tomoni.core.locks import lock
from tomoni.core.states import Step, move
from tomoni.doing.events.actions import inviting, telling, waiting
from tomoni.doing.events.actions.admitting import fits, full_words, locked, may, may_come
from tomoni.doing.events.actions.told import Told, contact_key, write_guests
from tomoni.doing.events.models import Invitation, Role, Series, SignUp
from tomoni.doing.events.queries import joining as queries
from tomoni.doing.events.rules import joining as rules
from tomoni.doing.events.rules.joining import Guest
from tomoni.ground.people.contacts import checked

Status, Channel = SignUp.Status, SignUp.Channel
COMPLETE = Step.of({Status.HELD}, Status.CONFIRMED, "events.signed_up")
ASK = Step.of({Status.HELD}, Status.ASKED, "events.signed_up")


@transaction.atomic
def hold(*, role: Role, seats: int, by: Any, at: datetime, client_id: str = "") -> SignUp | None:
    """Keep seats while somebody writes their names; None when none can be kept.

    Raises:
        Refused: when nobody may sign up now.
    """
    held = locked(role)
    if known := _known(client_id):
        return known
    may(held, by_staff=False, at=at)
    if not fits(held, seats, at=at) or held.capacity is None:
        return None
    nameless = SignUp.objects.filter(role=held, status=Status.HELD, invitation=None)
    in_hand = sum(nameless.values_list("seats", flat=True))
    most = rules.most_held(held.capacity, held.occurrence.series.most_in_party)
    if in_hand + seats > most:
        return None
    until = at + timedelta(minutes=held.occurrence.series.hold_minutes)
    made = _row(
        held, Status.HELD, seats, by=by, at=at, client_id=client_id or None, held_until=until
    )
    audit.record("events.seat_held", made, by=by, at=at)
    return made


@transaction.atomic
def sign_up(
    *,
    role: Role,
    told: Told,
    by: Any,
    at: datetime,
    channel: str = Channel.WEB,
    client_id: str = "",
    held: SignUp | None = None,
    invitation: Invitation | None = None,
    wait: bool = True,
    is_told: bool = True,
) -> SignUp:
    """A party gets its seats, or a place in the line when there are none. Twice the same form is once.

    Args:
        held: Seats kept before; an outlived hold is as none.
        invitation: What the party answers; its kept seats become theirs. Without one, an open
            invitation of the same contact or account is taken as answered.
        wait: Whether the party would wait; else a full event refuses.
        is_told: False when the caller tells the party later (`telling.made`).

    Raises:
        Refused: naming the field and what to do next.
    """
    of = locked(role)
    if known := _known(client_id) if held is None else _done(held):
        return known
    if invitation and (known := inviting.answered(invitation)):
        return known
    by_staff = channel != Channel.WEB
    may(of, by_staff=by_staff, invited=invitation is not None, at=at)
    series = of.occurrence.series
    contact = checked(told.contact, by_letter=told.by_letter)
    guests = list(told.guests) or [Guest("")]
    if len(guests) == 1 and not guests[0].name.strip():
        guests = [replace(guests[0], name=contact.name)]
    key = contact_key(contact)
    invitation = invitation or inviting.open_for(of, contact_key=key, user=None if by_staff else by)
    may_come(series, guests, told, by_staff=by_staff, most=invitation.seats if invitation else 0)
    if (
        series.requires
        and not by_staff
        and not invitation
        and not queries.has_been(series.requires, contact_key=key, user=by)
    ):
        raise Refused(
            _(
                "先に「%(title)s」に出た方のための催しです。出たのにこの文が出るときは、主催者に電話してください。"
            )
            % {"title": series.requires.title}
        )
    seats = len(guests)
    kept = _still_held(held, of, at=at) or _still_held(
        invitation.sign_up if invitation else None, of, at=at
    )
    fewer = kept is not None and seats < kept.seats
    is_free = fits(of, seats - (kept.seats if kept else 0), at=at)
    if not is_free and not wait:
        raise Refused(full_words(of, seats))
    written = {
        "contact": Told(contact, guests, by_letter=told.by_letter).sealed_contact(),
        "contact_key": key,
        "answers": told.sealed_answers(),
        "language": told.language,
        "person": told.person or getattr(by, "person", None) if not by_staff else told.person,
    }
    asks = series.entry == Series.Entry.APPROVAL and not by_staff and not invitation
    status = (Status.ASKED if asks else Status.CONFIRMED) if is_free else Status.WAITING
    try:
        with transaction.atomic():
            if kept and is_free:
                made = _completed(kept, seats, written, asks=asks, by=by, at=at)
            else:
                made = _row(
                    of, status, seats, by=by, at=at, channel=channel,
                    client_id=(client_id or None) if held is None else None, **written,
                )  # fmt: skip
                audit.record("events.signed_up", made, by=by, at=at, note=status)
            write_guests(made, guests, is_new=not (kept and is_free))
    except IntegrityError:
        raise Refused(
            _(
                "このお名前と連絡先では、もう申し込みがあります。お送りした受付票のページから、人数を変えられます。"
            ),
            field="name",
        ) from None
    made.role = of
    if invitation:
        inviting.take(invitation, made, by=by, at=at)
    if kept and kept.pk == made.pk and fewer:
        waiting.fill(of, at=at)
    if is_told:
        telling.made(made, by=by, at=at)
    return made


def _known(client_id: str) -> SignUp | None:
    if not client_id:
        return None
    rows = SignUp.objects.select_related("role__occurrence__series")
    return cast("SignUp | None", rows.filter(client_id=client_id).first())


def _done(held: SignUp) -> SignUp | None:
    """A held party whose form has gone through a moment ago."""
    row = lock(held)
    return row if row.status in SignUp.ALIVE and row.status != Status.HELD else None


def _still_held(held: SignUp | None, role: Role, *, at: datetime) -> SignUp | None:
    if held is None:
        return None
    row = lock(held)
    alive = row.status == Status.HELD and row.held_until and row.held_until > at
    return row if alive and row.role_id == role.pk else None


def _row(role: Role, status: str, seats: int, *, by: Any, at: datetime, **more: Any) -> SignUp:
    user = by if getattr(by, "pk", None) else None
    by_staff = more.get("channel", Channel.WEB) != Channel.WEB
    return cast(
        SignUp,
        SignUp.objects.create(
            role=role, number=number("E", at), seats=seats, status=status, queued_at=at,
            user=None if by_staff else user, entered_by=user if by_staff else None,
            created_at=at, updated_at=at, **more,
        ),
    )  # fmt: skip


def _completed(
    kept: SignUp, seats: int, written: dict[str, Any], *, asks: bool, by: Any, at: datetime
) -> SignUp:
    """The held seats become a party's own."""
    for name, value in {**written, "seats": seats}.items():
        setattr(kept, name, value)
    kept.user = kept.user or (by if getattr(by, "pk", None) and not kept.entered_by_id else None)
    kept.save(update_fields=[*written, "seats", "user"])
    move(kept, ASK if asks else COMPLETE, by=by, at=at, held_until=None)
    return kept
