"""Opening one person's file in an emergency, by who they are and never from a list."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from tomoni.core import break_glass
from tomoni.core.errors import Refused
from tomoni.core.text import search_key
from tomoni.ground.people.models import Person, User


def begin(
    *, name: str, birth_on: date, reason: str, hours: int, by: User, at: datetime
) -> break_glass.Release:
    """Open the file of the one person of that name and birthday.

    Raises:
        Refused: when nobody or more than one fits. It is the same sentence for both, so that
            nobody learns here who is known to the town.
    """
    wanted = _key(name)
    found = [
        person
        for person in Person.objects.filter(birth_on=birth_on).order_by("pk")
        if wanted and wanted in {_key(person.name), _key(person.name_kana)}
    ]
    if len(found) != 1:
        raise Refused(
            _(
                "一人に決まりませんでした。お名前と生年月日をお確かめのうえ、総合窓口に電話してください。"
            )
        )
    return break_glass.begin(thing=found[0], by=by, at=at, reason=reason, hours=hours)


def _key(name: str) -> str:
    """Width, kana kind and the space between the names do not count on the telephone."""
    return "".join(search_key(name).split())
