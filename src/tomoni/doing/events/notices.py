"""The notices of this room: whoever signed up hears of everything that concerns them."""

from django.utils.translation import gettext_lazy as _

from tomoni.ground.notices import kinds

KINDS = {
    "signed_up": _("催しの受付票"),
    "waiting": _("催しの空き待ち"),
    "offer": _("催しの空きのお知らせ"),
    "passed": _("空いた席が次に回ったお知らせ"),
    "cancelled": _("催しの取り消し"),
    "declined": _("催しのお断り"),
    "changed": _("催しの変更"),
    "invited": _("催しの案内"),
    "called_off": _("催しの中止"),
}


def join() -> None:
    """Called once at start."""
    for code, name in KINDS.items():
        kinds.register(
            f"events.{code}", name, f"events/notices/{code}.txt", may_be_switched_off=False
        )
