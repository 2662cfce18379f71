"""Whose account a row of the list means."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from tomoni.core.errors import Refused
from tomoni.doing.points.actions.accounts import account_of
from tomoni.doing.points.models import Account, Scheme
from tomoni.doing.points.rules import cards
from tomoni.ground.people.actions import persons
from tomoni.ground.people.importing import details_of
from tomoni.ground.people.models import Person
from tomoni.ground.people.rules import keys

WHO = ("name", "name_kana", "birth_on", "address", "phone")  # Columns that say who it is.


def account(cells: Mapping[str, str], scheme: Scheme, *, by: Any, at: datetime) -> Account:
    """The account that a row means, opened now when there is none; by its card, else by who it is.

    Raises:
        Refused: naming the field, when it is nobody's, or more than one person's.
    """
    card = "".join(str(int(c)) for c in cells.get("card", "") if c.isdecimal())
    if card:
        found = Account.objects.filter(scheme=scheme, card=card, closed_at=None).first()
        if not cards.is_right(card) or found is None or found.person is None:
            raise Refused(
                _("この番号の口座は、この制度にありません。前のカードの番号なら、この列を空けて、氏名と生年月日で取り込んでください。"),
                field="card",
            )  # fmt: skip
        if cells.get("name") and keys.name_key(cells["name"]) != keys.name_key(found.person.name):
            raise Refused(_("カードの番号と氏名が、別の人です。"), field="name")
        return found
    return account_of(_person(cells, by, at), scheme, by=by, at=at)


def _person(cells: Mapping[str, str], by: Any, at: datetime) -> Person:
    values = details_of({field: cells.get(field, "") for field in WHO})
    own_id = cells.get("own_id", "")[:64]
    found = list(Person.objects.filter(own_id=own_id)[:1]) if own_id else []
    if not found:
        if "birth_on" not in values:
            raise Refused(
                _("生年月日を書いてください。同じ名前の人と見分けるためです。"),
                field="birth_on",
            )
        key = keys.name_key(values["name"])
        same = Person.objects.filter(name_key=key, birth_on=values["birth_on"], merged_into=None)
        found = list(same.order_by("created_at", "pk")[:2])
    if len(found) > 1:
        raise Refused(
            _("同じ氏名と生年月日の人が、二人登録されています。カードの番号か、名簿の番号を書いてください。"),
            field="name",
        )  # fmt: skip
    if not found:
        made = {**values, "own_id": own_id, "source": Person.Source.LIST}
        return persons.create(by=by, at=at, **made)
    known = found[0]
    while known.merged_into is not None:
        known = known.merged_into
    if own_id and keys.name_key(values["name"]) != keys.name_key(known.name):
        raise Refused(_("名簿のこの番号は、別の氏名の人です。"), field="name")
    if known.died_on:
        raise Refused(_("この人の口座は開けません。名簿の登録を確かめてください。"), field="name")
    return known
