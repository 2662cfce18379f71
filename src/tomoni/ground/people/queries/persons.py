"""Finding persons the way people ask for them, and what their page shows."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from tomoni.core.city import city
from tomoni.core.dates import read_date
from tomoni.ground.people.models import HouseholdMember, Person, Relation, User
from tomoni.ground.people.rules import keys
from tomoni.ground.people.rules.relations import inverse

_PHONE = re.compile(r"\+?[\d()-]{4,}")
# Spaces inside a date would split it: 昭和15年 3月 4日.
_DATE_GAP = re.compile(r"(?<=[年月])\s+(?=[\d元一二三四五六七八九十])")

SEEN_FROM_THE_OTHER_SIDE = {
    "of_emergency": _("この人が緊急の連絡先になっている人"),
    "of_key_holder": _("この人が鍵を預かっている人"),
    "of_doctor": _("この人がかかりつけ医である人"),
    "of_care_manager": _("この人が担当するケアマネジメントの利用者"),
    "of_landlord": _("この人が家を貸している人"),
}


def find(among: QuerySet[Person], words: str) -> QuerySet[Person]:
    """Those for whom every word fits: a name in any kanji, a reading, a number, a day, an address.

    Args:
        among: The persons the reader may see (access.visible_persons).
    """
    found = among
    for word in _DATE_GAP.sub("", unicodedata.normalize("NFKC", words[:200])).split():
        found = found.filter(_fits(word))
    return found.order_by("kana_key", "name", "pk")


def _fits(word: str) -> Q:
    # A short number is part of a telephone number, never the day count of a spreadsheet.
    day = None if word.isdigit() and len(word) < 8 else read_date(word).value
    if day is not None:
        return Q(birth_on=day) | Q(phone_key__contains=keys.phone_key(word) or "-")
    plain = keys.name_key(word)
    fits = Q(name_key__contains=plain) | Q(kana_key__contains=plain) if plain else Q()
    number = keys.phone_key(word)
    if _PHONE.fullmatch(word):
        fits |= Q(phone_key__contains=number) if len(number) >= 4 else Q()
    where = keys.address_key(word, city=city().name, prefecture=city().prefecture)
    if len(where) >= 2:
        fits |= Q(address_key__contains=where)
    if "@" in word:
        fits |= Q(email__iexact=word)
    return fits or Q(pk=None)


def person_of(user: User) -> Person | None:
    """The person behind an account; a merged entry leads to the one that was kept."""
    person = Person.objects.filter(user=user).select_related("merged_into").first()
    while person is not None and person.merged_into is not None:
        person = person.merged_into
    return person


def all_entries_of(person: Person) -> list[Person]:
    """The entry and all those that were merged into it, for records that never move."""
    found, step = [person], [person]
    while step:
        step = list(Person.objects.filter(merged_into__in=step).order_by("pk"))
        found += step
    return found


@dataclass(frozen=True)
class Kin:
    """One line of "who is what to this person"."""

    row: Relation
    other: Person
    kind: str  # As seen from the person whose page it is.
    is_over: bool


def kin_of(person: Person, on: date) -> list[Kin]:
    """Relations from both sides, those in force first."""
    names = {**dict(Relation.Kind.choices), **SEEN_FROM_THE_OTHER_SIDE}
    rows = Relation.objects.filter(Q(person=person) | Q(other=person)).select_related(
        "person", "other"
    )
    found = []
    for row in rows.order_by("-from_on", "pk"):
        mine = row.person_id == person.pk
        kind = row.kind if mine else inverse(row.kind)
        found.append(
            Kin(
                row,
                row.other if mine else row.person,
                str(names.get(kind, kind)),
                bool(row.until_on and row.until_on < on),
            )
        )
    return sorted(found, key=lambda kin: kin.is_over)


def household_of(person: Person, on: date) -> list[HouseholdMember]:
    """Everybody in the person's household on a day, the head first; empty when none is known."""
    mine = HouseholdMember.objects.filter(person=person).in_force(on).values("household")
    rows = list(
        HouseholdMember.objects.filter(household__in=mine)
        .in_force(on)
        .select_related("person", "household")
        .order_by("pk")
    )
    return sorted(rows, key=lambda row: row.part != HouseholdMember.Part.HEAD)
