"""Who reads which messages of a matter, and what each reader did with them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from tomoni.core import shredding
from tomoni.ground.batons import access
from tomoni.ground.batons.models import Baton, Message, Party, Receipt
from tomoni.ground.notices.models import Delivery
from tomoni.ground.people.models import Team
from tomoni.ground.people.queries.teams import teams, teams_of

KINDS = ("batons.message", "batons.message_staff")
DELIVERED = ("sent", "collected")


@dataclass(frozen=True)
class Reader:
    """One reader of one message: delivered, opened, answered; None is not yet."""

    name: str
    delivered_at: datetime | None
    opened_at: datetime | None
    answered_at: datetime | None


@dataclass
class Line:
    """A message as its page shows it."""

    message: Message
    readers: list[Reader] = field(default_factory=list)

    @property
    def first_opened(self) -> datetime | None:
        """When the first of its readers opened it."""
        return min((one.opened_at for one in self.readers if one.opened_at), default=None)


def seen_by(user: Any, baton: Baton, on: date) -> QuerySet[Message]:
    """All conversations for who holds the matter; another team sees its own."""
    rows = Message.objects.filter(baton=baton)
    if access.holds(user, baton, on=on):
        return rows
    return rows.filter(team__in=teams_of(user, on))


def received_by(user: Any, baton: Baton, on: date) -> QuerySet[Message]:
    """What was written to this person's side by the other one."""
    to_holder = Q(is_from_holder=False) if access.holds(user, baton, on=on) else Q(pk__in=[])
    mine = Message.objects.filter(baton=baton).exclude(by=user)
    return mine.filter(to_holder | Q(is_from_holder=True, team__in=teams_of(user, on)))


def opened(rows: Iterable[Message]) -> list[Message]:
    """The messages with their words; a message that is never written again may hold them."""
    found = list(rows)
    keys = shredding.keys_of(row.text for row in found)
    for row in found:
        row.text = shredding.opened(row.text, keys)
    return found


def lines(rows: QuerySet[Message]) -> list[Line]:
    """The newest first; a fixed number of questions however many there are."""
    found = {
        row.pk: Line(row)
        for row in opened(rows.select_related("by", "party", "team").order_by("-at", "id"))
    }
    delivered = _delivered(found)
    receipts = Receipt.objects.filter(message__in=list(found)).select_related("user", "party")
    for one in receipts.order_by("pk"):
        found[one.message_id].readers.append(
            Reader(
                name=str(one.user or one.party),
                delivered_at=delivered.get((one.message_id, one.user_id))
                or (delivered.get((one.message_id, None)) if one.party_id else None),
                opened_at=one.opened_at,
                answered_at=one.answered_at,
            )
        )
    return list(found.values())


def others(baton: Baton, user: Any, on: date) -> dict[str, Party | Team]:
    """Whom this person may write to: every party and team, or for another team the holder."""
    if access.holds(user, baton, on=on):
        parties = {f"party:{one.pk}": one for one in baton.parties.order_by("added_at", "pk")}  # type: ignore[attr-defined]
        rest = {f"team:{one.slug}": one for one in teams().exclude(pk=baton.team_id)}
        return {**parties, **rest}
    written = Message.objects.filter(baton=baton).values("team")
    asked = baton.questions.open().values("to_team")  # type: ignore[attr-defined]
    mine = teams_of(user, on).filter(Q(pk__in=written) | Q(pk__in=asked))
    return {f"team:{one.slug}": one for one in mine}


def unread_of(user: Any) -> QuerySet[Receipt]:
    return Receipt.objects.filter(user=user, opened_at=None)


def _delivered(keys: Any) -> dict[tuple[UUID, UUID | None], datetime | None]:
    """When the notice of each message went out, by reader; the outbox is asked once.

    A message to a party has one notice, so it counts whether or not the party has an account.
    """
    names = {f"message:{key}": key for key in keys}
    sent = Delivery.objects.filter(
        notice__kind__in=KINDS, notice__key__in=list(names), status__in=DELIVERED
    )
    found: dict[tuple[UUID, UUID | None], datetime | None] = {}
    for key, kind, user, at in sent.values_list(
        "notice__key", "notice__kind", "notice__user", "settled_at"
    ):
        found[names[key], user if kind == "batons.message_staff" else None] = at
    return found
