"""Whether a pair of coordinates can be a point at all."""

from django.utils.translation import gettext as _


def why_not(lat: float | None, lng: float | None) -> str | None:
    """Why these are not a point, in words an editor can act on."""
    if lat is None and lng is None:
        return None
    if lat is None or lng is None:
        return _("緯度と経度は、両方書くか、両方空けてください。")
    if abs(lat) > 90 and abs(lng) <= 90:
        return _("緯度と経度が逆のようです。緯度は43くらい、経度は141くらいの数です。")
    if abs(lat) > 90 or abs(lng) > 180:
        return _("緯度は-90から90、経度は-180から180の数にしてください。")
    return None
