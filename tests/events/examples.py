"""Addresses of this room that lead to something, for the table of who may open what."""

from datetime import timedelta

from django.utils import timezone

from tests.events.salons import join, salon_with, told
from tomoni.doing.events.actions import attending, competition, inviting, turns
from tomoni.doing.events.queries import inviting as invitations
from tomoni.doing.events.queries import joining
from tomoni.doing.events.queries import turns as waiting_turns
from tomoni.ground.people.contacts import Contact


def examples(organisation):
    """A published salon of this organisation with one party."""
    at = timezone.now()
    role = salon_with(
        at=at, slug="mihon-event", starts_at=at + timedelta(days=5), organisation=organisation
    )
    made = join(role, at=at)
    date, slug = {"pk": role.occurrence_id}, {"slug": "mihon-event"}
    own = {"number": made.number, "key": joining.key(made)}
    asked = inviting.invite(
        role=role, guests=[inviting.Guest(Contact("見本 花子"))], seats=1, keep_until=None, words="",
        by=None, at=at,
    ).made[0]  # fmt: skip
    key = attending.open_door(occurrence=role.occurrence, by=None, at=at)
    competition.rule(
        series=role.occurrence.series, unit="kg", more_wins=True, rounds=1, team_size=5, words="",
        by=None, at=at,
    )  # fmt: skip
    turn = turns.take(role=role, told=told("見本 三郎"), typed={}, by=None, at=at)
    return {
        "events:turn": {"pk": turn.pk, "key": waiting_turns.key(turn)},
        "events:join": slug | date,
        "events:feedback": slug | date,
        "events:door": date | {"key": key},
        "events:sign_up": own,
        "events:invitation": {"number": asked.number, "key": invitations.key(asked)},
        "events:sign_up_change": own,
        **{f"events:{name}": slug for name in ("kept", "edit", "copy", "asks", "competition")},
        **{
            f"events:{name}": date
            for name in (
                "roster",
                "for_somebody",
                "paper",
                "blank_sheet",
                "scores",
                "door_sign",
                "invite",
                "move",
                "call_off",
            )
        },
        "events:deed": date | {"word": "mark"},
    }
