"""In which fiscal years people earned points in a scheme."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Case, F, Q, QuerySet, Value, When
from django.db.models.functions import ExtractYear

from tomoni.doing.points.models import Account, Earning, Scheme
from tomoni.doing.points.queries.earned import BEFORE, standing
from tomoni.doing.points.rules import service
from tomoni.doing.points.rules.service import Service
from tomoni.doing.points.rules.terms import Day, Terms


def services(
    scheme: Scheme, terms: Terms, persons: Iterable[UUID] | None = None
) -> dict[UUID, Service]:
    """Each person's years, of everybody or of these persons; one statement of SQL.

    An account that was closed and opened again is one person's: the years go on.
    """
    rows = standing(Earning.objects.filter(scheme=scheme, account__person__isnull=False))
    rows = rows.filter(Q(points__gt=0) | Q(source__startswith=BEFORE))
    if persons is not None:
        rows = rows.filter(account__person__in=list(persons))
    years: dict[UUID, list[int]] = {}
    named = rows.annotate(year=_fiscal_year(terms.year_begins)).order_by()
    for person, year in named.values_list("account__person", "year").distinct():
        years.setdefault(person, []).append(year)
    return {person: service.of(found) for person, found in years.items()}


def service_of(account: Account, terms: Terms) -> Service:
    """The same for the holder of one account."""
    if account.person_id is None:
        return service.of(())
    found = services(account.scheme, terms, [account.person_id])
    return found.get(account.person_id, service.of(()))


def _fiscal_year(begins: Day) -> Any:
    month, day = begins
    is_before = Q(on__month__lt=month) | Q(on__month=month, on__day__lt=day)
    year = ExtractYear("on")
    return Case(When(is_before, then=year - Value(1)), default=year)


@dataclass(frozen=True)
class Reached:
    """Somebody who has a certificate to come."""

    account: Account
    years: tuple[int, ...]
    reached_in: int


def reached(among: QuerySet[Account], scheme: Scheme, terms: Terms) -> list[Reached]:
    """Who of these accounts has reached the certificate, the latest first; two statements."""
    found = services(scheme, terms)
    needed = terms.certificate_years
    there = {
        who: year for who, one in found.items() if (year := one.reached_in(needed)) is not None
    }
    rows = among.filter(scheme=scheme, person__in=list(there), closed_at=None)
    made = [
        Reached(row, found[row.person_id].years, there[row.person_id])
        for row in rows.order_by(F("person__kana_key"), "pk")
        if row.person_id is not None
    ]
    return sorted(made, key=lambda one: -one.reached_in)
