"""What the receipts of every room say of their baton."""

from typing import Any

from django import template
from django.utils.timezone import localdate

from tomoni.ground.batons.models import Baton

register = template.Library()


@register.inclusion_tag("batons/parts/late.html")
def late(baton: Baton) -> dict[str, Any]:
    """{% late baton %}: a word of apology after the day that was promised, and who knows of it.

    Whoever waits would else read a day that is over and believe that nobody has noticed.
    """
    is_late = baton.is_open and baton.due < localdate()
    return {"is_late": is_late, "desk_knows": baton.level >= Baton.Level.DESK}
