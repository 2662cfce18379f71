"""The notices of this room."""

from django.utils.translation import gettext_lazy as _

from tomoni.ground.notices import kinds

KINDS = {
    "joined": _("手伝いの受付票"),
    "offer": _("手伝いの空きのお知らせ"),
    "reminder": _("手伝いの前の日のお知らせ"),
    "called_off": _("手伝いの中止"),
    "they_come": _("手伝う人が来る日のお知らせ"),
    "nobody_comes": _("手伝いに行けなくなったお知らせ"),
    "approve": _("手伝いの時間の確かめ"),
}


def join() -> None:
    """Called once at start."""
    for code, name in KINDS.items():
        kinds.register(
            f"volunteering.{code}", name, f"volunteering/notices/{code}.txt",
            may_be_switched_off=False,
        )  # fmt: skip
