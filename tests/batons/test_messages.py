"""Messages about a matter: to a resident, to somebody outside, to another team; who has read them."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import Error, transaction
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from tests.factories import PersonFactory
from tomoni.core.errors import Refused
from tomoni.ground.batons import own_holdings
from tomoni.ground.batons.actions import parties, writing
from tomoni.ground.batons.models import Link, Message, Party, Receipt
from tomoni.ground.batons.queries import messages as queries
from tomoni.ground.notices.models import Delivery, Notice
from tomoni.ground.people.actions import merging


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def party(baton, yuki, now):
    return parties.add_party(
        baton=baton, by=yuki, at=now, name="見本 ハル", email="haru.mihon@example.jp"
    )


def write(baton, to, by, at, text="雪の量を教えてください"):
    return writing.write(baton=baton, to=to, text=text, by=by, at=at, token=uuid4())


def key_of(notice):
    """The key as it stands in the mail: nowhere else is it kept."""
    return re.search(r"/l/([^/]+)/", notice.wording.url)[1]


def where(baton):
    return f"/desk/{baton.number}/messages/"


def test_a_clerk_writes_and_the_resident_reads_and_answers_by_link(client, baton, yuki, party):
    client.force_login(yuki)
    said = {"to": f"party:{party.pk}", "text": "雪の量を教えてください", "token": uuid4()}
    assertRedirects(client.post(where(baton), said), where(baton))
    notice = Notice.objects.get(kind="batons.message")
    assert "雪の量" not in notice.wording.text, "a notice tells no story"
    page = client.get(where(baton))
    assertContains(page, "まだ開いていない")

    client.logout()
    address = f"/l/{key_of(notice)}/"
    for _again in range(3):
        assertNotContains(client.get(address), "雪の量")
    assert Receipt.objects.get().opened_at is None, "a mail scanner's look is no receipt"
    page = client.post(address, {"read": "1"})
    assertContains(page, "雪の量を教えてください")
    assert Receipt.objects.get().opened_at is not None
    client.post(address, {"text": "30センチです", "token": uuid4()})

    back = Message.objects.get(is_from_holder=False)
    assert (queries.opened([back])[0].text, back.party, back.way) == ("30センチです", party, "link")
    assert Receipt.objects.get(party=party).answered_at is not None
    assert Notice.objects.get(kind="batons.message_staff").user == yuki
    assert Link.objects.get().last_used_at is not None
    assert [step.act for step in baton.steps.all()] == ["opened", "said", "linked", "said"]


def test_what_is_unread_stands_in_a_tray_of_its_own(client, baton, yuki, cho, party, now):
    write(baton, party, yuki, now)
    link = Link.objects.get()
    writing.write_back(link=link, text="30センチです", token=uuid4(), at=now)
    client.force_login(cho)
    page = client.get("/desk/?tray=unread")
    assertContains(page, baton.number)
    assertContains(page, "まだ読んでいない文")
    client.get(where(baton))
    assertNotContains(client.get("/desk/?tray=unread"), f"/desk/{baton.number}/")
    assert Receipt.objects.get(user=cho).opened_at is not None
    assert Receipt.objects.get(user=yuki).opened_at is None, (
        "each reader has a receipt of their own"
    )


def test_another_team_sees_its_own_conversation_and_no_other(
    client, baton, yuki, sumi, homes, party, now
):
    write(baton, party, yuki, now, "ハルさんへの文")
    write(baton, homes, yuki, now, "住まいの班への文")
    client.force_login(sumi)
    page = client.get(where(baton))
    assertContains(page, "住まいの班への文")
    assertNotContains(page, "ハルさんへの文")
    client.post(
        where(baton), {"to": f"team:{homes.slug}", "text": "見に行きます", "token": uuid4()}
    )
    back = Message.objects.get(is_from_holder=False)
    assert (back.team, back.by) == (homes, sumi)
    assert Receipt.objects.get(user=sumi).answered_at is not None
    assert set(Receipt.objects.filter(message=back).values_list("user", flat=True)) == {yuki.pk}
    refused = client.post(where(baton), {"to": f"party:{party.pk}", "text": "x", "token": uuid4()})
    assert refused.status_code == 200
    assert Message.objects.count() == 3


def test_a_stranger_to_the_matter_neither_reads_nor_writes(client, baton, sumi, homes):
    client.force_login(sumi)
    assert client.get(where(baton)).status_code == 404
    with pytest.raises(Refused):
        write(baton, baton.team, sumi, timezone.now())


def test_a_second_press_is_the_same_message(client, baton, yuki, party):
    client.force_login(yuki)
    said = {"to": f"party:{party.pk}", "text": "一度だけ", "token": uuid4()}
    client.post(where(baton), said)
    client.post(where(baton), said)
    assert Message.objects.count() == 1
    assert Notice.objects.filter(kind="batons.message").count() == 1


def test_a_message_to_nobody_or_without_words_keeps_what_was_typed(client, baton, yuki, now):
    party = parties.add_party(baton=baton, by=yuki, at=now, name="連絡先のない人")
    client.force_login(yuki)
    page = client.post(
        where(baton), {"to": f"party:{party.pk}", "text": "書いた文", "token": uuid4()}
    )
    assertContains(page, "連絡先がありません")
    assertContains(page, "書いた文")
    page = client.post(where(baton), {"to": f"party:{party.pk}", "text": " ", "token": uuid4()})
    assertContains(page, "文を書いてください")


def test_delivered_is_what_the_outbox_says(baton, yuki, party, now):
    write(baton, party, yuki, now)
    rows = queries.lines(queries.seen_by(yuki, baton, now.date()))
    assert rows[0].readers[0].delivered_at is None
    Delivery.objects.update(status="sent", settled_at=now)
    rows = queries.lines(queries.seen_by(yuki, baton, now.date()))
    assert rows[0].readers[0].delivered_at == now


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("change", ["update", "delete"])
def test_the_database_refuses_to_change_or_lose_a_message(baton, yuki, homes, now, change):
    message = write(baton, homes, yuki, now)
    with pytest.raises(Error, match="append-only"), transaction.atomic():
        rows = Message.objects.filter(pk=message.pk)
        rows.update(is_from_holder=False) if change == "update" else rows._raw_delete("default")
    assert queries.opened(Message.objects.all())[0].text == "雪の量を教えてください"


def test_too_many_messages_by_one_link_are_refused(baton, yuki, party, now):
    write(baton, party, yuki, now)
    link = Link.objects.get()
    for n in range(writing.MOST_AN_HOUR):
        writing.write_back(link=link, text=f"{n}", token=uuid4(), at=now)
    with pytest.raises(Refused, match="お電話"):
        writing.write_back(link=link, text="まだ", token=uuid4(), at=now)
    writing.write_back(link=link, text="あとで", token=uuid4(), at=now + timedelta(hours=2))


def test_the_pages_ask_the_same_questions_for_one_message_and_for_many(
    client, baton, yuki, cho, homes, party, now, django_assert_max_num_queries
):
    write(baton, party, yuki, now)
    client.force_login(cho)
    for path in (where(baton), "/desk/?tray=team"):
        client.get(path)
        with django_assert_max_num_queries(60) as few:
            client.get(path)
        count = len(few.captured_queries)
        for n in range(6):
            write(baton, homes, yuki, now, str(n))
            writing.write_back(
                link=Link.objects.filter(party=party).first(), text=str(n), token=uuid4(), at=now
            )
        client.get(path)
        with django_assert_max_num_queries(count):
            client.get(path)


def test_it_stands_on_the_persons_own_page_and_moves_with_a_merge(baton, yuki, tani, haru, now):
    one, two = PersonFactory(name="見本 ハル"), PersonFactory(name="見本 ハル子")
    party = Party.objects.create(
        baton=baton, part="concerned", person=two, name="見本 ハル子",
        email="haru.mihon@example.jp", added_at=now,
    )  # fmt: skip
    write(baton, party, yuki, now, "ハルさんへ")
    merge = merging.merge(kept=one, gone=two, by=tani, at=now)
    party.refresh_from_db()
    assert party.person == one
    said = " ".join(value for _what, value in own_holdings.mine(haru, [one]))
    assert "ハルさんへ" in said
    assert baton.number in said
    merging.undo(merge=merge, by=tani, at=now)
    party.refresh_from_db()
    assert party.person == two
