"""A competition of teams: its rule, its teams, and what they reached."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, cast
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from tomoni.core import audit
from tomoni.core.errors import Refused
from tomoni.core.locks import lock
from tomoni.doing.events.actions import planning
from tomoni.doing.events.models import (
    CompetitionRule,
    CompetitionTeam,
    Occurrence,
    Score,
    Series,
)
from tomoni.doing.events.rules import competition as rules


@dataclass(frozen=True)
class Noted:
    """One field of the sheet: what stood there when the page was opened, and what is written now."""

    was: Decimal | None
    now: Decimal | None


@transaction.atomic
def rule(
    *, series: Series, unit: str, more_wins: bool, rounds: int, team_size: int, words: str,
    by: Any, at: datetime,
) -> CompetitionRule:  # fmt: skip
    """Make a series a competition, or change how it is scored.

    Raises:
        Refused: for numbers that make no sense, or fewer rounds than have been scored.
    """
    held = planning.kept(series, by=by, at=at)
    if why := rules.why_not_rule(rounds=rounds, team_size=team_size):
        raise Refused(why)
    scored = Score.objects.filter(team__occurrence__series=held).aggregate(most=Max("nth"))["most"]
    if scored and rounds < scored:
        raise Refused(
            _("%(nth)s回目の記録がもうあります。回数は%(nth)sより少なくできません。")
            % {"nth": scored},
            field="rounds",
        )
    said = {
        "unit": unit.strip(), "more_wins": more_wins, "rounds": rounds, "team_size": team_size,
        "words": words.strip(),
    }  # fmt: skip
    before = CompetitionRule.objects.filter(series=held).first()
    made, _new = CompetitionRule.objects.update_or_create(series=held, defaults=said)
    changes = audit.differences(before, said) if before else None
    audit.record("events.competition_ruled", made, by=by, at=at, changes=changes)
    return cast(CompetitionRule, made)


@transaction.atomic
def enter(
    *, occurrence: Occurrence, name: str, members: int, by: Any, at: datetime
) -> CompetitionTeam:
    """A team takes part in one date.

    Raises:
        Refused: when the name is taken, or the team is too large.
    """
    held = lock(occurrence)
    of = _rule_of(held)
    called = " ".join(name.split())[:60]
    if not called:
        raise Refused(_("組の名前を書いてください。"), field="name")
    if not 1 <= members <= of.team_size:
        raise Refused(_("一組は%(most)s人までです。") % {"most": of.team_size}, field="members")
    teams = CompetitionTeam.objects.filter(occurrence=held)
    if teams.filter(name=called).exists():
        raise Refused(_("その名前の組は、もうあります。ほかの名前にしてください。"), field="name")
    if teams.count() >= rules.MOST_TEAMS:
        raise Refused(_("一回に出られるのは%(most)s組までです。") % {"most": rules.MOST_TEAMS})
    made = CompetitionTeam.objects.create(occurrence=held, name=called, members=members)
    audit.record("events.team_entered", made, by=by, at=at)
    return cast(CompetitionTeam, made)


@transaction.atomic
def withdraw(*, team: CompetitionTeam, by: Any, at: datetime) -> None:
    """A team that does not take part after all.

    Raises:
        Refused: once it has a score, which stays.
    """
    lock(team.occurrence)
    if Score.objects.filter(team=team).exists():
        raise Refused(_("記録のある組は取り消せません。先に、その組の記録を空にしてください。"))
    audit.record("events.team_withdrawn", team, by=by, at=at, note=team.name)
    team.delete()


@transaction.atomic
def note(
    *, occurrence: Occurrence, sheet: Mapping[tuple[UUID, int], Noted], by: Any, at: datetime
) -> int:
    """Write down what teams reached; gives how many fields changed.

    Two people may keep the score at once: what somebody else has written since the page was
    opened is not written over unseen.

    Raises:
        Refused: naming the team and round that was meanwhile written differently.
    """
    held = lock(occurrence)
    most = _rule_of(held).rounds
    teams = {one.pk: one for one in CompetitionTeam.objects.filter(occurrence=held)}
    rows = {(one.team_id, one.nth): one for one in Score.objects.filter(team__in=teams)}
    changed: dict[UUID, dict[str, tuple[Any, Any]]] = {}
    for (pk, nth), noted in sheet.items():
        row = rows.get((pk, nth))
        stands = row.value if row else None
        if noted.now in (noted.was, stands) or pk not in teams or not 1 <= nth <= most:
            continue
        if stands != noted.was:
            raise Refused(
                _(
                    "「%(team)s」の%(nth)s回目は、ほかの人が先に%(value)sと書きました。下の表を確かめて、もう一度書いてください。"
                )
                % {"team": teams[pk].name, "nth": nth, "value": "–" if stands is None else stands}
            )
        if noted.now is not None and (why := rules.why_not_score(noted.now)):
            raise Refused(why)
        _write(teams[pk], nth, row, noted.now, by=by, at=at)
        changed.setdefault(pk, {})[str(nth)] = (stands, noted.now)
    for pk, changes in changed.items():
        audit.record("events.scores_noted", teams[pk], by=by, at=at, changes=changes)
    return sum(map(len, changed.values()))


def _write(
    team: CompetitionTeam, nth: int, row: Score | None, value: Decimal | None, *, by: Any,
    at: datetime,
) -> None:  # fmt: skip
    if value is None:
        if row:
            row.delete()
        return
    known = {"value": value, "noted_by": by if getattr(by, "pk", None) else None, "at": at}
    Score.objects.update_or_create(team=team, nth=nth, defaults=known)


def _rule_of(occurrence: Occurrence) -> CompetitionRule:
    found = CompetitionRule.objects.filter(series=occurrence.series_id).first()
    if found is None:
        raise Refused(_("この催しは競技ではありません。先に、競技の決まりを書いてください。"))
    return cast(CompetitionRule, found)
