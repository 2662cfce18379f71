"""One person with two entries: found across slips of the pen, made one, made two again."""

from datetime import date

import pytest

from tests.factories import NOW, TODAY, PersonFactory, TeamFactory
from tomoni.core.errors import Refused
from tomoni.ground.people import queries
from tomoni.ground.people.actions import households, merging
from tomoni.ground.people.models import Person, PersonMerge, Relation
from tomoni.ground.people.queries import duplicates

KIKU = {"name": "髙橋 キク", "name_kana": "たかはし きく", "birth_on": date(1940, 3, 4)}


@pytest.mark.parametrize(
    "again",
    [
        {"name": "高橋キク", "name_kana": "タカハシ　キク", "birth_on": date(1940, 3, 4)},
        {"name": "高橋 キク", "name_kana": "ﾀｶﾊｼ ｷｸ", "birth_on": date(1940, 4, 3)},
        {"name": "高橋 キク", "name_kana": "たかはし きく", "birth_on": date(2003, 3, 4)},
        {"name": "高橋 キク", "name_kana": "", "birth_on": date(1941, 3, 4)},
        {"name": "高橋 菊", "name_kana": "たかはし きく", "birth_on": date(1940, 3, 4)},
    ],
)
def test_an_entry_made_twice_is_found(db, again):
    one, two = PersonFactory(**KIKU), PersonFactory(**again)
    [pair] = duplicates.pairs(Person.objects.all())
    assert {pair.one, pair.other} == {one, two}
    assert pair.likeness.reasons
    assert [found.other for found in duplicates.like(one, Person.objects.all())] == [two]


def test_namesakes_and_twins_are_two_people(db):
    PersonFactory(**KIKU)
    PersonFactory(**{**KIKU, "birth_on": date(1975, 9, 21)})
    PersonFactory(name="髙橋 ウメ", name_kana="たかはし うめ", birth_on=date(1940, 3, 4))
    assert duplicates.pairs(Person.objects.all()) == []


def test_a_merge_moves_everything_and_is_undone_exactly(db, ono, ken):
    kept = PersonFactory(**KIKU)
    gone = PersonFactory(name="高橋 キク", phone="0134-22-0000", user=ken)
    friend = PersonFactory(name="友")
    mine = households.relate(person=kept, other=friend, kind="friend", by=ono, at=NOW)
    theirs = households.relate(person=friend, other=gone, kind="neighbour", by=ono, at=NOW)
    households.move_in(person=gone, part="head", by=ono, at=NOW)
    before = list(Person.objects.exclude(pk=friend.pk).order_by("pk").values())

    row = merging.merge(kept=kept, gone=gone, by=ono, at=NOW)
    kept.refresh_from_db()
    assert kept.phone_key == "0134220000" and kept.user == ken
    assert {Relation.objects.get(pk=theirs.pk).other, Relation.objects.get(pk=mine.pk).person} == {
        kept
    }
    assert [member.person for member in queries.household_of(kept, TODAY)] == [kept]
    assert queries.all_entries_of(kept) == [kept, gone]

    merging.undo(merge=row, by=ono, at=NOW)
    assert list(Person.objects.exclude(pk=friend.pk).order_by("pk").values()) == before
    assert Relation.objects.get(pk=theirs.pk).other == gone
    assert [member.person for member in queries.household_of(gone, TODAY)] == [gone]
    with pytest.raises(Refused, match="すでに元に"):
        merging.undo(merge=row, by=ono, at=NOW)


def test_an_undo_that_would_lose_a_later_change_is_refused(db, ono):
    kept, gone = PersonFactory(**KIKU), PersonFactory(name="高橋 キク", phone="0134-22-0000")
    row = merging.merge(kept=kept, gone=gone, by=ono, at=NOW)
    Person.objects.filter(pk=kept.pk).update(phone="0134-99-9999")
    with pytest.raises(Refused, match="電話番号"):
        merging.undo(merge=row, by=ono, at=NOW)
    gone.refresh_from_db()
    assert gone.merged_into == kept


def test_two_households_are_not_made_one_silently(db, ono):
    kept, gone = PersonFactory(**KIKU), PersonFactory(name="高橋 キク")
    for person in (kept, gone):
        households.move_in(person=person, part="head", by=ono, at=NOW)
    with pytest.raises(Refused, match="世帯"):
        merging.merge(kept=kept, gone=gone, by=ono, at=NOW)
    assert not PersonMerge.objects.exists()
    assert len(queries.household_of(gone, TODAY)) == 1


def test_what_one_team_alone_sees_stays_so(db, ono):
    team = TeamFactory()
    kept, gone = PersonFactory(**KIKU), PersonFactory(name="高橋 キク", restricted_to=team)
    merging.merge(kept=kept, gone=gone, by=ono, at=NOW)
    kept.refresh_from_db()
    assert kept.restricted_to == team
    with pytest.raises(Refused, match="別々のチーム"):
        merging.merge(kept=kept, gone=PersonFactory(restricted_to=TeamFactory()), by=ono, at=NOW)


def test_chains_are_undone_from_the_end(db, ono):
    one, two, three = (PersonFactory(name="高橋 キク") for _n in range(3))
    inner = merging.merge(kept=two, gone=three, by=ono, at=NOW)
    outer = merging.merge(kept=one, gone=two, by=ono, at=NOW)
    with pytest.raises(Refused, match="そちらを先に"):
        merging.undo(merge=inner, by=ono, at=NOW)
    with pytest.raises(Refused, match="すでに別の登録"):
        merging.merge(kept=one, gone=three, by=ono, at=NOW)
    merging.undo(merge=outer, by=ono, at=NOW)
    merging.undo(merge=inner, by=ono, at=NOW)
    assert not Person.objects.exclude(merged_into=None).exists()


def test_the_lead_compares_merges_and_undoes_on_the_page(client, ono, tani):
    kept, gone = PersonFactory(**KIKU), PersonFactory(**{**KIKU, "name": "高橋キク"})
    client.force_login(tani)
    assert client.get("/staff/persons/duplicates/").status_code == 403
    client.force_login(ono)
    assert "高橋キク" in client.get("/staff/persons/duplicates/").content.decode()
    path = f"/staff/persons/{kept.pk}/merge/{gone.pk}/"
    assert "字体の違い" in client.get(path).content.decode()
    assert client.post(path)["Location"] == f"/staff/persons/{kept.pk}/"
    assert client.get(f"/staff/persons/{gone.pk}/").status_code == 404
    row = PersonMerge.objects.get()
    client.post(f"/staff/persons/merges/{row.pk}/undo/")
    assert client.get(f"/staff/persons/{gone.pk}/").status_code == 200
