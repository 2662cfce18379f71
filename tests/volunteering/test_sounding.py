"""Staff ring those who would fit: nobody twice, a yes is a turn at once, a no is not asked again."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate, localtime, now

from tests.factories import TeamFactory
from tests.people import person
from tests.volunteering.towns import need, post, shift, volunteer
from tomoni.core.errors import Refused
from tomoni.doing.volunteering import access, holdings
from tomoni.doing.volunteering.actions import shifts, sounding, turns
from tomoni.doing.volunteering.models import Sounding, Turn, Volunteer
from tomoni.doing.volunteering.queries import matching

pytestmark = pytest.mark.django_db


@pytest.fixture
def abe(db):
    """阿部さん, another clerk with a telephone."""
    return person("abe@example.jp", "阿部 進", "あべ すすむ", "clerk")


@pytest.fixture
def where(db):
    return shift(need(at=now(), title="道の雪かき"), at=now(), meet="見本会館の前", seats=1)


def who(**more):
    return volunteer(at=now(), **{"p_name": "見本 太郎", "p_phone": "0134-22-2222", **more})


def desk_of(one):
    return f"/staff/volunteering/shifts/{one.pk}/"


def test_a_clerk_rings_who_fits_and_a_yes_is_their_turn_at_once(client, mori, abe, where):
    taro = who()
    client.force_login(mori)
    assert "電話する" in client.get(desk_of(where)).content.decode()
    at = client.post(f"{desk_of(where)}ring/{taro.pk}/").url
    assert client.post(f"{desk_of(where)}ring/{taro.pk}/").url == at  # Pressed twice.
    page = client.get(at).content.decode()
    assert "tel:0134222222" in page and "道の雪かき" in page and "見本会館の前" in page

    client.force_login(abe)
    page = client.post(f"{desk_of(where)}ring/{taro.pk}/", follow=True).content.decode()
    assert "から電話しています。次の人にかけてください" in page and "/ring/" not in page
    client.force_login(mori)
    assert "電話がどうなったか" in client.post(at, {"post": ""}).content.decode()
    said = {"answer": "yes", "post": post(where).pk}
    page = client.post(at, said, follow=True).content.decode()
    turn = Turn.objects.get(volunteer=taro)
    assert (turn.status, turn.channel, turn.entered_by) == ("coming", "phone", mori)
    assert turn.number in page and "もう電話した人" in page
    client.post(at, said)
    assert Turn.objects.count() == 1
    page = client.post(at, {"answer": "no"}).content.decode()
    assert "先に「来る人」の所で取り消してください" in page


def test_who_said_no_is_not_proposed_for_that_shift_again(client, mori, abe, where):
    taro, ume = who(), who(p_name="見本 ウメ")
    row = sounding.begin(shift=where, volunteer=taro, by=mori, at=now())
    sounding.answer(sounding=row, answer="no", by=mori, at=now())
    assert [one.volunteer for one in matching.suggestions(where, Volunteer.objects.all())] == [ume]
    on = localtime(where.starts_at).date()
    day = matching.day(on, access.kept_shifts(mori, localdate()), Volunteer.objects.all(), now())
    assert {pair.helper for pair in day.pairs} == {str(ume.pk)}
    with pytest.raises(Refused, match="もう聞きました"):
        sounding.begin(shift=where, volunteer=taro, by=abe, at=now())
    other = shift(where.need, at=now(), starts=timedelta(days=4))
    assert sounding.begin(shift=other, volunteer=taro, by=abe, at=now()).by == abe
    assert any("行けません" in value for _name, value in holdings.mine(None, [taro.person]))


def test_who_did_not_pick_up_is_rung_again_and_what_was_left_lying_is_taken_over(mori, abe, where):
    taro, at = who(), now()
    row = sounding.begin(shift=where, volunteer=taro, by=mori, at=at)
    with pytest.raises(Refused, match="次の人に"):
        sounding.begin(shift=where, volunteer=taro, by=abe, at=at + timedelta(minutes=19))
    sounding.answer(sounding=row, answer="missed", by=mori, at=at)
    again = sounding.begin(shift=where, volunteer=taro, by=abe, at=at)
    new = sounding.begin(shift=where, volunteer=taro, by=mori, at=at + timedelta(minutes=20))
    again.refresh_from_db()
    assert (again.answer, new.by) == ("let_go", mori)
    with pytest.raises(Refused, match="ほかの人が同じ人に電話しました"):
        sounding.answer(sounding=again, answer="yes", post=post(where), by=abe, at=at)
    assert not Turn.objects.exists(), "the seat goes back with the answer that did not hold"


def test_a_full_seat_is_a_place_in_the_line_and_what_they_may_not_do_is_said(mori, where):
    turns.join(post=post(where), volunteer=who(), by=None, at=now())
    ume = who(p_name="見本 ウメ")
    row = sounding.begin(shift=where, volunteer=ume, by=mori, at=now())
    turn = sounding.answer(sounding=row, answer="yes", post=post(where), by=mori, at=now())
    assert turn.status == "waiting"
    drive = shift(where.need, at=now(), starts=timedelta(days=5), seats={"driver": 1})
    row = sounding.begin(shift=drive, volunteer=ume, by=mori, at=now())
    with pytest.raises(Refused, match="車を出す人の席です"):
        sounding.answer(sounding=row, answer="yes", post=post(drive, "driver"), by=mori, at=now())
    row.refresh_from_db()
    assert row.answer == ""


def test_nobody_is_rung_for_what_is_over_and_no_entry_of_another_team_is_opened(
    client, mori, ken, where
):
    taro = who()
    row = sounding.begin(shift=where, volunteer=taro, by=mori, at=now())
    client.force_login(ken)
    assert client.get(f"/staff/volunteering/soundings/{row.pk}/").status_code == 403
    client.force_login(mori)
    taro.person.restricted_to = TeamFactory()
    taro.person.save(update_fields=["restricted_to"])
    assert client.get(f"/staff/volunteering/soundings/{row.pk}/").status_code == 404
    assert client.post(f"{desk_of(where)}ring/{taro.pk}/").status_code == 404
    shifts.cancel(shift=where, reason="吹雪", by=None, at=now())
    with pytest.raises(Refused, match="声をかけなくてよく"):
        sounding.begin(shift=where, volunteer=who(p_name="ほか"), by=mori, at=now())
    assert Sounding.objects.count() == 1
