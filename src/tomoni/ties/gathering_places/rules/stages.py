"""The stages from a chosen district to an everyday place, and how far a place is on foot in winter."""

from collections.abc import Iterable
from math import ceil

from django.utils.translation import gettext_lazy as _

CHOICES = [
    ("talk", _("住民と話した")),
    ("room", _("場所をさがした")),
    ("trial", _("試しに開いた")),
    ("open", _("いつも開いている場所ができた")),
    ("other", _("そのほか")),
]
LABELS = dict(CHOICES)
WAY = ("talk", "room", "trial", "open")  # In this order; "other" stands beside it.

# Thin snow is walked at 36 m a minute by somebody old, and the way is longer than the straight line.
WINTER_METRES_A_MINUTE = 36
DETOUR = 1.3
NEAR_MINUTES = 15


def next_stage(done: Iterable[str]) -> str:
    """The first stage after the farthest one reached; '' when the place is open."""
    reached = max((WAY.index(one) for one in done if one in WAY), default=-1)
    return WAY[reached + 1] if reached + 1 < len(WAY) else ""


def winter_minutes(metres: float) -> int:
    """How many minutes somebody old needs on foot in winter, from the straight distance."""
    return max(1, ceil(metres * DETOUR / WINTER_METRES_A_MINUTE))
