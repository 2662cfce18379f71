"""Events among the answers of the search page."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.db.models import Min, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from tomoni.core import search
from tomoni.core.search import Query
from tomoni.doing.events.models import Occurrence, Series
from tomoni.doing.events.queries.rows import rows
from tomoni.doing.events.queries.words import SECTION
from tomoni.town.places.queries.beside import Beside, Line
from tomoni.web.dates import short_date

SHOWN = 5


def to_come(at: datetime) -> QuerySet[Series]:
    """The series everybody may see that still take place at least once."""
    dates = Occurrence.objects.public().planned().filter(ends_at__gt=at)
    return Series.objects.public().filter(status="published", pk__in=dates.values("series"))


def found(query: Query, typed: str, at: datetime, language: str) -> Beside:
    """The best few series for the words, each with its next date."""
    hits = search.find(SECTION, query, size=SHOWN, within=to_come(at).values("pk"))
    return Beside(
        title=_("催し"),
        total=hits.count,
        url=f"{reverse('events:index')}?{urlencode({'view': 'list', 'q': typed})}",
        icon="calendar",
        lines=[_line(row, language) for row in _next_dates(hits.keys, at, language)],
    )


def _next_dates(keys: tuple[Any, ...], at: datetime, language: str) -> list[Any]:
    """The next date of each series, in the order of the keys."""
    dates = Occurrence.objects.planned().filter(series__in=keys, ends_at__gt=at)
    firsts = dates.order_by().values("series").annotate(first=Min("starts_at"))
    wanted = Q(pk=None)
    for one in firsts:
        wanted |= Q(series=one["series"], starts_at=one["first"])
    by_series = {
        row.cells["series_id"]: row
        for row in rows(dates.filter(wanted).order_by("pk"), None, language)
    }
    return [by_series[key] for key in keys if key in by_series]


def _line(row: Any, language: str) -> Line:
    day = short_date(timezone.localdate(row.cells["starts_at"]), language)
    words = " · ".join(filter(None, (f"{day} {row.times}", str(row.place))))
    return Line(str(row.title), row.title.lang, row.url, words)
