"""What this room holds about a person, in the words of the page "what is kept about me"."""

from collections.abc import Iterator
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy

from tomoni.ground.people import holdings
from tomoni.ground.people.holdings import Row
from tomoni.ties.gathering_places.models import MeToo


def join() -> None:
    """Called once at start. Wishes and rooms themselves are matters, which batons show."""
    holdings.register(
        "gathering_places", gettext_lazy("集まる場所への「わたしも」"), mine, order=34,
        shows=("gathering_places.MeToo.user",),
    )  # fmt: skip


def mine(user: Any, entries: list[Any]) -> Iterator[Row]:
    rows = MeToo.objects.filter(user=user).select_related("wish")
    for one in rows.order_by("created_at", "pk"):
        yield str(localdate(one.created_at)), str(one.wish)
