"""When the steps of a general meeting may be taken."""

from datetime import date, datetime, timedelta

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tomoni.web.dates import long_date


def notice_by(day: date, notice_days: int) -> date:
    """The last day on which the notice may go out."""
    return day - timedelta(days=notice_days)


def why_not_send(*, items: int, on: date, meets_on: date, notice_days: int) -> str | None:
    if not items:
        return _("議案がまだありません。先に議案を書いてください。")
    last = notice_by(meets_on, notice_days)
    if on > last:
        return _(
            "会則では、総会の%(days)s日前（%(last)s）までに知らせることになっています。総会の日を先にしてください。"
        ) % {"days": notice_days, "last": long_date(last, get_language() or "ja")}
    return None


def why_not_take_part(*, status: str) -> str | None:
    """Why nobody can take part or vote now."""
    if status == "draft":
        return _("総会の案内がまだ出ていません。案内が出てから入れてください。")
    if status in ("closed", "cancelled"):
        return _("この総会の受け付けは終わりました。役員に電話でおたずねください。")
    return None


def why_not_from_home(*, status: str, starts_at: datetime, at: datetime) -> str | None:
    """Why a household cannot take part on its own screen: nobody votes from home who may know the hands."""
    if why := why_not_take_part(status=status):
        return why
    if starts_at <= at:
        return _(
            "総会が始まったので、この画面からは参加できません。会場にお越しになるか、役員に電話してください。"
        )
    return None


def why_not_close(*, present: int, quorum: int, uncounted: int) -> str | None:
    if present < quorum:
        return _(
            "参加は%(present)s世帯で、成立に必要な%(quorum)s世帯に足りません。日を改めて開いてください。"
        ) % {"present": present, "quorum": quorum}
    if uncounted:
        return _("採決の数が入っていない議案が%(count)s件あります。先に入れてください。") % {
            "count": uncounted
        }
    return None
