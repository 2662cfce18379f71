"""Fiscal years that only paper knows, written into the books: nothing is given for them again."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import transaction

from tomoni.doing.points.actions import drafts
from tomoni.doing.points.models import Account, Earning, Ruling
from tomoni.doing.points.queries.earned import BEFORE


@transaction.atomic
def past_years(
    asked: Iterable[tuple[Account, int]], *, ruling: Ruling, by: Any, at: datetime
) -> set[int]:
    """A row for each of these years of an account that is not there yet; gives whose are new.

    Args:
        ruling: The rules by whose fiscal year they are counted; the accounts are of its scheme.
    """
    known = Earning.objects.filter(scheme=ruling.scheme_id, source__startswith=BEFORE)
    there = set(known.values_list("source", flat=True))
    new = list[Earning]()
    for account, year in asked:
        word = f"{BEFORE}{account.person_id}:{year}"
        if word in there:
            continue
        there.add(word)
        new.append(
            Earning(
                scheme_id=ruling.scheme_id, account=account, ruling=ruling,
                activity=BEFORE.strip(":"), quantity=1, on=date(year, *ruling.read.year_begins),
                source=word, full=0, points=0, by=drafts.user(by), at=at,
            )
        )  # fmt: skip
    Earning.objects.bulk_create(new)
    return {row.account_id for row in new}
