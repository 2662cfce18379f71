"""The words and links around the calendar: views, filters that can be taken off, ways out."""

from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from tomoni.doing.events.models import Series
from tomoni.doing.events.queries import narrowing
from tomoni.doing.events.queries.calendar import Calendar
from tomoni.ground.districts.models import District
from tomoni.ground.districts.rules import distance_words
from tomoni.ground.people.models import Organisation
from tomoni.town.circles.models import Circle
from tomoni.town.places.models import Listing
from tomoni.town.places.rules.filters import RADII
from tomoni.web import dates

EXAMPLE_AGES = (3, 70)


class Link(NamedTuple):
    label: str
    url: str
    on: bool = False
    icon: str = ""


class Choice(NamedTuple):
    value: str
    label: str
    on: bool


@dataclass
class Panel:
    """What stands around one answer."""

    found: Calendar
    language: str

    @property
    def title(self) -> str:
        """The days that are shown, in words."""
        asked = self.found.asked
        first, until = asked.days
        if asked.when == "today":
            return dates.long_date(first, self.language)
        if asked.when or asked.view == "week":
            last = until - timedelta(days=1)
            return _("%(first)sから%(last)sまで") % {
                "first": dates.long_date(first, self.language),
                "last": dates.long_date(last, self.language),
            }
        if asked.view == "list":
            return _("%(first)sから") % {"first": dates.long_date(first, self.language)}
        return dates.long_month(first, self.language)

    @property
    def views(self) -> list[dict[str, Any]]:
        """Month, week, list and districts as tabs."""
        asked = self.found.asked
        names = (
            ("month", pgettext("calendar", "月"), "calendar"),
            ("week", pgettext("calendar", "週"), "layers"),
            ("list", _("一覧"), "list"),
            ("district", _("地区ごと"), "map"),
        )
        return [
            {
                "title": name,
                "url": f"?{asked.address(view=view, when='')}",
                "current": view == asked.view,
                "icon": icon,
            }
            for view, name, icon in names
        ]

    @property
    def shortcuts(self) -> list[Link]:
        """The questions people ask most, as links."""
        asked = self.found.asked
        spans = ((_("今日"), "today"), (_("これから7日間"), "week"), (_("土日"), "weekend"))
        links = [
            Link(name, f"?{asked.address(view='list', when=span)}", asked.when == span)
            for name, span in spans
        ]
        both = asked.address(view="list", when="week", ages=EXAMPLE_AGES)
        links.append(
            Link(_("3歳の子と70歳の祖母で、これから7日間"), f"?{both}", asked.ages == EXAMPLE_AGES)
        )
        return links

    @property
    def before(self) -> str:
        return f"?{self.found.asked.address(on=self.found.before, when='')}"

    @property
    def after(self) -> str:
        return f"?{self.found.asked.address(on=self.found.after, when='')}"

    @property
    def now(self) -> str:
        return f"?{self.found.asked.address(on=self.found.asked.today, when='')}"

    def day(self, on: Any) -> str:
        """The list that begins with one day."""
        return f"?{self.found.asked.address(view='list', when='', on=on)}"

    @property
    def kinds(self) -> list[Choice]:
        counted = {code: count for code, _name, count in self.found.kinds}
        return [
            Choice(code, f"{name} {counted.get(code, 0)}", code == self.found.asked.kind)
            for code, name in Series.Kind.choices
            if code in counted or code == self.found.asked.kind
        ]

    @cached_property
    def districts(self) -> list[Choice]:
        chosen = self.found.asked.district
        named = District.objects.filter(kind="commissioner").order_by("order", "id")
        return [
            Choice(f"{d.kind}:{d.code}", self._local(d), f"{d.kind}:{d.code}" == chosen)
            for d in named
        ]

    @cached_property
    def circles(self) -> list[Choice]:
        chosen, today = self.found.asked.circle, self.found.asked.today
        named = Circle.objects.public(today).order_by("name_kana", "pk")
        return [Choice(one.slug, self._local(one), one.slug == chosen) for one in named]

    @property
    def radii(self) -> list[Choice]:
        return [
            Choice(
                str(radius), distance_words(radius) if radius else _("どこまででも"),
                radius == self.found.asked.radius,
            )
            for radius in RADII
        ]  # fmt: skip

    @property
    def ages(self) -> list[str]:
        """The ages asked for, and empty boxes for up to three."""
        found = [str(age) for age in self.found.asked.ages]
        return [*found, *[""] * max(1, 2 - len(found))]

    @cached_property
    def chips(self) -> list[Link]:
        """Each filter that is set, with the address without it."""
        asked = self.found.asked
        return [
            Link(self._name_of(name), f"?{asked.without(name).address()}") for name in asked.active
        ]

    @cached_property
    def looser(self) -> list[tuple[str, str, int]]:
        """For a question without an answer: what one finds without one of its filters."""
        asked, found = self.found.asked, []
        for chip, name in zip(self.chips, asked.active, strict=True):
            if count := narrowing.public_dates(asked.without(name)).count():
                what = str(chip.label).removeprefix("「").removesuffix("」")
                found.append((_("「%(what)s」を外す") % {"what": what}, chip.url, count))
        return sorted(found, key=lambda each: -each[2])

    @property
    def unknown(self) -> list[str]:
        return [value for _name, value in self.found.asked.unknown]

    def _name_of(self, name: str) -> str:
        asked = self.found.asked
        value = getattr(asked, name, "")
        match name:
            case "ages":
                said = [_("%(age)s歳") % {"age": age} for age in asked.ages]
                return pgettext("people of these ages together", "と").join(said)
            case "q":
                return f"「{asked.q}」"
            case "free":
                return _("無料")
            case "step_free":
                return _("段差なし")
            case "no_sign_up":
                return _("申込みなしで行ける")
            case "kind":
                return str(Series.Kind(value).label)
            case "organiser":
                return self._local(Organisation.objects.get(slug=value))
            case "place":
                return self._local(Listing.objects.get(slug=value))
            case "circle":
                return next((c.label for c in self.circles if c.on), value)
            case "district":
                kind, _colon, code = value.partition(":")
                return self._local(District.objects.get(kind=kind, code=code))
            case "near" if asked.point and asked.point.level == "mine":
                return _("いまいる場所の近く")
            case "near" if asked.point:
                label = asked.point.label_en if self.language == "en" else asked.point.label
                return _("%(place)sの近く") % {"place": label or asked.near}
            case _:
                return str(value)

    def _local(self, thing: Any) -> str:
        english = getattr(thing, "name_en", "")
        return english if self.language == "en" and english else thing.name
