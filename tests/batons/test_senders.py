"""Whoever brought a matter hears that it came in and what became of it."""

import re

import pytest
from django.utils import timezone
from pytest_django.asserts import assertContains

from tomoni.core.errors import Refused
from tomoni.ground.batons import actions
from tomoni.ground.batons.actions.mornings import send
from tomoni.ground.batons.actions.taking import take_in
from tomoni.ground.batons.models import Baton
from tomoni.ground.notices.models import Delivery, Notice


@pytest.fixture
def now():
    return timezone.now()


def page_of(notice):
    """The path behind the link in the notice."""
    return "/l/" + re.search(r"/l/(\S+)", notice.wording.text)[1]


def test_taken_by_telephone_answered_by_mail(client, snow, yuki, now):
    baton = take_in(
        by=yuki, at=now, title="屋根の雪の相談", team=snow, by_name="坂本 ハル",
        contact="ｈａｒｕ＠example.jp",
    )  # fmt: skip
    receipt = Notice.objects.get(kind="batons.receipt")
    assert baton.number in receipt.wording.text
    assertContains(client.get(page_of(receipt)), "除雪の班")

    actions.close(baton=baton, outcome="done", words="雪をおろしました", by=yuki, at=now)

    outcome = Notice.objects.get(kind="batons.outcome")
    assert "雪をおろしました" in outcome.wording.text
    assertContains(client.get(page_of(outcome)), "雪をおろしました")


def test_who_gave_an_address_gets_a_letter(snow, yuki, now):
    baton = take_in(
        by=yuki, at=now, title="雪", team=snow, by_name="坂本 ハル", postcode="〒０４７ー００２４",
        address="小樽市花園２丁目",
    )  # fmt: skip
    actions.close(baton=baton, outcome="advised", words="ご説明しました", by=yuki, at=now)
    assert {d.channel for d in Delivery.objects.all()} == {"letter"}


def test_nobody_is_written_to_who_did_not_ask(snow, yuki, now):
    baton = take_in(by=yuki, at=now, title="雪", team=snow, by_name="名のらない人")
    actions.close(baton=baton, outcome="done", words="雪をおろしました", by=yuki, at=now)
    assert not Notice.objects.exists()


def test_a_clerk_types_the_day_as_on_paper(client, snow, yuki, now):
    client.force_login(yuki)
    client.post(
        "/desk/new/",
        {"title": "雪の相談", "way": "phone", "team": str(snow.pk), "due_on": "令和９年１月８日",
         "contact": "0134-00-0009", "by_name": "坂本 ハル"},
    )  # fmt: skip
    baton = Baton.objects.get()
    assert baton.due_on.isoformat() == "2027-01-08"
    assert baton.parties.get().phone == "0134-00-0009"


def test_an_outcome_is_chosen_and_not_preset(client, baton, yuki):
    client.force_login(yuki)
    page = client.post(f"/desk/{baton.number}/close/", {"words": "終わりました", "way": "phone"})
    assert page.status_code == 200
    baton.refresh_from_db()
    assert baton.is_open


def test_the_morning_list_comes_once_a_day_on_working_days(baton, yuki, at):
    Baton.objects.update(person=yuki, due_on=timezone.localdate(at))
    assert send(at=at) == 1
    assert send(at=at) == 1
    morning = Notice.objects.get(kind="batons.morning")
    assert (morning.user, baton.number in morning.wording.text) == (yuki, True)
    assert "屋根" not in morning.wording.text
    saturday = at + timezone.timedelta(days=4)
    assert send(at=saturday) == 0


def test_the_english_page_names_kind_and_team_in_english(client, snow, yuki, now):
    snow.name_en = "Snow team"
    snow.save(update_fields=["name_en"])
    baton = take_in(by=yuki, at=now, title="雪", team=snow, contact="a@example.jp")
    offer = actions.offer(baton=baton, outside_name="見本", by=yuki, at=now)
    key = actions.links.make(offer=offer, by=yuki, at=now)[1]
    page = client.get(f"/l/{key}/?lang=en")
    assertContains(page, "Snow team asks whether")
    assertContains(page, "Matter taken at the desk")


def test_a_postcode_that_is_none_gets_a_sentence(snow, yuki, now):
    with pytest.raises(Refused, match="郵便番号") as no:
        take_in(
            by=yuki,
            at=now,
            title="雪",
            team=snow,
            by_name="坂本 ハル",
            postcode="47",
            address="花園",
        )
    assert no.value.field == "postcode"
    assert not Baton.objects.exists()
