"""Who may hold which role, and what must never happen to the last administrator."""

from datetime import date

from django.utils.translation import gettext as _

ADMIN = "admin"


def why_not_give(*, role: str, known: set[str], from_on: date, until_on: date | None) -> str | None:
    """Why this role cannot be given for these days."""
    if role not in known or role == "resident":
        return _("この役割はありません。一覧から選んでください。")
    if until_on and until_on < from_on:
        return _("「いつまで」は「いつから」より後の日にしてください。")
    return None


def why_not_end(*, role: str, from_on: date, on: date, other_admins: int) -> str | None:
    """Why this role cannot end on this day.

    Args:
        other_admins: Usable accounts, besides this one, that are administrators with no last day.
    """
    if on < from_on:
        return _("始まる前の日には終わらせられません。始まりの日以後の日を入れてください。")
    if role == ADMIN and not other_admins:
        return last_admin()
    return None


def last_admin() -> str:
    return _(
        "この人は最後のシステム管理者です。先にもう一人に「システム管理者」の役割を付けてください。"
    )
