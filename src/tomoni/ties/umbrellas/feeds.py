"""The stands as GBFS 3.0 and 2.3, the open format for shared vehicles; an umbrella is "other", human.

Every file is made from the same rows at the same moment, so they agree with each other.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.timezone import localtime

from tomoni.core.city import city
from tomoni.ties.umbrellas.models import Station

TTL = 60  # Seconds; kept pages are at most half as old.
KIND_OF = "umbrella"
LANGUAGES = ("ja", "en")
FILES = ("system_information", "vehicle_types", "station_information", "station_status")
NAMES = {"ja": "傘の輪", "en": "Kasa-no-wa, the umbrella ring"}
KIND_NAMES = {"ja": "傘", "en": "Umbrella"}
# An umbrella once taken may be used at any hour; when a shop is open stands on the stand's own page.
ALWAYS = "24/7"


def site() -> str:
    return str(settings.SITE_URL)


def version_3(name: str, rows: Sequence[Station], at: datetime) -> dict[str, Any]:
    """One file of GBFS 3.0 by its name; `gbfs` and `gbfs_versions` need no rows."""
    return {
        "last_updated": _moment(at), "ttl": TTL, "version": "3.0", "data": _DATA_3[name](rows, at),
    }  # fmt: skip


def version_2(name: str, language: str, rows: Sequence[Station], at: datetime) -> dict[str, Any]:
    """One file of GBFS 2.3 in one language."""
    return {
        "last_updated": int(at.timestamp()), "ttl": TTL, "version": "2.3",
        "data": _DATA_2[name](rows, at, language),
    }  # fmt: skip


def _moment(at: datetime) -> str:
    return localtime(at).isoformat(timespec="seconds")


def _words(texts: dict[str, str]) -> list[dict[str, str]]:
    return [{"text": text, "language": code} for code, text in texts.items() if text]


def _discovery_3(_rows: Any, _at: Any) -> dict[str, Any]:
    names = ("gbfs_versions", *FILES)
    return {"feeds": [{"name": one, "url": _url_3(one)} for one in names]}


def _url_3(name: str) -> str:
    return site() + reverse("umbrellas:gbfs_file", kwargs={"name": name})


def _versions(_rows: Any, _at: Any, _language: str = "") -> dict[str, Any]:
    return {
        "versions": [
            {"version": "2.3", "url": site() + reverse("umbrellas:gbfs23")},
            {"version": "3.0", "url": site() + reverse("umbrellas:gbfs")},
        ]
    }


def system_id() -> str:
    return f"umbrellas-{city().code}"


def _phone() -> str:
    digits = "".join(one for one in city().phone_for("tourism").phone if one.isdigit())
    return f"+81{digits.removeprefix('0')}"


def _mail() -> str:
    return settings.DEFAULT_FROM_EMAIL.rpartition("<")[2].rstrip(">")


def _system_3(_rows: Any, _at: Any) -> dict[str, Any]:
    return {
        "system_id": system_id(), "languages": list(LANGUAGES), "name": _words(NAMES),
        "opening_hours": ALWAYS, "phone_number": _phone(), "feed_contact_email": _mail(),
        "url": site() + reverse("umbrellas:index"), "timezone": settings.TIME_ZONE,
    }  # fmt: skip


def _types_3(_rows: Any, _at: Any) -> dict[str, Any]:
    return {
        "vehicle_types": [
            {
                "vehicle_type_id": KIND_OF, "form_factor": "other", "propulsion_type": "human",
                "name": _words(KIND_NAMES), "return_constraint": "any_station",
            }
        ]
    }  # fmt: skip


def _information(one: Station, name: Any) -> dict[str, Any]:
    found = {
        "station_id": one.slug, "name": name, "lat": round(one.lat, 6), "lon": round(one.lng, 6),
        "capacity": one.capacity,
        "rental_uris": {"web": site() + one.get_absolute_url()},
    }  # fmt: skip
    if one.address:
        found["address"] = one.address
    return found


def _information_3(rows: Sequence[Station], _at: Any) -> dict[str, Any]:
    return {
        "stations": [_information(one, _words({"ja": one.name, "en": one.name_en})) for one in rows]
    }


def _status(one: Station, available: str, told: Any) -> dict[str, Any]:
    free = max(0, one.capacity - one.count)
    return {
        "station_id": one.slug, available: one.count,
        "vehicle_types_available": [{"vehicle_type_id": KIND_OF, "count": one.count}],
        "num_docks_available": free, "is_installed": True, "is_renting": one.lends,
        "is_returning": one.takes, "last_reported": told,
    }  # fmt: skip


def _told(one: Station, at: datetime) -> datetime:
    """When the count was last true: a move, a count by hand, or the file itself."""
    moments = [when for when in (one.moved_at, one.counted_at) if when]
    return max(moments) if moments else at


def _status_3(rows: Sequence[Station], at: datetime) -> dict[str, Any]:
    return {
        "stations": [
            _status(one, "num_vehicles_available", _moment(_told(one, at))) for one in rows
        ]
    }


def _discovery_2(_rows: Any, _at: Any, _language: str) -> dict[str, Any]:
    return {
        code: {"feeds": [{"name": one, "url": _url_2(one, code)} for one in ("gbfs_versions", *FILES)]}
        for code in LANGUAGES
    }  # fmt: skip


def _url_2(name: str, language: str) -> str:
    return site() + reverse("umbrellas:gbfs23_file", kwargs={"language": language, "name": name})


def _system_2(_rows: Any, _at: Any, language: str) -> dict[str, Any]:
    return {
        "system_id": system_id(), "language": language, "name": NAMES[language],
        "phone_number": city().phone_for("tourism").phone, "feed_contact_email": _mail(),
        "url": site() + reverse("umbrellas:index"), "timezone": settings.TIME_ZONE,
    }  # fmt: skip


def _types_2(_rows: Any, _at: Any, language: str) -> dict[str, Any]:
    return {
        "vehicle_types": [
            {
                "vehicle_type_id": KIND_OF, "form_factor": "other", "propulsion_type": "human",
                "name": KIND_NAMES[language], "return_constraint": "any_station",
            }
        ]
    }  # fmt: skip


def _information_2(rows: Sequence[Station], _at: Any, language: str) -> dict[str, Any]:
    return {"stations": [_information(one, one.named(language)) for one in rows]}


def _status_2(rows: Sequence[Station], at: datetime, _language: str) -> dict[str, Any]:
    return {
        "stations": [
            _status(one, "num_bikes_available", int(_told(one, at).timestamp())) for one in rows
        ]
    }


_DATA_3 = {
    "gbfs": _discovery_3, "gbfs_versions": _versions, "system_information": _system_3,
    "vehicle_types": _types_3, "station_information": _information_3, "station_status": _status_3,
}  # fmt: skip
_DATA_2 = {
    "gbfs": _discovery_2, "gbfs_versions": _versions, "system_information": _system_2,
    "vehicle_types": _types_2, "station_information": _information_2, "station_status": _status_2,
}  # fmt: skip
