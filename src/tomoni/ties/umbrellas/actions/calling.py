"""The weather is told, umbrellas are called for, and who wants to hear such calls says so."""

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from tomoni.core import audit
from tomoni.core.errors import Refused
from tomoni.core.locks import lock
from tomoni.ground.notices.actions.telling import tell_many
from tomoni.ground.notices.recipients import Recipient
from tomoni.ground.people.models import Person, User
from tomoni.ties.umbrellas.models import Call, Helper, Station, Weather

KIND = "umbrellas.call"


@transaction.atomic
def tell_weather(
    *, on: date, chance: int, by: Any, at: datetime, fell: bool | None = None,
    source: str = Weather.Source.TYPED, area: str = "",
) -> Weather:  # fmt: skip
    """How wet a day is expected to be, or was; said again, the later word holds.

    Args:
        chance: Percent of rain or snow.
        fell: Whether it did, once that is known.
    """
    if not 0 <= chance <= 100:
        raise Refused(_("確率は0から100までの数字で書いてください。"), field="chance")
    told = {"chance": chance, "source": source, "area": area[:60], "told_at": at}
    if fell is not None:
        told["fell"] = fell
    row, _new = Weather.objects.update_or_create(on=on, defaults=told)
    audit.record("umbrellas.weather_told", row, by=by, at=at, note=f"{on} {chance}")
    return row


@transaction.atomic
def tell_forecast(*, days: dict[date, int], area: str, by: Any, at: datetime) -> list[Weather]:
    """The days of the weather office's forecast for one area."""
    return [
        tell_weather(on=on, chance=chance, source=Weather.Source.JMA, area=area, by=by, at=at)
        for on, chance in sorted(days.items())
    ]


def call(*, number: int, until_on: date, words: str, by: Any, at: datetime) -> Call:
    """Ask for umbrellas: on the page until a day, and by notice to those who want to hear it."""
    made = _write_call(number, until_on, words, by, at)
    mailing = tell_many(
        kind=KIND, to=_listeners(), key=f"call:{made.pk}", at=at, by=by,
        values={
            "number": number, "day": until_on, "words": words,
            "url": settings.SITE_URL + reverse("umbrellas:index"),
        },
    )  # fmt: skip
    return _write_told(made, mailing.told, by, at)


@transaction.atomic
def _write_call(number: int, until_on: date, words: str, by: Any, at: datetime) -> Call:
    today = localdate(at)
    if number < 1:
        raise Refused(_("ほしい本数を1以上で書いてください。"), field="number")
    if until_on < today:
        raise Refused(_("きょうより前の日です。きょうからの日を書いてください。"), field="until_on")
    _end_all(by, at)  # One call at a time: whoever reads two numbers believes neither.
    made = Call.objects.create(
        number=number, words=words.strip(), until_on=until_on, begun_on=today, at=at,
        by=by if getattr(by, "pk", None) else None,
    )  # fmt: skip
    audit.record("umbrellas.called", made, by=by, at=at, note=str(number))
    return made


@transaction.atomic
def _write_told(made: Call, told: int, by: Any, at: datetime) -> Call:
    made.told = told
    made.save(update_fields=["told"])
    audit.record("umbrellas.called", made, by=by, at=at, note=f"told {told}")
    return made


@transaction.atomic
def end_call(*, call: Call, by: Any, at: datetime) -> Call:
    """No more are wanted, or it was a mistake: off the page before its day. Twice is once."""
    held = lock(call)
    if held.ended_at is None:
        _end_all(by, at)
    return lock(call)


def _end_all(by: Any, at: datetime) -> None:
    """An older one that still ran would otherwise come back with its own number."""
    rows = Call.objects.filter(ended_at=None, until_on__gte=localdate(at))
    for one in rows.select_for_update().order_by("pk"):
        one.ended_at = at
        one.save(update_fields=["ended_at"])
        audit.record("umbrellas.call_ended", one, by=by, at=at)


def _listeners() -> list[Recipient]:
    """Who asked to hear it, and who belongs to a shop or hotel with a stand; each once."""
    shops = Station.objects.open().exclude(organisation=None).values("organisation")
    people = (
        User.objects.filter(is_active=True, pk__in=Helper.objects.values("user"))
        | User.objects.filter(is_active=True, memberships__organisation__in=shops)
    ).distinct()
    told = [Recipient(user=one) for one in people.order_by("pk")]
    entered = Helper.objects.filter(
        is_rung=False, person__merged_into=None, person__died_on=None
    ).exclude(person=None)
    rows = entered.select_related("person__user").order_by("pk")
    told += [Recipient.of(one.person) for one in rows]
    # Somebody entered at the desk who has an account by now is one recipient, not two.
    return list({one.identity: one for one in told}.values())


@transaction.atomic
def listen(*, user: User, wants: bool, at: datetime) -> None:
    """Somebody wants to hear calls for umbrellas, or no longer."""
    if wants:
        _row, new = Helper.objects.get_or_create(user=user, defaults={"since_at": at})
        if new:
            audit.record("umbrellas.listening", user, by=user, at=at)
    elif Helper.objects.filter(user=user).delete()[0]:
        audit.record("umbrellas.not_listening", user, by=user, at=at)


@transaction.atomic
def listen_for(*, person: Person, is_rung: bool, by: Any, at: datetime) -> Helper:
    """Somebody told the desk that they want to hear calls; twice is once, the later way holds.

    Args:
        is_rung: Staff ring them; otherwise a mail or a letter goes by itself.

    Raises:
        Refused: when they could not be reached in this way.
    """
    person = lock(person)
    to = Recipient.of(person)
    if is_rung and not to.telephone:
        raise Refused(_("電話番号がありません。先に「人」のページで、電話番号を入れてください。"))
    if not is_rung and not (person.user_id or to.mail or to.postal[1]):
        raise Refused(
            _(
                "住所もメールもありません。先に「人」のページで入れるか、「電話で」を選んでください。"
            )
        )
    row, _new = Helper.objects.update_or_create(
        person=person, defaults={"is_rung": is_rung}, create_defaults={"is_rung": is_rung, "since_at": at},
    )  # fmt: skip
    audit.record("umbrellas.listening", person, by=by, at=at, note="phone" if is_rung else "")
    return row


@transaction.atomic
def stop_for(*, helper: Helper, by: Any, at: datetime) -> None:
    """They no longer want to hear it; pressed twice it is once."""
    # Held, since somebody may take the telephone for them at this moment.
    held = Helper.objects.select_for_update().filter(pk=helper.pk).first()
    person = held.person if held else None
    if held and person and held.delete()[0]:
        audit.record("umbrellas.not_listening", person, by=by, at=at)
