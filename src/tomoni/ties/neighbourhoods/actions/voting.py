"""Taking part in a general meeting: one household, one way, one vote on each motion."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from tomoni.core import audit
from tomoni.core.errors import Refused
from tomoni.core.locks import lock
from tomoni.ties.neighbourhoods.actions.associations import allowed
from tomoni.ties.neighbourhoods.models import (
    Ballot,
    GeneralMeeting,
    Hands,
    Item,
    MemberHousehold,
    Presence,
    Vote,
)
from tomoni.ties.neighbourhoods.rules import meetings as rules
from tomoni.ties.neighbourhoods.rules.posts import Power

Way = Presence.Way


@transaction.atomic
def vote(
    *,
    meeting: GeneralMeeting,
    household: MemberHousehold,
    choices: Mapping[Item, str],
    way: str,
    by: Any,
    at: datetime,
) -> Presence:
    """Vote on every motion, on screen (the household itself) or on paper (keyed in by an officer)."""
    if way == Way.WRITTEN:
        allowed(meeting.association, Power.MEETING, by=by, at=at)
    held = _open(meeting, household)
    if way == Way.SCREEN:
        _still_from_home(held, at)
    items = list(held.items.order_by("number"))
    missing = [item.number for item in items if choices.get(item) not in Vote.Choice.values]
    if missing:
        raise Refused(
            _("第%(numbers)s号議案の賛否が選ばれていません。")
            % {"numbers": "・".join(map(str, missing))}
        )
    made = _take_part(held, household, way=way, by=by, at=at)
    try:
        with transaction.atomic():
            Vote.objects.bulk_create(
                Vote(
                    item=item, household=household, choice=choices[item], at=at,
                    keyed_by=by if getattr(by, "pk", None) else None,
                )
                for item in items
            )  # fmt: skip
    except IntegrityError:
        raise Refused(_twice()) from None
    audit.record("neighbourhoods.voted", held, by=by, at=at, note=way)
    return made


@transaction.atomic
def give_proxy(
    *,
    meeting: GeneralMeeting,
    household: MemberHousehold,
    proxy_to: str,
    by: Any,
    at: datetime,
    by_officer: bool = True,
) -> Presence:
    """委任状: somebody else raises the hand; the chair of the meeting where no name is given."""
    if by_officer:
        allowed(meeting.association, Power.MEETING, by=by, at=at)
    held = _open(meeting, household)
    if not by_officer:
        _still_from_home(held, at)
    made = _take_part(
        held, household, way=Way.PROXY, proxy_to=proxy_to.strip()[:60] or _("議長"), by=by, at=at
    )
    audit.record("neighbourhoods.proxy_given", held, by=by, at=at)
    return made


@transaction.atomic
def come(*, meeting: GeneralMeeting, household: MemberHousehold, by: Any, at: datetime) -> Presence:
    """They are in the hall. Who comes takes paper back: a proxy ends, a written vote is void."""
    allowed(meeting.association, Power.MEETING, by=by, at=at)
    held = _open(meeting, household)
    known: Presence | None = (
        Presence.objects.standing().filter(meeting=held, household=household).first()
    )
    if known is not None and known.way == Way.HALL:
        return known
    if known is not None:
        if Hands.objects.filter(item__meeting=held).exists():
            raise Refused(
                _("採決が始まっています。委任状や書面表決を、いまから取り消すことはできません。")
            )
        mine = Vote.objects.standing().filter(item__meeting=held, household=household)
        mine.update(void_at=at)
        known.void_at = at
        known.save(update_fields=["void_at"])
    made = _take_part(held, household, way=Way.HALL, by=by, at=at)
    audit.record("neighbourhoods.came", held, by=by, at=at)
    return made


@transaction.atomic
def come_many(
    *, meeting: GeneralMeeting, households: Iterable[MemberHousehold], by: Any, at: datetime
) -> None:
    """The list at the door: all of them or, when one is refused, none."""
    for household in households:
        come(meeting=meeting, household=household, by=by, at=at)


def ballot_of(code_digest: str) -> Ballot | None:
    """The ballot of a word on a notice, or None."""
    found = Ballot.objects.filter(digest=code_digest)
    return found.select_related("meeting__association__organisation", "household").first()


def _open(meeting: GeneralMeeting, household: MemberHousehold) -> GeneralMeeting:
    """The meeting, locked, while it takes votes, and this household has one."""
    held = lock(meeting)
    if why := rules.why_not_take_part(status=held.status):
        raise Refused(why)
    if not Ballot.objects.filter(meeting=held, household=household).exists():
        raise Refused(
            _("この世帯には、この総会の案内が出ていません。役員に電話でおたずねください。")
        )
    return held


def _still_from_home(held: GeneralMeeting, at: datetime) -> None:
    if why := rules.why_not_from_home(status=held.status, starts_at=held.starts_at, at=at):
        raise Refused(why)


def _take_part(
    meeting: GeneralMeeting,
    household: MemberHousehold,
    *,
    way: str,
    by: Any,
    at: datetime,
    proxy_to: str = "",
) -> Presence:
    """One row a household and meeting; the database keeps the second device out."""
    try:
        with transaction.atomic():
            return Presence.objects.create(
                meeting=meeting, household=household, way=way, proxy_to=proxy_to, at=at,
                noted_by=by if getattr(by, "pk", None) else None,
            )  # fmt: skip
    except IntegrityError:
        raise Refused(_twice()) from None


def _twice() -> str:
    return _(
        "この世帯は、もう参加の手続きがすんでいます。一世帯につき一回です。変えたいときは、当日会場にお越しください。"
    )
