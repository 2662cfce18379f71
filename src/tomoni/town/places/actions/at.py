"""Saying at which places an entry is offered."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from tomoni.core.errors import Refused
from tomoni.town.places.actions import writing
from tomoni.town.places.models import Listing, ListingAt, Place
from tomoni.town.places.queries.facts import facts_of

FIELDS = frozenset({"label", "is_main", "order", "holiday_rule", "closed_year_end"})


@transaction.atomic
def attach(*, listing: Listing, place: Place, by: Any, at: datetime, **about: Any) -> ListingAt:
    """The entry is (also) offered at this place.

    Args:
        about: Any of `FIELDS`. The first place is the main one unless said otherwise.
    """
    _known(about)
    row = writing.hold(listing)
    before = _names(row)
    if row.at.filter(place=place).exists():
        raise Refused(_("「%(place)s」はもうつながっています。") % {"place": place}, field="place")
    about.setdefault("is_main", not before)
    about.setdefault("order", len(before))
    here = ListingAt.objects.create(listing=row, place=place, **about)
    parts = {"places": (before, [*before, place.name])}
    writing.save(row, {}, act="places.attached", by=by, at=at, parts=parts)
    return here


@transaction.atomic
def edit(
    *, here: ListingAt, by: Any, at: datetime, expected: int | None = None, **changes: Any
) -> ListingAt:
    """Change the note, the holiday rule or the order of one place of an entry."""
    _known(changes)
    row = writing.hold(here.listing)
    here = ListingAt.objects.select_related("place").get(pk=here.pk)
    now = {f"{field}:{here.pk}": getattr(here, field) for field in changes}
    new = {f"{field}:{here.pk}": value for field, value in changes.items()}
    values = writing.settle(row, expected, new, now)
    parts = {key: (now[key], value) for key, value in values.items()}
    fields = [key.split(":")[0] for key in values]
    for field, value in zip(fields, values.values(), strict=True):
        setattr(here, field, value)
    if fields:
        here.save(update_fields=fields)
    writing.save(row, {}, act="places.edited", by=by, at=at, parts=parts, note=here.place.name)
    return here


@transaction.atomic
def detach(*, here: ListingAt, by: Any, at: datetime) -> Listing:
    """The entry is no longer offered there; its hours there go with it."""
    row = writing.hold(here.listing)
    before = _names(row)
    others = row.at.exclude(pk=here.pk).order_by("order", "id")
    if row.status in Listing.Status.visible():
        facts = facts_of(row, has_place=others.exists())
        if not (facts.has_place or facts.has_reach):
            raise Refused(
                _("公開中の掲載の、ただ一つの場所です。先にほかの場所か連絡先を書いてください。")
            )
    place = here.place.name
    ListingAt.objects.filter(pk=here.pk).delete()
    if not others.filter(is_main=True).exists() and (first := others.first()):
        first.is_main = True
        first.save(update_fields=["is_main"])
    after = list(before)
    if place in after:
        after.remove(place)
    writing.save(row, {}, act="places.detached", by=by, at=at, parts={"places": (before, after)})
    return row


def _names(row: Listing) -> list[str]:
    return list(row.at.order_by("order", "id").values_list("place__name", flat=True))


def _known(about: dict[str, Any]) -> None:
    if unknown := set(about) - FIELDS:
        raise TypeError(f"not a fact of a listing at a place: {', '.join(sorted(unknown))}")
