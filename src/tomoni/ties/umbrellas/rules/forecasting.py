"""How many umbrellas a stand will be short of on a day, from its own past and the chance of rain.

The figure is an expectation, no promise: what left and came on wet and on dry days, weighed by the
chance of rain, drawn towards the whole town's mean while a stand has few such days of its own.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil

from django.utils.translation import gettext as _

LOOK_BACK_DAYS = 60
OWN_WEIGHT = 5  # As many days of the town's mean are mixed into a stand's own.
NO_WORD = 30  # Percent, where nobody has told tomorrow's weather: about Otaru's year.


@dataclass(frozen=True)
class Day:
    """What one day brought at one stand; `wet` is None where nobody knows the weather."""

    wet: bool | None
    out: int
    back: int


@dataclass(frozen=True)
class Means:
    """Umbrellas a day at one stand: taken and brought back, on wet and on dry days."""

    wet_out: float = 0.0
    wet_back: float = 0.0
    dry_out: float = 0.0
    dry_back: float = 0.0


@dataclass(frozen=True)
class Outlook:
    """What is expected of one stand on one day."""

    count: int
    chance: int | None
    out: float
    back: float
    short: int
    means: Means

    @property
    def need(self) -> int:
        """How many must stand there in the morning so that nobody goes without."""
        return self.count + self.short if self.short else max(0, ceil(self.out - self.back / 2))

    @property
    def sentence(self) -> str:
        """Why, in words; what comes back counts half, since it often comes after the rain."""
        known = {
            "chance": NO_WORD if self.chance is None else self.chance,
            "wet": f"{self.means.wet_out:.1f}", "dry": f"{self.means.dry_out:.1f}",
            "out": f"{self.out:.1f}", "back": f"{self.back:.1f}", "count": self.count,
            "short": self.short,
        }  # fmt: skip
        if self.short:
            return (
                _(
                    "雨や雪の確率%(chance)s%%。ふる日は1日に%(wet)s本、ふらない日は%(dry)s本出ています。%(out)s本出て%(back)s本もどる見こみに、いま%(count)s本なので、およそ%(short)s本足りません（もどる分は、間に合わないことがあるので半分と数えます）。"
                )
                % known
            )
        return (
            _(
                "雨や雪の確率%(chance)s%%。%(out)s本出て%(back)s本もどる見こみで、いま%(count)s本あるので足ります。"
            )
            % known
        )


def means_of(days: Iterable[Day]) -> Means:
    """The plain means of a list of days; a day of unknown weather counts on both sides."""
    rows = list(days)
    wet = [one for one in rows if one.wet is not False]
    dry = [one for one in rows if one.wet is not True]
    return Means(
        _mean([one.out for one in wet]), _mean([one.back for one in wet]),
        _mean([one.out for one in dry]), _mean([one.back for one in dry]),
    )  # fmt: skip


def outlook(*, count: int, days: Iterable[Day], town: Means, chance: int | None) -> Outlook:
    """What one stand has to expect.

    Args:
        count: Umbrellas there now.
        days: The stand's own days, newest or oldest first.
        town: The mean of a stand of this town.
        chance: Percent of rain or snow; None where nobody has told.
    """
    rows = list(days)
    wet = [one for one in rows if one.wet is not False]
    dry = [one for one in rows if one.wet is not True]
    means = Means(
        _drawn([one.out for one in wet], town.wet_out),
        _drawn([one.back for one in wet], town.wet_back),
        _drawn([one.out for one in dry], town.dry_out),
        _drawn([one.back for one in dry], town.dry_back),
    )
    p = (NO_WORD if chance is None else chance) / 100
    out = p * means.wet_out + (1 - p) * means.dry_out
    back = p * means.wet_back + (1 - p) * means.dry_back
    short = max(0, ceil(round(out - back / 2, 6)) - count)
    return Outlook(count, chance, out, back, short, means)


def _mean(values: list[int]) -> float:
    return sum(values) / len(values) if values else 0.0


def _drawn(values: list[int], towards: float) -> float:
    return (sum(values) + OWN_WEIGHT * towards) / (len(values) + OWN_WEIGHT)
