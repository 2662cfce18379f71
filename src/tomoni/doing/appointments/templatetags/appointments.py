"""What this room's staff pages ask of the reader."""

from typing import Any

from django import template

from tomoni.core.access import can
from tomoni.doing.appointments.access import Ability

register = template.Library()


@register.filter
def keeps_desks(user: Any) -> bool:
    """Whether the reader may change what a desk offers."""
    return can(user, Ability.KEEP)
