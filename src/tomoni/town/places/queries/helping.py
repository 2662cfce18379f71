"""What helps when little or nothing is found: other spellings, fewer filters, places meant."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from tomoni.core import search
from tomoni.core.search.spelling import closest, distance_inside, slack
from tomoni.core.text import words
from tomoni.ground.districts.models import District, Station, Town
from tomoni.ground.districts.queries import locator
from tomoni.town.places.models import Category, Listing
from tomoni.town.places.queries import results
from tomoni.town.places.queries.filters import Filters
from tomoni.town.places.queries.search import SECTION
from tomoni.town.places.rules import clock, saying
from tomoni.town.places.rules.filters import WEEKDAYS

FEW = 3  # With fewer hits than this, spellings are offered too.
MOST = 4
MOST_SPLITS = 15


@dataclass(frozen=True)
class Offer:
    """Another question, in words, with how many entries it finds."""

    label: str
    filters: Filters
    count: int
    name: str = ""
    value: str = ""


def spellings(filters: Filters, *, at: datetime) -> list[Offer]:
    """もしかして: words of ours that come near to those that find nothing, or a missing space."""
    written = as_written(filters)
    offers = as_said(filters, at=at)
    for word in written:
        if search.find(SECTION, search.parse(word), size=1).count >= FEW:
            continue
        for shown in _near(word):
            text = " ".join(shown if each == word else other for each, other in written.items())
            offers.append(_offer(filters, text, at))
        offers += _split(filters, word, at)
    some = {offer.label: offer for offer in offers if offer.count}
    return sorted(some.values(), key=lambda offer: -offer.count)[:MOST]


def as_said(filters: Filters, *, at: datetime) -> list[Offer]:
    """木曜日にやっているサロン: the words without what strings them, the weekday as a filter."""
    heard = saying.heard(filters.q)
    if heard is None:
        return []
    days = dict.fromkeys((*filters.day, *(WEEKDAYS[day] for day in heard.days)))
    asked = replace(filters, q=" ".join(heard.words), day=tuple(days))
    said = [*heard.words, *(clock.weekday(day) for day in heard.days)]
    total = results.count(asked, at=at)
    if total > results.count(filters, at=at):
        return [Offer(" ".join(said), asked, total)]
    # 銭函駅の近くのサロン: no salon is called by the station.
    return [] if total or not heard.words else places_meant(asked, at=at)


def looser(filters: Filters, *, at: datetime) -> list[Offer]:
    """The same question with one filter or one word less, where that finds something."""
    offers = []
    for name in filters.active:
        less = filters.without(name)
        offers.append(Offer("", less, results.count(less, at=at), name=name))
    if filters.has_point and filters.radius:
        wide = replace(filters, radius=0)
        offers.append(Offer("", wide, results.count(wide, at=at), name="radius"))
    if len(filters.active) > 1:
        bare = filters.without(*filters.active)
        offers.append(Offer("", bare, results.count(bare, at=at), name="all"))
    written = as_written(filters)
    for word in written if len(written) > 1 else ():
        less = replace(filters, q=" ".join(o for each, o in written.items() if each != word))
        total = results.count(less, at=at)
        offers.append(Offer("", less, total, name="word", value=written[word]))
    return [offer for offer in offers if offer.count]


def places_meant(filters: Filters, *, at: datetime) -> list[Offer]:
    """Words of the query that are towns or stations, as filters to press."""
    written = as_written(filters)
    if filters.town or filters.has_point:
        return []
    offers = []
    locate = locator()
    for word in list(written)[:4]:
        if len(word) < 2 or not (found := locate(word)):
            continue
        rest = " ".join(other for each, other in written.items() if each != word)
        for place in found[:2]:
            known = place.level in {"base", "town", "station"} and locate(place.label)
            if not known or known[0].label != place.label:
                continue
            meant = replace(filters, q=rest, near=place.label, point=place)
            if total := results.count(meant, at=at):
                offers.append(Offer(place.label, meant, total, value=place.label_en))
    return offers[:2]


def as_written(filters: Filters) -> dict[str, str]:
    """The normalised words of the query, each with the letters that were typed."""
    typed = filters.query.typed
    raw = {key[0]: text for text in filters.q.split() if len(key := words(text)) == 1}
    return {word: raw.get(word, word) for word in typed}


def _offer(filters: Filters, text: str, at: datetime) -> Offer:
    """The other words with the same filters, or without them where that finds nothing."""
    asked = replace(filters, q=text)
    total = results.count(asked, at=at)
    if not total and filters.active:
        asked = asked.without(*filters.active)
        total = results.count(asked, at=at)
    return Offer(text, asked, total)


def _near(word: str) -> list[str]:
    """Our own words that come near, as they are written."""
    known = dict(_vocabulary())
    near = [known[key] for key in closest(word, known)]
    most = slack(word)
    if len(near) < MOST and most:
        candidates = search.near_names(SECTION, word)
        scored = sorted(
            (far, len(names), key)
            for key, names in candidates
            if 0 < (far := distance_inside(word, names, most)) <= most
        )
        keys = [key for _far, _length, key in scored[: MOST - len(near)]]
        names = dict(Listing.objects.public().filter(pk__in=keys).values_list("pk", "name"))
        near += [names[key] for key in keys if key in names]
    return list(dict.fromkeys(near))[:MOST]


def _vocabulary() -> Iterator[tuple[str, str]]:
    """Normalised word → as written: categories and their other words, towns, stations."""
    for row in Category.objects.filter(is_active=True).values_list("name", "name_kana", "also"):
        name, kana, also = row
        for shown in (name, *name.replace("・", " ").split(), *also.split()):
            yield from _keyed(shown, shown)
        yield from _keyed(kana, name)
    for base, kana in Town.objects.values_list("base", "name_kana"):
        yield from _keyed(base, base)
        yield from _keyed(kana.removesuffix("いっちょうめ"), base)
    for name, kana in Station.objects.values_list("name", "name_kana"):
        yield from _keyed(f"{name}駅", f"{name}駅")
        yield from _keyed(kana, name)
    for (name,) in District.objects.values_list("name"):
        yield from _keyed(name, name)


def _keyed(text: str, shown: str) -> Iterator[tuple[str, str]]:
    if key := "".join(words(text)):
        yield key, shown


def _split(filters: Filters, word: str, at: datetime) -> list[Offer]:
    """銭函サロン finds nothing where 銭函 サロン does."""
    offers = []
    written = as_written(filters)
    # A single letter beside another word is in nearly every entry and helps nobody.
    for cut in range(2, min(len(word) - 1, MOST_SPLITS)):
        shown = written[word] if len(written[word]) == len(word) else word
        two = f"{shown[:cut]} {shown[cut:]}"
        text = " ".join(two if each == word else other for each, other in written.items())
        if search.find(SECTION, search.parse(text), size=1).count:
            offers.append((min(cut, len(word) - cut), text))
    best = sorted(offers, key=lambda offer: -offer[0])[:1]
    return [_offer(filters, text, at) for _balance, text in best]
