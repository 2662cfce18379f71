"""What people are told about a baton; written into the outbox with the act itself.

A notice names the number and the kind of a matter, never a person or a story: mail is read on
telephones in trams. The page behind the link asks who is reading.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from tomoni.ground.batons.models import Baton, Offer, Party, Question
from tomoni.ground.batons.rules import climbing
from tomoni.ground.notices.actions.telling import tell
from tomoni.ground.notices.recipients import Recipient
from tomoni.ground.people.models import Team, User
from tomoni.ground.people.queries.teams import (
    above,
    comprehensive_desk,
    covers_of,
    leads_of,
    members_of,
)

MOST_LINES = 20  # A longer mail is not read; the desk shows the rest.
DESK = "/desk/"


def offered(offer: Offer, *, at: datetime) -> None:
    """The receiving team learns that something is held out to it."""
    if offer.to_team is None:
        return
    on = timezone.localdate(at)
    people = [offer.to_person] if offer.to_person else list(members_of(offer.to_team, on))
    tell_each(
        "batons.offered", people, offer.to_team, f"offer:{offer.pk}", at=at,
        values={
            "number": offer.baton.number,
            "kind": offer.baton.kind.name,
            "team": offer.from_team.name,
            "day": offer.answer_by,
            "url": page_url(f"{DESK}{offer.baton.number}/"),
        },
    )  # fmt: skip


def offer_answered(offer: Offer, *, at: datetime) -> None:
    """The giver learns that it was taken, or that it came back and why."""
    if offer.offered_by is None or offer.offered_by == offer.answered_by:
        return
    tell_each(
        "batons.offer_answered", [offer.offered_by], None, f"offer:{offer.pk}", at=at,
        values={
            "number": offer.baton.number,
            "kind": offer.baton.kind.name,
            "receiver": offer.receiver,
            "is_accepted": offer.status == Offer.Status.ACCEPTED,
            "reason": offer.get_reason_display() if offer.reason else "",
            "url": page_url(f"{DESK}{offer.baton.number}/"),
        },
    )  # fmt: skip


def assigned(baton: Baton, person: Any, *, step: int, by: Any, at: datetime) -> None:
    """Whoever got a baton from a colleague learns of it."""
    if person is None or person == by:
        return
    tell_each(
        "batons.assigned", [person], None, f"baton:{baton.pk}:{step}", at=at,
        values={
            "number": baton.number,
            "kind": baton.kind.name,
            "day": baton.due_on,
            "url": page_url(f"{DESK}{baton.number}/"),
        },
    )  # fmt: skip


def asked(question: Question, *, at: datetime) -> None:
    """The asked team learns that somebody waits for its answer."""
    if question.to_team is None:
        return
    people = list(members_of(question.to_team, timezone.localdate(at)))
    tell_each(
        "batons.asked", people, question.to_team, f"question:{question.pk}", at=at,
        values={
            "number": question.baton.number,
            "kind": question.baton.kind.name,
            "day": question.answer_by,
            "url": page_url(f"{DESK}{question.baton.number}/"),
        },
    )  # fmt: skip


def answered(question: Question, *, at: datetime) -> None:
    """Whoever asked learns that the answer is there."""
    if question.asked_by is None or question.asked_by == question.answered_by:
        return
    tell_each(
        "batons.answered", [question.asked_by], None, f"question:{question.pk}", at=at,
        values={
            "number": question.baton.number,
            "kind": question.baton.kind.name,
            "receiver": question.receiver,
            "url": page_url(f"{DESK}{question.baton.number}/"),
        },
    )  # fmt: skip


def receipt(party: Party, *, url: str, at: datetime) -> None:
    """The sender hears that it came in, who has it and by when they hear again."""
    baton = party.baton
    tell(
        kind="batons.receipt", to=recipient_of(party), key=f"receipt:{party.pk}", at=at,
        values={
            "number": baton.number,
            "team": baton.hand.name,
            "phone": baton.hand.phone,
            "day": baton.due_on,
            "url": url,
        },
    )  # fmt: skip


def outcome(baton: Baton, *, url: str, at: datetime, by: Any = None) -> None:
    """Everybody who asked for it hears what became of it: by mail, telephone message or letter."""
    for party in baton.parties.exclude(part=Party.Part.RECEIVER):
        if not party.can_be_reached:
            continue
        tell(
            kind="batons.outcome",
            to=recipient_of(party),
            key=f"outcome:{baton.pk}:{baton.steps.count()}",
            values={
                "number": baton.number,
                "words": baton.outcome_words,
                "team": baton.hand.name,
                "phone": baton.hand.phone,
                "url": url,
            },
            by=by,
            at=at,
        )


def morning(person: User, rows: Sequence[str], *, at: datetime) -> None:
    """What this person should look at today; one mail a day."""
    tell_each(
        "batons.morning", [person], None, f"morning:{timezone.localdate(at)}", at=at,
        values={
            "day": timezone.localdate(at),
            "count": len(rows),
            "lines": rows[:MOST_LINES],
            "more": max(0, len(rows) - MOST_LINES),
            "url": page_url(f"{DESK}morning/"),
        },
    )  # fmt: skip


def recipient_of(party: Party) -> Recipient:
    """Who gave an address asked for a letter, so the letter is then the only way."""
    by_post = bool(party.address)
    return Recipient(
        user=None if by_post else party.user,
        name=party.name or (party.user.name if party.user else ""),
        email="" if by_post else party.email,
        phone="" if by_post else party.phone,
        postcode=party.postcode,
        address=party.address,
        language=party.language,
    )


def climbed(
    rows: Sequence[tuple[Baton, UUID]],
    levels: Iterable[int],
    *,
    first_step: int,
    at: datetime,
) -> None:
    """Tell those whom silence has reached now: one notice a person, however many batons.

    Args:
        rows: Each baton with the team whose turn it is.
        first_step: The number of this chunk's first step; it makes the notice this one.
    """
    on = timezone.localdate(at)
    people = _People(on)
    for level in levels:
        lists: dict[User, list[Baton]] = defaultdict(list)
        for baton, team in rows:
            for person in people.of(level, baton, team):
                lists[person].append(baton)
        for person, batons in lists.items():
            tell(
                kind="batons.late",
                to=Recipient.of(person),
                key=f"climb:{first_step}:{level}",
                at=at,
                values={
                    "level": level,
                    "count": len(batons),
                    "lines": [
                        f"{one.number} {one.kind.name} ({one.due_on:%m/%d})"
                        for one in batons[:MOST_LINES]
                    ],
                    "more": max(0, len(batons) - MOST_LINES),
                    "url": page_url(f"{DESK}?tray={_tray(level)}"),
                },
            )


def _tray(level: int) -> str:
    return "climbed" if level == climbing.DESK else "late"


class _People:
    """Who is told at which level; each team is asked for once."""

    def __init__(self, on: Any) -> None:
        self.on = on
        self.teams = {team.pk: team for team in Team.objects.select_related("escalates_to")}
        self._members: dict[UUID, list[User]] = {}
        self._leads: dict[UUID, list[User]] = {}
        self._instead: dict[UUID, list[User]] = {}
        desk = comprehensive_desk()
        self.desk = list(members_of(desk, on)) if desk else []

    def of(self, level: int, baton: Baton, team: UUID) -> list[User]:
        if level == climbing.DESK:
            return self.desk or self._leading(team)
        if level == climbing.LEAD:
            return self._leading(team)
        if baton.person is not None and baton.team_id == team:
            return self._present(baton.person)
        if team not in self._members:
            self._members[team] = list(members_of(self.teams[team], self.on))
        return self._members[team]

    def _leading(self, team: UUID) -> list[User]:
        """The team's leads, or those of the team above it where it has none."""
        if team not in self._leads:
            found: list[User] = []
            one: Team | None = self.teams[team]
            seen: set[UUID] = set()
            while one is not None and not found and one.pk not in seen:
                seen.add(one.pk)
                found = list(leads_of(one, self.on))
                one = above(one)
            self._leads[team] = found or self.desk
        return self._leads[team]

    def _present(self, person: User) -> list[User]:
        """The person, and whoever covers for them while they are away."""
        if person.pk not in self._instead:
            covers = [cover.covered_by for cover in covers_of(person, self.on)]
            self._instead[person.pk] = [person, *covers]
        return self._instead[person.pk]


def tell_each(
    kind: str, people: Iterable[User], team: Team | None, key: str, *, at: datetime,
    values: dict[str, Any],
) -> None:  # fmt: skip
    """To each of these people, or to the team's own address where it has no people yet."""
    found = [Recipient.of(person) for person in people]
    if not found and team is not None and team.email:
        found = [Recipient(name=team.name, email=team.email)]
    for one in found:
        tell(kind=kind, to=one, key=key, at=at, values=values)


def page_url(path: str) -> str:
    """The whole address of a page, as a mail needs it."""
    return f"{settings.SITE_URL}{path}"
