"""What must hold for teams and those who work in them."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _


def why_not_days(from_on: date, until_on: date | None) -> str | None:
    """Why these two days do not make a term."""
    if until_on and until_on < from_on:
        return _("「いつまで」は「いつから」より後の日にしてください。")
    return None


def why_not_escalate(team: UUID, to: UUID | None, above: Mapping[UUID, UUID | None]) -> str | None:
    """Why late matters of `team` cannot go to `to`: they would go round in a ring.

    Args:
        above: For every team, where its late matters go today.
    """
    seen, here = {team}, to
    while here is not None:
        if here in seen:
            return _("送り先がひと回りして戻ってきます。ほかのチームを選んでください。")
        seen.add(here)
        here = above.get(here)
    return None


def why_not_weekdays(open_weekdays: int) -> str | None:
    if not 1 <= open_weekdays <= 127:
        return _("開いている曜日を一つ以上選んでください。")
    return None


def why_not_cover(*, absent: UUID, covered_by: UUID) -> str | None:
    if absent == covered_by:
        return _("休む人と代わりの人は、別の人にしてください。")
    return None


def still_comprehensive() -> str:
    return _(
        "このチームは総合窓口です。先にほかのチームを総合窓口にしてから、解散の手続きをしてください。"
    )
