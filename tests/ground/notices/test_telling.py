"""One message, one person, once, by the way they chose."""

import pytest
from django.db import IntegrityError, transaction
from django_tasks_db.models import DBTaskResult

from tomoni.core.models import AuditRow
from tomoni.ground.notices.actions import Recipient, tell, tell_many
from tomoni.ground.notices.models import (
    Choice,
    Delivery,
    Mailing,
    Notice,
    Preference,
    Suppression,
    Wording,
)
from tomoni.ground.people.models import Person

pytestmark = pytest.mark.django_db


def person(at, **more):
    return Person.objects.create(
        **{"name": "山田 太郎", "created_at": at, "updated_at": at, **more}
    )


def test_the_same_message_is_told_once(haru, mori, noon):
    first = tell(kind="tests.offer", to=Recipient(user=haru), key="offer:1", by=mori, at=noon)
    again = tell(kind="tests.offer", to=Recipient(user=haru), key="offer:1", by=mori, at=noon)
    other = tell(kind="tests.offer", to=Recipient(user=haru), key="offer:2", by=mori, at=noon)

    assert first == again != other
    assert Delivery.objects.count() == 2
    assert AuditRow.objects.filter(act="notices.told").count() == 2
    assert DBTaskResult.objects.count() == 2


def test_the_database_itself_refuses_a_second_copy_and_a_second_way(haru, noon):
    one = tell(kind="tests.offer", to=Recipient(user=haru), key="k", at=noon)
    with pytest.raises(IntegrityError), transaction.atomic():
        Notice.objects.create(
            kind="tests.offer", key="k", recipient=one.recipient, wording=one.wording, at=noon
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        Delivery.objects.create(notice=one, channel="letter", address="x", not_before=noon)


def test_it_vanishes_with_the_transaction_that_told_it(haru, noon):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        tell(kind="tests.offer", to=Recipient(user=haru), key="k", at=noon)
        raise ZeroDivisionError
    assert not Notice.objects.exists() and not DBTaskResult.objects.exists()


def test_somebody_who_gets_an_account_is_still_the_same_person(haru, noon):
    one = person(noon, email="haru@example.jp")
    tell(kind="tests.offer", to=Recipient(person=one), key="k", at=noon)
    one.user = haru
    one.save()
    haru.refresh_from_db()
    tell(kind="tests.offer", to=Recipient(user=haru), key="k", at=noon)
    tell(kind="tests.offer", to=Recipient(person=one), key="k", at=noon)
    assert Notice.objects.count() == 1


def test_everybody_reads_their_own_language(haru, noon):
    haru.language = "en"
    haru.save()
    told = tell(kind="tests.offer", to=Recipient(user=haru), key="k", at=noon)
    easy = tell(
        kind="tests.offer", to=Recipient(email="a@example.jp", language="ja-easy"), key="k", at=noon
    )
    assert told.wording.language == "en"
    assert easy.wording.language == "ja-easy"


def test_without_a_mail_address_it_is_a_letter_and_without_anything_only_the_page(noon):
    paper = person(noon, postcode="0470024", address="小樽市花園2-12-1")
    nowhere = person(noon)
    for one in (paper, nowhere):
        tell(kind="tests.offer", to=Recipient(person=one), key="k", at=noon)
    [delivery] = Delivery.objects.all()
    assert (delivery.channel, delivery.address) == ("letter", "0470024\n小樽市花園2-12-1")
    assert Notice.objects.filter(deliveries=None).count() == 1


def test_paper_is_not_spent_on_what_may_be_switched_off_unless_chosen(noon):
    paper = person(noon, postcode="0470024", address="小樽市花園2-12-1")
    tell(kind="tests.news", to=Recipient(person=paper), key="1", at=noon)
    assert not Delivery.objects.exists()
    Choice.objects.create(
        recipient=f"person:{paper.pk}", kind="tests.news", channel="letter", updated_at=noon
    )
    tell(kind="tests.news", to=Recipient(person=paper), key="2", at=noon)
    assert Delivery.objects.get().channel == "letter"


def test_who_said_no_is_not_told_but_what_must_be_said_is_said(haru, noon):
    for kind in ("tests.news", "tests.offer"):
        Choice.objects.create(
            recipient=f"user:{haru.pk}", kind=kind, channel="off", updated_at=noon
        )
        tell(kind=kind, to=Recipient(user=haru), key="k", at=noon)
    assert Delivery.objects.get().notice.kind == "tests.offer"


def test_quiet_hours_wait_until_the_morning_unless_urgent(haru, night, settings):
    settings.SMS_URL = "http://127.0.0.1:9/"
    to = Recipient(name="岡本", phone="090-1234-5678")
    tell(kind="tests.offer", to=to, key="k", at=night)
    tell(kind="tests.urgent", to=to, key="k", at=night)
    tell(kind="tests.offer", to=Recipient(user=haru), key="k", at=night)
    when = {(d.notice.kind, d.channel): d.not_before for d in Delivery.objects.all()}
    assert when[("tests.offer", "sms")].astimezone(night.tzinfo).isoformat() == (
        "2026-11-25T07:00:00+09:00"
    )
    assert when[("tests.urgent", "sms")] == night
    assert when[("tests.offer", "mail")] == night
    assert Delivery.objects.filter(address="+819012345678").count() == 2

    Preference.objects.create(
        recipient=f"user:{haru.pk}", quiet_from=22 * 60, quiet_until=6 * 60, updated_at=night
    )
    tell(kind="tests.offer", to=Recipient(user=haru), key="k2", at=night)
    quiet = Delivery.objects.get(notice__key="k2")
    assert quiet.not_before.astimezone(night.tzinfo).hour == 6


def test_an_address_that_does_not_exist_is_not_used(haru, noon):
    Suppression.objects.create(channel="mail", address="haru@example.jp", reason="550", at=noon)
    tell(kind="tests.offer", to=Recipient(user=haru), key="k", at=noon)
    assert not Delivery.objects.exists()


def test_an_address_cannot_smuggle_in_a_header(noon):
    for bad in (
        "a@example.jp\r\nBcc: b@example.jp",
        "a@b@example.jp",
        "no address",
        "あ@example.jp",
    ):
        tell(kind="tests.offer", to=Recipient(email=bad), key=bad, at=noon)
    assert not Delivery.objects.exists()


def test_many_are_told_in_heaps_with_one_text_and_again_changes_nothing(mori, noon):
    everyone = [Recipient(name=f"見本{n}", email=f"p{n}@example.jp") for n in range(950)]
    for _time in range(2):
        mailing = tell_many(kind="tests.news", to=iter(everyone), key="n", by=mori, at=noon)
    tell_many(kind="tests.news", to=iter(everyone + everyone[:3]), key="n", by=mori, at=noon)

    assert Mailing.objects.get() == mailing
    assert mailing.told == Notice.objects.count() == Delivery.objects.count() == 950
    assert Wording.objects.count() == 1
