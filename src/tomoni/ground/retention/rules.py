"""Who may approve what, and when a new proposal is made: pure questions."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

AT_MOST_EVERY = timedelta(days=28)  # Clerks look at one list a month, not at one a day.
SHORTEST_REASON = 5
LONGEST_HOLD_YEARS = 10


def why_not_approve(*, is_proposed: bool, approved_by_me: bool) -> str | None:
    if not is_proposed:
        return _("この案は、もう承認を待っていません。画面を開き直してください。")
    if approved_by_me:
        return _("あなたはもう承認しています。二人目は、ほかの人が承認します。")
    return None


def why_not_refuse(*, is_proposed: bool, reason: str) -> str | None:
    if not is_proposed:
        return _("この案は、もう承認を待っていません。画面を開き直してください。")
    return _why_too_short(reason)


def why_not_hold(*, days: int, reason: str) -> tuple[str, str] | None:
    """The field and the reason."""
    if days < 0:
        return "until_on", _("終わりの日は、今日かこれからの日にしてください。")
    if days > LONGEST_HOLD_YEARS * 366:
        return "until_on", _("一度に止められるのは10年までです。必要なら、またのばしてください。")
    if why := _why_too_short(reason):
        return "reason", why
    return None


def why_not_lift(*, is_in_force: bool, reason: str) -> str | None:
    if not is_in_force:
        return _("この指定は、もう終わっています。")
    return _why_too_short(reason)


def is_time(*, last: datetime | None, at: datetime) -> bool:
    """Whether another list may be made; a clock that was once ahead does not stop it for ever."""
    return last is None or last > at or at - last >= AT_MOST_EVERY


def _why_too_short(reason: str) -> str | None:
    if len(reason.strip()) < SHORTEST_REASON:
        return _("わけを、あとで読む人に分かるように、もう少し詳しく書いてください。")
    return None
