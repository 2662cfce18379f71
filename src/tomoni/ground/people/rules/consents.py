"""When a consent counts, and what its record needs."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Said:
    """One row of the history, as far as it decides."""

    given: bool
    on: date
    until_on: date | None
    number: int


def holds(history: Iterable[Said], on: date) -> bool:
    """Whether a consent holds on a day: the last thing said up to that day decides.

    Of two things said on one day the one recorded later counts: who says yes and then no means no.
    """
    until = [said for said in history if said.on <= on]
    if not until:
        return False
    last = max(until, key=lambda said: (said.on, said.number))
    return last.given and (last.until_on is None or last.until_on >= on)


def why_not_record(
    *, given: bool, way: str, explained_by: str, paper: str, on: date, until_on: date | None,
    today: date,
) -> tuple[str, str] | None:  # fmt: skip
    """The field and the reason why this cannot be written down."""
    if on > today:
        return "on", _("先の日付です。もう一度お確かめください。")
    if until_on and until_on < on:
        return "until_on", _("「いつまで」は「した日」より後の日にしてください。")
    if way == "signed" and not paper.strip():
        return "paper", _("署名した紙の番号か、しまった場所を書いてください。")
    if given and way != "screen" and not explained_by.strip():
        return "explained_by", _("だれが説明したかを書いてください。")
    return None
