"""Signing up for one date: with a seat or a place in the line, by oneself or through staff."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, cast

from django.db import IntegrityError, transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from tomoni.core import audit
from tomoni.core.errors import Refused
from tomoni.core.link_keys import number
from tomoni.core.locks import lock
from tomoni.core.states import Step, move
from tomoni.core.text import search_key
from tomoni.doing.events.actions import telling, waiting
from tomoni.doing.events.models import Attendee, Offer, Role, Series, SignUp
from tomoni.doing.events.queries import joining as queries
from tomoni.doing.events.rules import joining as rules
from tomoni.doing.events.rules.joining import Guest
from tomoni.ground.people.contacts import Contact, checked
from tomoni.ground.people.models import Person
from tomoni.ground.people.rules.keys import phone_key

Status, Channel = SignUp.Status, SignUp.Channel
MOST_ANSWER = 1000
COMPLETE = Step.of({Status.HELD}, Status.CONFIRMED, "events.signed_up")
ASK = Step.of({Status.HELD}, Status.ASKED, "events.signed_up")
CANCEL = Step.of(SignUp.ALIVE, Status.CANCELLED, "events.sign_up_cancelled")
APPROVE = Step.of({Status.ASKED}, Status.CONFIRMED, "events.sign_up_approved")
DECLINE = Step.of({Status.ASKED, Status.WAITING}, Status.DECLINED, "events.sign_up_declined")


@dataclass(frozen=True)
class Told:
    """What somebody says when signing up; nothing here is read outside the organiser's list."""

    contact: Contact
    guests: Sequence[Guest]
    answers: dict[str, str] = field(default_factory=dict)
    needs: str = ""
    by_letter: bool = False
    language: str = "ja"
    person: Person | None = None

    def sealed_contact(self) -> dict[str, Any]:
        return {**self.contact.plain(), **({"by_letter": True} if self.by_letter else {})}

    def sealed_answers(self) -> dict[str, Any] | None:
        said = {code: text.strip()[:MOST_ANSWER] for code, text in self.answers.items() if text}
        needs = self.needs.strip()[:MOST_ANSWER]
        return {"answers": said, "needs": needs} if said or needs else None


@transaction.atomic
def hold(*, role: Role, seats: int, by: Any, at: datetime, client_id: str = "") -> SignUp | None:
    """Keep seats while somebody writes their names; None when none can be kept.

    Raises:
        Refused: when nobody may sign up now.
    """
    held = _locked(role)
    if known := _known(client_id):
        return known
    may(held, by_staff=False, at=at)
    if not _fits(held, seats, at=at) or held.capacity is None:
        return None
    nameless = SignUp.objects.filter(role=held, status=Status.HELD)
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
    wait: bool = True,
) -> SignUp:
    """A party gets its seats, or a place in the line when there are none. Twice the same form is once.

    Args:
        held: Seats kept before; an outlived hold is as none.
        wait: Whether the party would wait; else a full event refuses.

    Raises:
        Refused: naming the field and what to do next.
    """
    of = _locked(role)
    if known := _known(client_id) if held is None else _done(held):
        return known
    by_staff = channel != Channel.WEB
    may(of, by_staff=by_staff, at=at)
    series = of.occurrence.series
    contact = checked(told.contact, by_letter=told.by_letter)
    guests = list(told.guests) or [Guest("")]
    if len(guests) == 1 and not guests[0].name.strip():
        guests = [replace(guests[0], name=contact.name)]
    _may_come(series, guests, told, by_staff=by_staff)
    key = contact_key(contact)
    if (
        series.requires
        and not by_staff
        and not queries.has_been(series.requires, contact_key=key, user=by)
    ):
        raise Refused(
            _(
                "先に「%(title)s」に出た方のための催しです。出たのにこの文が出るときは、主催者に電話してください。"
            )
            % {"title": series.requires.title}
        )
    seats = len(guests)
    kept = _still_held(held, of, at=at)
    is_free = _fits(of, seats - (kept.seats if kept else 0), at=at)
    if not is_free and not wait:
        raise Refused(full_words(of, seats))
    written = {
        "contact": Told(contact, guests, by_letter=told.by_letter).sealed_contact(),
        "contact_key": key,
        "answers": told.sealed_answers(),
        "language": told.language,
        "person": told.person or getattr(by, "person", None) if not by_staff else told.person,
    }
    asks = series.entry == Series.Entry.APPROVAL and not by_staff
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
            _write_guests(made, guests)
    except IntegrityError:
        raise Refused(
            _(
                "このお名前と連絡先では、もう申し込みがあります。お送りした受付票のページから、人数を変えられます。"
            ),
            field="name",
        ) from None
    made.role = of
    telling.told("waiting" if status == Status.WAITING else "signed_up", made, "made", by=by, at=at)
    return made


@transaction.atomic
def change(
    *, sign_up: SignUp, guests: Sequence[Guest], needs: str, by: Any, at: datetime
) -> SignUp:
    """Other people come, more or fewer; what is given back goes to the next in line."""
    held = waiting.held_with_role(sign_up)
    _still_changeable(held, at=at)
    if not guests:
        raise Refused(
            _("来る人を一人は書いてください。だれも来られないときは、取り消してください。")
        )
    old = Told(Contact(""), guests, (held.answers or {}).get("answers", {}), needs)
    _may_come(held.role.occurrence.series, guests, old, by_staff=False)
    more = len(guests) - held.seats
    if more > 0 and held.status != Status.WAITING and not _fits(held.role, more, at=at):
        raise Refused(full_words(held.role, more))
    before = held.seats
    held.seats, held.answers, held.updated_at = len(guests), old.sealed_answers(), at
    held.save(update_fields=["seats", "answers", "updated_at"])
    held.attendees.filter(order__gte=len(guests)).delete()
    _write_guests(held, guests)
    audit.record(
        "events.sign_up_changed", held, by=by, at=at, changes={"seats": (before, held.seats)}
    )
    if more < 0:
        waiting.fill(held.role, at=at)
    return held


@transaction.atomic
def cancel(*, sign_up: SignUp, by: Any, at: datetime, tell: bool = True) -> SignUp:
    """They do not come; the seats go to the next in line. Twice is once."""
    held = waiting.held_with_role(sign_up)
    if held.status == Status.CANCELLED:
        return held
    _still_changeable(held, at=at)
    Offer.objects.filter(sign_up=held, outcome=Offer.Outcome.OPEN).update(
        outcome=Offer.Outcome.LEFT, answered_at=at
    )
    move(held, CANCEL, by=by, at=at, held_until=None)
    if tell:
        telling.told("cancelled", held, "cancelled", by=by, at=at)
    waiting.fill(held.role, at=at)
    return held


@transaction.atomic
def decide(*, sign_up: SignUp, yes: bool, by: Any, at: datetime) -> SignUp:
    """The organiser's answer to a party that asked; a no gives its seats to the next in line."""
    held = waiting.held_with_role(sign_up)
    move(held, APPROVE if yes else DECLINE, by=by, at=at)
    telling.told("signed_up" if yes else "declined", held, "decided", by=by, at=at)
    if not yes:
        waiting.fill(held.role, at=at)
    return held


def contact_key(contact: Contact) -> str:
    """A keyed digest of a name and the first way to reach it: equal for the same party, read by nobody."""
    way = phone_key(contact.phone) or contact.email.lower() or search_key(contact.address)
    words = f"{search_key(contact.name).replace(' ', '')}|{way}"
    return salted_hmac("tomoni.events.contact", words, algorithm="sha256").hexdigest()


def full_words(role: Role, seats: int) -> str:
    """Honest words about a full role: what is left, and how long the line is."""
    line = queries.queue_of(role)
    return _(
        "%(seats)s人分の席がありません（空きは%(left)s人分）。いま%(parties)s組（%(people)s人）が待っています。空きを待つか、ほかの日を選んでください。"
    ) % {"seats": seats, "left": role.left or 0, "parties": line.parties, "people": line.people}


def _locked(role: Role) -> Role:
    """The role held, with its date and series; everybody who wants a seat meets here."""
    lock(role)
    return cast(Role, Role.objects.select_related("occurrence__series__requires").get(pk=role.pk))


def _known(client_id: str) -> SignUp | None:
    if not client_id:
        return None
    rows = SignUp.objects.select_related("role__occurrence__series")
    return cast("SignUp | None", rows.filter(client_id=client_id).first())


def _done(held: SignUp) -> SignUp | None:
    """A held party whose form has gone through a moment ago."""
    row = lock(held)
    return row if row.status in SignUp.ALIVE and row.status != Status.HELD else None


def may(role: Role, *, by_staff: bool, at: datetime) -> None:
    """Whether anybody may sign up for this date now.

    Raises:
        Refused: saying why not, and what to do instead.
    """
    occurrence = role.occurrence
    series = occurrence.series
    if series.status != Series.Status.PUBLISHED or occurrence.is_cancelled:
        raise Refused(
            _("この回は中止になったか、まだ公開されていません。ほかの日を選んでください。")
        )
    if series.entry == Series.Entry.OPEN:
        raise Refused(_("この催しに申し込みはいりません。そのままお越しください。"))
    if queries.is_over(occurrence, at):
        raise Refused(_("この回は終わりました。"))
    window = queries.window_of(occurrence)
    if at >= (occurrence.ends_at if by_staff else window.closes_at):
        raise Refused(
            _(
                "申し込みは締め切りました。席があるかどうかは、主催者に電話でたずねてください。%(phone)s"
            )
            % {"phone": series.phone}
        )
    if not by_staff and at < window.opens_at:
        raise Refused(
            _("申し込みは%(day)sから受け付けます。その日に、もう一度このページを開いてください。")
            % {"day": f"{window.opens_at.astimezone():%Y-%m-%d %H:%M}"}
        )


def _may_come(series: Series, guests: Sequence[Guest], told: Told, *, by_staff: bool) -> None:
    why = rules.why_not_party(
        guests, most=99 if by_staff else series.most_in_party, age_min=series.age_min,
        age_max=series.age_max, with_adult=series.children_with_adult,
    )  # fmt: skip
    if why:
        raise Refused(why)
    if not by_staff and (question := rules.unanswered(series.questions, told.answers)):
        raise Refused(_("「%(words)s」に答えてください。") % {"words": question})


def _fits(role: Role, seats: int, *, at: datetime) -> bool:
    """Whether there are seats for so many more; what has run out is let go first."""
    if role.capacity is None or seats <= 0:
        return True
    if (role.left or 0) < seats:
        waiting.settle(role, at=at)
        role.refresh_from_db(fields=["taken"])
    return (role.left or 0) >= seats


def _still_held(held: SignUp | None, role: Role, *, at: datetime) -> SignUp | None:
    if held is None:
        return None
    row = lock(held)
    alive = row.status == Status.HELD and row.held_until and row.held_until > at
    return row if alive and row.role_id == role.pk else None


def _still_changeable(held: SignUp, *, at: datetime) -> None:
    if held.status not in SignUp.ALIVE:
        raise Refused(_("この申し込みは、もう終わっています。新しく申し込んでください。"))
    if held.role.occurrence.starts_at <= at:
        raise Refused(_("もう始まっています。会場か主催者に、電話でお知らせください。"))


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
    kept.save(update_fields=[*written, "seats"])
    move(kept, ASK if asks else COMPLETE, by=by, at=at, held_until=None)
    return kept


def _write_guests(made: SignUp, guests: Sequence[Guest]) -> None:
    """One row a human being, in the order told; who stays keeps their row and its check-in."""
    known = {one.order: one for one in made.attendees.all()}
    new = []
    for order, guest in enumerate(guests):
        who = {"name": " ".join(guest.name.split())[:100], "age": guest.age, "note": guest.note}
        one = known.get(order) or Attendee(sign_up=made, order=order)
        one.who, one.age_band = who, rules.band_of(guest.age)
        if one.order in known:
            one.save(update_fields=["who", "age_band"])
        else:
            new.append(one)
    Attendee.objects.bulk_create(new)
