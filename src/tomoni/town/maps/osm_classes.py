"""Which OpenStreetMap objects the map shows, in which layer, and from which zoom on."""

from collections.abc import Mapping

ROADS = {
    "motorway": ("major", 8),
    "trunk": ("major", 8),
    "primary": ("major", 9),
    "motorway_link": ("major", 11),
    "trunk_link": ("major", 11),
    "primary_link": ("major", 11),
    "secondary": ("middle", 10),
    "secondary_link": ("middle", 12),
    "tertiary": ("middle", 11),
    "tertiary_link": ("middle", 12),
    "unclassified": ("minor", 12),
    "residential": ("minor", 12),
    "living_street": ("minor", 13),
    "road": ("minor", 13),
    "service": ("service", 14),
    "pedestrian": ("path", 13),
    "footway": ("path", 14),
    "path": ("path", 13),
    "track": ("path", 13),
    "cycleway": ("path", 14),
    "bridleway": ("path", 14),
    "corridor": ("path", 14),
    "steps": ("steps", 14),
}
RAILS = {
    "rail": 9,
    "light_rail": 10,
    "subway": 11,
    "tram": 12,
    "monorail": 12,
    "narrow_gauge": 11,
    "funicular": 12,
}
WATERWAYS = {"river": 9, "canal": 11, "stream": 13, "ditch": 14, "drain": 14}
GREEN = {
    "landuse": {
        "forest",
        "grass",
        "meadow",
        "recreation_ground",
        "village_green",
        "cemetery",
        "orchard",
        "vineyard",
    },
    "leisure": {"park", "garden", "golf_course", "nature_reserve", "pitch", "playground"},
    "natural": {"wood", "scrub", "grassland", "heath", "fell"},
}
WATER = {
    "natural": {"water", "bay"},
    "landuse": {"reservoir", "basin"},
    "waterway": {"riverbank", "dock"},
}
PLACES = {
    "city": 8,
    "town": 9,
    "village": 10,
    "suburb": 11,
    "hamlet": 12,
    "quarter": 12,
    "neighbourhood": 13,
    "isolated_dwelling": 14,
    "locality": 14,
}
POINTS = {
    "amenity": {
        "townhall",
        "hospital",
        "clinic",
        "doctors",
        "pharmacy",
        "school",
        "kindergarten",
        "library",
        "community_centre",
        "social_facility",
        "police",
        "fire_station",
        "post_office",
        "bank",
        "toilets",
        "shelter",
        "place_of_worship",
        "marketplace",
        "bus_station",
        "ferry_terminal",
        "university",
        "college",
        "restaurant",
        "cafe",
        "parking",
    },
    "tourism": {"museum", "hotel", "attraction", "viewpoint", "information"},
    "shop": {"supermarket", "convenience", "department_store", "mall", "bakery"},
    "railway": {"station", "halt", "tram_stop"},
    "highway": {"bus_stop"},
    "natural": {"peak"},
    "historic": {"monument", "castle"},
}
# What everybody looks for stands on the map earlier than the rest.
EARLY = {"station": 10, "halt": 11, "townhall": 13, "hospital": 13, "peak": 11, "university": 13}

# An object without any of these keys is never looked at.
KEYS = (
    "highway",
    "railway",
    "building",
    "waterway",
    "natural",
    "landuse",
    "leisure",
    "place",
    "amenity",
    "tourism",
    "shop",
    "historic",
    "boundary",
)

Drawn = tuple[str, dict[str, str | int]]  # Layer and properties; "z" is the first zoom.


def of_line(tags: Mapping[str, str]) -> Drawn | None:
    """Roads, rails, streams, the shore; None for what the map leaves out."""
    if tags.get("area") == "yes":
        return None
    if (kind := tags.get("highway")) in ROADS:
        group, zoom = ROADS[kind]
        found: dict[str, str | int] = {"class": group, "z": zoom, **names(tags)}
        if tags.get("tunnel", "no") not in ("no", ""):
            found["tunnel"] = 1
        if tags.get("bridge", "no") not in ("no", ""):
            found["bridge"] = 1
        return ("steps" if group == "steps" else "road"), found
    if (kind := tags.get("railway")) in RAILS:
        zoom = 13 if tags.get("service") else RAILS[kind]
        return "rail", {"class": kind, "z": zoom, **names(tags)}
    if (kind := tags.get("waterway")) in WATERWAYS:
        return "waterway", {"class": kind, "z": WATERWAYS[kind], **names(tags)}
    if tags.get("natural") == "coastline":
        return "coast", {"z": 8}
    return None


def of_area(tags: Mapping[str, str]) -> Drawn | None:
    """Houses, water and green."""
    if tags.get("building", "no") != "no":
        return "building", {"z": 14, **names(tags)}
    for layer, wanted, zoom in (("water", WATER, 9), ("green", GREEN, 11)):
        for tag, values in wanted.items():
            if tags.get(tag) in values:
                return layer, {"class": tags[tag], "z": zoom, **names(tags)}
    return None


def of_point(tags: Mapping[str, str]) -> Drawn | None:
    """Names of places, and things people look for; nameless ones are left out."""
    words = names(tags)
    if not words:
        return None
    if (kind := tags.get("place")) in PLACES:
        return "place", {"class": kind, "z": PLACES[kind], **words}
    for tag, values in POINTS.items():
        if (kind := tags.get(tag)) in values:
            return "poi", {"class": kind, "z": EARLY.get(kind, 14), **words}
    return None


def names(tags: Mapping[str, str]) -> dict[str, str | int]:
    """The name on the spot, and the English and kana ones where somebody wrote them."""
    found: dict[str, str | int] = {}
    if name := tags.get("name:ja") or tags.get("name"):
        found["name"] = name[:80]
        if english := tags.get("name:en"):
            found["name_en"] = english[:80]
        if kana := tags.get("name:ja-Hira") or tags.get("name:ja_kana"):
            found["kana"] = kana[:80]
    return found
