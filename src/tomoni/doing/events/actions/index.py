"""Keeping this room's part of the search index in step with what was just written.

A series stands in it once, from its publication on; which of them still take place is asked when
somebody searches, so that nothing must be taken out when a date has passed.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import translation

from tomoni.core import search
from tomoni.core.text import with_digits, with_kanji_numerals
from tomoni.doing.events.models import Series
from tomoni.doing.events.queries.words import SECTION

BATCH = 500
ENDED = 1  # The weight of what is called off: after the others of its rank.


def refresh(series: Iterable[Series]) -> None:
    """Bring the rows of these series up to date, in the caller's transaction."""
    keys = [one.pk for one in series]
    for start in range(0, len(keys), BATCH):
        _write(keys[start : start + BATCH])


def rebuild(at: datetime) -> int:
    """Write this room's part anew, batch by batch; how many series are in it now."""
    keys = list(Series.objects.order_by("pk").values_list("pk", flat=True))
    count = 0
    for start in range(0, len(keys), BATCH):
        with transaction.atomic():
            count += _write(keys[start : start + BATCH])
    search.keep_only(SECTION, set(keys))
    return count


def _write(keys: list[UUID]) -> int:
    shown = (
        Series.objects.public()
        .filter(pk__in=keys, is_template=False)
        .select_related("organisation", "venue__place__town", "town")
        .prefetch_related("texts", "tags")
        .order_by("pk")
    )
    with translation.override("ja"):
        documents = [_document(one) for one in shown]
    here = {one.key for one in documents}
    search.drop(SECTION, [key for key in keys if key not in here])
    return search.put(SECTION, documents)


def _document(series: Series) -> search.Document:
    place = series.venue.place if series.venue else None
    town = series.town or (place.town if place else None)
    words = [
        str(series.get_kind_display()), *(tag.word for tag in series.tags.all()),
        str(series.organisation or series.organiser_text), series.place_text, series.address,
        *([place.name, place.address] if place else []), *([town.name] if town else []),
    ]  # fmt: skip
    body = [
        series.summary, series.description, series.programme, series.who_for, series.bring,
        *(f"{text.summary} {text.description}" for text in series.texts.all()),
    ]  # fmt: skip
    return search.Document(
        key=series.pk,
        name=series.title,
        names=tuple(filter(None, (series.title_kana, *(t.title for t in series.texts.all())))),
        words=tuple(_both(word) for word in words if word),
        body=tuple(_both(text) for text in body if text),
        weight=0 if series.status == Series.Status.PUBLISHED else ENDED,
    )


def _both(text: str) -> str:
    """With numbers in either writing, as the directory's own entries are kept."""
    return " ".join(dict.fromkeys((text, with_digits(text), with_kanji_numerals(text))))
