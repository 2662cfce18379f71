"""One date in the words of schema.org, for search engines and for the JSON list."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from tomoni.doing.events.feeds.ics import place, uid
from tomoni.doing.events.models import Occurrence, Series


def event(date: Occurrence, *, site: str) -> dict[str, Any]:
    """schema.org/Event; a moved date tells its first day as `previousStartDate`."""
    series, start = date.series, timezone.localtime(date.starts_at)
    status = "EventRescheduled" if date.is_moved else "EventScheduled"
    said: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Event",
        "@id": f"{site}{date.get_absolute_url()}",
        "url": f"{site}{date.get_absolute_url()}",
        "name": date.title or series.title,
        "inLanguage": "ja",
        "eventStatus": f"https://schema.org/{'EventCancelled' if date.is_cancelled else status}",
        "eventAttendanceMode": "https://schema.org/" + _mode(series),
        "isAccessibleForFree": series.fee_kind == "free",
    }
    if series.all_day:
        last = timezone.localtime(date.ends_at) - timedelta(microseconds=1)
        said |= {"startDate": start.date().isoformat(), "endDate": last.date().isoformat()}
    else:
        end = timezone.localtime(date.ends_at)
        said |= {"startDate": start.isoformat(), "endDate": end.isoformat()}
    if date.is_moved:
        said["previousStartDate"] = timezone.localtime(date.original_at).isoformat()
    if words := series.summary or series.description:
        said["description"] = words
    if where := place(series, date):
        said["location"] = {"@type": "Place", "name": where, "address": series.address or where}
        if date.lat is not None:
            geo = {"@type": "GeoCoordinates", "latitude": date.lat, "longitude": date.lng}
            said["location"]["geo"] = geo
    elif series.online_url:
        said["location"] = {"@type": "VirtualLocation", "url": series.online_url}
    if organiser := series.organisation.name if series.organisation else series.organiser_text:
        said["organizer"] = {"@type": "Organization", "name": organiser}
    if series.age_min is not None or series.age_max is not None:
        first = "" if series.age_min is None else series.age_min
        last_age = "" if series.age_max is None else series.age_max
        said["typicalAgeRange"] = f"{first}-{last_age}"
    return said


def entry(date: Occurrence, *, site: str) -> dict[str, Any]:
    """The same for programs that keep what they have read: name, version and state beside it."""
    series = date.series
    reason = date.reason or (series.reason if series.status == "cancelled" else "")
    return {
        **{k: v for k, v in event(date, site=site).items() if k != "@context"},
        "uid": uid(series, date),
        "sequence": series.sequence + date.sequence,
        "series": series.slug,
        "kind": series.kind,
        "planned": timezone.localtime(date.original_at).isoformat(),
        "cancelled": date.is_cancelled,
        "reason": reason,
        "all_day": series.all_day,
        "entry": series.entry,
        "fee": series.fee_kind,
        "fee_text": series.fee_text,
        "step_free": series.step_free,
        "updated": max(series.updated_at, date.updated_at).isoformat(),
        "tags": [tag.word for tag in series.tags.all()],
    }


def _mode(series: Series) -> str:
    if series.online_url and not (series.venue_id or series.place_text):
        return "OnlineEventAttendanceMode"
    return "MixedEventAttendanceMode" if series.online_url else "OfflineEventAttendanceMode"
