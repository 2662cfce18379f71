"""What the pages and the timetable need to know of the outbox."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count as Number
from django.db.models import QuerySet

from tomoni.core.access import abilities_of
from tomoni.ground.notices import kinds, rules
from tomoni.ground.notices.models import (
    Channel,
    Choice,
    Delivery,
    LetterBatch,
    Mailing,
    Notice,
    Preference,
    Suppression,
    Way,
)
from tomoni.ground.notices.recipients import Recipient
from tomoni.ground.people.models import Person, User


def channels_with_work(at: datetime) -> list[str]:
    """Channels with something due whose other side is not known to be shut."""
    due = Delivery.objects.filter(status="ready", not_before__lte=at, for_digest=False)
    shut = shut_channels(at)
    found = due.exclude(channel="letter").order_by().values_list("channel", flat=True).distinct()
    return sorted(set(found) - shut)


def shut_channels(at: datetime) -> set[str]:
    """Channels in their pause. No pause is longer than the longest: one that ends later was
    written by a clock that has since been set back."""
    until = at + rules.LONGEST_PAUSE
    pausing = Way.objects.filter(again_at__gt=at, again_at__lte=until)
    return set(pausing.values_list("channel", flat=True))


def of_person(user: User, entries: Iterable[Person] = ()) -> QuerySet[Notice]:
    """Everything somebody was told, newest first.

    Args:
        entries: The person's entries, by which those without an account are told.
    """
    to = Recipient(user=user)
    names = [name for name in (to.identity, to.former) if name]
    names += [f"person:{one.pk}" for one in entries]
    return (
        Notice.objects.filter(recipient__in=names).select_related("wording").order_by("-at", "pk")
    )


def choices_of(user: User) -> dict[str, Any]:
    """What is on the choice form now."""
    mine = Recipient(user=user).identity
    preference = Preference.objects.filter(pk=mine).first()
    chosen = {row.kind: row for row in Choice.objects.filter(recipient=mine)}
    found: dict[str, Any] = {"digest_at": 480}
    if preference:
        found = {
            "first": (preference.channels or [""])[0],
            "quiet_from": preference.quiet_from,
            "quiet_until": preference.quiet_until,
            "digest_at": preference.digest_at,
            "large_print": preference.large_print,
        }
    for number, kind in enumerate(kinds_for(user)):
        if row := chosen.get(kind.code):
            found[f"kind{number}"] = "digest" if row.digest else row.channel
    return found


def kinds_for(user: User) -> list[kinds.Kind]:
    """The kinds somebody may choose about; those for staff only for staff."""
    is_staff = bool(abilities_of(user))
    hidden = {"notices.digest", "notices.trial"}
    return [
        kind
        for kind in kinds.all_kinds()
        if kind.code not in hidden and (is_staff or not kind.for_staff)
    ]


def outbox(
    *, status: str = "", kind: str = "", channel: str = "", words: str = ""
) -> QuerySet[Notice]:
    """Notices for the staff page, newest first."""
    found = Notice.objects.select_related("wording").prefetch_related("deliveries")
    if status == "nowhere":
        found = found.filter(deliveries=None)
    elif status:
        found = found.filter(deliveries__status=status)
    if channel:
        found = found.filter(deliveries__channel=channel)
    if kind:
        found = found.filter(kind=kind)
    if words:
        found = found.filter(name__icontains=words)
    return found.order_by("-at", "pk").distinct()


@dataclass(frozen=True)
class Line:
    """How many deliveries of one channel stand where."""

    channel: str
    label: str
    waiting: int
    sent: int
    failed: int
    way: Way | None


def counts(*, since: datetime, mailing: Mailing | None = None) -> list[Line]:
    """One line for each channel: what waits, what went, what failed since a day."""
    rows = Delivery.objects.filter(notice__at__gte=since)
    if mailing is not None:
        rows = Delivery.objects.filter(notice__mailing=mailing)
    table: dict[str, dict[str, int]] = {}
    for channel, status, number in (
        rows.order_by().values_list("channel", "status").annotate(Number("pk"))
    ):
        table.setdefault(channel, {})[status] = number
    ways = {way.channel: way for way in Way.objects.filter(troubles__gt=0)}
    found = []
    for channel in Channel:
        of = table.get(channel.value, {})
        found.append(
            Line(
                channel.value,
                str(channel.label),
                sum(of.get(s, 0) for s in ("ready", "sending", "printed")),
                sum(of.get(s, 0) for s in ("sent", "collected")),
                sum(of.get(s, 0) for s in ("failed", "bounced")),
                ways.get(channel.value),
            )
        )
    return found


def mailings() -> QuerySet[Mailing]:
    return Mailing.objects.select_related("by").order_by("-at")


def letters_waiting(at: datetime) -> QuerySet[Delivery]:
    return Delivery.objects.filter(channel="letter", status="ready", not_before__lte=at)


def batches() -> QuerySet[LetterBatch]:
    return LetterBatch.objects.select_related("by").order_by("-made_at")


def letters_of(batch: LetterBatch) -> QuerySet[Delivery]:
    return (
        Delivery.objects.filter(batch=batch)
        .select_related("notice__wording")
        .order_by("not_before", "pk")
    )


def stopped() -> QuerySet[Suppression]:
    return Suppression.objects.order_by("-at")
