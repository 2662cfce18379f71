"""Quorum and majorities, with the fraction, the base and the edge given as data."""

from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _

CAST, ATTENDING, ALL = "cast", "attending", "all"


@dataclass(frozen=True)
class Measure:
    """How many must agree, of whom. `strictly` is 過半数: exactly half is not enough."""

    numerator: int
    denominator: int
    base: str
    strictly: bool

    def needed(self, *, cast: int, attending: int, everybody: int) -> int:
        """The smallest number of votes that carries."""
        of = {CAST: cast, ATTENDING: attending, ALL: everybody}[self.base]
        share = Fraction(self.numerator, self.denominator) * of
        if self.strictly:
            return share.numerator // share.denominator + 1
        return -(-share.numerator // share.denominator)


@dataclass(frozen=True)
class Count:
    """The votes of one item: written and on screen are households, hands are counted in the hall."""

    yes: int
    no: int
    abstain: int
    needed: int

    @property
    def cast(self) -> int:
        return self.yes + self.no

    @property
    def is_carried(self) -> bool:
        return self.yes >= self.needed


def quorum(*, households: int, numerator: int, denominator: int, strictly: bool) -> int:
    """How many households must take part; paper counts like coming."""
    return Measure(numerator, denominator, ALL, strictly).needed(
        cast=0, attending=0, everybody=households
    )


def why_not_hands(*, yes: int, no: int, abstain: int, here: int) -> str | None:
    """Why these hands cannot be right: more than there are households in the hall and by proxy."""
    if yes + no + abstain > here:
        return _(
            "手の数（%(hands)s）が、会場の世帯と委任状を合わせた数（%(here)s）より多いです。数え直してください。"
        ) % {"hands": yes + no + abstain, "here": here}
    return None
