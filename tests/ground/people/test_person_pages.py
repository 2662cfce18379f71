"""Finding and keeping persons: caseworkers at work, commissioners in their district, others not at all."""

from datetime import date

import pytest

from tests.factories import NOW, TODAY, PersonFactory, TeamFactory
from tomoni.core.errors import Refused
from tomoni.core.models import Opening
from tomoni.ground.districts.actions import keep_district, set_towns
from tomoni.ground.districts.models import Town
from tomoni.ground.people import queries
from tomoni.ground.people.access import visible_persons
from tomoni.ground.people.actions import charges, households
from tomoni.ground.people.models import Household, Person, Relation


def text(page):
    return page.content.decode()


@pytest.fixture
def kiku(db):
    return PersonFactory(
        name="髙橋 キク", name_kana="たかはし きく", birth_on=date(1940, 3, 4),
        phone="0134-22-0000", address="北海道小樽市花園2丁目5番12号",
    )  # fmt: skip


@pytest.mark.parametrize(
    "typed",
    ["髙橋", "高橋キク", "高橋　きく", "ﾀｶﾊｼ", "たかはし", "昭和15年3月4日", "S15.3.4", "1940-03-04",
     "昭和15年 3月 4日", "0134-22-0000", "0134220000", "220000", "0000", "花園二丁目５番", "小樽市花園2-5-12",
     "たかはし 花園"],
)  # fmt: skip
def test_a_person_is_found_however_people_ask(client, tani, kiku, typed):
    PersonFactory(name="別の 人", name_kana="べつの ひと")
    client.force_login(tani)
    page = text(client.get("/staff/persons/", {"q": typed}))
    assert "髙橋 キク" in page and "別の 人" not in page


@pytest.mark.parametrize(
    "typed", ["%", "_", "'", "\\", "（", "\x00", "高橋 1939-03-04", "９" * 300]
)
def test_other_words_find_nobody_and_break_nothing(client, tani, kiku, typed):
    client.force_login(tani)
    page = client.get("/staff/persons/", {"q": typed})
    assert page.status_code in {200, 400} and "髙橋 キク" not in text(page)


def test_a_caseworker_makes_somebody_known_and_corrects_them(client, tani):
    client.force_login(tani)
    done = client.post(
        "/staff/persons/new/",
        {"name": "齋藤 ウメ", "birth_on": "S10.5.6", "phone": "０１３４（２２）１１１１",
         "language": "ja", "source": "self", "postcode": "047-0024"},
    )  # fmt: skip
    ume = Person.objects.get()
    assert done["Location"] == f"/staff/persons/{ume.pk}/"
    assert ume.birth_on == date(1935, 5, 6) and ume.phone == "0134-22-1111"
    assert ume.postcode == "0470024"
    assert "斎藤" not in text(client.get(done["Location"]))
    assert "<dd>日本語</dd>" in text(client.get(done["Location"]))
    client.post(
        f"/staff/persons/{ume.pk}/edit/",
        {"name": "齋藤 梅", "language": "ja", "source": "self"},
    )
    ume.refresh_from_db()
    assert ume.name == "齋藤 梅" and ume.phone == ""
    history = text(client.get(f"/staff/persons/{ume.pk}/history/"))
    assert "people.person_edited" in history and "1111" not in history


def test_a_day_nobody_can_read_is_asked_again(client, tani):
    client.force_login(tani)
    page = client.post("/staff/persons/new/", {"name": "齋藤 ウメ", "birth_on": "昭和99年",
                                               "language": "ja", "source": "self"})  # fmt: skip
    assert page.status_code == 200 and not Person.objects.exists()


def test_residents_clerks_and_the_administrator_see_nobody(client, kiku, ken, mori, ishida, nishi):
    for user in (ken, mori, ishida, nishi):
        client.force_login(user)
        assert client.get("/staff/persons/").status_code == 403
        assert client.get(f"/staff/persons/{kiku.pk}/").status_code == 403
        assert not visible_persons(user, TODAY).exists()


def test_a_commissioner_sees_only_the_towns_in_their_charge(client, ueda, tani):
    mine, other = _town("hanazono", "花園"), _town("zenibako", "銭函")
    district = keep_district(kind="commissioner", code="1", name="第1地区", by=tani, at=NOW)
    set_towns(district=district, towns=[mine], valid_from=date(2026, 4, 1), by=tani, at=NOW)
    inside = PersonFactory(name="中の 人", town=mine)
    outside = PersonFactory(name="外の 人", town=other)
    nowhere = PersonFactory(name="住所の ない人")
    assert not visible_persons(ueda, TODAY).exists()

    charges.give(
        user=ueda, district=district, from_on=date(2025, 12, 1), until_on=date(2028, 11, 30),
        by=tani, at=NOW,
    )  # fmt: skip
    client.force_login(ueda)
    page = text(client.get("/staff/persons/"))
    assert "中の 人" in page and "外の 人" not in page and "住所の ない人" not in page
    assert client.get(f"/staff/persons/{inside.pk}/").status_code == 200
    for hidden in (outside, nowhere):
        assert client.get(f"/staff/persons/{hidden.pk}/").status_code == 404
    assert client.get(f"/staff/persons/{inside.pk}/edit/").status_code == 403
    assert not visible_persons(ueda, date(2028, 12, 1)).exists()  # The term is over.


def test_a_person_restricted_to_a_team_is_seen_by_that_team_alone(client, tani, ono):
    team = TeamFactory(members=[ono])
    hidden = PersonFactory(name="職員の 家族", restricted_to=team)
    client.force_login(tani)
    assert "職員の 家族" not in text(client.get("/staff/persons/"))
    assert client.get(f"/staff/persons/{hidden.pk}/").status_code == 404
    assert client.post(f"/staff/persons/{hidden.pk}/edit/", {"name": "x"}).status_code == 404
    client.force_login(ono)
    assert client.get(f"/staff/persons/{hidden.pk}/").status_code == 200


def test_relations_are_seen_from_both_sides(client, tani, kiku):
    daughter = PersonFactory(name="札幌 花子", phone="011-222-3333")
    client.force_login(tani)
    path = f"/staff/persons/{kiku.pk}/relations/add/"
    assert "札幌 花子" in text(client.get(path, {"q": "札幌"}))
    client.post(f"{path}?q=札幌", {"other": daughter.pk, "kind": "child"})
    assert Relation.objects.get().kind == "child"
    assert "子: " in text(client.get(f"/staff/persons/{kiku.pk}/"))
    assert "父母: " in text(client.get(f"/staff/persons/{daughter.pk}/"))
    row = Relation.objects.get()
    client.post(f"/staff/persons/{kiku.pk}/relations/{row.pk}/end/", {"on": "2026-11-30"})


def test_a_hidden_person_cannot_be_chosen_by_their_key(client, tani, kiku):
    hidden = PersonFactory(name="札幌 隠", restricted_to=TeamFactory())
    client.force_login(tani)
    path = f"/staff/persons/{kiku.pk}/relations/add/?q=札幌"
    client.post(path, {"other": hidden.pk, "kind": "child"})
    assert not Relation.objects.exists()


def test_people_live_in_one_household_at_a_time(client, tani, kiku):
    husband = PersonFactory(name="髙橋 正")
    client.force_login(tani)
    path = f"/staff/persons/{kiku.pk}/household/join/?q=髙橋 正"
    client.post(path, {"other": husband.pk, "part": "spouse", "from_on": "2026-11-01"})
    page = text(client.get(f"/staff/persons/{kiku.pk}/"))
    assert "髙橋 正" in page and "世帯主" in page
    with pytest.raises(Refused, match="すでに世帯"):
        households.move_in(person=kiku, part="other", by=tani, at=NOW)
    member = queries.household_of(kiku, TODAY)[1]
    assert member.person == kiku
    households.move_out(member=member, on=TODAY, by=tani, at=NOW)
    assert Household.objects.count() == 1
    assert len(queries.household_of(husband, date(2026, 12, 1))) == 1


def test_a_household_has_one_head(tani, kiku):
    husband = PersonFactory(name="髙橋 正")
    households.move_in(person=husband, part="head", by=tani, at=NOW)
    with pytest.raises(Refused, match="世帯主がいます"):
        households.move_in(person=kiku, part="head", with_person=husband, by=tani, at=NOW)


def test_who_opened_whom_is_written_down_and_nothing_of_what_stood_there(client, tani, ken, kiku):
    client.force_login(ken)
    client.get(f"/staff/persons/{kiku.pk}/")
    client.force_login(tani)
    client.get(f"/staff/persons/{kiku.pk}/")
    client.get("/staff/persons/", {"q": "高橋"})
    [row] = Opening.objects.filter(thing="people.Person", thing_id=str(kiku.pk))
    assert row.by == tani and "phone" in row.fields
    assert "0000" not in str(row.fields)


def test_the_list_asks_the_database_little(client, tani, django_assert_max_num_queries):
    for _n in range(30):
        PersonFactory()
    client.force_login(tani)
    with django_assert_max_num_queries(14):
        assert client.get("/staff/persons/", {"q": "見本"}).status_code == 200


def _town(code, name):
    return Town.objects.create(
        code=code, name=name, name_kana=name, base=name, lat=43.1, lng=141.0, accuracy_m=300
    )
