"""A group asks for a talk; the desk agrees a date with somebody who can come, or says why not."""

from datetime import datetime
from typing import Any, cast
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from tomoni.core import audit, link_keys
from tomoni.core.errors import Refused
from tomoni.core.locks import lock
from tomoni.doing.appointments.actions import booking as bookings
from tomoni.doing.appointments.actions import telling
from tomoni.doing.appointments.actions.told import Told
from tomoni.doing.appointments.models import Booking, Kind, TalkRequest, TalkTheme, Worker
from tomoni.doing.appointments.rules.booking import MOST_PER_HOUR
from tomoni.doing.appointments.rules.waiting import why_not_so_late
from tomoni.ground.batons.actions import close, open_baton
from tomoni.ground.batons.models import Baton
from tomoni.ground.people.contacts import Contact, checked

KIND = "appointments.talk"


@transaction.atomic
def add_theme(
    *, kind: Kind, slug: str, title: str, by: Any, at: datetime, **more: Any
) -> TalkTheme:
    """One more talk in the catalogue."""
    if TalkTheme.objects.filter(slug=slug).exists():
        raise Refused(_("このアドレスのことばは、もう使われています。"), field="slug")
    made = TalkTheme.objects.create(kind=kind, slug=slug, title=title, **more)
    audit.record("appointments.theme_added", made, by=by, at=at)
    return cast(TalkTheme, made)


@transaction.atomic
def ask(
    *,
    theme: TalkTheme,
    group: str,
    contact: Contact,
    wishes: list[str],
    place: str,
    people: int,
    by: Any,
    at: datetime,
    needs: str = "",
    by_letter: bool = False,
    language: str = "ja",
    token: UUID | None = None,
    from_hash: str = "",
) -> TalkRequest:
    """A group asks; the desk has it in hand at once.

    Args:
        wishes: Up to three dates and times, as ISO text.
    """
    if token and (known := TalkRequest.objects.filter(token=token).first()):
        return cast(TalkRequest, known)
    desk = theme.kind.desk
    if theme.closed_on:
        raise Refused(_("この題は、いま受け付けていません。ほかの題を選んでください。"))
    recent = TalkRequest.objects.filter(from_hash=from_hash, created_at__date=at.date())
    if from_hash and recent.count() >= MOST_PER_HOUR:
        raise Refused(
            _("今日はたくさんの申し込みが届いています。お電話でお申し込みください。電話: %(phone)s")
            % {"phone": desk.phone}
        )
    dates = [datetime.fromisoformat(one) for one in wishes]
    if not dates:
        raise Refused(_("希望の日時を、一つは書いてください。"), field="wish_1")
    if any(one <= at for one in dates):
        raise Refused(
            _("過ぎた日時があります。これからの日時を書いてください。電話: %(phone)s")
            % {"phone": desk.phone},
            field="wish_1",
        )
    for n, one in enumerate(dates, start=1):
        if why := why_not_so_late(localdate(one), on=localdate(at), phone=desk.phone):
            raise Refused(why, field=f"wish_{n}")
    baton = open_baton(
        kind=KIND,
        title=theme.title,
        team=desk.team,
        next_step=gettext_noop("話す人と日時を決めて、お返事する"),
        by=by,
        at=at,
    )
    pk = uuid4()
    made = TalkRequest.objects.create(
        pk=pk, digest=link_keys.digest_of(link_keys.key_of("appointments.talk", pk)), token=token or uuid4(),
        baton=baton, theme=theme, group=group.strip()[:120],
        contact=checked(contact, by_letter=by_letter).plain(), wishes=wishes,
        place=place.strip()[:200], people=people, needs=needs.strip()[:300],
        by_letter=by_letter, language=language, from_hash=from_hash, created_at=at,
    )  # fmt: skip
    audit.record("appointments.talk_asked", made, by=by, at=at)
    telling.talk_received(made, by=by, at=at)
    return cast(TalkRequest, made)


@transaction.atomic
def agree(
    *, request: TalkRequest, worker: Worker, starts_at: datetime, by: Any, at: datetime
) -> TalkRequest:
    """A date is agreed: the worker is booked for it, and the group is told."""
    held = lock(request)
    if not held.baton.is_open:
        raise Refused(_("この申し込みには、もうお返事をしています。"))
    kind = held.theme.kind
    contact = Contact.of(held.contact)
    made = bookings.book(
        kind=kind, starts_at=starts_at, mode=kind.ways[0].code, worker=worker,
        told=Told(
            Contact(**{**contact.plain(), "address": contact.address or held.place}),
            about=held.theme.title, by_letter=held.by_letter, language=held.language,
        ),
        channel=Booking.Channel.REQUEST, by=by, at=at,
    )  # fmt: skip
    held.booking = made
    held.save(update_fields=["booking"])
    held.baton = close(
        baton=lock(held.baton), outcome=Baton.Outcome.DONE, by=by, at=at,
        words=_("日時を決めて、お知らせしました。"),
    )  # fmt: skip
    audit.record("appointments.talk_agreed", held, by=by, at=at)
    telling.talk(held, agreed=True, words="", by=by, at=at)
    return held


@transaction.atomic
def decline(*, request: TalkRequest, words: str, by: Any, at: datetime) -> TalkRequest:
    """Nobody can come; the group reads why and what else there is."""
    held = lock(request)
    if not held.baton.is_open:
        raise Refused(_("この申し込みには、もうお返事をしています。"))
    if not words.strip():
        raise Refused(_("行けない理由と、ほかにできることを書いてください。"), field="words")
    held.baton = close(
        baton=lock(held.baton), outcome=Baton.Outcome.DECLINED, words=words, by=by, at=at
    )
    audit.record("appointments.talk_declined", held, by=by, at=at)
    telling.talk(held, agreed=False, words=words.strip(), by=by, at=at)
    return held
