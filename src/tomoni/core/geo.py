"""Plain geometry on latitude and longitude in degrees (JGD2011, the same as WGS84 here)."""

from math import asin, cos, radians, sin, sqrt

EARTH_RADIUS_M = 6_371_008.8  # Mean radius, IUGG.


def distance_m(lat1: float, lng1: float, lat2: float, lng2: float) -> float:
    """Great-circle distance in metres by the haversine formula."""
    p1, p2 = radians(lat1), radians(lat2)
    a = sin((p2 - p1) / 2) ** 2 + cos(p1) * cos(p2) * sin(radians(lng2 - lng1) / 2) ** 2
    return 2 * EARTH_RADIUS_M * asin(min(1.0, sqrt(a)))


def box_around(lat: float, lng: float, metres: float) -> tuple[float, float, float, float]:
    """(south, west, north, east) in degrees that holds the circle of `metres`."""
    dlat = metres / 111_132.0
    dlng = metres / (111_320.0 * max(0.01, cos(radians(lat))))
    return lat - dlat, lng - dlng, lat + dlat, lng + dlng
