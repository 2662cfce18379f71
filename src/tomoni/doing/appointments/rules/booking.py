"""Whether a booking may be made, moved or ended, in words people can act on."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

MOST_PER_HOUR = 10  # Bookings from one address; a library's shared computer stays below it.


def why_not_time(
    *, starts_at: datetime, at: datetime, notice_hours: int, most_days: int, phone: str
) -> str | None:
    """Why this time cannot be booked by a resident; who is told `phone` can ask there."""
    if starts_at <= at:
        return _("過ぎた日時は予約できません。これからの日時を選んでください。") + _call(phone)
    if starts_at < at + timedelta(hours=notice_hours):
        return _(
            "もうすぐの時間なので、この画面からは予約できません。お電話なら間に合うかもしれません。"
        ) + _call(phone)
    if starts_at > at + timedelta(days=most_days + 1):
        return _(
            "まだ予約を始めていない日です。%(days)s日先までの日を選んでください。"
        ) % {"days": most_days} + _call(phone)  # fmt: skip
    return None


def why_not_change(
    *, live: bool, starts_at: datetime, at: datetime, change_hours: int, phone: str
) -> str | None:
    """Why a resident may not move or cancel any more through the link."""
    if not live:
        return _("この予約は、もう終わっているか取りやめになっています。") + _call(phone)
    if starts_at <= at:
        return _("予約の時間を過ぎています。") + _call(phone)
    if starts_at < at + timedelta(hours=change_hours):
        return _(
            "予約の%(hours)s時間前を過ぎたので、この画面では変えられません。お電話でお知らせください。"
        ) % {"hours": change_hours} + _call(phone)  # fmt: skip
    return None


def taken(phone: str) -> str:
    """Somebody else was quicker."""
    return _("この時間は、いま埋まりました。ほかの時間を選んでください。") + _call(phone)


def closed_day(phone: str) -> str:
    return _("その日は予約を受けていません。ほかの日を選んでください。") + _call(phone)


def _call(phone: str) -> str:
    return _("電話: %(phone)s") % {"phone": phone}
