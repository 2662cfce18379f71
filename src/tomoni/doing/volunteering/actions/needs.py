"""Needs: asked for by anybody or by another room, put on the board, changed, ended."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from tomoni.core import audit, link_keys
from tomoni.core.errors import Refused
from tomoni.core.locks import lock
from tomoni.doing.points.queries import earned
from tomoni.doing.volunteering.actions.watching import look_again
from tomoni.doing.volunteering.models import Kind, Need
from tomoni.doing.volunteering.queries import people as queries
from tomoni.ground.batons import actions as batons
from tomoni.ground.batons.actions.parties import add_sender
from tomoni.ground.batons.models import Baton
from tomoni.ground.people.contacts import Contact, checked
from tomoni.ground.people.models import Organisation, Person, Team
from tomoni.town.places.actions.keeping import keeper
from tomoni.town.places.actions.receiving import refuse_flood

KIND = "volunteering.need"
CHANGES = (
    "kind", "title", "title_en", "title_easy", "about", "about_en", "about_easy", "town", "skill", "needs_vehicle", "needs_insurance", "training",
    "age_min", "least", "scheme", "activity", "organisation", "person",
)  # fmt: skip


@transaction.atomic
def ask(
    *,
    kind: str,
    title: str,
    by: Any,
    at: datetime,
    team: Team | None = None,
    person: Person | None = None,
    organisation: Organisation | None = None,
    contact: Contact | None = None,
    words: str = "",
    place: str = "",
    when: str = "",
    origin: str | None = None,
    client_id: UUID | None = None,
    from_hash: str = "",
    is_urgent: bool = False,
    is_sample: bool = False,
    **details: Any,
) -> Need:
    """Somebody needs hands. The matter is in a team's hands from the first second.

    The door for other rooms too, in their own transaction.

    Args:
        kind: One of `Kind`.
        title: For the board, without a name or address.
        person: Who is helped; never one of those who help.
        contact: Who asked, when nobody known did.
        words, place, when: What was told; sealed, read by staff and by those who come.
        origin: The thing of another room, such as ``snow.request:<id>``; asked twice, the first
            need comes back.
        client_id: Made with the form; the same form sent twice is one need.

    Raises:
        Refused: when it cannot be told what is wanted or whom to answer.
    """
    if unknown := set(details) - set(CHANGES):
        raise TypeError(f"not a field of a need: {unknown}")
    if known := _known(origin, client_id):
        return known
    refuse_flood(Need, from_hash=from_hash, at=at)
    if not title.strip():
        raise Refused(_("どんな手伝いか、短く書いてください。"), field="title")
    if not (person or organisation or contact):
        raise Refused(_("だれに返事をすればよいか、書いてください。"), field="name")
    told = checked(contact).plain() if contact else None
    with translation.override("ja"):  # Whoever asks in English, the desk reads Japanese.
        name = str(Kind(kind).label)
    baton = batons.open_baton(
        kind=KIND, title=name, at=at, by=by, is_urgent=is_urgent,
        team=team or queries.centre(timezone.localdate(at)) or keeper(at=at),
        next_step=gettext_noop("読んで、電話で確かめ、手伝いの回を決める"),
    )  # fmt: skip
    try:
        with transaction.atomic():
            made = Need.objects.create(
                baton=baton, number=link_keys.number("N", at), kind=kind,
                title=title.strip()[:120], person=person, organisation=organisation, contact=told,
                words={"words": words.strip(), "place": place.strip(), "when": when.strip()},
                origin=origin, client_id=client_id, created_at=at, is_sample=is_sample,
                from_hash=from_hash, asked_by=by if getattr(by, "pk", None) else None, **details,
            )  # fmt: skip
    except IntegrityError:
        raise Refused(_("同じ用紙が二度届きました。受付番号は、はじめの画面にあります。")) from None
    if from_hash and getattr(by, "pk", None):  # On the public form, for themselves.
        add_sender(baton, by=by, at=at, name=contact.name if contact else "")
    audit.record("volunteering.asked", made, by=by, at=at)
    return made


def _known(origin: str | None, client_id: UUID | None) -> Need | None:
    if origin and (found := Need.objects.filter(origin=origin).first()):
        return found
    return Need.objects.filter(client_id=client_id).first() if client_id else None


@transaction.atomic
def change(
    *, need: Need, by: Any, at: datetime, words: str = "", place: str = "", **said: Any
) -> Need:
    """Put a need right: what it asks for, who is helped, what earns points.

    Raises:
        Refused: when it is over, or the activity does not exist in the scheme's rules.
    """
    need = _open(need)
    scheme, activity = said.get("scheme"), said.get("activity", "")
    if scheme and activity:
        ruling = earned.ruling_on(scheme, timezone.localdate(at))
        if ruling is None or ruling.read.activity(activity) is None:
            raise Refused(_("この制度の決まりに、その活動がありません。"), field="activity")
    elif scheme or activity:
        raise Refused(
            _("ポイントをつけるには、制度と活動の両方を選んでください。"), field="activity"
        )
    before = {name: getattr(need, name) for name in CHANGES if name in said}
    for name in before:
        setattr(need, name, said[name])
    need.words = {**(need.words or {}), "words": words.strip(), "place": place.strip()}
    need.save(update_fields=[*before, "words"])
    audit.record(
        "volunteering.need_changed", need, by=by, at=at,
        note=" ".join(name for name, old in before.items() if old != said[name]),
    )  # fmt: skip
    return need


@transaction.atomic
def show(*, need: Need, by: Any, at: datetime) -> Need:
    """Put it on the board; twice is once."""
    need = _open(need)
    if need.shown_at is None:
        need.shown_at = at
        need.save(update_fields=["shown_at"])
        look_again(need, at)
        audit.record("volunteering.need_shown", need, by=by, at=at)
    return need


@transaction.atomic
def hide(*, need: Need, by: Any, at: datetime) -> Need:
    """Take it from the board; who has a turn keeps it."""
    need = lock(need)
    need.shown_at = None
    need.save(update_fields=["shown_at"])
    audit.record("volunteering.need_hidden", need, by=by, at=at)
    return need


@transaction.atomic
def end(*, need: Need, outcome: str, words: str, by: Any, at: datetime) -> Need:
    """It is over. Shifts still to come are called off first, so that nobody goes for nothing.

    Raises:
        Refused: while a shift is still to come.
    """
    need = _open(need)
    if need.shifts.coming(at).exists():
        raise Refused(_("これからの回があります。先に中止にするか、終わるまで待ってください。"))
    if not words.strip():
        raise Refused(_("どうなったか、短く書いてください。"), field="words")
    need.baton = batons.close(
        baton=need.baton, outcome=Baton.Outcome(outcome), words=words.strip(), by=None, at=at
    )
    audit.record("volunteering.need_ended", need, by=by, at=at)
    return need


def _open(need: Need) -> Need:
    need = lock(need)
    if not need.is_open:
        raise Refused(
            _("この希望は、もう終わっています。もう一度いるときは、新しく受け付けてください。")
        )
    return need
