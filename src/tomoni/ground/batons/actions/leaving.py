"""Leave, the end of a post, the end of a team: nothing stays in hands that are gone."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from tomoni.core.errors import Refused
from tomoni.ground.batons.actions.handing import assign, offer
from tomoni.ground.batons.models import Baton, Offer, Question
from tomoni.ground.people.models import Team


@dataclass
class HandedOver:
    """What became of each baton of a bulk hand-over."""

    done: list[Baton] = field(default_factory=list)
    refused: list[tuple[Baton, str]] = field(default_factory=list)


def hand_over_many(
    *,
    batons: Iterable[Baton],
    by: Any,
    at: datetime,
    to_person: Any = None,
    to_team: Team | None = None,
    note: str = "",
) -> HandedOver:
    """Each baton to a colleague of its team (at once), or to another team (as an offer).

    One that cannot be handed over does not stop the others; it is named with its reason.
    """
    if to_person is None and to_team is None:
        raise Refused(_("引き継ぐ相手を選んでください。"), field="to_person")
    result = HandedOver()
    for baton in batons:
        try:
            with transaction.atomic():
                if to_team is not None and to_team.pk != baton.team_id:
                    offer(
                        baton=baton, to_team=to_team, to_person=to_person, note=note, by=by, at=at
                    )
                else:
                    assign(baton=baton, person=to_person, note=note, by=by, at=at)
            result.done.append(baton)
        except Refused as no:
            result.refused.append((baton, no.sentence))
    return result


def refuse_dissolving(*, team: Team, on: date, by: Any, at: datetime) -> None:
    """A team is dissolved only with empty hands; joined to people's hook."""
    held = Baton.objects.open().filter(team=team).count()
    waiting = Offer.objects.open().filter(to_team=team).count()
    asked = Question.objects.open().filter(to_team=team).count()
    if held or waiting or asked:
        raise Refused(
            _(
                "このチームには、持っている案件が%(held)s件、引き継ぎの申し出が%(waiting)s件、問い合わせが%(asked)s件残っています。先に「受け持ち一覧」から引き継いでください。"
            )
            % {"held": held, "waiting": waiting, "asked": asked}
        )


def refuse_leaving(
    *, user: Any, by: Any, at: datetime, team: Team | None = None, **more: Any
) -> None:
    """Nobody leaves with batons in hand; joined to people's hooks."""
    held = Baton.objects.in_hands_of(user)
    if team is not None:
        held = held.filter(team=team)
    if count := held.count():
        raise Refused(
            _(
                "この人は、まだ%(count)s件の案件を担当しています。先に「受け持ち一覧」から同じチームの人か別のチームに引き継いでください。"
            )
            % {"count": count}
        )
