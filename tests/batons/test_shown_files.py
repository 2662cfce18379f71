"""A file meant for the receiver outside: marked by the holder, saved through the link, written down."""

import re
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from tests.batons.test_files import PDF, upload
from tomoni.core import reading_log, shredding
from tomoni.core.models import Opening
from tomoni.ground.batons import actions
from tomoni.ground.batons.actions import attaching, links, outside, parties, showing
from tomoni.ground.batons.models import Shown
from tomoni.ground.batons.queries import files as queries
from tomoni.ground.batons.queries.story import story_of
from tomoni.ground.batons.rules import files as rules


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def offer(baton, yuki, now):
    return actions.offer(
        baton=baton, outside_name="見本工務店", note="屋根を見てほしい", by=yuki, at=now
    )


@pytest.fixture
def key(offer, yuki, now):
    return links.make(offer=offer, by=yuki, at=now)[1]


@pytest.fixture
def file(baton, yuki, now):
    return attaching.attach(
        baton=baton, file=upload(name="屋根の図.pdf"), words="南の屋根", by=yuki, at=now
    )


@pytest.fixture
def secret(baton, yuki, now):
    content = PDF.replace(b"%%EOF", b"% another one\n%%EOF")
    return attaching.attach(baton=baton, file=upload(content, "通帳.pdf"), by=yuki, at=now)


def desk(baton, rest=""):
    return f"/desk/{baton.number}/files/{rest}"


def test_the_receiver_gets_what_is_meant_for_them_and_nothing_else(
    client, baton, offer, key, file, secret, yuki
):
    client.force_login(yuki)
    page = client.get(desk(baton)).content.decode()
    assert f'value="offer:{offer.pk}"' in page and "見本工務店" in page
    said = {"to": f"offer:{offer.pk}"}
    assertRedirects(client.post(desk(baton, f"{file.pk}/show/"), said), desk(baton))
    client.post(desk(baton, f"{file.pk}/show/"), said)
    assert Shown.objects.count() == 1
    step = story_of(baton)[0]
    assert (step.act, step.note) == ("shown", "屋根の図.pdf → 見本工務店")
    client.logout()

    assertContains(client.get(f"/l/{key}/"), "お渡しする書類や写真（1つ）")
    page = client.get(f"/l/{key}/files/")
    assertContains(page, "屋根の図.pdf")
    assertContains(page, "南の屋根")
    assertNotContains(page, "通帳")
    saved = client.post(f"/l/{key}/files/{file.pk}/")
    assert saved.content == PDF
    assert saved["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert saved["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "no-store" in saved["Cache-Control"] and saved["Referrer-Policy"] == "same-origin"
    refused = client.post(f"/l/{key}/files/{secret.pk}/")
    assertContains(refused, "お渡しできません", status_code=404)
    assertContains(refused, "0134-00-0001", status_code=404)
    assert client.post(f"/l/{key}/files/{uuid4()}/").status_code == 404


def test_saving_is_a_reading_and_a_scanners_look_is_none(
    client, baton, offer, key, file, yuki, now
):
    parties.add_party(baton=baton, user=yuki, by=yuki, at=now)
    showing.show(file=file, to=offer, by=yuki, at=now)
    for _look in range(3):
        client.get(f"/l/{key}/files/")
        assertRedirects(client.get(f"/l/{key}/files/{file.pk}/"), f"/l/{key}/files/")
    assert not Opening.objects.filter(thing="batons.Attachment").exists()
    client.post(f"/l/{key}/files/{file.pk}/")
    opening = Opening.objects.get(thing="batons.Attachment")
    assert (opening.by, opening.basis, opening.thing_id) == (None, "link", str(file.pk))
    assert shredding.opened(opening.by_name) == "見本工務店"
    [day] = reading_log.days(reading_log.readers_of(queries.person_of(baton)))
    assert day.by_name == "見本工務店"


def test_a_revoked_an_expired_and_a_guessed_link_give_nothing(
    client, baton, offer, file, yuki, now
):
    showing.show(file=file, to=offer, by=yuki, at=now)
    link, key = links.make(offer=offer, by=yuki, at=now)
    links.stop(link=link, by=yuki, at=now)
    assertContains(client.post(f"/l/{key}/files/{file.pk}/"), "止められました", status_code=404)
    link, key = links.make(offer=offer, by=yuki, at=now - timezone.timedelta(days=20), days=14)
    assertContains(client.post(f"/l/{key}/files/{file.pk}/"), "期間は終わりました", status_code=404)
    assert client.post(f"/l/guessed/files/{file.pk}/").status_code == 404
    assert not Opening.objects.filter(thing="batons.Attachment").exists()


def test_another_receivers_link_of_the_same_matter_gives_nothing(
    client, baton, offer, file, yuki, now
):
    showing.show(file=file, to=offer, by=yuki, at=now)
    question = actions.ask(baton=baton, outside_name="見本銀行", text="?", by=yuki, at=now)
    _link, key = links.make(question=question, by=yuki, at=now)
    assertNotContains(client.get(f"/l/{key}/files/"), "屋根の図")
    assert client.post(f"/l/{key}/files/{file.pk}/").status_code == 404
    showing.show(file=file, to=question, by=yuki, at=now)
    assert client.post(f"/l/{key}/files/{file.pk}/").content == PDF


def test_after_they_took_it_they_still_need_the_papers_after_giving_back_not(
    client, baton, offer, key, file, yuki, now
):
    showing.show(file=file, to=offer, by=yuki, at=now)
    said = {"answer": "accept", "name": "外川", "reply": "", "reason": ""}
    done = client.post(f"/l/{key}/", said, follow=True)
    assertContains(done, "お渡しする書類や写真（1つ）")
    assert client.post(f"/l/{key}/files/{file.pk}/").status_code == 200
    again = actions.offer(baton=baton, outside_name="ほかの工務店", by=yuki, at=now)
    _link, other = links.make(offer=again, by=yuki, at=now)
    showing.show(file=file, to=again, by=yuki, at=now)
    said = {"answer": "give_back", "name": "外", "reply": "", "reason": "no_capacity"}
    client.post(f"/l/{other}/", said)
    assert client.post(f"/l/{other}/files/{file.pk}/").status_code == 404


def test_taken_back_it_is_gone_from_the_page_at_once(client, baton, offer, key, file, yuki, now):
    row = showing.show(file=file, to=offer, by=yuki, at=now)
    client.force_login(yuki)
    assertRedirects(client.post(desk(baton, f"{file.pk}/hide/{row.pk}/")), desk(baton))
    client.post(desk(baton, f"{file.pk}/hide/{row.pk}/"))
    assert [s.act for s in story_of(baton)][:2] == ["hidden", "shown"]
    client.logout()
    assertNotContains(client.get(f"/l/{key}/files/"), "屋根の図")
    assert client.post(f"/l/{key}/files/{file.pk}/").status_code == 404


def test_when_the_matter_is_over_nothing_is_given_out(client, baton, offer, key, file, yuki, now):
    showing.show(file=file, to=offer, by=yuki, at=now)
    actions.withdraw(offer=offer, by=yuki, at=now)
    assert client.post(f"/l/{key}/files/{file.pk}/").status_code == 404
    actions.close(baton=baton, outcome="done", words="済み", by=yuki, at=now)
    assert client.post(f"/l/{key}/files/{file.pk}/").status_code == 404


@pytest.mark.parametrize("who", ["sumi", "ken", "kobayashi", "nobody"])
def test_who_does_not_hold_the_matter_shows_nothing(
    client, request, baton, offer, file, homes, yuki, now, who
):
    if who != "nobody":
        client.force_login(request.getfixturevalue(who))
    if who == "sumi":  # Asked, so that the page of the matter opens for her.
        actions.ask(baton=baton, to_team=homes, text="空いていますか", by=yuki, at=now)
    client.post(desk(baton, f"{file.pk}/show/"), {"to": f"offer:{offer.pk}"})
    assert not Shown.objects.exists()


def test_a_receiver_of_another_matter_is_no_choice(client, baton, file, snow, yuki, now):
    other = actions.open_baton(kind="desk.note", title="別の件", team=snow, by=yuki, at=now)
    theirs = actions.offer(baton=other, outside_name="別の店", by=yuki, at=now)
    client.force_login(yuki)
    page = client.post(desk(baton, f"{file.pk}/show/"), {"to": f"offer:{theirs.pk}"}, follow=True)
    assertContains(page, "その相手には、いまは見せられません")
    assertContains(page, "先に引き継ぎか問い合わせ")
    with pytest.raises(ValueError, match="another matter"):
        showing.show(file=file, to=theirs, by=yuki, at=now)
    assert not Shown.objects.exists()


def test_a_party_one_writes_with_can_be_shown_a_file(client, baton, file, yuki, now):
    link, key = outside.send_link(
        baton=baton, about=None, name="見本 ハル", way="hand", contact=outside.Contact(), days=7,
        by=yuki, at=now,
    )  # fmt: skip
    client.force_login(yuki)
    client.post(desk(baton, f"{file.pk}/show/"), {"to": f"party:{link.party_id}"})
    client.logout()
    assertContains(client.get(f"/l/{key}/"), "お渡しする書類や写真（1つ）")
    assert client.post(f"/l/{key}/files/{file.pk}/").content == PDF


def test_the_staff_page_asks_the_same_number_of_questions(
    client, baton, offer, yuki, now, django_assert_max_num_queries
):
    client.force_login(yuki)
    for n in range(6):
        one = attaching.attach(
            baton=baton, file=upload(PDF + bytes([n + 48]), f"{n}.pdf"), by=yuki, at=now
        )
        showing.show(file=one, to=offer, by=yuki, at=now)
    with django_assert_max_num_queries(25):
        page = client.get(desk(baton)).content.decode()
    assert len(re.findall("見せるのをやめる", page)) == 6


def test_a_file_is_shown_to_exactly_one_receiver_a_row(offer, file, now):
    for bad in ({}, {"offer": offer}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Shown.objects.create(attachment=file, shown_at=now)
        if bad:
            Shown.objects.create(attachment=file, shown_at=now, **bad)
            with pytest.raises(IntegrityError), transaction.atomic():
                Shown.objects.create(attachment=file, shown_at=now, **bad)


@pytest.mark.parametrize(
    ("is_open", "status", "theirs"),
    [
        (True, "open", True), (True, "accepted", True), (True, "answered", True),
        (True, "returned", False), (True, "withdrawn", False), (False, "accepted", False),
    ],
)  # fmt: skip
def test_whose_the_papers_are(is_open, status, theirs):
    assert rules.is_theirs(is_open=is_open, status=status) is theirs
