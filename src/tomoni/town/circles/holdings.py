"""What this room holds about a person, in the words of the page "what is kept about me"."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Q
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tomoni.ground.people import holdings
from tomoni.ground.people.holdings import Row
from tomoni.town.circles.models import CaseAccess, Member, SecrecyOath


def join() -> None:
    """Called once at start."""
    holdings.register(
        "circles", gettext_lazy("ネットワーク"), mine, order=35,
        shows=("circles.Member.user", "circles.Member.representative", "circles.CaseAccess.user",
               "circles.SecrecyOath.user"),
    )  # fmt: skip


def mine(user: Any, entries: list[Any]) -> Iterator[Row]:
    """Circles one is in; what a case meeting was about is not told here, only that one could open it."""
    rows = Member.objects.filter(Q(user=user) | Q(representative=user)).select_related("circle")
    for one in rows.order_by("pk"):
        yield str(_("ネットワークの会員")), f"{one.circle}（{one.get_part_display()}）"
    for access in CaseAccess.objects.filter(user=user).order_by("from_at", "pk"):
        days = f"{localdate(access.from_at)}–{localdate(access.until_at)}"
        yield str(_("見られた個別の会議")), days
    for oath in SecrecyOath.objects.filter(user=user).order_by("at", "pk"):
        yield str(_("秘密を守る約束")), str(localdate(oath.at))
