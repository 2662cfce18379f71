"""Stands among the answers of the town's search, with how many umbrellas they have now."""

from datetime import datetime

from django.core.cache import cache
from django.urls import reverse
from django.utils.translation import gettext as _

from tomoni.core.search import Query
from tomoni.core.text import search_key
from tomoni.ties.umbrellas.models import Station
from tomoni.ties.umbrellas.queries.stands import open_stands
from tomoni.town.places.models import Listing
from tomoni.town.places.queries.beside import Beside, Line
from tomoni.town.places.queries.live import Now

SHOWN = 5
KEPT, NAMES_KEPT = "umbrellas.names", 60  # Seconds.
THING = ("傘", "かさ", "アンブレラ", "umbrella", "雨具")


def found(query: Query, typed: str, at: datetime, language: str) -> Beside:
    """All stands for "umbrella", else those whose name holds what was typed.

    Most people search for something else: names are kept for a minute, so that their search asks
    the database nothing here. Counts are always those of now.
    """
    key = search_key(typed)
    all_of_them = bool(key) and any(search_key(one) in key for one in THING)
    is_named = not all_of_them and bool(key) and any(key in one for one in _names())
    rows = [
        one
        for one in (open_stands() if all_of_them or is_named else ())
        if all_of_them or key in _key(one)
    ]
    rows.sort(key=lambda one: (-one.count if one.lends else 1, one.name_kana, one.pk))
    return Beside(
        title=_("傘の置き場"),
        total=len(rows),
        url=reverse("umbrellas:index"),
        icon="umbrella",
        lines=[
            Line(one.said, one.said_in, one.get_absolute_url(), _words(one)) for one in rows[:SHOWN]
        ],
    )


def at_entry(listing: Listing) -> list[Now]:
    """On the page of an entry: how many umbrellas stand there now; one query."""
    rows = Station.objects.open().filter(listing=listing).order_by("name_kana", "pk")
    return [Now(_("傘の置き場"), _words(one), one.get_absolute_url(), "umbrella") for one in rows]


def forget() -> None:
    """The kept names are read anew; for whoever writes stands past the actions."""
    cache.set(KEPT, None, 0)  # Kept for no time: gone.


def _names() -> list[str]:
    names: list[str] = cache.get_or_set(  # type: ignore[assignment]
        KEPT, lambda: [_key(one) for one in open_stands()], NAMES_KEPT
    )
    return names


def _key(one: Station) -> str:
    return search_key(f"{one.name} {one.name_kana} {one.name_en}")


def _words(one: Station) -> str:
    if not one.lends:
        return _("返却だけ")
    return _("%(n)s本") % {"n": one.count}
