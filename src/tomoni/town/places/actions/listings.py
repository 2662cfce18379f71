"""Writing an entry and moving it through its life."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from tomoni.core import audit, states
from tomoni.core.errors import Refused
from tomoni.core.states import Step
from tomoni.town.places.actions import index, writing
from tomoni.town.places.models import Category, DateKnown, Listing
from tomoni.town.places.queries.facts import facts_of
from tomoni.town.places.rules import freshness, gate, slugs
from tomoni.town.places.states import CLOSE, PUBLISH, REOPEN, RESUME, SUSPEND

# What `draft` and `edit` may set; state and dates of state have verbs of their own.
FIELDS = frozenset(
    [
        "name",
        "name_kana",
        "name_en",
        "also",
        "organisation",
        "category",
        "summary",
        "description",
        "who_for",
        "age_min",
        "age_max",
        "entry",
        "entry_text",
        "fee_kind",
        "fee_text",
        "documents",
        "capacity",
        "capacity_text",
        "hours_text",
        "url",
        "source",
        "source_url",
        "licence",
        "checked_on",
        "review_every_days",
        "is_sample",
        "dataset",
        "origin",
        "imported",
        "extra",
    ]
)


NOT_SUSPENDED: dict[str, Any] = {
    "suspended_reason": "",
    "suspended_reason_en": "",
    "suspended_reason_easy": "",
    "suspended_from": None,
    "suspended_from_known": DateKnown.EXACT,
    "suspended_until": None,
}
NOT_CLOSED: dict[str, Any] = {
    "closed_on": None,
    "closed_on_known": DateKnown.EXACT,
    "closed_reason": "",
    "closed_reason_en": "",
    "closed_reason_easy": "",
}


class NotReady(Refused):
    """The gate is closed; `missing` lists what is still to be written."""

    def __init__(self, missing: list[gate.Missing]) -> None:
        super().__init__(gate.why_not(missing) or "")
        self.missing = missing


@transaction.atomic
def draft(
    *,
    name: str,
    by: Any,
    at: datetime,
    slug: str = "",
    more_categories: Iterable[Category] = (),
    **facts: Any,
) -> Listing:
    """A new entry that only its editors see.

    Args:
        slug: The wish for the address; made from the English name or the reading when empty.
        facts: Any of `FIELDS`.
    """
    _known(facts)
    listing = Listing(name=name, created_at=at, updated_at=at, **facts)
    listing.review_due_on = listing.next_review()
    wish = slug or slugs.slug_for(
        english=listing.name_en, kana=listing.name_kana, fallback=f"p-{listing.pk.hex[:8]}"
    )
    _create(listing, wish)
    if more := list(more_categories):
        listing.more_categories.set(more)
    audit.record("places.drafted", listing, by=by, at=at, changes={"name": ("", name)})
    index.refresh([listing])
    return listing


def _create(listing: Listing, wish: str) -> None:
    """Save under the wished address, or with some of its number behind when that is taken."""
    listing.slug = wish
    if not Listing.objects.filter(slug=wish).exists():
        try:
            with transaction.atomic():
                return listing.save(force_insert=True)
        except IntegrityError as taken:
            if not Listing.objects.filter(slug=wish).exists():
                raise taken
    listing.slug = f"{wish[:70]}-{listing.pk.hex[:6]}"
    return listing.save(force_insert=True)


@transaction.atomic
def edit(
    *, listing: Listing, by: Any, at: datetime, expected: int | None = None, **changes: Any
) -> Listing:
    """Change facts of an entry.

    Args:
        expected: The version the editor's form was filled from; None skips the comparison.
        changes: Any of `FIELDS`, and `more_categories`.

    Raises:
        Clash: when somebody else changed the same fields since that version.
    """
    _known({k: v for k, v in changes.items() if k != "more_categories"})
    row = writing.hold(listing)
    now = {field: getattr(row, field) for field in changes if field != "more_categories"}
    codes: list[str] = []
    if "more_categories" in changes:
        changes["more_categories"] = sorted(c.code for c in changes["more_categories"])
        codes = now["more_categories"] = sorted(row.more_categories.values_list("code", flat=True))
    values = writing.settle(row, expected, changes, now)
    parts: dict[str, tuple[Any, Any]] = {}
    if "more_categories" in values:
        new = values.pop("more_categories")
        parts["more_categories"] = (codes, new)
        row.more_categories.set(Category.objects.filter(code__in=new))
    _stay_complete(row, values, at)
    writing.save(row, _with_review(row, values), act="places.edited", by=by, at=at, parts=parts)
    return row


def _known(facts: dict[str, Any]) -> None:
    if unknown := set(facts) - FIELDS:
        raise TypeError(f"not a fact of a listing: {', '.join(sorted(unknown))}")


def _with_review(row: Listing, values: dict[str, Any]) -> dict[str, Any]:
    """The values, and the day of the next check where one of its causes changes."""
    if not {"checked_on", "review_every_days", "category"} & set(values):
        return values
    category = values.get("category", row.category)
    due = freshness.due_on(
        values.get("checked_on", row.checked_on),
        values.get("review_every_days", row.review_every_days),
        category.review_every_days if category else None,
    )
    return {**values, "review_due_on": due}


def _stay_complete(row: Listing, values: dict[str, Any], at: datetime) -> None:
    """A public entry may not lose what it needed to become public."""
    if row.status not in Listing.Status.visible():
        return
    before = {gap.field for gap in gate.stopping(gate.missing(facts_of(row), today=_day(at)))}
    for gap in gate.stopping(gate.missing(facts_of(row, **values), today=_day(at))):
        if gap.field in values and gap.field not in before:
            raise Refused(_("公開中の掲載です。%(why)s") % {"why": gap.sentence}, field=gap.field)


@transaction.atomic
def publish(
    *,
    listing: Listing,
    by: Any,
    at: datetime,
    source: str | None = None,
    checked_on: date | None = None,
) -> Listing:
    """Let everybody read a draft, once the gate finds nothing missing.

    Raises:
        NotReady: with the list of what is missing.
    """
    return _open(listing, PUBLISH, by=by, at=at, source=source, checked_on=checked_on)


@transaction.atomic
def reopen(
    *,
    listing: Listing,
    by: Any,
    at: datetime,
    source: str | None = None,
    checked_on: date | None = None,
) -> Listing:
    """A closed entry starts again, checked anew like a first publication."""
    return _open(
        listing,
        REOPEN,
        by=by,
        at=at,
        source=source,
        checked_on=checked_on or _day(at),
        **NOT_CLOSED,
        **NOT_SUSPENDED,
    )


def _open(
    listing: Listing,
    step: Step,
    *,
    by: Any,
    at: datetime,
    source: str | None,
    checked_on: date | None,
    **more: Any,
) -> Listing:
    row = writing.hold(listing)
    given = {
        field: value
        for field, value in (("source", source), ("checked_on", checked_on))
        if value is not None
    }
    if row.status in step.start:
        gaps = gate.missing(facts_of(row, **given), today=_day(at))
        if gate.stopping(gaps):
            raise NotReady(gaps)
    values = _with_review(row, given)
    return _move(row, step, by=by, at=at, published_at=row.published_at or at, **values, **more)


@transaction.atomic
def suspend(
    *,
    listing: Listing,
    by: Any,
    at: datetime,
    reason: str,
    reason_en: str = "",
    reason_easy: str = "",
    from_on: date | None = None,
    from_known: str = DateKnown.EXACT,
    until_on: date | None = None,
) -> Listing:
    """Rest for a time, with the reason everybody can read."""
    starts = from_on or _day(at)
    if not reason.strip():
        raise Refused(
            _("休止の理由を書いてください。来た人が困らないように、みなさんに見えます。"),
            field="reason",
        )
    if until_on and until_on < starts:
        raise Refused(_("再開の予定が、休止の始まりより前です。"), field="until_on")
    return _move(
        writing.hold(listing),
        SUSPEND,
        by=by,
        at=at,
        suspended_reason=reason.strip(),
        suspended_reason_en=reason_en.strip(),
        suspended_reason_easy=reason_easy.strip(),
        suspended_from=starts,
        suspended_from_known=from_known,
        suspended_until=until_on,
    )


@transaction.atomic
def resume(*, listing: Listing, by: Any, at: datetime) -> Listing:
    """The rest is over."""
    return _move(
        writing.hold(listing),
        RESUME,
        by=by,
        at=at,
        **NOT_SUSPENDED,
    )


@transaction.atomic
def close(
    *,
    listing: Listing,
    by: Any,
    at: datetime,
    reason: str = "",
    reason_en: str = "",
    reason_easy: str = "",
    on: date | None = None,
    on_known: str = DateKnown.EXACT,
) -> Listing:
    """It has ended. The address goes on telling people so, and where to turn instead."""
    return _move(
        writing.hold(listing),
        CLOSE,
        by=by,
        at=at,
        closed_on=on or _day(at),
        closed_on_known=on_known,
        closed_reason=reason.strip(),
        closed_reason_en=reason_en.strip(),
        closed_reason_easy=reason_easy.strip(),
    )


@transaction.atomic
def confirm(
    *,
    listing: Listing,
    by: Any,
    at: datetime,
    source: str | None = None,
    checked_on: date | None = None,
) -> Listing:
    """Somebody checked today (or on that day): everything is still right."""
    row = writing.hold(listing)
    day = checked_on or _day(at)
    if day > _day(at):
        raise Refused(
            _("確かめた日が先の日付です。今日までの日付にしてください。"), field="checked_on"
        )
    if row.checked_on and day < row.checked_on:
        raise Refused(_("それより新しい日に、もう確かめられています。"), field="checked_on")
    values: dict[str, Any] = {"checked_on": day}
    if source:
        values["source"] = source
    writing.save(row, _with_review(row, values), act="places.confirmed", by=by, at=at)
    return row


def _move(row: Listing, step: Step, *, by: Any, at: datetime, **fields: Any) -> Listing:
    states.move(row, step, by=by, at=at, version=row.version + 1, **fields)
    index.refresh([row])
    return row


def _day(at: datetime) -> date:
    return localdate(at)
