"""How well a volunteer and a need fit, as a price in points and as reasons in words.

The same prices order the suggestions of one shift and are what the day's assignment adds up, so
that a list and a solution never tell two stories. A price of 10 is about one more kilometre.
"""

from collections.abc import Collection
from dataclasses import dataclass

from django.utils.translation import gettext as _

PER_KM = 10.0
NO_SKILL = 40.0
NO_TIME_TOLD = 5.0
NOT_WISHED = 8.0
KNOWN = -30.0  # Who was there before is asked first: people like a face they know.
BEYOND = 60.0  # One more in a week than they said: only where nobody else is left.
PER_TURN = 12.0  # For each turn of the same week: the same few must not carry everything.
UNKNOWN_KM = 2.0  # Where a town is not told, neither near nor far.


@dataclass(frozen=True)
class Fit:
    """What is known of one pair.

    Args:
        km: As the crow flies between the towns; None when one of them is not known.
        has_skill: None when the need asks for none.
        told_time: Whether the time was told to be free; False when no time was told at all.
        times_before: How often this volunteer was with this need.
        turns_this_week: What they have promised already.
        is_wished: None when no wish was told.
        role: leader or driver, when it is such a seat.
        is_beyond: One more in this week than they said; staff let them be asked all the same.
    """

    km: float | None = None
    has_skill: bool | None = None
    told_time: bool = False
    times_before: int = 0
    turns_this_week: int = 0
    is_wished: bool | None = None
    role: str = ""
    is_beyond: bool = False


def price(fit: Fit) -> float:
    """The smaller, the better it fits."""
    total = PER_KM * (UNKNOWN_KM if fit.km is None else fit.km)
    total += NO_SKILL if fit.has_skill is False else 0
    total += 0 if fit.told_time else NO_TIME_TOLD
    total += KNOWN if fit.times_before else 0
    total += PER_TURN * fit.turns_this_week
    total += BEYOND if fit.is_beyond else 0
    total += NOT_WISHED if fit.is_wished is False else 0
    return total


def reasons(fit: Fit) -> list[str]:
    """Why this person, and what speaks against it; each a short phrase."""
    found = []
    if fit.role:
        found.append(_("車を出せる") if fit.role == "driver" else _("まとめ役ができる"))
    if fit.km is None:
        found.append(_("町がわかりません"))
    elif fit.km < 0.3:
        found.append(_("同じ町"))
    else:
        found.append(_("およそ%(km)skm") % {"km": f"{fit.km:.1f}"})
    if fit.has_skill is not None:
        found.append(_("わざが合う") if fit.has_skill else _("わざは書いていない"))
    found.append(_("その時間は空いている") if fit.told_time else _("時間は聞いていない"))
    if fit.times_before:
        found.append(_("前に%(n)s回来た") % {"n": fit.times_before})
    if fit.turns_this_week:
        found.append(_("この週に%(n)s回の予定がある") % {"n": fit.turns_this_week})
    if fit.is_beyond:
        found.append(_("本人の希望の回数をこえる"))
    if fit.is_wished:
        found.append(_("希望の手伝い"))
    return found


def is_far(fit: Fit, reach_m: int) -> bool:
    """Beyond what somebody said they would go."""
    return fit.km is not None and fit.km * 1000 > reach_m


def overlaps(spans: Collection[tuple[float, float]], begin: float, end: float) -> bool:
    """Whether a time touches one of these; ends that meet do not."""
    return any(begin < last and end > first for first, last in spans)
