"""Hard pairs of names and days: who is found as one person, and who must stay two."""

from datetime import date

import pytest

from tests.factories import PersonFactory
from tomoni.ground.people.models import Person
from tomoni.ground.people.queries import duplicates
from tomoni.ground.people.rules import keys
from tomoni.ground.people.rules.duplicates import Known, compare

DAY = date(1948, 2, 13)


def known(name, kana="", birth=DAY, phone="", address=""):
    return Known(
        keys.name_key(name), keys.kana_key(kana), birth, keys.phone_key(phone),
        keys.address_key(address, city="小樽市", prefecture="北海道"),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("髙橋 花", "高橋花"),
        ("渡邊 花", "渡辺 花"),
        ("渡邉 花", "渡邊 花"),
        ("齋藤 花", "斎藤 花"),
        ("齋藤 花", "斉藤 花"),
        ("齊藤 花", "斎藤 花"),
        ("三ヶ島 花", "三ケ島 花"),
        ("三ヶ島 花", "三が島 花"),
        ("山﨑 花", "山崎 花"),
        ("濵田 花", "浜田 花"),
        ("𠮷田 花", "吉田 花"),
        ("澤田 廣", "沢田 広"),
        ("ﾀﾅｶ ﾊﾅ", "タナカ　ハナ"),
    ],
)
def test_variants_of_a_name_are_likely_one_person(one, other):
    assert compare(known(one), known(other)).is_likely, (one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (date(1948, 2, 13), date(1948, 2, 18)),  # One digit off.
        (date(1948, 2, 13), date(1949, 2, 13)),
        (date(1948, 2, 3), date(1948, 3, 2)),  # Month and day swapped.
        (date(1930, 5, 5), date(1993, 5, 5)),  # 昭和5年 for 平成5年.
    ],
)
def test_slips_in_the_birthday_of_one_name(one, other):
    assert compare(
        known("高橋 花", "たかはし はな", one), known("髙橋 花", "", other)
    ).is_likely or (
        compare(
            known("高橋 花", "たかはし はな", one), known("髙橋 花", "タカハシ ハナ", other)
        ).is_likely
    )


def test_a_maiden_name_is_found_by_birthday_telephone_and_reading():
    before = known("田中 花子", "たなか はなこ", phone="0134-22-0000", address="花園2-5-12")
    after = known(
        "高橋 花子", "たかはし はなこ", phone="０１３４（２２）００００", address="花園2丁目5-12"
    )
    assert compare(before, after).is_likely
    moved = known("高橋 花子", "たかはし はなこ", phone="0134-22-0000")
    assert compare(before, moved).is_likely


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (known("高橋 花"), known("高橋 花", birth=date(1975, 9, 21))),  # Namesakes.
        (known("田中 一郎", "たなか いちろう", address="花園2-5-12"),
         known("田中 二郎", "たなか じろう", address="花園2-5-12")),  # Twins at home.
        (known("田中 花子", "たなか はなこ"), known("高橋 梅子", "たかはし うめこ")),
        (known("田中 一郎", "", None, "0134-22-0000", "花園2-5-12"),
         known("高橋 花子", "", None, "0134-22-0000", "花園2-5-12")),  # One house.
    ],
)  # fmt: skip
def test_others_stay_two(one, other):
    assert not compare(one, other).is_likely


@pytest.mark.parametrize(
    "again",
    [
        {"name": "斉藤 花子", "birth_on": date(1948, 2, 13)},
        {"name": "斎藤 花子", "name_kana": "ｻｲﾄｳ ﾊﾅｺ", "birth_on": date(1948, 2, 18)},
        {"name": "高橋 花子", "name_kana": "たかはし はなこ", "birth_on": date(1948, 2, 13),
         "phone": "0134220000"},
    ],
)  # fmt: skip
def test_the_search_brings_hard_pairs_together(db, again):
    one = PersonFactory(
        name="齋藤 花子", name_kana="さいとう はなこ", birth_on=DAY, phone="0134-22-0000"
    )
    two = PersonFactory(**again)
    [pair] = duplicates.pairs(Person.objects.all())
    assert {pair.one, pair.other} == {one, two}
    assert [found.other for found in duplicates.like(one, Person.objects.all())] == [two]
