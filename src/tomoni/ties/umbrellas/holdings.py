"""What this room holds about a person: that they want to hear calls, and what they said when rung."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Q
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tomoni.ground.people import holdings
from tomoni.ground.people.holdings import Row
from tomoni.ties.umbrellas.models import Helper, Ringing


def join() -> None:
    """Called once at start."""
    holdings.register(
        "umbrellas",
        gettext_lazy("傘の輪"),
        mine,
        order=60,
        shows=("umbrellas.Helper.user", "umbrellas.Helper.person", "umbrellas.Ringing.person"),
    )


def mine(user: Any, entries: list[Any]) -> Iterator[Row]:
    """Since when; who borrows an umbrella is not kept at all."""
    mine = Q(person__in=entries) | (Q(user=user) if user else Q(pk=None))
    for one in Helper.objects.filter(mine).order_by("pk"):
        yield str(_("傘の呼びかけを聞く")), f"{localdate(one.since_at)}"
    for rung in Ringing.objects.filter(person__in=entries).order_by("begun_at", "pk"):
        said = rung.get_answer_display() if rung.answer else ""
        yield str(_("傘の呼びかけの電話")), f"{localdate(rung.begun_at)} {said} {rung.note}".strip()
