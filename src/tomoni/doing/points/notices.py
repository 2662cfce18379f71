"""The notices of this room."""

from django.utils.translation import gettext_lazy as _

from tomoni.ground.notices import kinds


def join() -> None:
    """Called once at start."""
    kinds.register("points.given", _("ポイントがとどいたお知らせ"), "points/notices/given.txt")
