"""The table of a competition, for the public page and for who keeps the score."""

from dataclasses import dataclass

from django.db.models import Prefetch

from tomoni.doing.events.models import CompetitionRule, CompetitionTeam, Occurrence, Score, Series
from tomoni.doing.events.rules.competition import Entry, Standing, standings


@dataclass(frozen=True)
class Table:
    """The rule of a competition and where its teams stand on one date."""

    rule: CompetitionRule
    rows: list[Standing]

    @property
    def rounds(self) -> range:
        return range(1, self.rule.rounds + 1)

    @property
    def is_begun(self) -> bool:
        return any(row.total is not None for row in self.rows)


def rule_of(series: Series) -> CompetitionRule | None:
    """How the series is scored; None where it is no competition."""
    return CompetitionRule.objects.filter(series=series).first()


def table_of(occurrence: Occurrence) -> Table | None:
    """Where the teams of one date stand; one question where the series is no competition."""
    rule = rule_of(occurrence.series)
    if rule is None:
        return None
    scores = Prefetch("scores", Score.objects.order_by("nth"))
    teams = CompetitionTeam.objects.filter(occurrence=occurrence).prefetch_related(scores)
    entries = [
        Entry(str(one.pk), one.name, one.members, {s.nth: s.value for s in one.scores.all()})
        for one in teams.order_by("name", "id")
    ]
    return Table(rule, standings(entries, rounds=rule.rounds, more_wins=rule.more_wins))
