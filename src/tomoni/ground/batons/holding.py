"""What this room holds, for how long it stays (core/retention.py)."""

from typing import Any

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from tomoni.core import retention
from tomoni.ground.batons.actions import forgetting
from tomoni.ground.batons.models import Baton, Link

ABOUT = {"batons.Baton": ("{}pk",), "people.User": ("{}parties__user", "{}person"),
         "people.Person": ("{}parties__user__person",)}  # fmt: skip


def about(path: str = "") -> dict[str, tuple[str, ...]]:
    """By which look-ups a hold finds rows whose baton lies at `path` (such as ``baton__``)."""
    return {label: tuple(each.format(path) for each in paths) for label, paths in ABOUT.items()}


def by_number(words: str) -> Any:
    return Baton.objects.filter(number=words.upper()).first()


def retain() -> None:
    """Called once at start."""
    retention.register_subject("batons.Baton", _("案件（番号）"), by_number)
    retention.register(
        retention.Held(
            code="batons.closed",
            name=_("終わった案件"),
            rows=lambda: Baton.objects.filter(status="closed").exclude(title=forgetting.GONE),
            begins=F("closed_at"),
            destroy=forgetting.empty,
            way=retention.Way.EMPTIED,
            about=about(),
            shows=("number", "kind", "outcome"),
            suggested=retention.Term(years=5, clock=retention.Clock.FISCAL_YEAR),
            order=90,
        )
    )
    retention.register(
        retention.Held(
            code="batons.links",
            name=_("返事用のリンク"),
            rows=lambda: Link.objects.all(),
            begins=F("expires_at"),
            destroy=forgetting.links,
            about=about("baton__"),
            shows=("purpose",),
            suggested=retention.Term(months=6),
        )
    )
