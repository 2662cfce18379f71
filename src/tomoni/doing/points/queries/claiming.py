"""What the rules of claims ask about a holder, and the claims to do."""

from collections.abc import Collection
from datetime import date

from tomoni.doing.points.models import Account
from tomoni.doing.points.queries import lots
from tomoni.doing.points.rules.claiming import Holder
from tomoni.doing.points.rules.terms import Terms
from tomoni.doing.points.rules.years import year_of


def holder(
    account: Account,
    terms: Terms,
    on: date,
    *,
    declared: Collection[str] = (),
    has_consent: bool = False,
) -> Holder:
    """The account as the rules of claims see it on a day."""
    first, last = year_of(on, terms.year_begins)
    return Holder(
        free=account.free,
        lots=lots.lots_of(account) if terms.past_years_only else (),
        claimed=lots.claimed_in(account, first, last),
        birth_on=account.person.birth_on if account.person else None,
        has_consent=has_consent,
        declared=declared,
    )
