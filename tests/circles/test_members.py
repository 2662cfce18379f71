"""Who belongs, who sees it from inside, and how each is told."""

import pytest
from django.db import IntegrityError, transaction

from tests.people import person
from tomoni.core.errors import Refused
from tomoni.ground.notices.models import Delivery, Notice
from tomoni.town.circles.actions import circles, papers
from tomoni.town.circles.models import Member

pytestmark = pytest.mark.django_db


def test_the_secretariat_adds_a_member_and_the_rest_may_not(client, network, mori, ken, sato):
    client.force_login(mori)
    answers = {
        "name": "木村 見本",
        "part": "member",
        "address": "小樽市色内1丁目",
        "postcode": "０４７−００３１",
    }
    assert client.post("/circles/cafe/inside/member/", answers).status_code == 302
    assert Member.objects.get(name="木村 見本").contact["postcode"] == "0470031"

    client.force_login(sato)
    assert client.get("/circles/cafe/inside/").status_code == 200
    assert client.post("/circles/cafe/inside/member/", answers).status_code == 403
    client.force_login(ken)
    assert client.get("/circles/cafe/inside/").status_code == 404


def test_two_kinds_of_member_at_once_are_refused_with_the_input_kept(client, network, mori, salon):
    client.force_login(mori)
    page = client.post(
        "/circles/cafe/inside/member/",
        {"name": "木村 見本", "organisation": salon.pk, "part": "member"},
    ).content.decode()
    assert "どれかひとつを入れてください" in page
    assert "木村 見本" in page


def test_the_database_refuses_a_member_twice_and_one_that_is_nobody(network, salon, at):
    with pytest.raises(Refused, match="もう会員です"):
        circles.add_member(circle=network, organisation=salon, by=None, at=at)
    for wrong in ({"organisation": salon}, {"name": ""}, {"name": "だれか", "organisation": salon}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Member.objects.create(circle=network, from_on=at.date(), **wrong)


def test_who_left_sees_nothing_any_more(client, network, mori, sato, at):
    member = network.members.get(part="chair")
    client.force_login(mori)
    day = at.date().isoformat()
    url = f"/circles/cafe/inside/members/{member.pk}/end/"
    member.refresh_from_db()
    Member.objects.filter(pk=member.pk).update(from_on="2026-01-01")
    assert client.post(url, {"until_on": "令和8年1月2日"}).status_code == 302, day
    sato.memberships.all().delete()
    client.force_login(sato)
    assert client.get("/circles/cafe/inside/").status_code == 404


def test_one_text_reaches_every_member_by_their_own_way_and_once(network, mori, sato, at):
    for _again in range(2):
        papers.write_to_members(
            circle=network, subject="雪の日のこと", text="大雪の日は休みます。", key="k1",
            by=mori, at=at,
        )  # fmt: skip
    told = {notice.name: notice for notice in Notice.objects.filter(kind="circles.word")}
    ways = {d.notice.name: d.channel for d in Delivery.objects.filter(notice__in=told.values())}

    assert set(told) == {"見本サロン", "名前を出さない店", "川口 見本"}
    assert ways["川口 見本"] == "letter"
    assert ways["見本サロン"] == "mail"
    assert "大雪の日は休みます。" in told["川口 見本"].wording.text


def test_only_the_secretariat_writes_to_the_members(network, ken, at):
    with pytest.raises(Refused, match="見本の事務局"):
        papers.write_to_members(circle=network, subject="x", text="y", key="k", by=ken, at=at)
    assert not Notice.objects.exists()


def test_a_word_of_our_own_pages_is_no_name_of_a_circle(client, council, mori):
    client.force_login(mori)
    answers = {"slug": "mine", "name": "だめな名前", "purpose": "見本", "secretariat": council.pk}
    page = client.post("/staff/circles/new/", answers).content.decode()
    assert "ほかのページが使っています" in page
    assert client.post("/staff/circles/new/", {**answers, "slug": "yoi"}).status_code == 302


def test_the_staff_list_names_circles_but_opens_only_ones_own(client, network):
    abe = person("abe@example.jp", "阿部 見本", "あべ", "clerk")
    client.force_login(abe)
    page = client.get("/staff/circles/").content.decode()
    assert "見本カフェの会" in page
    assert "/circles/cafe/inside/" not in page
    assert client.get("/circles/cafe/inside/").status_code == 404
