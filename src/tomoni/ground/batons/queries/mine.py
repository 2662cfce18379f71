"""The matters somebody is a party of, as their own page shows them: plain words, nobody's notes."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from tomoni.ground.batons.models import Baton, Message, Party, Receipt
from tomoni.ground.batons.queries.messages import Line, lines
from tomoni.ground.people.queries import all_entries_of, person_of


@dataclass
class Mine:
    """One matter and what its page says: my part in it, and what was written to and fro."""

    baton: Baton
    parties: list[Party] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)

    @property
    def party(self) -> Party:
        """As whom I write: the part I had first."""
        return self.parties[0]


def parties_of(user: Any) -> QuerySet[Party]:
    """Every part this account, or its person under any entry, has in a matter."""
    person = person_of(user)
    entries = all_entries_of(person) if person else []
    return Party.objects.filter(Q(user=user) | Q(person__in=entries))


def matters_of(user: Any) -> QuerySet[Baton]:
    """My matters: open ones first, then the newest; which of them hold something unread."""
    mine = parties_of(user)
    read = Receipt.objects.filter(message=OuterRef("pk"), opened_at__isnull=False)
    unread = Message.objects.filter(
        baton=OuterRef("pk"), party__in=mine.values("pk"), is_from_holder=True
    ).filter(~Exists(read.filter(party=OuterRef("party"))))
    rows = Baton.objects.filter(pk__in=mine.values("baton")).select_related("kind", "team")
    return rows.annotate(is_unread=Exists(unread)).order_by("-status", "-opened_at", "pk")


def matter_of(user: Any, number: str) -> Mine | None:
    """One of my matters with its conversation; None when it is not mine."""
    parties = list(
        parties_of(user)
        .filter(baton__number=number)
        .select_related("baton__kind", "baton__team")
        .order_by("added_at", "pk")
    )
    if not parties:
        return None
    rows = lines(Message.objects.filter(party__in=parties))
    return Mine(parties[0].baton, parties, rows)
