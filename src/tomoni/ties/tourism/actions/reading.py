"""Somebody who grew up with a language has read what is said in it."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from tomoni.core import audit
from tomoni.core.errors import Refused
from tomoni.core.locks import lock
from tomoni.ties.tourism.models import PageWordsRead, Words


@transaction.atomic
def read(*, row: Words, read_by: str, read_on: date, by: Any, at: datetime) -> Words:
    """These words were read by this person on this day."""
    _may_be(read_on, at)
    held = lock(row)
    held.read_by, held.read_on = read_by.strip(), read_on
    held.save(update_fields=["read_by", "read_on"])
    audit.record("tourism.words_read", held, by=by, at=at, note=held.language)
    return held


@transaction.atomic
def read_page_words(
    *, language: str, read_by: str, read_on: date, by: Any, at: datetime
) -> PageWordsRead:
    """The buttons and headings of the pages were read in one language."""
    _may_be(read_on, at)
    made = PageWordsRead.objects.create(language=language, read_by=read_by.strip(), read_on=read_on)
    audit.record("tourism.page_words_read", made, by=by, at=at, note=language)
    return made


def _may_be(day: date, at: datetime) -> None:
    if day > localdate(at):
        raise Refused(_("まだ来ていない日です。きょうまでの日を書いてください。"), field="read_on")
