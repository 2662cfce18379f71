"""What this room holds about a person, in the words of the page "what is kept about me"."""

from collections.abc import Iterator
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tomoni.ground.people import holdings
from tomoni.ground.people.holdings import Row
from tomoni.ties.neighbourhoods.models import MemberHousehold, Officer, Taking


def join() -> None:
    """Called once at start."""
    holdings.register(
        "neighbourhoods", gettext_lazy("町内会"), mine, order=33,
        shows=("neighbourhoods.Officer.user", "neighbourhoods.MemberHousehold.user",
               "neighbourhoods.Taking.user"),
    )  # fmt: skip


def mine(user: Any, entries: list[Any]) -> Iterator[Row]:
    """The household that joined, posts held, and tasks taken."""
    homes = MemberHousehold.objects.filter(user=user).select_related("association")
    for home in homes.order_by("joined_on", "pk"):
        told = " ".join(word for word in (home.name, home.address, home.phone) if word)
        yield (
            str(_("町内会の世帯")),
            f"{home.association} {told}（{home.joined_on}–{home.left_on or ''}）",
        )
    for post in Officer.objects.filter(user=user).select_related("association").order_by("from_on"):
        told = " ".join(word for word in (post.name, post.phone) if word)
        yield (
            str(_("町内会の役")),
            f"{post.association} {post.get_post_display()} {told}（{post.from_on}–{post.until_on}）",
        )
    for one in Taking.objects.filter(user=user).select_related("task").order_by("created_at"):
        yield (
            str(_("引き受けた役")),
            f"{localdate(one.created_at)} {one.task} {one.name} {one.contact}",
        )
