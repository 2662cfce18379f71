"""Inviting people by name: with seats kept for them until a day, answered by a link without account."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from tomoni.core import audit
from tomoni.core.errors import Refused
from tomoni.core.link_keys import number
from tomoni.core.locks import lock
from tomoni.core.states import Step, move
from tomoni.doing.events.actions import planning, telling, waiting
from tomoni.doing.events.actions.admitting import fits, full_words, locked, may
from tomoni.doing.events.actions.parties import CANCEL
from tomoni.doing.events.actions.told import contact_key
from tomoni.doing.events.models import Invitation, Role, SignUp
from tomoni.ground.people.contacts import Contact
from tomoni.ground.people.models import Organisation

Status = Invitation.Status
MOST_AT_ONCE = 200
COME = Step.of({Status.OPEN, Status.NOT}, Status.COMING, "events.invitation_taken")
NOT_COME = Step.of({Status.OPEN}, Status.NOT, "events.invitation_declined")
WITHDRAW = Step.of({Status.OPEN, Status.NOT}, Status.WITHDRAWN, "events.invitation_withdrawn")


@dataclass(frozen=True)
class Guest:
    """One party to invite; the contact is checked already, and may hold a name alone."""

    contact: Contact
    by_letter: bool = False
    user: Any = None
    organisation: Organisation | None = None
    language: str = "ja"


@dataclass(frozen=True)
class Invited:
    """What came of it: those who are invited now, and the names of those who were before."""

    made: list[Invitation]
    known: list[str]


@transaction.atomic
def invite(
    *, role: Role, guests: Sequence[Guest], seats: int, keep_until: datetime | None, words: str,
    by: Any, at: datetime,
) -> Invited:  # fmt: skip
    """Invite each party once, and keep so many seats for each until the moment.

    Args:
        seats: How many may come under one invitation.
        keep_until: Until when the seats are kept; None keeps none.

    Raises:
        Refused: when nobody signs up for this date, or there are not enough seats to keep.
    """
    planning.kept(role.occurrence.series, by=by, at=at)
    of = locked(role)
    may(of, by_staff=True, at=at)
    _may_invite(of, guests, keep_until, at=at)
    fresh, known = _not_yet_invited(of, guests)
    keeps = keep_until is not None and of.capacity is not None
    if keeps and not fits(of, seats * len(fresh), at=at):
        raise Refused(
            _("%(parties)s組に席を取っておくには、席が足りません。") % {"parties": len(fresh)}
            + full_words(of, seats * len(fresh)),
            field="keep_until",
        )
    made = [
        _write(of, one, key, seats, keep_until if keeps else None, words, by=by, at=at)
        for one, key in fresh
    ]
    for row in made:
        telling.invited(row, by=by, at=at)
    return Invited(made, known)


@transaction.atomic
def decline(*, invitation: Invitation, by: Any, at: datetime) -> Invitation:
    """They cannot come; the seats kept for them go to the next in line. Twice is once.

    Raises:
        Refused: where they have said yes before; then the sign-up itself is cancelled.
    """
    held = _held(invitation)
    if held.status == Status.NOT:
        return held
    if held.status == Status.COMING:
        raise Refused(
            _("もう「行きます」とお返事がありました。取り消すときは、受付票のページから取り消してください。")
        )  # fmt: skip
    move(held, NOT_COME, by=by, at=at, answered_at=at)
    _let_go(held, by=by, at=at)
    return held


@transaction.atomic
def withdraw(*, invitation: Invitation, by: Any, at: datetime) -> Invitation:
    """The organiser takes an invitation back that nobody has said yes to."""
    planning.kept(invitation.role.occurrence.series, by=by, at=at)
    held = _held(invitation)
    if held.status == Status.WITHDRAWN:
        return held
    if held.status == Status.COMING:
        raise Refused(
            _("もう「行きます」とお返事がありました。参加者の一覧から取り消してください。")
        )
    move(held, WITHDRAW, by=by, at=at)
    _let_go(held, by=by, at=at)
    return held


def open_for(role: Role, *, contact_key: str, user: Any) -> Invitation | None:
    """The unanswered invitation of a contact or an account; `role` is locked already."""
    mine = Q(contact_key=contact_key)
    if getattr(user, "pk", None):
        mine |= Q(user=user)
    rows = Invitation.objects.filter(mine, role=role, status=Status.OPEN)
    return cast(
        "Invitation | None", rows.select_related("sign_up").order_by("invited_at", "pk").first()
    )


def answered(invitation: Invitation) -> SignUp | None:
    """The sign-up of an invitation that was said yes to; the role is locked already.

    Raises:
        Refused: when the organiser has taken it back.
    """
    row = lock(invitation)
    still_stands(row)
    if row.status != Status.COMING or row.sign_up is None:
        return None
    return cast("SignUp | None", row.sign_up if row.sign_up.status in SignUp.ALIVE else None)


def still_stands(invitation: Invitation) -> None:
    """Raises `Refused` when the organiser has taken the invitation back."""
    if invitation.status == Status.WITHDRAWN:
        raise Refused(
            _("この案内は、主催者が取り下げました。くわしくは、主催者に電話してください。")
        )


def take(invitation: Invitation, made: SignUp, *, by: Any, at: datetime) -> None:
    """Yes: the invitation belongs to this sign-up; seats kept elsewhere for it are let go."""
    row = lock(invitation)
    if row.sign_up_id and row.sign_up_id != made.pk:
        _let_go(row, by=by, at=at)
    if row.status == Status.COMING:  # Cancelled before, and now they come after all.
        row.sign_up = made
        row.save(update_fields=["sign_up"])
        return
    move(row, COME, by=by, at=at, sign_up_id=made.pk, answered_at=at)


def _may_invite(
    of: Role, guests: Sequence[Guest], keep_until: datetime | None, *, at: datetime
) -> None:
    if not guests:
        raise Refused(_("だれを案内するか、一人は書いてください。"), field="people")
    if len(guests) > MOST_AT_ONCE:
        raise Refused(
            _("一度に案内できるのは%(most)s組までです。分けて送ってください。")
            % {"most": MOST_AT_ONCE},
            field="people",
        )
    if keep_until and not at < keep_until <= of.occurrence.starts_at:
        raise Refused(
            _("席を取っておく日は、今日から、催しの日までの間にしてください。"), field="keep_until"
        )


def _not_yet_invited(
    of: Role, guests: Sequence[Guest]
) -> tuple[list[tuple[Guest, str]], list[str]]:
    """Those without an invitation that still holds, each with its key; and the others' names."""
    alive = Invitation.objects.filter(role=of).exclude(status=Status.WITHDRAWN)
    keys = set(alive.values_list("contact_key", flat=True))
    users = set(alive.values_list("user_id", flat=True)) - {None}
    coming = SignUp.objects.filter(role=of).alive().values_list("contact_key", flat=True)
    keys |= set(coming)
    fresh, known = [], []
    for one in guests:
        key = contact_key(one.contact)
        if key in keys or (one.user and one.user.pk in users):
            known.append(one.contact.name)
            continue
        keys.add(key)
        users |= {one.user.pk} if one.user else set()
        fresh.append((one, key))
    return fresh, known


def _write(
    of: Role, one: Guest, key: str, seats: int, keep_until: datetime | None, words: str, *,
    by: Any, at: datetime,
) -> Invitation:  # fmt: skip
    kept = None
    if keep_until is not None:
        # Without name and key, so that the party itself still signs up under its own.
        kept = SignUp.objects.create(
            role=of, number=number("E", at), seats=seats, status=SignUp.Status.HELD,
            held_until=keep_until, queued_at=at, created_at=at, updated_at=at,
        )  # fmt: skip
    contact = {**one.contact.plain(), **({"by_letter": True} if one.by_letter else {})}
    made = Invitation.objects.create(
        role=of, number=number("G", at), user=one.user, organisation=one.organisation,
        contact=contact, contact_key=key, language=one.language, seats=seats, sign_up=kept,
        kept_until=keep_until, words=words.strip()[:500], status=Status.OPEN,
        invited_by=by if getattr(by, "pk", None) else None, invited_at=at,
    )  # fmt: skip
    audit.record("events.invited", made, by=by, at=at, note=str(seats) if kept else "")
    made.role = of
    return cast(Invitation, made)


def _held(invitation: Invitation) -> Invitation:
    """Read afresh after its role is locked, as everywhere in this room."""
    role = locked(Role.objects.get(pk=invitation.role_id))
    row = lock(invitation)
    row.role = role
    return cast(Invitation, row)


def _let_go(row: Invitation, *, by: Any, at: datetime) -> None:
    """Kept seats nobody has taken go to the next in line."""
    kept = row.sign_up
    if kept is None or kept.status != SignUp.Status.HELD:
        return
    move(lock(kept), CANCEL, by=by, at=at, held_until=None)
    waiting.fill(row.role, at=at)
