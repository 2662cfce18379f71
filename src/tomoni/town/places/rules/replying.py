"""How the sender hears what became of it, and what must be done before a matter is ended."""

from django.utils.translation import gettext as _

TOLD, NOT_REACHED = "told", "not_reached"


def why_not_end(*, wants_call: bool, called: str, phone: str) -> str | None:
    """Why a matter cannot be ended yet: whoever asked to be rung up is rung up first.

    Args:
        called: What came of the call: TOLD, NOT_REACHED, or "" when nobody has rung yet.
    """
    if wants_call and called not in (TOLD, NOT_REACHED):
        return _(
            "お返事は電話でほしいとのことです。%(phone)s に電話をして、どうなったかを選んでください。"
        ) % {"phone": phone}
    return None
