"""Who leads in a competition of teams: the sum of the rounds, more or less of it wins."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext as _

MOST_ROUNDS = 10
MOST_TEAMS = 60
LARGEST = Decimal("999999.99")


@dataclass(frozen=True)
class Entry:
    """One team: what it reached in which round, counted from one."""

    key: str
    name: str
    members: int = 1
    scores: Mapping[int, Decimal] = field(default_factory=dict)


_Row = tuple[Entry, tuple[Decimal | None, ...], Decimal | None]


@dataclass(frozen=True)
class Standing:
    """A team's place; None while a round that others have finished is still missing."""

    rank: int | None
    entry: Entry
    rounds: tuple[Decimal | None, ...]
    total: Decimal | None


def standings(entries: Iterable[Entry], *, rounds: int, more_wins: bool) -> list[Standing]:
    """All teams, the first first; equal sums share a place and the next place is left out.

    A team that lacks a round others have is not ranked, since with "less wins" a missing round
    would lead.
    """
    teams = list(entries)
    played = {nth for one in teams for nth in one.scores if 1 <= nth <= rounds}
    whole: list[_Row] = []
    rest: list[_Row] = []
    for one in teams:
        row = tuple(one.scores.get(nth) for nth in range(1, rounds + 1))
        known = [value for value in row if value is not None]
        total = sum(known, Decimal(0)) if known else None
        (whole if played and played <= set(one.scores) else rest).append((one, row, total))
    whole.sort(key=lambda each: (-(each[2] or 0) if more_wins else each[2] or 0, each[0].name))
    found: list[Standing] = []
    for place, (one, row, total) in enumerate(whole, start=1):
        same = found and found[-1].total == total
        found.append(Standing(found[-1].rank if same else place, one, row, total))
    rest.sort(key=lambda each: each[0].name)
    return found + [Standing(None, one, row, total) for one, row, total in rest]


def why_not_score(value: Decimal) -> str | None:
    """Why this cannot be what a team reached, in words."""
    if value < 0 or value > LARGEST:
        return _("記録は0から999999.99までの数字で書いてください。")
    return None


def why_not_rule(*, rounds: int, team_size: int) -> str | None:
    """Why a competition cannot be held so, in words."""
    if not 1 <= rounds <= MOST_ROUNDS:
        return _("回数は1から%(most)sまでにしてください。") % {"most": MOST_ROUNDS}
    if not 1 <= team_size <= 99:
        return _("一組の人数は1から99までにしてください。")
    return None
