"""Keeping the search index in step with what was just written.

Only what a resident may read is indexed: numbers for professionals and the notes of drafts
are not.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from functools import cache
from uuid import UUID

from django.db import transaction
from django.db.models import Prefetch, TextChoices
from django.utils import translation

from tomoni.core import romaji, search
from tomoni.core.models import SearchDoc
from tomoni.core.text import with_digits, with_kanji_numerals
from tomoni.ground.districts.models import District, DistrictTown
from tomoni.town.places.models import (
    Category,
    Contact,
    Hazard,
    Listing,
    ListingAt,
    PlaceFact,
)
from tomoni.town.places.queries.reading import TEXTS
from tomoni.town.places.queries.search import SECTION
from tomoni.town.places.rules import languages
from tomoni.town.places.rules.week import EVERY_WEEK

BATCH = 500
RESTING = 1  # The weight of a suspended entry: after the running ones of its rank.
WEEKDAYS = ("月曜日", "火曜日", "水曜日", "木曜日", "金曜日", "土曜日", "日曜日")

# Higher rooms that keep things of their own in the index join here; each rewrites its section.
others: list[Callable[[datetime], int]] = []
_gathered: ContextVar[set[UUID] | None] = ContextVar("gathered", default=None)


def refresh(listings: Iterable[Listing]) -> None:
    """Bring the index rows of these entries up to date, in the caller's transaction."""
    keys = [listing.pk for listing in listings]
    waiting = _gathered.get()
    if waiting is not None:
        waiting.update(keys)
        return
    for start in range(0, len(keys), BATCH):
        _write(keys[start : start + BATCH])


def prepare(listings: Iterable[Listing]) -> list[SearchDoc]:
    """The index rows of entries that are not written yet and carry their parts with them."""
    with translation.override("ja"):
        return search.prepare(SECTION, [document_of(listing) for listing in listings])


@contextmanager
def together() -> Iterator[None]:
    """Refresh once at the end what is written inside; for imports and the sample town.

    The end stands in the caller's transaction like every other write.
    """
    if _gathered.get() is not None:
        yield
        return
    waiting: set[UUID] = set()
    token = _gathered.set(waiting)
    try:
        yield
    finally:
        _gathered.reset(token)
    keys = sorted(waiting)
    for start in range(0, len(keys), BATCH):
        _write(keys[start : start + BATCH])


def rebuild(at: datetime) -> int:
    """Write the whole index anew, batch by batch, while the site goes on.

    Returns:
        How many entries are in the index now.
    """
    count = 0
    keys = list(Listing.objects.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), BATCH):
        with transaction.atomic():
            count += _write(keys[start : start + BATCH])
    search.keep_only(SECTION, set(keys))
    search.optimise()
    return count


def _write(keys: list[UUID]) -> int:
    shown = {listing.pk: listing for listing in _with_parts(keys)}
    search.drop(SECTION, [key for key in keys if key not in shown])
    with translation.override("ja"):
        return search.put(SECTION, [document_of(listing) for listing in shown.values()])


def _with_parts(keys: list[UUID]) -> Iterable[Listing]:
    open_lists = DistrictTown.objects.filter(valid_until=None).select_related("district")
    here = (
        ListingAt.objects.select_related("place__town")
        .prefetch_related(
            "openings", "place__facts", Prefetch("place__town__districts", open_lists)
        )
        .order_by("order", "id")
    )
    residents = Contact.objects.filter(audience=Contact.Audience.RESIDENT).order_by("order", "id")
    return (
        Listing.objects.public()
        .filter(pk__in=keys)
        .defer("imported", "extra")
        .select_related("organisation", "category__parent")
        .prefetch_related(
            Prefetch("at", here),
            Prefetch("contacts", residents),
            Prefetch("more_categories", Category.objects.select_related("parent")),
            "texts",
            "languages",
            "fees",
            "hazards",
        )
        .order_by("pk")
    )


def document_of(listing: Listing) -> search.Document:
    """The words under which an entry is found."""
    texts = list(listing.texts.all())
    here = list(listing.at.all())
    return search.Document(
        key=listing.pk,
        name=listing.name,
        names=_some(
            listing.name_kana,
            listing.name_en,
            *listing.also.replace("、", ",").split(","),
            *(text.name for text in texts),
            *_letters(listing.name_kana),
            _unbroken(listing.name),
        ),
        words=_some(*_category_words(listing), *_runner(listing), *_place_words(here)),
        body=_some(*_body(listing), *_where(here), *(part for t in texts for part in _of_text(t))),
        weight=RESTING if listing.status == Listing.Status.SUSPENDED else 0,
    )


def _some(*texts: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for text in texts if text))


def _unbroken(name: str) -> str:
    """ウイング・ベイ 小樽 is also typed as ウイングベイ小樽."""
    joined = "".join(c for c in name if c.isalnum() or c == "ー")
    return joined if joined != name and not name.isascii() else ""


def _letters(kana: str) -> list[str]:
    """A visitor types what they heard: Sakuramachi Koen for a park with no English name."""
    return romaji.spellings(kana) if kana else []


def _category_words(listing: Listing) -> Iterator[str]:
    own = [listing.category] if listing.category else []
    for category in [*own, *listing.more_categories.all()]:
        yield from (category.name, category.name_kana, category.name_easy, category.name_en)
        yield from category.also.split()
        if parent := category.parent:
            yield from (parent.name, parent.name_kana, parent.name_en)


def _runner(listing: Listing) -> Iterator[str]:
    if runner := listing.organisation:
        yield from (runner.name, runner.name_kana, runner.name_en)


def _place_words(here: list[ListingAt]) -> Iterator[str]:
    for at in here:
        place = at.place
        yield from (place.name, place.name_kana, place.name_en)
        if not place.name_en:
            yield from _letters(place.name_kana)
        if town := place.town:
            yield from (town.name, with_digits(town.name), town.name_kana, town.name_en)
            for listed in town.districts.all():
                # The area of a support centre has the centre's name: with it, whoever looks
                # for the centre would find every entry of its towns.
                if listed.district.kind != District.Kind.SUPPORT_CENTRE:
                    yield from (listed.district.name, listed.district.name_kana)


def _body(listing: Listing) -> Iterator[str]:
    yield from (listing.summary, listing.description, listing.who_for, listing.entry_text)
    yield from (listing.fee_text, listing.documents, listing.capacity_text, listing.hours_text)
    yield _label(Listing.Entry, listing.entry)
    yield _label(Listing.FeeKind, listing.fee_kind)
    if listing.status == Listing.Status.SUSPENDED:
        yield from (listing.suspended_reason, listing.suspended_reason_en)
    yield from (fee.label for fee in listing.fees.all())
    yield from (_label(Hazard.Code, hazard.code) for hazard in listing.hazards.all())
    for spoken in listing.languages.all():
        yield from (languages.words_of(spoken.code), spoken.note)
    for contact in listing.contacts.all():
        yield from (contact.label, contact.phone, contact.phone.replace("-", ""), contact.note)
        yield from (contact.label_en, contact.note_en)


@cache
def _label(choices: type[TextChoices], value: str) -> str:
    """A word of a choice; always Japanese here, and asked for many thousand times."""
    with translation.override("ja"):
        return str(choices(value).label)


def _where(here: list[ListingAt]) -> Iterator[str]:
    for at in here:
        place = at.place
        yield from (place.address, with_digits(place.address), with_kanji_numerals(place.address))
        yield from (place.building, place.postcode, place.access_text, place.parking_text, at.label)
        for fact in place.facts.all():
            if fact.value != fact.Value.NO:
                yield from (_label(PlaceFact.Code, fact.code), fact.note)
        for opening in at.openings.all():
            yield WEEKDAYS[opening.weekday]
            if opening.weeks != EVERY_WEEK:
                for week in range(5):
                    if opening.weeks >> week & 1:
                        yield f"第{week + 1}{WEEKDAYS[opening.weekday]}"


def _of_text(text: object) -> Iterator[str]:
    for field in TEXTS:
        if field != "name":
            yield getattr(text, field)
