"""Consents: in known words, taken back as easily as given, never overwritten."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate

from tests.factories import NOW, TODAY, PersonFactory
from tomoni.core.errors import Refused
from tomoni.ground.people import queries
from tomoni.ground.people.actions import consents, mandates, merging
from tomoni.ground.people.actions.persons import of_account
from tomoni.ground.people.models import Consent, ConsentText
from tomoni.ground.people.rules.consents import Said, holds


def text(page):
    return page.content.decode()


@pytest.fixture
def photo(db):
    consents.load(by=None, at=NOW)
    return queries.text_of("photo")


@pytest.fixture
def kiku(db):
    return PersonFactory(name="髙橋 キク", address="小樽市花園2-5-12")


def said(person, photo, by, act="given", **more):
    known = {"way": "spoken", "explained_by": "谷 真理", "on": TODAY, "at": NOW}
    return consents.say(person=person, text=photo, act=act, by=by, **{**known, **more})


@pytest.mark.parametrize(
    ("history", "day", "expected"),
    [
        ([], 5, False),
        ([(True, 1, None)], 0, False),
        ([(True, 1, None)], 1, True),
        ([(True, 1, 3)], 3, True),
        ([(True, 1, 3)], 4, False),
        ([(True, 1, None), (False, 3, None)], 2, True),
        ([(True, 1, None), (False, 3, None)], 3, False),
        ([(True, 1, None), (False, 1, None)], 1, False),
        ([(False, 3, None), (True, 1, None)], 4, False),
        ([(True, 1, None), (False, 2, None), (True, 4, None)], 5, True),
    ],
)
def test_the_last_word_up_to_a_day_decides(history, day, expected):
    start = date(2026, 4, 1)
    rows = [
        Said(given, start + timedelta(on), start + timedelta(until) if until else None, n)
        for n, (given, on, until) in enumerate(history)
    ]
    assert holds(rows, start + timedelta(day)) is expected


def test_a_resident_agrees_and_takes_it_back_with_one_press_each(client, haru, photo):
    person = of_account(user=haru, at=NOW)
    client.force_login(haru)
    page = "/me/consents/photo/"
    assert "同意する" in text(client.get(page))
    assert client.post(page, {"act": "given", "text": photo.pk})["Location"] == "/me/consents/"
    assert queries.consented(person, "photo", localdate())
    assert "同意を取りやめる" in text(client.get(page))
    client.post(page, {"act": "withdrawn", "text": photo.pk})
    assert not queries.consented(person, "photo", localdate())
    assert [row.act for row in queries.history_of(person)] == ["withdrawn", "given"]


def test_who_read_older_words_is_asked_to_read_again(client, haru, photo):
    of_account(user=haru, at=NOW)
    client.force_login(haru)
    parts = {part: getattr(photo, part) for part in consents.PARTS}
    consents.publish(kind="photo", by=None, at=NOW, **{**parts, "period": "2年"})
    page = client.post("/me/consents/photo/", {"act": "given", "text": photo.pk})
    assert "新しくなりました" in text(page) and not Consent.objects.exists()


def test_staff_write_down_a_signed_paper(client, tani, kiku, photo):
    client.force_login(tani)
    page = f"/staff/persons/{kiku.pk}/consents/photo/"
    data = {"act": "given", "way": "signed", "on": "令和8年11月1日", "explained_by": "谷 真理"}
    refused = text(client.post(page, data))
    assert "署名した紙の番号" in refused and "令和8年11月1日" in refused
    assert client.post(page, {**data, "paper": "同意書綴り 3"}).status_code == 302
    row = Consent.objects.get()
    assert row.on == date(2026, 11, 1) and row.paper == "同意書綴り 3" and row.text == photo
    assert "同意書綴り 3" in text(client.get(f"/staff/persons/{kiku.pk}/consents/"))


def test_a_delegate_needs_a_mandate_that_holds_consent(tani, ken, kiku, photo):
    daughter = of_account(user=ken, at=NOW)
    known = {"person": kiku, "delegate": daughter, "proof": "register", "proof_reference": "1",
             "from_on": TODAY, "until_on": None, "by": tani, "at": NOW}  # fmt: skip
    narrow = mandates.give(kind="guardian", scopes=["money"], **known)
    with pytest.raises(Refused, match="入っていません"):
        said(kiku, photo, tani, mandate=narrow)
    mandates.end(mandate=narrow, because="office", by=tani, at=NOW)
    wide = mandates.give(kind="guardian", scopes=["consent"], **known)
    with pytest.raises(Refused, match="この人のもの"):
        said(PersonFactory(), photo, tani, mandate=wide)
    assert said(kiku, photo, tani, mandate=wide).mandate == wide


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"on": TODAY + timedelta(days=1)}, "on"),
        ({"until_on": TODAY - timedelta(days=1)}, "until_on"),
        ({"way": "signed"}, "paper"),
        ({"explained_by": " "}, "explained_by"),
        ({"act": "withdrawn"}, None),
    ],
)
def test_what_is_incomplete_is_refused(tani, kiku, photo, wrong, field):
    with pytest.raises(Refused) as no:
        said(kiku, photo, tani, **wrong)
    assert no.value.field == field and not Consent.objects.exists()


def test_history_and_words_are_append_only(tani, kiku, photo):
    said(kiku, photo, tani)
    for write in (
        lambda: Consent.objects.update(act="withdrawn"),
        lambda: Consent.objects.all().delete(),
        lambda: ConsentText.objects.update(purpose="x"),
        lambda: ConsentText.objects.filter(kind="watching").delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            write()


def test_the_database_refuses_two_latest_words(tani, kiku, photo):
    row = said(kiku, photo, tani)
    with pytest.raises(DatabaseError), transaction.atomic():
        Consent.objects.create(
            person=kiku, text=photo, kind="photo", number=row.number, act="withdrawn", on=TODAY,
            way="spoken", recorded_by=tani, at=NOW,
        )  # fmt: skip


def test_what_a_merged_entry_said_still_counts(tani, ono, kiku, photo):
    other = PersonFactory(name="高橋 キク")
    said(other, photo, tani)
    merging.merge(kept=kiku, gone=other, by=ono, at=NOW)
    assert queries.consented(kiku, "photo", TODAY)
    said(kiku, photo, tani, act="withdrawn", at=NOW + timedelta(hours=1))
    assert not queries.consented(kiku, "photo", TODAY)


def test_the_paper_is_a_pdf_with_the_persons_name(client, tani, haru, kiku, photo):
    client.force_login(tani)
    page = client.get(f"/staff/persons/{kiku.pk}/consents/photo/paper/")
    assert page["Content-Type"] == "application/pdf" and page.content.startswith(b"%PDF")
    client.force_login(haru)
    assert client.get("/me/consents/photo/paper/").status_code == 404  # No entry of his own yet.


def test_a_new_version_leaves_the_old_consents_their_words(client, ono, tani, kiku, photo):
    said(kiku, photo, tani)
    client.force_login(ono)
    parts = {part: getattr(photo, part) for part in consents.PARTS}
    page = "/staff/consents/photo/"
    assert "いまの版と同じ" in text(client.post(page, parts))
    assert client.post(page, {**parts, "period": "2年"})["Location"] == "/staff/consents/"
    assert queries.text_of("photo").version == 2 and Consent.objects.get().text.version == 1


def test_hostile_words_at_the_doors_of_consents(client, haru, tani, mori, ueda, kiku, photo):
    client.raise_request_exception = False
    of_account(user=haru, at=NOW)
    client.force_login(haru)
    for data in ({"act": "given", "text": "x"}, {"act": "\x00"}, {"act": "king", "text": kiku.pk},
                 {"text": "' OR 1=1"}, {}):  # fmt: skip
        assert client.post("/me/consents/photo/", data).status_code < 500, data
    assert client.get("/me/consents/no-such/").status_code == 404
    assert client.get(f"/staff/persons/{kiku.pk}/consents/").status_code == 403
    client.force_login(tani)
    base = f"/staff/persons/{kiku.pk}/consents/photo/"
    for field in ("act", "way", "on", "until_on", "explained_by", "paper", "mandate"):
        data = {"act": "given", "way": "spoken", "on": "R8.11.1", "explained_by": "谷"}
        page = client.post(
            base,
            {
                **data,
                field: "あ" * 5000
                + "\ud800".encode("utf-8", "surrogatepass").decode("utf-8", "replace"),
            },
        )
        assert page.status_code < 500, field
    for user in (mori, ueda):
        client.force_login(user)
        assert client.get(base).status_code == 403


def test_the_page_asks_the_database_the_same_number_of_times(
    client, haru, photo, django_assert_num_queries
):
    person = of_account(user=haru, at=NOW)
    client.force_login(haru)
    said(person, photo, haru)
    client.get("/me/consents/photo/")
    with CaptureQueriesContext(connection) as few:
        client.get("/me/consents/photo/")
    for n in range(10):
        said(person, photo, haru, act="withdrawn" if n % 2 else "given")
    with django_assert_num_queries(len(few)):
        client.get("/me/consents/photo/")
