"""The organiser changes what is planned; everybody who signed up is told."""

from datetime import datetime, timedelta
from typing import Any, cast
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _

from tomoni.core import audit
from tomoni.core.errors import Refused
from tomoni.core.locks import lock
from tomoni.core.states import Step, move
from tomoni.doing.events.actions import index, planning, telling
from tomoni.doing.events.models import Occurrence, RolePlan, Series
from tomoni.doing.events.rules import composing, recurrence

CALL_OFF_SERIES = Step.of(
    {Series.Status.DRAFT, Series.Status.PUBLISHED},
    Series.Status.CANCELLED,
    "events.series_cancelled",
)
# What a copy does not take along: its own names, its state, and where it came from.
OWN = {
    "id", "slug", "uid", "sequence", "status", "reason", "continues", "starts_at", "rrule", "rdates",
    "exdates", "expanded_until", "version", "published_at", "created_at", "updated_at",
    "created_by", "origin", "imported", "extra", "dataset", "is_template", "source", "source_url",
    "licence", "title",
}  # fmt: skip


@transaction.atomic
def edit(*, series: Series, by: Any, at: datetime, **values: Any) -> Series:
    """Other words, prices or questions; the dates stay as they are."""
    held = planning.kept(series, by=by, at=at)
    changes = audit.differences(held, values)
    if not changes:
        return held
    for name, value in values.items():
        setattr(held, name, value)
    held.sequence, held.version, held.updated_at = held.sequence + 1, held.version + 1, at
    held.save(update_fields=[*values, "sequence", "version", "updated_at"])
    index.refresh([held])
    audit.record("events.edited", held, by=by, at=at, changes=changes)
    return held


@transaction.atomic
def move_one(
    *, occurrence: Occurrence, starts_at: datetime, minutes: int, by: Any, at: datetime,
    place_text: str = "", reason: str = "",
) -> Occurrence:  # fmt: skip
    """One date is at another time or place; who signed up keeps the seat and is told."""
    planning.kept(occurrence.series, by=by, at=at)
    held = lock(occurrence)
    if held.is_cancelled:
        raise Refused(_("この回は中止になっています。新しい催しとして作ってください。"))
    if starts_at <= at:
        raise Refused(_("過ぎた時間です。これからの日時を書いてください。"), field="day")
    _move(held, starts_at, minutes, place_text=place_text, reason=reason, by=by, at=at)
    return held


@transaction.atomic
def move_rest(
    *, occurrence: Occurrence, starts_at: datetime, minutes: int, by: Any, at: datetime,
    rrule: str = "", place_text: str = "", reason: str = "",
) -> Series:  # fmt: skip
    """From this date on everything is at another time: the series ends here and a new one goes on.

    The dates keep their rows, so that every sign-up, with its seat and its link, goes along.
    """
    old = planning.kept(occurrence.series, by=by, at=at)
    if not old.rrule:
        raise Refused(_("この催しは一回だけです。「この回だけ」を選んでください。"), field="rest")
    if starts_at <= at:
        raise Refused(_("過ぎた時間です。これからの日時を書いてください。"), field="day")
    rows = list(
        Occurrence.objects.filter(series=old, original_at__gte=occurrence.original_at).order_by(
            "original_at"
        )
    )
    rule = rrule or _shifted(old, occurrence.original_at, starts_at)
    if "COUNT=" in old.rrule:
        rule = composing.ending(rule, count=len(rows))
    if why := recurrence.why_not(rule, starts_at.astimezone(ZoneInfo(old.time_zone))):
        raise Refused(why, field="day")
    made = _continued(old, starts_at, rule, minutes, place_text=place_text, by=by, at=at)
    old.rrule = composing.ending(
        composing.endless(old.rrule), until=occurrence.original_at - timedelta(seconds=1)
    )
    old.sequence, old.updated_at = old.sequence + 1, at
    old.save(update_fields=["rrule", "sequence", "updated_at"])
    moments = planning.moments_of(made, at=at)
    for row, (original, starts) in zip(rows, moments, strict=False):
        row.series, row.original_at = made, original
        row.save(update_fields=["series", "original_at"])
        if not row.is_cancelled:
            _move(
                row,
                starts,
                minutes,
                place_text=place_text,
                reason=reason,
                by=by,
                at=at,
                edited=False,
            )
    for row in rows[len(moments) :]:
        if not row.is_cancelled:
            planning.call_off(
                occurrence=row, reason=reason or _("日程が変わりました"), by=by, at=at
            )
    planning.lay_out(series=made, by=by, at=at)
    index.refresh([made])
    audit.record("events.rest_moved", made, by=by, at=at, note=rule)
    return made


@transaction.atomic
def call_off_rest(*, occurrence: Occurrence, reason: str, by: Any, at: datetime) -> int:
    """From this date on nothing takes place any more; how many dates were called off."""
    held = planning.kept(occurrence.series, by=by, at=at)
    rows = Occurrence.objects.filter(
        series=held, original_at__gte=occurrence.original_at, status=Occurrence.Status.PLANNED
    )
    for row in rows.order_by("original_at"):
        planning.call_off(occurrence=row, reason=reason, by=by, at=at)
    if held.rrule:
        until = occurrence.original_at - timedelta(seconds=1)
        held.rrule = composing.ending(composing.endless(held.rrule), until=until)
        held.sequence, held.updated_at = held.sequence + 1, at
        held.save(update_fields=["rrule", "sequence", "updated_at"])
    audit.record("events.rest_called_off", held, by=by, at=at, note=str(len(rows)))
    return len(rows)


@transaction.atomic
def call_off_all(*, series: Series, reason: str, by: Any, at: datetime) -> Series:
    """The whole series is off; its page stays and says why."""
    held = planning.kept(series, by=by, at=at)
    coming = Occurrence.objects.filter(
        series=held, status=Occurrence.Status.PLANNED, ends_at__gt=at
    )
    for row in coming.order_by("starts_at"):
        planning.call_off(occurrence=row, reason=reason, by=by, at=at)
    move(
        held, CALL_OFF_SERIES, by=by, at=at, reason=reason.strip()[:300],
        sequence=held.sequence + 1,
    )  # fmt: skip
    index.refresh([held])
    return held


@transaction.atomic
def copy(
    *, series: Series, slug: str, title: str, starts_at: datetime, by: Any, at: datetime,
    rrule: str = "", as_template: bool = False,
) -> Series:  # fmt: skip
    """A new draft with everything but the dates and the people."""
    planning.kept(series, by=by, at=at)
    made = planning.plan(
        slug=slug, title=title, starts_at=starts_at, rrule=rrule, roles=_roles(series), by=by, at=at,
        is_template=as_template, **_values(series),
    )  # fmt: skip
    audit.record("events.copied", made, by=by, at=at, note=series.slug)
    return made


def _values(series: Series) -> dict[str, Any]:
    return {
        field.name: getattr(series, field.name)
        for field in Series._meta.concrete_fields
        if field.name not in OWN
    }


def _roles(series: Series) -> dict[str, int | None]:
    return dict(
        RolePlan.objects.filter(series=series).order_by("pk").values_list("code", "capacity")
    )


def _continued(
    old: Series, starts_at: datetime, rule: str, minutes: int, *, place_text: str, by: Any,
    at: datetime,
) -> Series:  # fmt: skip
    nth = Series.objects.filter(slug__startswith=f"{old.slug[:70]}-").count() + 2
    values = {**_values(old), "minutes": minutes}
    if place_text:
        values |= {"place_text": place_text, "venue": None}
    made = Series.objects.create(
        slug=f"{old.slug[:70]}-{nth}", title=old.title, starts_at=starts_at, rrule=rule,
        status=old.status, continues=old, published_at=old.published_at, created_at=at,
        updated_at=at, created_by=by if getattr(by, "pk", None) else None, **values,
    )  # fmt: skip
    for code, capacity in _roles(old).items():
        RolePlan.objects.create(series=made, code=code, capacity=capacity)
    return cast(Series, made)


def _shifted(series: Series, was: datetime, now: datetime) -> str:
    """The same rhythm from another day: the weekday, its number in the month or the date go along."""
    zone = ZoneInfo(series.time_zone)
    if was.astimezone(zone).date() == now.astimezone(zone).date():
        return composing.endless(series.rrule)
    return composing.like(series.rrule, now.astimezone(zone))


def _move(
    row: Occurrence, starts_at: datetime, minutes: int, *, place_text: str, reason: str, by: Any,
    at: datetime, edited: bool = True,
) -> None:  # fmt: skip
    was = row.starts_at
    ends_at = starts_at + timedelta(minutes=minutes)
    changed = (was, row.ends_at) != (starts_at, ends_at) or bool(place_text)
    row.starts_at, row.ends_at, row.updated_at = starts_at, ends_at, at
    row.place_text = place_text or row.place_text
    row.reason, row.is_edited = reason.strip()[:300], row.is_edited or edited
    row.sequence += 1
    row.save(
        update_fields=[
            "starts_at", "ends_at", "place_text", "reason", "is_edited", "sequence", "updated_at",
        ]
    )  # fmt: skip
    audit.record("events.date_moved", row, by=by, at=at, changes={"starts_at": (was, starts_at)})
    if changed:
        telling.everybody(
            "changed", row, f"moved:{row.sequence}", by=by, at=at,
            was=telling.when(was) if was != starts_at else None, reason=row.reason,
        )  # fmt: skip
