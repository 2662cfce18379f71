"""Planning a series, laying its dates out, publishing it, and calling one date off."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tomoni.core import audit
from tomoni.core.errors import Refused
from tomoni.core.locks import lock
from tomoni.core.states import Step, move
from tomoni.doing.events import access
from tomoni.doing.events.actions import index, telling
from tomoni.doing.events.models import Occurrence, Role, RolePlan, Series
from tomoni.doing.events.queries import organising as queries
from tomoni.doing.events.rules import dates, recurrence

AHEAD = timedelta(days=365)
MOST_DATES = 1000
PUBLISH = Step.of({Series.Status.DRAFT}, Series.Status.PUBLISHED, "events.published")
CALL_OFF = Step.of(
    {Occurrence.Status.PLANNED}, Occurrence.Status.CANCELLED, "events.date_cancelled"
)


@transaction.atomic
def plan(
    *,
    slug: str,
    title: str,
    starts_at: datetime,
    by: Any,
    at: datetime,
    rrule: str = "",
    roles: dict[str, int | None] | None = None,
    **more: Any,
) -> Series:
    """A series as a draft, with its roles (code → places, None for no limit) and its dates.

    Raises:
        Refused: for a rule that names no day or too many, with what to do next.
    """
    if Series.objects.filter(slug=slug).exists():
        raise Refused(
            _("このアドレスの名前は、もう使われています。別の名前にしてください。"), field="slug"
        )
    organisation = more.get("organisation")
    if by is not None and not access.may_plan_for(by, organisation, timezone.localdate(at)):
        raise Refused(_("これは主催する団体の仕事です。主催者に声をかけてください。"))
    zone = ZoneInfo(more.get("time_zone", "Asia/Tokyo"))
    if rrule and (why := recurrence.why_not(rrule, starts_at.astimezone(zone))):
        raise Refused(why, field="rrule")
    made = Series.objects.create(
        slug=slug, title=title.strip(), starts_at=starts_at, rrule=rrule, created_at=at,
        updated_at=at, created_by=by if getattr(by, "pk", None) else None, **more,
    )  # fmt: skip
    for code, capacity in (roles or {RolePlan.Code.PARTICIPANT: None}).items():
        RolePlan.objects.create(series=made, code=code, capacity=capacity)
    audit.record("events.planned", made, by=by, at=at)
    lay_out(series=made, by=by, at=at)
    return made


@transaction.atomic
def lay_out(*, series: Series, by: Any, at: datetime) -> int:
    """Make the dates of the coming year that are not there yet; how many were made.

    A date that is there stays as it is, so that what was moved or cancelled by hand is kept.
    """
    held = lock(series)
    before = max(at, held.starts_at) + AHEAD
    known = set(
        Occurrence.objects.filter(series=held).order_by().values_list("original_at", flat=True)
    )
    length = timedelta(minutes=held.minutes)
    made = Occurrence.objects.bulk_create(
        Occurrence(
            series=held, original_at=original, starts_at=start, ends_at=start + length,
            town_id=held.town_id, lat=held.lat, lng=held.lng, created_at=at, updated_at=at,
        )
        for original, start in moments_of(held, at=at)
        if original not in known
    )  # fmt: skip
    plans = list(RolePlan.objects.filter(series=held))
    Role.objects.bulk_create(
        Role(occurrence=one, code=role.code, capacity=role.capacity)
        for one in made
        for role in plans
    )
    held.expanded_until = before
    held.save(update_fields=["expanded_until"])
    audit.record("events.laid_out", held, by=by, at=at, note=str(len(made)))
    return len(made)


def moments_of(series: Series, *, at: datetime) -> list[tuple[datetime, datetime]]:
    """(where the rule puts it, when it takes place) for the year after its start, or after `at`."""
    moments = recurrence.expand(
        start=series.starts_at, tz=ZoneInfo(series.time_zone), rrule=series.rrule,
        rdates=[datetime.fromisoformat(text) for text in series.rdates],
        exdates=[_moment(text) for text in series.exdates],
        after=min(series.starts_at, at), before=max(at, series.starts_at) + AHEAD, limit=MOST_DATES,
    )  # fmt: skip
    return dates.on_holidays(moments, series.holidays)


@transaction.atomic
def publish(*, series: Series, by: Any, at: datetime) -> Series:
    """Everybody may see it from now on.

    Raises:
        Refused: naming everything that is still missing; the program itself needs only a date.
    """
    held = kept(series, by=by, at=at)
    lacks = queries.missing(held, at=at)
    if by is None and Occurrence.objects.filter(series=held).exists():
        lacks = []
    if lacks:
        raise Refused("".join(lacks))
    move(held, PUBLISH, by=by, at=at, published_at=at)
    index.refresh([held])
    return held


@transaction.atomic
def call_off(*, occurrence: Occurrence, reason: str, by: Any, at: datetime) -> Occurrence:
    """One date does not take place; the others do. Calendars and everybody who signed up hear of it."""
    kept(occurrence.series, by=by, at=at)
    if not reason.strip():
        raise Refused(_("中止の理由を書いてください。"), field="reason")
    held = lock(occurrence)
    move(
        held, CALL_OFF, by=by, at=at, reason=reason.strip()[:300], is_edited=True,
        sequence=held.sequence + 1, updated_at=at,
    )  # fmt: skip
    telling.everybody("called_off", held, "called_off", by=by, at=at, reason=held.reason)
    return held


def _moment(text: str) -> date | datetime:
    """An excepted moment, or a whole day where only a day is written."""
    return date.fromisoformat(text) if len(text) == 10 else datetime.fromisoformat(text)


def kept(series: Series, *, by: Any, at: datetime) -> Series:
    """The series, locked, after asking whether `by` plans it; None is the program."""
    held = lock(series)
    if (
        by is not None
        and not access.kept_by(by, timezone.localdate(at)).filter(pk=held.pk).exists()
    ):
        raise Refused(_("これは主催する団体の仕事です。主催者に声をかけてください。"))
    return held
