"""A daughter acts for her mother on the pages: within the mandate, told each time, refused in words."""

import json
from datetime import timedelta

import pytest
from django.utils.timezone import localdate, now

from tests.factories import PersonFactory, TeamFactory
from tomoni.core.models import Opening
from tomoni.ground.batons.models import Baton
from tomoni.ground.notices.models import Notice
from tomoni.ground.people.actions import mandates
from tomoni.ground.people.actions.persons import of_account
from tomoni.ground.people.models import ActFor, Mandate

ALL = ["book", "read", "correct"]


def text(page):
    return page.content.decode()


@pytest.fixture
def kiku(db):
    return PersonFactory(
        name="髙橋 キク", postcode="0470024", address="小樽市花園2-5-12", note="補聴器を使う"
    )


@pytest.fixture
def give(kiku, ken, tani):
    def given(scopes=ALL, **more):
        known = {
            "person": kiku, "delegate": of_account(user=ken, at=now()), "kind": "family",
            "scopes": scopes, "until_on": localdate() + timedelta(days=90), "proof": "letter",
            "proof_reference": "綴り 12", "by": tani, "at": now(),
        }  # fmt: skip
        return mandates.give(**{**known, **more})

    return given


@pytest.fixture
def acting(client, ken, kiku):
    """Ken has signed in and chosen his mother in the head of the page."""

    def begin():
        client.force_login(ken)
        return client.post(f"/me/for/{kiku.pk}/begin/")

    return begin


def test_one_chooses_in_the_head_of_the_page_and_goes_back(client, give, ken, kiku):
    give()
    client.force_login(ken)
    assert 'href="/me/for/"' in text(client.get("/me/"))
    chooser = text(client.get("/me/for/"))
    assert "髙橋 キク" in chooser and "予約や参加の申し込みをする" in chooser
    client.post(f"/me/for/{kiku.pk}/begin/")
    for path in ("/me/", "/book/", "/events/"):
        assert "髙橋 キク</strong> さんのために" in text(client.get(path)), path
    client.post("/me/for/stop/")
    assert "さんのために" not in text(client.get("/book/"))
    assert not ActFor.objects.exists() and not Notice.objects.filter(kind="people.acted").exists()


def test_nobody_acts_without_a_mandate(client, haru, kiku, give):
    give()
    client.force_login(haru)
    assert "/me/for/" not in text(client.get("/me/"))
    assert "登録されていません" in text(client.get("/me/for/"))
    assert client.post(f"/me/for/{kiku.pk}/begin/").status_code == 404
    for path in ("records/", "records/file/", "correction/"):
        assert client.get(f"/me/for/{path}")["Location"] == "/me/for/"


def test_the_records_open_behind_a_button_and_the_person_is_told_once_a_day(
    client, give, acting, kiku
):
    give()
    acting()
    shut = text(client.get("/me/for/records/"))
    assert "花園2-5-12" not in shut and "記録を開く" in shut
    assert client.get("/me/for/records/file/")["Location"] == "/me/for/records/"
    for _again in range(2):
        client.post("/me/for/records/")
    page = text(client.get("/me/for/records/"))
    assert "花園2-5-12" in page and "補聴器を使う" in page
    assert ActFor.objects.count() == 1
    notice = Notice.objects.get(kind="people.acted", person=kiku)
    assert "登録されていることを開きました" in notice.wording.text
    looks = Opening.objects.filter(about=str(kiku.pk), basis="mandate")
    assert looks.count() == 1 and looks[0].fields


def test_what_is_taken_home_is_the_same_in_three_forms(client, give, acting):
    give()
    acting()
    client.post("/me/for/records/")
    file = client.get("/me/for/records/file/?as=html")
    assert "花園2-5-12" in text(file) and "attachment" in file["Content-Disposition"]
    assert "髙橋 キクさんについての記録" in text(file)
    data = json.loads(client.get("/me/for/records/file/?as=json").content)
    assert "person" in data and "account" not in data
    assert client.get("/me/for/records/file/?as=pdf").content.startswith(b"%PDF")


def test_how_somebody_signs_in_is_shown_to_no_delegate(client, give, acting, kiku, haru):
    kiku.user = haru
    kiku.save(update_fields=["user"])
    give()
    acting()
    client.post("/me/for/records/")
    assert "haru@example.jp" not in text(client.get("/me/for/records/"))


def test_a_narrow_mandate_opens_only_its_groups(client, give, acting):
    give(["receive"])
    acting()
    client.post("/me/for/records/")
    page = text(client.get("/me/for/records/"))
    assert "お知らせ" in page and "花園2-5-12" not in page and "補聴器" not in page
    no = client.get("/me/for/correction/")
    assert no.status_code == 403 and "入っていません" in text(no) and "0134" in text(no)


def test_a_correction_is_asked_in_the_persons_name_and_told_to_them(client, give, acting, kiku):
    desk = TeamFactory(desk=True)
    give()
    acting()
    answers = {"words": "番地は2-5-13です", "behalf": str(kiku.pk)}
    page = text(client.post("/me/for/correction/", answers))
    baton = Baton.objects.get()
    assert baton.number in page and baton.team == desk
    act = ActFor.objects.get()
    assert act.scope == "correct" and baton.number in act.words
    assert Notice.objects.filter(kind="people.acted", person=kiku).exists()


def test_the_form_of_another_tab_is_refused(client, give, acting, kiku):
    TeamFactory(desk=True)
    give()
    acting()
    no = client.post("/me/for/correction/", {"words": "番地が違います", "behalf": ""})
    assert no.status_code == 403 and "だれのために使うかが変わりました" in text(no)
    assert not Baton.objects.exists() and not ActFor.objects.exists()


@pytest.mark.parametrize("how", ["ended", "over"])
def test_a_mandate_that_ends_during_the_session_is_refused_in_words(
    client, give, acting, kiku, tani, how
):
    mandate = give()
    acting()
    client.post("/me/for/records/")
    if how == "ended":
        mandates.end(mandate=mandate, because="person", by=tani, at=now())
    else:
        day = localdate() - timedelta(days=1)
        Mandate.objects.filter(pk=mandate.pk).update(from_on=day, until_on=day)
    words = "終わっています" if how == "ended" else "期限が過ぎています"
    for path in ("records/", "records/file/", "correction/"):
        for no in (client.get(f"/me/for/{path}"), client.post(f"/me/for/{path}")):
            if no.status_code != 405:
                assert no.status_code == 403 and words in text(no) and "0134" in text(no), path
                assert "花園2-5-12" not in text(no)
    assert words in text(client.get("/me/"))  # The head of every page says it too.


def test_who_is_hidden_is_hidden_from_a_delegate_too(client, give, acting, kiku):
    give()
    kiku.restricted_to = TeamFactory()
    kiku.save(update_fields=["restricted_to"])
    acting()
    for path in ("records/", "correction/"):
        no = client.post(f"/me/for/{path}", {"words": "x", "behalf": str(kiku.pk)})
        assert no.status_code == 403 and "花園" not in text(no)
    assert not ActFor.objects.exists()


def test_a_person_without_an_account_gets_nobody_elses_rows(client, give, acting, haru, mori):
    """A query by "no account" would find the rows of everybody who has none."""
    from tomoni.ground.batons.actions import open_baton
    from tomoni.ground.batons.actions.parties import add_party

    team = TeamFactory(members=[mori])
    baton = open_baton(
        kind="desk.note", title="用件", team=team, next_step="見る", by=mori, at=now()
    )
    add_party(baton=baton, by=mori, at=now(), name="別の人", phone="0134-00-0000")
    give()
    acting()
    client.post("/me/for/records/")
    assert baton.number not in text(client.get("/me/for/records/"))


def test_the_chooser_asks_a_fixed_number_of_questions(
    client, give, acting, django_assert_num_queries
):
    give()
    acting()
    client.get("/book/")
    with django_assert_num_queries(8):
        client.get("/me/for/")
