"""Who hears a call for umbrellas without an account: entered, written to, rung once, forgotten again."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate, now

from tests.factories import PersonFactory, TeamFactory
from tests.people import person
from tests.umbrellas.stands import stand
from tomoni.core.errors import Refused
from tomoni.core.models import AuditRow
from tomoni.ground.notices.models import Notice
from tomoni.ground.people.actions import merging
from tomoni.ties.umbrellas.actions import calling, moving, ringing
from tomoni.ties.umbrellas.models import Call, Helper, Ringing

pytestmark = pytest.mark.django_db
ADDRESS = "/staff/umbrellas/callers/"


@pytest.fixture
def desk(client, mori):
    client.force_login(mori)
    return client


@pytest.fixture
def abe(db):
    """阿部さん, another clerk with a telephone."""
    return person("abe@example.jp", "阿部 進", "あべ すすむ", "clerk")


@pytest.fixture
def called(mori):
    return calling.call(number=5, until_on=localdate(), words="長い傘", by=mori, at=now())


def rung(by, **more):
    who = PersonFactory(**{"phone": "0134-11-1111", "name": "見本 キク", **more})
    return calling.listen_for(person=who, is_rung=True, by=by, at=now())


def test_whoever_has_no_account_is_entered_by_staff_and_hears_calls(client, desk, mori, ken):
    kiku = PersonFactory(name="見本 キク", phone="0134-11-1111")
    taro = PersonFactory(name="見本 太郎", address="小樽市見本町1番2号", postcode="0470001")
    none = PersonFactory(name="見本 次郎")
    address = "/staff/umbrellas/callers/"
    assert "見本 キク" in desk.get(f"{address}?q=キク").content.decode()
    for one, way in ((kiku, "phone"), (taro, "letter"), (taro, "letter"), (none, "letter")):
        page = desk.post(f"{address}add/{one.pk}/", {"way": way}, follow=True).content.decode()
    assert "住所もメールもありません" in page
    assert list(Helper.objects.order_by("pk").values_list("person", "is_rung")) == [
        (kiku.pk, True), (taro.pk, False),
    ]  # fmt: skip

    until = localdate().isoformat()
    said = desk.post(
        "/staff/umbrellas/call/", {"number": "5", "until_on": until, "words": ""}, follow=True
    ).content.decode()
    assert "電話で伝える人がいます" in said and "0134-11-1111" in said
    sent = Notice.objects.get(kind="umbrellas.call")
    assert sent.person == taro
    assert sent.deliveries.get().channel == "letter"

    helper = Helper.objects.get(person=taro)
    client.force_login(ken)
    assert client.get(address).status_code == 403
    client.force_login(mori)
    client.post(f"{address}{helper.pk}/stop/")
    assert not Helper.objects.filter(person=taro).exists()
    assert client.post(f"{address}{helper.pk}/stop/").status_code == 404


def test_somebody_entered_who_gets_an_account_hears_a_call_once(mori, ken):
    calling.listen(user=ken, wants=True, at=now())
    person = PersonFactory(user=ken, phone="0134-11-1111")
    calling.listen_for(person=person, is_rung=False, by=mori, at=now())
    assert calling.call(number=5, until_on=localdate(), words="", by=mori, at=now()).told == 1


def test_an_entry_of_another_team_is_neither_found_nor_shown(desk, mori):
    kept = PersonFactory(name="見本 秘密", phone="0134-11-1111", restricted_to=TeamFactory())
    address = "/staff/umbrellas/callers/"
    assert "見本 秘密" not in desk.get(f"{address}?q=0134-11-1111").content.decode()
    assert desk.post(f"{address}add/{kept.pk}/", {"way": "phone"}).status_code == 404
    calling.listen_for(person=kept, is_rung=True, by=mori, at=now())
    assert "見本 秘密" not in desk.get(address).content.decode()


def test_a_clerk_rings_and_writes_what_they_said_and_nobody_rings_again(desk, mori, abe, called):
    kiku = rung(mori)
    page = desk.get(ADDRESS).content.decode()
    assert "これから電話する人（1人）" in page
    ringing_at = desk.post(f"{ADDRESS}{kiku.pk}/ring/").url
    assert desk.post(f"{ADDRESS}{kiku.pk}/ring/").url == ringing_at  # Pressed twice.
    page = desk.get(ringing_at).content.decode()
    assert "tel:0134111111" in page and "長い傘" in page and "あと5本ほど" in page

    desk.force_login(abe)
    page = desk.post(f"{ADDRESS}{kiku.pk}/ring/", follow=True).content.decode()
    assert "から電話しています。次の人にかけてください" in page and str(mori) in page
    assert "/ring/" not in page
    desk.force_login(mori)
    said = {"answer": "brings", "number": "３", "note": "土曜に"}
    assert desk.post(ringing_at, said).url == ADDRESS
    row = Ringing.objects.get()
    assert (row.by, row.answer, row.number, row.note) == (mori, "brings", 3, "土曜に")
    page = desk.get(ADDRESS).content.decode()
    assert "みんな伝えました" in page and "3本の約束" in page
    assert "もう伝えました" in desk.post(f"{ADDRESS}{kiku.pk}/ring/", follow=True).content.decode()
    assert "土曜に" in desk.get(f"{ADDRESS}{kiku.pk}/").content.decode()
    acts = AuditRow.objects.filter(act__in=("umbrellas.ringing", "umbrellas.rung"))
    assert list(acts.order_by("pk").values_list("act", flat=True)) == [
        "umbrellas.ringing", "umbrellas.rung",
    ]  # fmt: skip


def test_who_did_not_pick_up_comes_last_and_is_rung_again(desk, mori, abe, called):
    first, second = rung(mori), rung(mori, name="見本 ウメ", phone="0134-22-2222")
    row = ringing.begin(call=called, helper=first, by=mori, at=now())
    ringing.answer(ringing=row, answer="missed", by=mori, at=now())
    waiting = desk.get(ADDRESS).context["waiting"]
    assert [one.helper for one in waiting] == [second, first]
    again = ringing.begin(call=called, helper=first, by=abe, at=now())
    assert again.pk != row.pk and again.by == abe
    # Whoever rang first cannot write over it that they were told.
    with pytest.raises(Refused, match="ほかの人が同じ人に電話しました"):
        ringing.answer(ringing=row, answer="reached", by=mori, at=now())


def test_what_was_left_lying_is_taken_over_and_a_mistake_put_right(mori, abe, called):
    kiku, at = rung(mori), now()
    old = ringing.begin(call=called, helper=kiku, by=mori, at=at)
    with pytest.raises(Refused, match="次の人に"):
        ringing.begin(call=called, helper=kiku, by=abe, at=at + timedelta(minutes=19))
    new = ringing.begin(call=called, helper=kiku, by=abe, at=at + timedelta(minutes=20))
    old.refresh_from_db()
    assert (old.answer, new.by) == ("let_go", abe)
    for said, number in (("brings", 2), ("reached", None)):
        ringing.answer(ringing=new, answer=said, number=number, by=abe, at=at)
    new.refresh_from_db()
    assert (new.answer, new.number) == ("reached", None)
    with pytest.raises(Refused, match="持って来てくれる"):
        ringing.answer(ringing=new, answer="missed", number=2, by=abe, at=at)


def test_a_call_that_is_over_rings_nobody_and_leaves_the_page(client, desk, mori, called):
    kiku = rung(mori)
    assert desk.post(f"/staff/umbrellas/call/{called.pk}/end/").status_code == 302
    assert desk.post(f"/staff/umbrellas/call/{called.pk}/end/").status_code == 302
    page = desk.post(f"{ADDRESS}{kiku.pk}/ring/", follow=True).content.decode()
    assert "いまは呼びかけがありません" in page and not Ringing.objects.exists()
    with pytest.raises(Refused, match="終わりました"):
        ringing.begin(call=called, helper=kiku, by=mori, at=now())
    assert "傘が足りません" not in client.get("/umbrellas/").content.decode()


def test_everybody_sees_how_many_are_still_wanted(client, mori, called):
    here = stand(0, at=now())
    assert "あと5本ほど" in client.get("/umbrellas/").content.decode()
    given = moving.give(id=uuid4(), station=here, quantity=3, by=None, at=now())
    assert "あと2本ほど" in client.get("/umbrellas/").content.decode()
    moving.give(id=uuid4(), station=here, quantity=2, by=None, at=now())
    assert "呼びかけた傘が集まりました" in client.get("/umbrellas/").content.decode()
    moving.undo(id=uuid4(), move=given, by=mori, at=now(), limited=False)
    assert "あと3本ほど" in client.get("/umbrellas/").content.decode()


def test_the_list_asks_a_constant_number_of_questions(desk, mori, called):
    def asked():
        with CaptureQueriesContext(connection) as seen:
            desk.get(ADDRESS)
        return len(seen)

    row = ringing.begin(call=called, helper=rung(mori), by=mori, at=now())
    ringing.answer(ringing=row, answer="reached", by=mori, at=now())
    rung(mori)
    few = asked()
    for n in range(4):
        row = ringing.begin(call=called, helper=rung(mori), by=mori, at=now())
        ringing.answer(ringing=row, answer=("missed", "reached")[n % 2], by=mori, at=now())
    assert asked() == few


def test_three_months_after_the_call_nobody_knows_who_was_rung(mori, called):
    row = ringing.begin(call=called, helper=rung(mori), by=mori, at=now())
    ringing.answer(ringing=row, answer="reached", by=mori, at=now())
    assert ringing.forget(at=now() + timedelta(days=90)) == 0
    assert ringing.forget(at=now() + timedelta(days=91)) == 1
    assert not Ringing.objects.exists() and Call.objects.get() == called


def test_who_stops_stays_in_the_record_and_two_entries_can_become_one(mori, called):
    kiku = rung(mori)
    row = ringing.begin(call=called, helper=kiku, by=mori, at=now())
    ringing.answer(ringing=row, answer="reached", by=mori, at=now())
    calling.stop_for(helper=kiku, by=mori, at=now())
    calling.stop_for(helper=kiku, by=mori, at=now())
    row.refresh_from_db()
    assert (row.helper, row.person.name) == (None, "見本 キク")
    other = rung(mori)
    ringing.begin(call=called, helper=other, by=mori, at=now())
    merging.merge(kept=other.person, gone=row.person, by=mori, at=now())
    assert Ringing.objects.filter(person=other.person).count() == 2


def test_the_ringing_of_an_entry_of_another_team_is_not_opened(desk, mori, called):
    row = ringing.begin(call=called, helper=rung(mori), by=mori, at=now())
    row.person.restricted_to = TeamFactory()
    row.person.save(update_fields=["restricted_to"])
    for path in (f"/staff/umbrellas/ringing/{row.pk}/", f"{ADDRESS}{row.helper_id}/"):
        assert desk.get(path).status_code == 404
    assert desk.post(f"{ADDRESS}{row.helper_id}/ring/").status_code == 404


def test_two_entries_made_one_still_hear_calls(desk, mori, called):
    gone, kept = rung(mori), PersonFactory(name="見本 きく", phone="0134-11-1111")
    merging.merge(kept=kept, gone=gone.person, by=mori, at=now())
    assert "見本 きく" in desk.get(ADDRESS).content.decode()
    assert [one.helper.pk for one in desk.get(ADDRESS).context["waiting"]] == [gone.pk]


def test_a_new_call_takes_the_place_of_the_one_before_and_no_old_one_comes_back(
    client, mori, called
):
    new = calling.call(number=8, until_on=localdate(), words="", by=mori, at=now())
    called.refresh_from_db()
    assert called.ended_at and Call.objects.current(localdate()) == new
    Call.objects.filter(pk=called.pk).update(ended_at=None)  # From before there was one at a time.
    calling.end_call(call=new, by=mori, at=now())
    assert Call.objects.current(localdate()) is None
    assert "傘が足りません" not in client.get("/umbrellas/").content.decode()
