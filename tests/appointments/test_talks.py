"""A group asks for a talk; the desk agrees a date or says why not."""

import subprocess
from datetime import timedelta

import pytest
from django.utils import timezone

from tests.appointments.conftest import on
from tests.factories import NOW
from tomoni.core.calendar import is_holiday
from tomoni.core.errors import Refused
from tomoni.doing.appointments.actions import desks, talks
from tomoni.doing.appointments.models import TalkRequest
from tomoni.ground.notices.models import Notice
from tomoni.ground.people.contacts import Contact

pytestmark = pytest.mark.django_db


@pytest.fixture
def theme(childcare):
    kind = desks.add_kind(
        desk=childcare.desk, slug="talk", name="ふれあいトーク", modes=8, is_talk=True,
        most_days=120, notice_hours=24, by=None, at=NOW,
    )  # fmt: skip
    return talks.add_theme(kind=kind, slug="baby", title="赤ちゃんのいる家", by=None, at=NOW)


def a_wednesday():
    """A working Wednesday in some five weeks, outside the days around New Year."""
    day = timezone.localdate() + timedelta(days=35)
    while day.weekday() != 2 or is_holiday(day) or (day.month, day.day) in NEW_YEAR:
        day += timedelta(days=1)
    return day


NEW_YEAR = {(12, 29), (12, 30), (12, 31), (1, 1), (1, 2), (1, 3)}


def test_a_group_asks_and_is_answered(theme, childcare, client, kato):
    day = a_wednesday()
    asked = {
        "group": "桜町会館のお茶の会", "wish_1": f"令和{day.year - 2018}年{day.month}月{day.day}日",
        "time_1": "１０時", "place": "桜町会館", "people": "約２０人", "name": "北村 和子",
        "phone": "0134-62-1234",
    }  # fmt: skip
    assert "赤ちゃんのいる家" in client.get("/book/talks/").text
    for wrong, words in (
        ({"wish_1": "2026-02-31"}, "という日はありません"),
        ({"wish_1": "2020-01-10"}, "過ぎた日時があります"),
        ({"wish_1": f"{day.year + 2}-01-10"}, "一年より先の日です"),
        ({"time_1": "ひるごろ"}, "時刻として読めません"),
        ({"people": "たくさん"}, "数字で書いてください"),
    ):
        page = client.post("/book/talks/baby/", asked | wrong)
        assert page.status_code == 200
        assert words in page.text
        assert "桜町会館のお茶の会" in page.text
    done = client.post("/book/talks/baby/", asked)
    request = TalkRequest.objects.get()
    assert request.people == 20
    assert request.baton.is_open
    assert "お茶の会" not in request.baton.title
    assert request.baton.number in client.get(done["Location"]).text

    client.force_login(kato)
    assert "お茶の会" in client.get("/staff/appointments/talks/").text
    page = f"/staff/appointments/talks/{request.pk}/"
    assert "桜町会館" in client.get(page).text
    saturday = {"worker": childcare.endo.pk, "day": f"{day + timedelta(days=3)}", "begins": "10:00"}
    refused = client.post(page, {"agree": "1"} | saturday)
    assert refused.status_code == 200
    assert "決めて、知らせる" in refused.text
    written = {"day": f"R{day.year - 2018}.{day.month}.{day.day}", "begins": "１０時"}
    answered = client.post(page, {"agree": "1", "worker": childcare.endo.pk} | written)
    assert answered.status_code == 302
    request.refresh_from_db()
    assert request.booking.clock == 600
    assert "日時が決まりました" in client.get(done["Location"]).text


def test_agreeing_books_the_speaker_and_closes_the_matter(theme, childcare, kato):
    request = talks.ask(
        theme=theme, group="お茶の会", contact=Contact(name="北村", phone="0134-62-1234"),
        wishes=[on(12, 10, 10).isoformat()], place="桜町会館", people=20, by=None, at=NOW,
    )  # fmt: skip
    done = talks.agree(
        request=request, worker=childcare.endo, starts_at=on(12, 10, 10), by=kato, at=NOW
    )
    assert not done.baton.is_open
    assert done.booking.worker == childcare.endo
    assert Notice.objects.filter(kind="appointments.talk").count() == 1
    with pytest.raises(Refused, match="もうお返事"):
        talks.decline(request=done, words="x", by=kato, at=NOW)


def test_declining_needs_words(theme, kato):
    request = talks.ask(
        theme=theme, group="お茶の会", contact=Contact(name="北村", phone="0134-62-1234"),
        wishes=[on(12, 10, 10).isoformat()], place="桜町会館", people=20, by=None, at=NOW,
    )  # fmt: skip
    with pytest.raises(Refused, match="行けない理由"):
        talks.decline(request=request, words=" ", by=kato, at=NOW)
    done = talks.decline(request=request, words="その週は人がいません。", by=kato, at=NOW)
    assert done.baton.outcome == "declined"


def test_a_talk_is_not_booked_like_an_hour_at_the_desk(theme, client):
    assert client.get("/book/nikoniko/talk/").status_code == 404


def test_a_clerk_keys_in_what_came_on_paper_and_the_group_gets_its_receipt(theme, client, kato):
    day = a_wednesday()
    client.force_login(kato)
    assert "電話や紙の申し込みを入れる" in client.get("/staff/appointments/talks/").text
    page = "/staff/appointments/talks/new/"
    written = {
        "theme": theme.pk, "group": "見本町内会 女性部", "wish_1": f"{day}", "time_1": "10時",
        "place": "見本会館", "people": "15", "name": "北村 和子", "by_letter": "on",
        "postcode": "047-0024", "address": "小樽市花園2丁目5番12号",
    }  # fmt: skip
    refused = client.post(page, written | {"people": "たくさん"})
    assert "数字で書いてください" in refused.text and "見本町内会 女性部" in refused.text
    for _many in range(12):  # One office sends many; the measure against floods is for others.
        done = client.post(page, written)
        assert done.status_code == 302
    request = TalkRequest.objects.first()
    assert TalkRequest.objects.count() == 12
    assert request.baton.opened_by == kato
    receipt = client.get(done["Location"]).text
    assert "印刷して渡してください" in receipt
    told = Notice.objects.get(kind="appointments.talk_received", key__contains=str(request.pk))
    assert told.deliveries.get().channel == "letter"
    assert request.baton.number in told.wording.subject
    assert "見本町内会 女性部" in told.wording.text


def test_the_blank_form_has_the_talks_to_tick_and_where_to_send_it(theme, client, tmp_path):
    answer = client.get("/book/talks/form.pdf")
    assert answer["Content-Type"] == "application/pdf"
    (tmp_path / "form.pdf").write_bytes(answer.content)
    words = subprocess.run(
        ["pdftotext", tmp_path / "form.pdf", "-"], capture_output=True, text=True, check=True
    ).stdout
    words = "".join(words.split())
    for part in ("□赤ちゃんのいる家", "第2希望", "申し込む人のお名前", "0134-23-7847", "1/1"):
        assert part in words, part
    assert "/book/talks/form.pdf" in client.get("/book/talks/").text
