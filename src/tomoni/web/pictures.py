"""Line icons and our own drawings, put into the page itself: no request, and themes colour them.

Each says its size, as a page whose style sheet did not arrive would draw it as wide as the window.
"""

import json
import re
from functools import cache
from pathlib import Path

from django.utils.safestring import SafeString, mark_safe

HERE = Path(__file__).resolve().parent


@cache
def _icons() -> dict[str, str]:
    return json.loads((HERE / "icons.json").read_text(encoding="utf-8"))


def icon_names() -> list[str]:
    return sorted(_icons())


@cache
def icon(name: str) -> SafeString:
    """The icon as inline SVG, hidden from screen readers: the word beside it is read."""
    inside = _icons()[name]
    return mark_safe(  # noqa: S308 (the file is ours)
        '<svg class="icon" width="24" height="24" viewBox="0 0 24 24" fill="none" stroke="currentColor" '
        'stroke-width="2" stroke-linecap="round" stroke-linejoin="round" '
        f'aria-hidden="true" focusable="false">{inside}</svg>'
    )


def picture_names() -> list[str]:
    return sorted(path.stem for path in (HERE / "pictures").glob("*.svg"))


@cache
def picture(name: str) -> SafeString:
    """One of our drawings as inline SVG; two colours, both from the theme."""
    if not re.fullmatch(r"[a-z-]+", name):
        raise ValueError(name)
    text = (HERE / "pictures" / f"{name}.svg").read_text(encoding="utf-8").strip()
    if name != "town":
        text = text.replace(
            "<svg ",
            '<svg class="picture" width="96" height="96" aria-hidden="true" focusable="false" ',
            1,
        )
    text = re.sub(r' xmlns="[^"]+"', "", text)
    return mark_safe(re.sub(r">\s+<", "><", text))  # noqa: S308 (the file is ours)
