"""Who receives a gift of points, what was given so far, and a gift told as a whole."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet, Sum

from tomoni.doing.points.models import Account, Transfer
from tomoni.doing.points.queries.lots import lasting
from tomoni.doing.points.rules.giving import Giver
from tomoni.doing.points.rules.terms import Terms
from tomoni.doing.points.rules.years import year_of
from tomoni.ground.people.rules import keys


def receiver(giver: Account, card: str, name: str | None = None) -> Account | None:
    """The open account of that card in the giver's scheme, when the name is its holder's.

    Whatever does not fit finds nothing, so that nobody learns from the answer who has a card.

    Args:
        name: As it is written or as it is read; None where an official has the card before them.
    """
    rows = Account.objects.filter(
        scheme=giver.scheme_id, card=card, closed_at=None, may_go_below=False
    )
    found = rows.select_related("person", "organisation").first()
    if found is None or (found.person and found.person.died_on):
        return None
    return found if name is None or _is_called(found, name) else None


def _is_called(account: Account, name: str) -> bool:
    holder = account.person or account.organisation
    assert holder is not None  # Only the town's own accounts have none, and they have no card.
    asked = {keys.name_key(name), keys.kana_key(name)} - {""}
    return bool(asked & {keys.name_key(holder.name), keys.kana_key(holder.name_kana)})


def giver(account: Account, terms: Terms, on: date, *, has_consent: bool = False) -> Giver:
    """The account as the rules of giving see it on a day."""
    first, last = year_of(on, terms.year_begins)
    rows = lasting(gifts(account).filter(at__date__range=(first, last)))
    return Giver(
        free=account.free,
        given=rows.aggregate(sum=Sum("moved"))["sum"] or 0,
        birth_on=account.person.birth_on if account.person else None,
        has_consent=has_consent,
    )


def gifts(account: Account) -> QuerySet[Transfer]:
    """What this account gave away."""
    return Transfer.objects.filter(
        debit=account, purpose=Transfer.Purpose.GIVEN, kind=Transfer.Kind.PLAIN
    )


@dataclass(frozen=True)
class Gift:
    """One gift; it may be of several rows, one for each year its points are of."""

    key: UUID
    giver: Account
    receiver: Account
    points: int
    at: datetime


def gift(key: UUID) -> Gift | None:
    """The gift that a row belongs to; None where there is no such row of a gift."""
    asked = Transfer.objects.filter(
        pk=key, purpose=Transfer.Purpose.GIVEN, kind=Transfer.Kind.PLAIN
    )
    row = asked.select_related(
        "debit__person", "debit__organisation", "debit__scheme__team",
        "credit__person", "credit__organisation",
    ).first()  # fmt: skip
    if row is None:
        return None
    # One giver gives one gift in one moment: the action holds the account.
    of_it = gifts(row.debit).filter(credit=row.credit_id, at=row.at)
    points = of_it.aggregate(sum=Sum("moved"))["sum"] or 0
    return Gift(key, row.debit, row.credit, points, row.at)
