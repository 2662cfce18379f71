"""Writing the week, and the days that differ."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from tomoni.core.errors import Refused
from tomoni.town.places.actions import writing
from tomoni.town.places.models import Listing, ListingAt, Opening, OpeningException
from tomoni.town.places.queries.facts import facts_of
from tomoni.town.places.rules import week
from tomoni.town.places.rules.week import Span

FIELDS = tuple(Span.__dataclass_fields__)
RESTS = {"holiday_rule", "closed_year_end", "label"}


@transaction.atomic
def set_week(
    *,
    here: ListingAt,
    rows: Iterable[Mapping[str, Any] | Span],
    by: Any,
    at: datetime,
    expected: int | None = None,
    **rests: Any,
) -> ListingAt:
    """Replace the weekly hours of an entry at one place.

    Args:
        rows: Spans, or mappings with weekday (0 = Monday), opens and closes in minutes from
            midnight, and where needed weeks, season_from/until, valid_from/until, note.
        rests: `holiday_rule`, `closed_year_end` and the `label` of this place, said together
            with the week.
    """
    if unknown := set(rests) - RESTS:
        raise TypeError(f"not about hours: {', '.join(sorted(unknown))}")
    listing = writing.hold(here.listing)
    spans = sorted(
        {row if isinstance(row, Span) else Span(**row) for row in rows}, key=week.order_of
    )
    for span in spans:
        if why := week.why_not(span):
            raise Refused(why, field="rows")
    if why := week.overlap(spans):
        raise Refused(why, field="rows")
    here = ListingAt.objects.select_related("place").get(pk=here.pk)
    key = f"hours:{here.pk}"
    new: dict[str, Any] = {key: [week.plain(span) for span in spans]}
    now: dict[str, Any] = {key: [week.plain(span) for span in spans_of(here)]}
    for field, value in rests.items():
        new[f"{field}:{here.pk}"] = value
        now[f"{field}:{here.pk}"] = getattr(here, field)
    settled = writing.settle(listing, expected, new, now)
    changed = {name: (now[name], value) for name, value in settled.items() if value != now[name]}
    if key in changed:
        here.openings.all().delete()
        Opening.objects.bulk_create([Opening(at=here, **asdict(span)) for span in spans])
        _still_open(listing)
    fields = [name.split(":")[0] for name in changed if name != key]
    for field in fields:
        setattr(here, field, rests[field])
    if fields:
        here.save(update_fields=fields)
    writing.save(
        listing, {}, act="places.hours_set", by=by, at=at, parts=changed, note=here.place.name
    )
    return here


def _still_open(listing: Listing) -> None:
    if listing.status in Listing.Status.visible() and not listing.dataset:
        facts = facts_of(listing)
        if not facts.has_hours:
            raise Refused(
                _(
                    "公開中の掲載です。利用時間を全部消すときは、先に「利用時間のメモ」を書いてください。"
                ),
                field="rows",
            )


def spans_of(here: ListingAt) -> list[Span]:
    """The saved week as plain values, in order."""
    rows = here.openings.all()
    spans = [Span(**{field: getattr(row, field) for field in FIELDS}) for row in rows]
    return sorted(spans, key=week.order_of)


@transaction.atomic
def add_exception(
    *,
    here: ListingAt,
    from_on: date,
    by: Any,
    at: datetime,
    until_on: date | None = None,
    opens: int | None = None,
    closes: int | None = None,
    reason: str = "",
) -> OpeningException:
    """Days that differ: closed when no times are given, else open at these times only."""
    listing = writing.hold(here.listing)
    last = until_on or from_on
    if last < from_on:
        raise Refused(_("終わりの日が、始まりの日より前です。"), field="until_on")
    if (opens is None) != (closes is None):
        raise Refused(
            _("開く時刻と閉まる時刻は、両方書いてください。休みの日は両方空けてください。"),
            field="opens" if opens is None else "closes",
        )
    if opens is not None and closes is not None:
        why = week.why_not(Span(weekday=0, opens=opens, closes=closes))
        if why:
            raise Refused(why, field="closes")
    row = OpeningException.objects.create(
        at=here, from_on=from_on, until_on=last, opens=opens, closes=closes, reason=reason.strip()
    )
    writing.save(
        listing,
        {},
        act="places.exception_added",
        by=by,
        at=at,
        parts={f"exceptions:{here.pk}": (None, _said(row))},
        note=here.place.name,
    )
    return row


@transaction.atomic
def remove_exception(*, exception: OpeningException, by: Any, at: datetime) -> Listing:
    """These days are ordinary after all."""
    here = exception.at
    listing = writing.hold(here.listing)
    said = _said(exception)
    gone, _rows = OpeningException.objects.filter(pk=exception.pk).delete()
    if gone:
        writing.save(
            listing,
            {},
            act="places.exception_removed",
            by=by,
            at=at,
            parts={f"exceptions:{here.pk}": (said, None)},
            note=here.place.name,
        )
    return listing


def _said(row: OpeningException) -> dict[str, Any]:
    return {
        "from_on": row.from_on,
        "until_on": row.until_on,
        "opens": row.opens,
        "closes": row.closes,
        "reason": row.reason,
    }
