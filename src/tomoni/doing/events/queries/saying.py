"""The words of one date in the language of who reads them, where somebody has written them in it."""

from dataclasses import dataclass

from tomoni.doing.events.models import Occurrence, SeriesText


@dataclass(frozen=True)
class Words:
    """What forms, receipts and notices say of a date."""

    title: str
    bring: str


def words_of(occurrence: Occurrence, language: str) -> Words:
    """Title and what to bring; in Japanese, which stands on the rows, without asking the database.

    A title of this date alone has no translation, so it is given as it was written.
    """
    series = occurrence.series
    own = None
    if language != "ja":
        own = SeriesText.objects.filter(series=series, language=language).first()
    title = occurrence.title or (own.title if own else "") or series.title
    return Words(title, (own.bring if own else "") or series.bring)
