"""What search engines and assistants read of an entry: schema.org as JSON-LD."""

from dataclasses import replace
from datetime import date
from typing import Any

from tomoni.core.city import city
from tomoni.town.places.models import Listing, PlaceFact
from tomoni.town.places.queries.page import ListingPage, Spot
from tomoni.town.places.rules import hours, since, taxonomy
from tomoni.town.places.rules.hours import Why
from tomoni.town.places.rules.week import DAY, LAST, Span, season_dates

CONTEXT = "https://schema.org"
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
# These are bodies or services in schema.org; where they are is said in a place of its own.
NOT_PLACES = frozenset({"NGO", "Organization", "TaxiService", "Service"})
AHEAD = 14  # Days for which a day that differs is told.
MONTHS_AHEAD = 62  # Days for which the days of "second Thursdays" are told.

Node = dict[str, Any]


def structured(page: ListingPage, address: str) -> Node:
    """One entry as a schema.org thing.

    Args:
        page: The page of the entry.
        address: The page's own address.
    """
    listing, spot = page.listing, page.main
    kind = _kind(listing) if spot else "Service"
    reached = next((c for c in page.contacts if c.phone), None)
    node = _said(
        {
            "@context": CONTEXT,
            "@type": kind,
            "@id": address,
            "name": listing.name,
            "alternateName": listing.name_en or listing.name_kana,
            "description": str(page.said["summary"]) or listing.description,
            "url": address,
            "sameAs": listing.url,
        }
    )
    body = _said(
        {
            "telephone": _telephone(reached.phone) if reached else "",
            "faxNumber": _telephone(reached.fax) if reached else "",
            "email": next((c.email for c in page.contacts if c.email), ""),
        }
    )
    if listing.organisation and kind in {"Service", "TaxiService"}:
        node["provider"] = {"@type": "Organization", "name": listing.organisation.name} | body
    elif kind not in {"Service", "TaxiService"}:
        node |= {k: v for k, v in body.items() if k != "email" or kind != "Place"}
    if spot is None:
        return node
    where = _where(spot, page)
    if listing.fee_kind == Listing.FeeKind.FREE:
        where["isAccessibleForFree"] = True
    if kind in {"TaxiService", "Service"}:
        return node | {"areaServed": _areas(page)}
    if kind in NOT_PLACES:
        return node | {"location": {"@type": "Place", "name": spot.place.name} | where}
    return node | where


def _areas(page: ListingPage) -> Node:
    """The districts whose people it is for, else the city."""
    names = [area.district.name for area in page.areas] or [city().name]
    return _several([{"@type": "AdministrativeArea", "name": name} for name in names])


def _kind(listing: Listing) -> str:
    term = taxonomy.by_code().get(listing.category_id or "")
    return (term.schema_org if term else "") or "Place"


def _where(spot: Spot, page: ListingPage) -> Node:
    """Address, point, hours and barrier-free facts of the main place."""
    place = spot.place
    node: Node = {}
    if place.address:
        node["address"] = _said(
            {
                "@type": "PostalAddress",
                "addressCountry": "JP",
                "addressRegion": city().prefecture,
                "postalCode": f"{place.postcode[:3]}-{place.postcode[3:]}"
                if place.postcode
                else "",
                "streetAddress": f"{place.address} {place.building}".strip(),
            }
        )
    if spot.exact and place.lat is not None:
        # A town's middle point would send people to a wrong door.
        node["geo"] = {"@type": "GeoCoordinates", "latitude": place.lat, "longitude": place.lng}
    if page.listing.status == Listing.Status.SUSPENDED:
        node["specialOpeningHoursSpecification"] = _resting(page.listing)
    else:
        weekly = [_weekly(span, page.today) for span in spot.table.spans if not span.weeks]
        if weekly:
            node["openingHoursSpecification"] = _several(weekly)
        if differing := _differing(spot, page) + _monthly_days(spot, page):
            node["specialOpeningHoursSpecification"] = _several(differing)
        if rhythms := [_rhythm(span, page) for span in spot.table.spans if span.weeks & ~LAST]:
            schedule = rhythms[0] if len(rhythms) == 1 else rhythms
            node["event"] = {
                "@type": "Event",
                "name": page.listing.name,
                "eventSchedule": schedule,
            }
    if spot.facts:
        node["amenityFeature"] = [_feature(fact) for fact in spot.facts]
    return node


def _term(span: Span, today: date) -> tuple[date | None, date | None]:
    """From when until when; a season that comes back each year by its running or next dates."""
    if span.season_from is not None and span.season_until is not None:
        return season_dates(span.season_from, span.season_until, today)
    return span.valid_from, span.valid_until


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _rhythm(span: Span, page: ListingPage) -> Node:
    """Every second and fourth Thursday: opening hours cannot say it, the schedule of an event can.

    The last such weekday of a month has no word there; the days to come are told one by one.
    """
    first, last = _term(span, page.today)
    weeks = [week + 1 for week in range(5) if span.weeks >> week & 1]
    return _said(
        {
            "@type": "Schedule",
            "repeatFrequency": "P1M",
            "byDay": f"{CONTEXT}/{WEEKDAYS[span.weekday]}",
            "byMonthWeek": weeks[0] if len(weeks) == 1 else weeks,
            "startTime": _clock(span.opens),
            "endTime": _clock(span.closes),
            "startDate": _iso(first),
            "endDate": _iso(last),
            "scheduleTimezone": "Asia/Tokyo",
        }
    )


def _monthly_days(spot: Spot, page: ListingPage) -> list[Node]:
    """The coming days of weeks of the month, with the whole opening of each day."""
    monthly = {span.weekday for span in spot.table.spans if span.weeks}
    if not monthly:
        return []
    found = []
    usual = hours.days(
        replace(spot.table, spans=[s for s in spot.table.spans if not s.weeks]),
        page.today,
        MONTHS_AHEAD,
    )
    for day, without in zip(hours.days(spot.table, page.today, MONTHS_AHEAD), usual, strict=True):
        if day.on.weekday() in monthly and day.why == Why.WEEK and day.times != without.times:
            term = {"validFrom": _iso(day.on), "validThrough": _iso(day.on)}
            found += [_times(*times) | term for times in day.times]
    return found


def _weekly(span: Span, today: date) -> Node:
    first, last = _term(span, today)
    return _said(
        _times(span.opens, span.closes)
        | {
            "dayOfWeek": f"{CONTEXT}/{WEEKDAYS[span.weekday]}",
            "validFrom": _iso(first),
            "validThrough": _iso(last),
        }
    )


def _differing(spot: Spot, page: ListingPage) -> list[Node]:
    """The coming days on which the week does not hold."""
    found = []
    for day in hours.days(spot.table, page.today, AHEAD):
        if day.sure and day.why != Why.WEEK:
            term = {"validFrom": day.on.isoformat(), "validThrough": day.on.isoformat()}
            found += [_times(*times) | term for times in day.times or ((0, 0),)]
    return found


def _resting(listing: Listing) -> Node:
    """Closed for as long as it rests: the same time for opening and closing."""
    return _said(
        _times(0, 0)
        | {
            "validFrom": listing.suspended_from.isoformat()
            if listing.suspended_from and since.is_first_day(listing.suspended_from_known)
            else "",
            "validThrough": listing.suspended_until.isoformat() if listing.suspended_until else "",
        }
    )


def _times(opens: int, closes: int) -> Node:
    return {
        "@type": "OpeningHoursSpecification",
        "opens": _clock(opens),
        "closes": "23:59:00+09:00" if closes == DAY else _clock(closes),
    }


def _clock(minutes: int) -> str:
    hour, minute = divmod(minutes % DAY, 60)
    return f"{hour:02}:{minute:02}:00+09:00"


def _several(nodes: list[Node]) -> Node:
    """One node, or an unordered set of them (JSON-LD 1.1 §4.3)."""
    return nodes[0] if len(nodes) == 1 else {"@set": nodes}


def _feature(fact: PlaceFact) -> Node:
    return {
        "@type": "LocationFeatureSpecification",
        "name": str(fact.get_code_display()),
        "value": fact.value != PlaceFact.Value.NO,
    }


def _telephone(number: str) -> str:
    """The number as one dials it from anywhere."""
    digits = number.strip()
    return f"+81-{digits[1:]}" if digits.startswith("0") else digits


def _said(node: Node) -> Node:
    return {name: value for name, value in node.items() if value not in ("", None)}
