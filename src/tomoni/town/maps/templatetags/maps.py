"""What the map component needs to know, worked out in one place."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django import template
from django.urls import reverse
from django.utils.translation import gettext as _

from tomoni.core.city import city
from tomoni.town.maps import facts, marks, store

register = template.Library()

# How near a map comes by itself to a lone place; the sketch has no streets to be seen there.
CLOSEST, CLOSEST_SKETCH = "15.5", "12.5"


@register.simple_tag(takes_context=True)
def map_facts(context: Any, points: Iterable[Any] = (), list_id: str = "") -> dict[str, Any]:
    """Style address, picture addresses, credits and words of one map."""
    display = context.get("display")
    theme = getattr(display, "theme", "auto")
    language = getattr(display, "language", "ja")
    size = getattr(display, "size", "normal")
    points = list(points or [])
    written = marks.written(points)
    base = store.current()
    numbered = "1" if list_id and len(points) > 1 else ""
    picture = {"p": written, "n": numbered, "lang": language}

    def still(**more: Any) -> str:
        asked = {key: value for key, value in {**picture, **more}.items() if value}
        return f"{reverse('maps:still')}?{urlencode(asked, safe=',;')}"

    credits = [_(credit) for credit in (base.credits if base else (facts.SKETCH_CREDIT,))]
    if city().gsi_tiles:
        credits.insert(0, _(facts.GSI_CREDIT))
    return {
        "style": reverse("maps:style"),
        "language": language,
        "theme": theme,
        "size": size,
        "still": still(theme="light" if theme == "auto" else theme, w=720, h=480),
        "still_dark": still(theme="dark", w=720, h=480) if theme == "auto" else "",
        "print": still(theme="print", w=900, h=600),
        "credits": credits,
        "sketch": bool(base and base.sketched) or base is None,
        "closest": CLOSEST if base and base.has_tiles else CLOSEST_SKETCH,
        "imported": bool(base and base.kind == "imported"),
        "points": [point for point in map(_plain, points) if point],
        "vague": any((_value(point, "accuracy_m") or 0) > marks.VAGUE_FROM_M for point in points),
    }


def _plain(point: Any) -> dict[str, Any] | None:
    lat, lng = _value(point, "lat"), _value(point, "lng")
    if lat is None or lng is None:
        return None
    return {
        "id": str(_value(point, "map_id") or _value(point, "id") or _value(point, "slug") or ""),
        "lat": lat,
        "lng": lng,
        "accuracy_m": _value(point, "accuracy_m") or 0,
        "name": str(_value(point, "name") or _value(point, "label") or ""),
        "url": str(_value(point, "url") or ""),
    }


def _value(point: Any, name: str) -> Any:
    return point.get(name) if isinstance(point, dict) else getattr(point, name, None)
