"""The same series in other languages, and the words under which it is found."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction

from tomoni.core import audit
from tomoni.doing.events.actions import index
from tomoni.doing.events.actions.planning import kept
from tomoni.doing.events.models import Series, SeriesTag, SeriesText


@transaction.atomic
def say_in(*, series: Series, language: str, by: Any, at: datetime, **texts: str) -> SeriesText:
    """Keep the texts of a series in one more language (`ja-easy`, `en`, …); Japanese is its own."""
    held = kept(series, by=by, at=at)
    said, _new = SeriesText.objects.update_or_create(series=held, language=language, defaults=texts)
    _changed(held, at)
    audit.record("events.said_in", held, by=by, at=at, note=language)
    return said


@transaction.atomic
def tag(*, series: Series, words: Iterable[str], by: Any, at: datetime) -> None:
    """Put a series under these words and no others."""
    held = kept(series, by=by, at=at)
    wanted = list(dict.fromkeys(word.strip()[:60] for word in words if word.strip()))
    held.tags.exclude(word__in=wanted).delete()
    rows = [SeriesTag(series=held, word=word) for word in wanted]
    SeriesTag.objects.bulk_create(rows, ignore_conflicts=True)
    _changed(held, at)
    audit.record("events.tagged", held, by=by, at=at, note="、".join(wanted))


def _changed(series: Series, at: datetime) -> None:
    """Feeds hear of new words as they do of new times."""
    series.sequence, series.version, series.updated_at = series.sequence + 1, series.version + 1, at
    series.save(update_fields=["sequence", "version", "updated_at"])
    index.refresh([series])
