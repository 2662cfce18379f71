"""People whose term is over are forgotten; what others did with them stays without their name."""

from collections.abc import Sequence
from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import transaction

from tomoni.core import audit
from tomoni.ground.people import hooks
from tomoni.ground.people.models import LetterCode, Person, TextCode, User

GONE = "（保存期間が過ぎたため消しました）"
WORDS_OF_ACCOUNT = {
    "email": None, "name": "", "name_kana": "", "phone": "", "sign_in_phone": None,
    "is_active": False, "is_staff": False,
}  # fmt: skip
WORDS_OF_PERSON = {
    "name": GONE, "name_kana": "", "birth_on": None, "phone": "", "email": "", "postcode": "",
    "address": "", "town": None, "own_id": "", "note": "", "name_key": "", "kana_key": "",
    "phone_key": "", "address_key": "",
}  # fmt: skip


@transaction.atomic
def accounts(keys: Sequence[str], *, at: datetime) -> None:
    """Accounts nobody uses: nothing signs in any more, and nothing tells whose they were.

    The entry of the person goes with it when the person made it themselves and nobody else
    needs it: no mandate, consent, household or relation hangs on it.
    """
    users = list(User.objects.filter(pk__in=keys))
    gone = [user.pk for user in users]
    hooks.ask(hooks.on_account_forgotten, keys=gone, at=at)
    EmailAddress.objects.filter(user__in=gone).delete()
    Authenticator.objects.filter(user__in=gone).delete()
    own = Person.objects.filter(user__in=gone, source=Person.Source.SELF)
    free = own.filter(
        mandates=None,
        mandates_held=None,
        consents=None,
        households=None,
        relations=None,
        related_to=None,
    )
    _empty(list(free), at)
    Person.objects.filter(user__in=gone).update(user=None, email="", updated_at=at)
    for user in users:
        user.set_unusable_password()
    User.objects.bulk_update(users, ["password"])
    User.objects.filter(pk__in=gone).update(**WORDS_OF_ACCOUNT)
    audit.record_many("people.forgotten", ((user, None) for user in users), by=None, at=at)


@transaction.atomic
def persons(keys: Sequence[str], *, at: datetime) -> None:
    """Persons who died or moved away: the entry stays for the rows that point to it, empty."""
    people = list(Person.objects.filter(pk__in=keys))
    for person in people:
        hooks.ask(hooks.before_deleting_person, person=person, by=None, at=at)
    _empty(people, at)


@transaction.atomic
def codes(keys: Sequence[str], *, at: datetime) -> None:
    """Codes from letters that have long run out."""
    rows = list(LetterCode.objects.filter(pk__in=keys, expires_at__lt=at))
    audit.record_many("people.code_forgotten", ((row, None) for row in rows), by=None, at=at)
    LetterCode.objects.filter(pk__in=[row.pk for row in rows]).delete()


@transaction.atomic
def text_codes(keys: Sequence[str], *, at: datetime) -> None:
    """The same for text messages."""
    rows = list(TextCode.objects.filter(pk__in=keys, expires_at__lt=at))
    audit.record_many("people.code_forgotten", ((row, None) for row in rows), by=None, at=at)
    TextCode.objects.filter(pk__in=[row.pk for row in rows]).delete()


def nobody(*, at: datetime) -> Person:
    """An entry that tells of nobody, for a row that must point to one after its own term is over."""
    return Person.objects.create(name=GONE, created_at=at, updated_at=at)


def _empty(people: list[Person], at: datetime) -> None:
    keys = [person.pk for person in people]
    LetterCode.objects.filter(person__in=keys).delete()
    Person.objects.filter(pk__in=keys).update(**WORDS_OF_PERSON, updated_at=at)
    audit.record_many("people.person_forgotten", ((p, None) for p in people), by=None, at=at)
