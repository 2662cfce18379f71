"""The filters of the search page in words: what can be chosen, and what is chosen."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from tomoni.core import dates
from tomoni.core.city import city
from tomoni.ground.districts.queries import base_en
from tomoni.town.places.models import Category, PlaceFact
from tomoni.town.places.queries import choices
from tomoni.town.places.queries.filters import Filters
from tomoni.town.places.queries.helping import Offer
from tomoni.town.places.queries.results import Results
from tomoni.town.places.rules import clock, languages
from tomoni.town.places.rules.filters import RADII, WEEKDAYS
from tomoni.web.templatetags.shell import local

QUICK_FACTS = (PlaceFact.Code.STEP_FREE, PlaceFact.Code.WHEELCHAIR_TOILET)


@dataclass(frozen=True)
class Choice:
    """One thing to tick or pick, with how many entries it would leave."""

    value: str
    label: str
    count: int
    on: bool = False
    parts: tuple["Choice", ...] = ()


@dataclass(frozen=True)
class Chip:
    """A filter that is set, and the address without it."""

    label: str
    url: str


class Panel:
    """What the template shows of the filters; every list is built from the same counts."""

    def __init__(self, results: Results, language: str, path: str) -> None:
        self.filters = results.filters
        self.counts = results.counts
        self.language = language
        self.path = path
        lists = choices.current()
        self._categories, self._bases = lists.categories, lists.bases
        self._districts, self._stations = lists.districts, lists.stations
        self._labels = {c.code: local(c, "name") for c in self._categories}

    @property
    def open_now(self) -> Choice:
        count = self.counts.get("open", {}).get("now", 0)
        return Choice("now", _("いま開いている"), count, self.filters.open == "now")

    @property
    def open_time(self) -> str:
        """The day and time asked for, as the field writes it."""
        return self.filters.open if self.filters.open not in ("", "now") else ""

    @property
    def days(self) -> list[Choice]:
        counts = self.counts.get("day", {})
        return [
            Choice(day, clock.weekday(number), counts.get(day, 0), day in self.filters.day)
            for number, day in enumerate(WEEKDAYS)
        ]

    @property
    def categories(self) -> list[Choice]:
        """Groups with their categories; what nobody offers is left out."""
        below: dict[str, list[Choice]] = {}
        counts = self.counts.get("category", {})
        for category in self._categories:
            if category.parent_id and (choice := self._category(category, counts)):
                below.setdefault(category.parent_id, []).append(choice)
        return [
            replace(choice, parts=tuple(below.get(group.code, ())))
            for group in self._categories
            if not group.parent_id and (choice := self._category(group, counts))
        ]

    def _category(self, category: Category, counts: dict[str, int]) -> Choice | None:
        count, on = counts.get(category.code, 0), category.code in self.filters.category
        return Choice(category.code, local(category, "name"), count, on) if count or on else None

    @property
    def towns(self) -> list[Choice]:
        counts = self.counts.get("town", {})
        return [
            Choice(base, self._base_label(base, kana, towns), counts.get(base, 0), on)
            for base, kana, towns in self._bases
            if (on := self._town_on(base, towns)) or counts.get(base)
        ]

    def _town_on(self, base: str, towns: Iterable[Any]) -> bool:
        names = {base, *(town.name for town in towns), *(town.code for town in towns)}
        return bool(names & set(self.filters.town))

    def _base_label(self, base: str, kana: str, towns: list[Any]) -> str:
        if self.language == "en":
            return base_en(towns[0]) or base
        return f"{base}（{kana}）" if kana else base

    @property
    def districts(self) -> list[Choice]:
        counts = self.counts.get("district", {})
        found = ((f"{d.kind}:{d.code}", d) for d in self._districts)
        return [
            Choice(value, local(district, "name"), counts.get(value, 0), on)
            for value, district in found
            if (on := value in self.filters.district) or counts.get(value)
        ]

    @property
    def facts(self) -> list[Choice]:
        counts = self.counts.get("fact", {})
        return [
            Choice(code.value, str(code.label), counts.get(code.value, 0), on)
            for code in PlaceFact.Code
            if (on := code.value in self.filters.fact) or counts.get(code.value)
        ]

    @property
    def languages(self) -> list[Choice]:
        counts = {k: n for k, n in self.counts.get("language", {}).items() if k != "ja"}
        codes = dict.fromkeys((*counts, *self.filters.language))
        return [
            Choice(
                code, languages.name_of(code), counts.get(code, 0), code in self.filters.language
            )
            for code in codes
            if counts.get(code) or code in self.filters.language
        ]

    @property
    def free(self) -> Choice:
        count = self.counts.get("fee", {}).get("free", 0)
        return Choice("free", _("無料"), count, self.filters.fee == "free")

    @property
    def walk_in(self) -> Choice:
        count = self.counts.get("entry", {}).get("walk_in", 0)
        return Choice("walk_in", _("予約なしで行ける"), count, self.filters.entry == "walk_in")

    @property
    def running(self) -> Choice:
        count = self.counts.get("status", {}).get("running", 0)
        return Choice("running", _("休止中をのぞく"), count, self.filters.status == "running")

    @property
    def quick(self) -> list[tuple[str, str, int, bool]]:
        """(label, address, count, on) of what people ask most, one press away."""
        asked = self.filters
        found = [
            self._toggle("open", self.open_now, replace(asked, open="now", open_at=asked.at)),
            self._toggle("fee", self.free, replace(asked, fee="free")),
            self._toggle("entry", self.walk_in, replace(asked, entry="walk_in")),
        ]
        for choice in self.facts:
            if choice.value in QUICK_FACTS:
                on = asked.without_choice("fact", choice.value)
                url = self._url(on if choice.on else asked.with_choice("fact", choice.value))
                found.append((choice.label, url, choice.count, choice.on))
        return [each for each in found if each[2] or each[3]]

    def _toggle(self, name: str, choice: Choice, on: Filters) -> tuple[str, str, int, bool]:
        asked = self.filters.without(name) if choice.on else on
        return choice.label, self._url(asked), choice.count, choice.on

    @property
    def radii(self) -> list[Choice]:
        return [
            Choice(str(metres), distance_label(metres), 0, metres == self.filters.radius)
            for metres in RADII
        ]

    @property
    def examples(self) -> list[str]:
        """What may be typed into "near": a town, a station, an address of this city."""
        names = [f"{name}駅" for name in self._stations[:2]]
        return [*(base for base, _kana, _towns in self._bases[:1]), *names]

    @property
    def chips(self) -> list[Chip]:
        return list(self._chips())

    @property
    def other_chips(self) -> list[Chip]:
        """The chips that the row of quick filters does not show already."""
        shown = {label for label, _url, _count, on in self.quick if on}
        return [chip for chip in self.chips if chip.label not in shown]

    def _chips(self) -> Iterator[Chip]:
        asked = self.filters
        for code in asked.category:
            yield self._one("category", code, self._labels.get(code, code))
        if asked.open_at:
            yield Chip(self.when, self._url(asked.without("open")))
        for day in asked.day:
            yield self._one("day", day, clock.weekday(WEEKDAYS.index(day)))
        if asked.point:
            yield Chip(self.where, self._url(asked.without("near")))
        for town in asked.town:
            yield self._one("town", town, self._town_label(town))
        names = {f"{d.kind}:{d.code}": local(d, "name") for d in self._districts}
        for value in asked.district:
            yield self._one("district", value, names.get(value, value))
        if asked.age is not None:
            label = _("%(age)s歳が使える") % {"age": asked.age}
            yield Chip(label, self._url(asked.without("age")))
        for choice, name in ((self.free, "fee"), (self.walk_in, "entry"), (self.running, "status")):
            if choice.on:
                yield Chip(choice.label, self._url(asked.without(name)))
        for code in asked.fact:
            yield self._one("fact", code, str(PlaceFact.Code(code).label))
        for code in asked.language:
            yield self._one("language", code, languages.name_of(code))

    def _town_label(self, value: str) -> str:
        for base, _kana, towns in self._bases:
            if value == base:
                return base_en(towns[0]) if self.language == "en" else base
            for town in towns:
                if value in (town.name, town.code):
                    return local(town, "name")
        return value

    @property
    def when(self) -> str:
        if self.filters.open == "now" or self.filters.open_at is None:
            return _("いま開いている")
        at = self.filters.open_at
        return _("%(day)s %(time)sに開いている") % {
            "day": clock.full_day(at.date()),
            "time": clock.clock(at.hour * 60 + at.minute),
        }

    @property
    def where(self) -> str:
        """銭函駅から2km以内."""
        point = self.filters.point
        if point is None:
            return ""
        label = self.place
        if not self.filters.radius:
            return _("%(place)sから近い順") % {"place": label}
        values = {"place": label, "distance": distance_label(self.filters.radius)}
        return _("%(place)sから%(distance)s以内") % values

    @property
    def place(self) -> str:
        point = self.filters.point
        if point is None:
            return ""
        if point.level == "mine":
            return _("いまいる場所")
        return (self.language == "en" and point.label_en) or point.label

    def _one(self, name: str, value: str, label: str) -> Chip:
        return Chip(label, self._url(self.filters.without_choice(name, value)))

    def _url(self, asked: Filters) -> str:
        query = asked.address()
        return f"{self.path}?{query}" if query else self.path

    @property
    def bare_url(self) -> str:
        """The words alone, all filters dropped."""
        return self._url(self.filters.without(*self.filters.active))

    @property
    def sortings(self) -> list[tuple[str, str, bool]]:
        """(label, address, whether it is this one) of the ways to order the list."""
        ways = [("kana", _("五十音順"))]
        if self.filters.query:
            ways.insert(0, ("best", _("言葉に近い順")))
        if self.filters.has_point:
            ways.insert(0, ("distance", _("近い順")))
        now = self.filters.sorting
        return [
            (label, self._url(replace(self.filters, sort=way)), way == now) for way, label in ways
        ]

    def offered(self, offers: Iterable[Offer]) -> list[tuple[str, str, int]]:
        """(words, address, count) of other questions."""
        return [(self._words(offer), self._url(offer.filters), offer.count) for offer in offers]

    def _words(self, offer: Offer) -> str:
        if offer.name == "word":
            return _("「%(word)s」をはずす") % {"word": offer.value}
        if offer.name == "all":
            return _("条件をすべてはずす")
        if offer.name == "radius":
            return _("もっと遠くまで")
        if not offer.name:
            return (self.language == "en" and offer.value) or offer.label
        chips = [chip.label for chip in Panel._chips(self._only(offer.name))]
        return _("「%(filter)s」をはずす") % {"filter": _("・").join(chips)}

    def _only(self, name: str) -> "Panel":
        """This panel with one dimension set, to speak about it."""
        asked = self.filters
        others = [other for other in asked.active if other != name]
        one = object.__new__(Panel)
        one.__dict__ = {**self.__dict__, "filters": asked.without(*others)}
        return one

    def unknown(self) -> list[str]:
        """What of the address was not understood, in sentences."""
        return [self._not_understood(name, value) for name, value in self.filters.unknown]

    def _not_understood(self, name: str, value: str) -> str:
        values = {"value": value, "city": city().name}
        if name == "near":
            return (
                _(
                    "「%(value)s」の場所が分かりませんでした。町の名前、駅の名前、住所で書いてください。"
                )
                % values
            )
        if name == "open":
            return _(
                "「%(value)s」は日時として読めませんでした。「%(day)sT12:00」のように書いてください。"
            ) % (values | {"day": dates.example()})
        if name == "age":
            return _("年齢「%(value)s」は0から120までの数字で書いてください。") % values
        return _("「%(value)s」という条件はありません。") % values


def distance_label(metres: int) -> str:
    if not metres:
        return _("どこまでも")
    if metres < 1000:
        return _("%(metres)sm") % {"metres": metres}
    return _("%(km)skm") % {"km": f"{metres / 1000:g}"}


def map_source(filters: Filters) -> str:
    """The same question to the file that the map draws."""
    query = filters.address()
    return "/places.geojson" + (f"?{query}" if query else "")


def search_path() -> str:
    return reverse("places:search")
