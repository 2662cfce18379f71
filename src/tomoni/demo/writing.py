"""Writing one listing of the sample town through the directory's actions, in their order."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from tomoni.core.text import katakana
from tomoni.demo import samples, weeks
from tomoni.demo.ground import Ground
from tomoni.ground.districts.models import District, DistrictTown
from tomoni.ground.people.models import User
from tomoni.town.places.actions import (
    at as attaching,
)
from tomoni.town.places.actions import facts, hours, lists
from tomoni.town.places.actions import (
    listings as directory,
)
from tomoni.town.places.actions import (
    places as grounds,
)
from tomoni.town.places.models import Listing, Place
from tomoni.town.places.rules import taxonomy

CITY = "012033"
SOURCE = "見本として作成"
# Reasons as (Japanese, English, easy Japanese).
SUSPENDED = (
    ("会館の修理のため", "The hall is being repaired.", "たてものを なおして います。"),
    (
        "雪の多い時期のため、春までお休みします",
        "Closed until spring because of the snow.",
        "雪が 多いので、春まで 休みます。",
    ),
    (
        "運営する人の都合のため",
        "The people who run it are not available.",
        "やって いる 人の つごうで 休みます。",
    ),
    (
        "感染症が広がっているため",
        "An infectious disease is going round.",
        "病気が はやって いるので 休みます。",
    ),
)
CLOSED = (
    ("会場の建物がなくなったため", "The building is gone.", "たてものが なくなりました。"),
    ("担い手がいなくなったため", "Nobody was left to run it.", "やる 人が いなくなりました。"),
    (
        "ほかの集まりと一緒になったため",
        "It has joined another group.",
        "ほかの あつまりと いっしょに なりました。",
    ),
)


@dataclass
class Where:
    """A place with the week there."""

    key: str
    place: dict[str, Any]
    week: str = ""
    label: str = ""
    facts: dict[str, str] = field(default_factory=dict)


@dataclass
class Entry:
    """Everything about one listing, in the words of the directory."""

    slug: str
    fields: dict[str, Any]
    more: tuple[str, ...] = ()
    at: tuple[Where, ...] = ()
    contacts: tuple[dict[str, str], ...] = ()
    fees: tuple[tuple[str, int], ...] = ()
    languages: tuple[str, ...] = ()
    hazards: tuple[str, ...] = ()
    texts: tuple[dict[str, str], ...] = ()
    areas: tuple[int, ...] = ()
    holiday: str = "unknown"
    year_end: bool = False
    suspended: dict[str, Any] | None = None
    closed: dict[str, Any] | None = None
    publish: bool = True
    breaks: tuple[dict[str, Any], ...] = ()
    corrected: dict[str, Any] = field(default_factory=dict)


def write(town: Ground, entry: Entry) -> Listing:
    """Draft, describe, publish and, where it is so, suspend or close; the caller's transaction."""
    known: dict[str, Any] = {"by": town.clerk, "at": town.at}
    listing = directory.draft(
        slug=entry.slug,
        more_categories=[town.categories[code] for code in entry.more],
        **entry.fields,
        **known,
    )
    for order, where in enumerate(entry.at):
        here = attaching.attach(
            listing=listing,
            place=_place(town, where),
            label=where.label,
            order=order,
            holiday_rule=entry.holiday,
            closed_year_end=entry.year_end,
            **known,
        )
        if where.week:
            hours.set_week(here=here, rows=weeks.read(where.week), **known)
        for days in entry.breaks:
            hours.add_exception(here=here, **days, **known)
    for part, rows in {
        "contacts": list(entry.contacts),
        "fees": [{"label": label, "yen": yen} for label, yen in entry.fees],
        "languages": [{"code": code} for code in entry.languages],
        "hazards": [{"code": code} for code in entry.hazards],
        "texts": list(entry.texts),
        "areas": [{"district_id": key} for key in entry.areas],
    }.items():
        if rows:
            lists.set(listing=listing, part=part, rows=rows, **known)
    if not entry.publish:
        return listing
    listing = directory.publish(listing=listing, **known)
    if entry.corrected:
        values = dict(entry.corrected)
        editor = User.objects.get(email=values.pop("by"))
        listing = directory.edit(listing=listing, by=editor, at=town.at, **values)
    if entry.suspended:
        return directory.suspend(listing=listing, **entry.suspended, **known)
    if entry.closed:
        return directory.close(listing=listing, **entry.closed, **known)
    return listing


def _place(town: Ground, where: Where) -> Place:
    """The place with this key, made on first use; halls are shared by many listings."""
    place = town.places.get(where.key)
    if place is None:
        place = Place.objects.filter(
            name=where.place["name"], address=where.place["address"]
        ).first()
    if place is None:
        place = grounds.create(city_code=CITY, by=town.clerk, at=town.at, **where.place)
        if where.facts:
            rows = [{"code": code, "value": value} for code, value in where.facts.items()]
            place = facts.set(place=place, rows=rows, by=town.clerk, at=town.at)
    town.places[where.key] = place
    return place


def from_sample(town: Ground, sample: samples.Sample) -> Entry:
    """An invented listing as an entry."""
    pattern = sample.pattern
    term = taxonomy.by_code()[sample.category]
    first = sample.stops[0]
    ages = pattern.get("age", (None, None))
    checked = town.today - timedelta(days=sample.checked_days_ago)
    fields = {
        "name": sample.name,
        "name_kana": katakana(sample.kana),
        "name_en": sample.english,
        "organisation": town.bodies[f"mihon-{sample.host}"],
        "category": town.categories[sample.category],
        "summary": pattern["says"],
        "who_for": term.for_whom,
        "age_min": ages[0],
        "age_max": ages[1],
        "entry": pattern["entry"],
        "entry_text": pattern.get("entry_text", ""),
        "fee_kind": pattern["fee"],
        "fee_text": pattern.get("fee_text", ""),
        "documents": pattern.get("documents", ""),
        "capacity": pattern.get("capacity"),
        "hours_text": pattern.get("hours_text", "") or ("" if first.place else first.week),
        "source": SOURCE,
        "checked_on": checked,
        "is_sample": True,
    }
    if sample.state == "draft":
        # A draft somebody has only begun: the gate lists what is missing.
        for name in ("summary", "who_for", "source"):
            fields[name] = ""
        fields |= {"checked_on": None, "entry": Listing.Entry.UNKNOWN}
    seed = sample.checked_days_ago
    return Entry(
        slug=sample.slug,
        fields=fields,
        at=tuple(_sample_place(town, stop, sample) for stop in sample.stops if stop.place),
        contacts=tuple(_contacts(sample)),
        fees=tuple((label, yen) for label, yen in pattern.get("fees", ())),
        languages=tuple(pattern.get("languages", ())),
        hazards=tuple(_one_of(pattern.get("hazards", ()), seed)),
        texts=tuple(_texts(sample, term)),
        areas=_areas(town, sample),
        holiday=pattern.get("holiday", "unknown"),
        year_end=pattern.get("year_end", False),
        suspended={
            **_reason(SUSPENDED[seed % len(SUSPENDED)]),
            "from_on": town.today - timedelta(days=seed % 60),
            "until_on": town.today + timedelta(days=90) if seed % 2 else None,
        }
        if sample.state == "suspended"
        else None,
        closed={
            **_reason(CLOSED[seed % len(CLOSED)]),
            "on": town.today - timedelta(days=seed % 100),
        }
        if sample.state == "closed"
        else None,
        publish=sample.state != "draft",
        breaks=tuple(_breaks(town.today)) if sample.holiday_break else (),
    )


def _areas(town: Ground, sample: samples.Sample) -> tuple[int, ...]:
    """A support centre is there for the district in which it stands."""
    stop = next((stop for stop in sample.stops if stop.place), None)
    if sample.category != "support_centre" or stop is None:
        return ()
    here = DistrictTown.objects.in_force(town.today).filter(
        town=town.towns[stop.spot.name], district__kind=District.Kind.SUPPORT_CENTRE
    )
    return tuple(here.order_by("district_id").values_list("district_id", flat=True))


def _reason(words: tuple[str, str, str]) -> dict[str, str]:
    return dict(zip(("reason", "reason_en", "reason_easy"), words, strict=True))


def _sample_place(town: Ground, stop: samples.Stop, sample: samples.Sample) -> Where:
    spot, low_high = stop.spot, sample.pattern.get("elevation")
    return Where(
        key=f"{stop.place}/{stop.number}",
        week=stop.week,
        facts=sample.pattern.get("facts", {}),
        place={
            "name": stop.place,
            "name_kana": katakana(stop.place_kana),
            "name_en": stop.place_en,
            "address": f"北海道小樽市{spot.name}{stop.number}番（見本）",
            "postcode": spot.postcode,
            "town": town.towns[spot.name],
            "lat": stop.lat,
            "lng": stop.lng,
            "level": Place.Level.ADDRESS,
            "accuracy_m": 50,
            "elevation_m": _between(low_high, stop.number) if low_high else None,
        },
    )


def _contacts(sample: samples.Sample) -> Iterable[dict[str, str]]:
    yield {
        "phone": sample.phone,
        "label": "見本の電話番号",
        "label_en": "Sample number",
        "label_easy": "見本（みほん）の 電話",
    }
    if sample.pattern.get("pro"):
        yield {
            "audience": "professional",
            "phone": sample.phone[:-4] + f"{(int(sample.phone[-4:]) + 5000) % 10000:04d}",
            "label": "関係機関の方",
        }


def _texts(sample: samples.Sample, term: taxonomy.Term) -> Iterable[dict[str, str]]:
    if sample.speaks_english:
        yield {
            "language": "en",
            "name": sample.english,
            "summary": sample.pattern["says_en"],
        }
    if sample.speaks_easy:
        yield {"language": "ja-easy", "summary": sample.pattern["easy"]}


def _breaks(today: date) -> Iterable[dict[str, Any]]:
    """A week off in the middle of next month, and one day with other hours before it."""
    later = today + timedelta(days=30)
    yield {
        "from_on": later,
        "until_on": later + timedelta(days=6),
        "reason": "見本の長いお休みのため",
    }
    yield {
        "from_on": later - timedelta(days=7),
        "opens": 13 * 60,
        "closes": 15 * 60,
        "reason": "準備のため、午後だけ",
    }


def _between(low_high: list[int], number: int) -> float:
    low, high = low_high
    return float(low + number * 7 % (high - low + 1))


def _one_of(choices: Any, seed: int) -> list[str]:
    return list(choices[seed % len(choices)]) if choices else []
