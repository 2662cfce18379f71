"""Persons: known with or without an account."""

from datetime import date

import pytest
from django.apps import apps

from tests.factories import NOW
from tomoni.core.errors import Refused
from tomoni.core.models import AuditRow
from tomoni.ground.people.actions import accounts, persons
from tomoni.ground.people.models import Person, User
from tomoni.ground.people.rules import keys


def test_a_person_needs_no_account(db, tani):
    kiku = persons.create(
        name="髙橋 キク", name_kana="タカハシ キク", birth_on=date(1940, 3, 4),
        phone="0134-22-0000", address="北海道小樽市花園２丁目５番１２号", by=tani, at=NOW,
    )  # fmt: skip
    assert kiku.user is None
    assert kiku.name == "髙橋 キク" and kiku.name_key == "高橋きく"
    assert kiku.kana_key == "たかはしきく"
    assert kiku.phone_key == "0134220000"
    assert kiku.address_key == "花園2-5-12"


def test_an_account_is_a_person_too(db, ishida):
    made = accounts.create(email="hana@example.jp", name="花田 花", by=ishida, at=NOW)
    assert made.person.name == "花田 花"
    accounts.edit(user=made, phone="090-1234-5678", by=made, at=NOW)
    assert Person.objects.get(user=made).phone_key == "09012345678"


def test_an_account_follows_its_person(db, tani, ishida):
    made = accounts.create(email="hana@example.jp", name="花田 花", by=ishida, at=NOW)
    persons.edit(person=made.person, name="花山 花", by=tani, at=NOW)
    assert User.objects.get(pk=made.pk).name == "花山 花"


def test_the_record_of_acts_never_names_what_stood_there(db, tani):
    kiku = persons.create(name="高橋 キク", by=tani, at=NOW)
    persons.edit(person=kiku, phone="0134-99-9999", by=tani, at=NOW)
    row = AuditRow.objects.get(act="people.person_edited")
    assert "phone" in row.changes and "9999" not in str(row.changes)


def test_a_birth_date_lies_behind_us(db, tani):
    with pytest.raises(Refused, match="先の日付"):
        persons.create(name="高橋 キク", birth_on=date(2030, 1, 1), by=tani, at=NOW)


def test_accounts_from_before_become_persons(db, ken):
    from importlib import import_module

    step = import_module("tomoni.ground.people.migrations.0003_persons_of_accounts")
    step.make(apps, None)
    step.make(apps, None)
    assert Person.objects.get(user=ken).name_key == "田中けん"


@pytest.mark.parametrize(
    "written",
    [
        "北海道小樽市花園2丁目5番12号",
        "小樽市花園二丁目５－１２",
        "花園2-5-12",
        "花園２丁目５番地の１２",
    ],
)
def test_one_address_in_many_spellings(written):
    assert keys.address_key(written, city="小樽市", prefecture="北海道") == "花園2-5-12"


def test_the_file_of_my_data_holds_what_is_known_of_me_and_of_nobody_else(client, haru, ken, tani):
    mine = persons.of_account(user=haru, at=NOW)
    persons.edit(person=mine, address="小樽市花園2-5-12", by=tani, at=NOW)
    persons.create(name="別の 人", address="小樽市色内1-1", by=tani, at=NOW)
    client.force_login(haru)
    file = client.get("/me/download/").content.decode()
    assert "花園2-5-12" in file and "色内" not in file
    client.force_login(ken)
    assert "花園2-5-12" not in client.get("/me/download/").content.decode()
