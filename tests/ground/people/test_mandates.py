"""Acting for somebody: within a mandate, told of each act, ended at a word."""

import html
import re
import subprocess
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate, now

from tests.factories import NOW, TODAY, PersonFactory
from tomoni.core.errors import Refused
from tomoni.ground.notices.models import Delivery, Notice
from tomoni.ground.people import queries
from tomoni.ground.people.actions import mandates
from tomoni.ground.people.actions.persons import of_account
from tomoni.ground.people.models import ActFor, Mandate, OfficeRun


def text(page):
    return page.content.decode()


@pytest.fixture
def kiku(db):
    return PersonFactory(name="髙橋 キク", postcode="0470024", address="小樽市花園2-5-12")


@pytest.fixture
def daughter(ken):
    return of_account(user=ken, at=NOW)


def given(kiku, daughter, tani, **more):
    known = {
        "person": kiku, "delegate": daughter, "kind": "family", "scopes": ["book", "ask"],
        "from_on": TODAY, "until_on": TODAY + timedelta(days=365), "proof": "letter",
        "proof_reference": "委任状綴り 12", "by": tani, "at": NOW,
    }  # fmt: skip
    return mandates.give(**{**known, **more})


def test_a_daughter_acts_for_her_mother_who_is_told_by_letter(kiku, daughter, ken, tani):
    given(kiku, daughter, tani)
    ground = queries.may_act_for(ken, kiku, "book", TODAY)
    act = mandates.acted(
        ground=ground, person=kiku, scope="book", words="体操の会に申し込みました",
        key="events:1", by=ken, at=NOW,
    )  # fmt: skip
    notice = Notice.objects.get(kind="people.acted", person=kiku)
    assert "体操の会に申し込みました" in notice.wording.text and "田中 ケン" in notice.wording.text
    assert Delivery.objects.get(notice=notice).channel == "letter"
    again = mandates.acted(
        ground=ground, person=kiku, scope="book", words="別", key="events:1", by=ken, at=NOW
    )
    assert again == act and ActFor.objects.count() == 1


@pytest.mark.parametrize(
    ("days", "scope", "words"),
    [(0, "money", "入っていません"), (366, "book", "期限"), (-1, "book", "まだ始まって")],
)
def test_outside_its_days_or_scopes_it_is_refused_in_words(
    kiku, daughter, ken, tani, days, scope, words
):
    mandate = given(kiku, daughter, tani)
    on = TODAY + timedelta(days=days)
    assert queries.may_act_for(ken, kiku, scope, on) is None
    why = queries.why_not_act_for(ken, kiku, scope, on)
    assert words in why and "0134" in why
    with pytest.raises(Refused, match=words):
        mandates.acted(
            ground=queries.Ground(mandate=mandate), person=kiku, scope=scope, words="x", key="k",
            by=ken, at=NOW + timedelta(days=days),
        )  # fmt: skip
    assert not ActFor.objects.exists()


def test_a_mandate_ended_meanwhile_carries_nothing(kiku, daughter, ken, tani):
    mandate = given(kiku, daughter, tani)
    ground = queries.may_act_for(ken, kiku, "book", TODAY)
    mandates.end(mandate=mandate, because="person", by=tani, at=NOW)
    with pytest.raises(Refused, match="終わって"):
        mandates.acted(ground=ground, person=kiku, scope="book", words="x", key="k", by=ken, at=NOW)


def test_anothers_mandate_is_of_no_use(kiku, daughter, ken, haru, tani):
    ground = queries.Ground(mandate=given(kiku, daughter, tani))
    other = PersonFactory(name="別の 人")
    for person, by in ((kiku, haru), (other, ken)):
        with pytest.raises(Refused):
            mandates.acted(
                ground=ground, person=person, scope="book", words="x", key="k", by=by, at=NOW
            )
    assert queries.may_act_for(ken, other, "book", TODAY) is None


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"kind": "commissioner", "proof": "appointment", "scopes": ["money"]}, "scopes"),
        ({"kind": "curator", "proof": "register"}, "powers"),
        ({"until_on": None}, "until_on"),
        ({"until_on": TODAY + timedelta(days=1500)}, "until_on"),
        ({"kind": "guardian", "proof": "letter"}, "proof"),
        ({"proof_reference": ""}, "proof_reference"),
        ({"scopes": []}, "scopes"),
        ({"powers": "1234 5678 9018"}, "powers"),
    ],
)
def test_what_does_not_make_a_mandate_is_refused(kiku, daughter, tani, wrong, field):
    with pytest.raises(Refused) as no:
        given(kiku, daughter, tani, **wrong)
    assert no.value.field == field and not Mandate.objects.exists()


def test_the_database_lets_a_commissioner_only_assist(kiku, daughter, tani):
    mandate = given(
        kiku, daughter, tani, kind="commissioner", proof="appointment", scopes=["ask", "receive"]
    )
    for change in ({"scopes": "ask money"}, {"until_on": None}, {"scopes": ""},
                   {"until_on": date(2020, 1, 1)}, {"delegate": kiku}, {"ended_at": NOW}):  # fmt: skip
        with pytest.raises(DatabaseError), transaction.atomic():
            Mandate.objects.filter(pk=mandate.pk).update(**change)


def test_acts_are_never_changed_or_deleted(kiku, daughter, ken, tani):
    given(kiku, daughter, tani)
    mandates.acted(ground=queries.may_act_for(ken, kiku, "ask", TODAY), person=kiku, scope="ask",
                   words="x", key="k", by=ken, at=NOW)  # fmt: skip
    for write in (lambda: ActFor.objects.update(words="y"), lambda: ActFor.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            write()


def test_the_same_mandate_is_not_entered_twice(kiku, daughter, tani):
    given(kiku, daughter, tani)
    with pytest.raises(Refused, match="同じ立場"):
        given(kiku, daughter, tani)


def test_a_caseworker_enters_it_on_the_page(client, kiku, daughter, tani):
    client.force_login(tani)
    page = f"/staff/persons/{kiku.pk}/mandates/"
    data = {"other": str(daughter.pk), "kind": "family", "scopes": ["ask"], "proof": "spoken",
            "from_on": "令和8年11月1日", "until_on": ""}  # fmt: skip
    refused = client.post(page + "add/?q=田中", data)
    assert "終わる日を入れてください" in text(refused) and "令和8年11月1日" in text(refused)
    done = client.post(page + "add/?q=田中", {**data, "until_on": "R9.3.31"})
    assert done["Location"] == page
    mandate = Mandate.objects.get()
    assert mandate.until_on == date(2027, 3, 31) and mandate.checked_by == tani
    assert "田中 ケン" in text(client.get(page))
    client.post(f"{page}{mandate.pk}/end/", {"because": "office"})
    mandate.refresh_from_db()
    assert mandate.ended_because == "office"
    assert client.get(f"{page}{mandate.pk}/end/").status_code == 200


def test_the_person_sees_it_and_ends_it(client, haru, daughter, tani):
    person = of_account(user=haru, at=NOW)
    mandate = given(person, daughter, tani)
    client.force_login(haru)
    assert "田中 ケン" in text(client.get("/me/mandates/"))
    client.post(f"/me/mandates/{mandate.pk}/end/")
    mandate.refresh_from_db()
    assert mandate.ended_because == "person"
    assert Notice.objects.filter(kind="people.mandate_ended").count() == 2
    assert client.post(f"/me/mandates/{mandate.pk}/end/").status_code == 404


def test_nobody_ends_or_sees_what_is_not_theirs(client, kiku, daughter, tani, sato, mori, ueda):
    mandate = given(kiku, daughter, tani)
    client.force_login(sato)
    assert client.post(f"/me/mandates/{mandate.pk}/end/").status_code == 404
    other = PersonFactory(name="別の 人")
    client.force_login(tani)
    assert client.post(f"/staff/persons/{other.pk}/mandates/{mandate.pk}/end/",
                       {"because": "office"}).status_code == 404  # fmt: skip
    for user in (mori, ueda):
        client.force_login(user)
        assert client.get(f"/staff/persons/{kiku.pk}/mandates/").status_code == 403
    mandate.refresh_from_db()
    assert mandate.ended_at is None


def test_the_office_runs_an_account_and_writes_letters(client, kiku, tani, mori):
    client.force_login(tani)
    page = f"/staff/persons/{kiku.pk}/"
    client.post(page + "office/begin/", {"asked": "窓口で本人が頼んだ"})
    run = OfficeRun.objects.get()
    today = localdate()
    ground = queries.may_act_for(tani, kiku, "apply", today)
    assert ground.office == run and queries.may_act_for(mori, kiku, "apply", today) is None
    mandates.acted(ground=ground, person=kiku,
                   scope="apply", words="福祉除雪を申し込みました", key="k", by=tani, at=now())  # fmt: skip
    letters = Delivery.objects.filter(notice__person=kiku)
    assert letters.count() == 2 and {d.channel for d in letters} == {"letter"}
    client.post(page + "office/end/")
    assert queries.may_act_for(tani, kiku, "apply", today) is None
    assert client.post(page + "office/end/").status_code == 404


def test_without_an_address_the_office_cannot_write(tani):
    with pytest.raises(Refused, match="住所"):
        mandates.begin_office(person=PersonFactory(), asked="x", by=tani, at=NOW)


def test_the_pages_ask_the_database_the_same_number_of_times(
    client, haru, daughter, ken, tani, django_assert_num_queries
):
    person = of_account(user=haru, at=NOW)

    def more(n):
        mandate = given(person, PersonFactory(), tani)
        ActFor.objects.create(person=person, mandate=mandate, scope="ask", words="x", key=f"k{n}",
                              by=ken, at=NOW)  # fmt: skip

    client.force_login(haru)
    more(1)
    client.get("/me/mandates/")
    with CaptureQueriesContext(connection) as few:
        client.get("/me/mandates/")
    for n in range(2, 12):
        more(n)
    with django_assert_num_queries(len(few)):
        client.get("/me/mandates/")


def test_a_son_nobody_knows_yet_is_made_known_and_chosen_without_losing_the_way(client, kiku, tani):
    client.force_login(tani)
    add = f"/staff/persons/{kiku.pk}/mandates/add/"
    missing = text(client.get(f"{add}?q=髙橋 誠"))
    link = html.unescape(re.search(r'href="(/staff/persons/new/[^"]+)"', missing)[1])
    assert 'value="髙橋 誠"' in text(client.get(link))
    made = client.post(link, {"name": "髙橋 誠", "language": "ja", "source": "self"})
    assert made["Location"].startswith(f"{add}?q=")
    assert "いつまで" in text(client.get(made["Location"]))  # He is there to be chosen.
    elsewhere = client.post(
        "/staff/persons/new/?next=https://example.com/staff/persons/",
        {"name": "別の人", "language": "ja", "source": "self"},
    )
    assert elsewhere["Location"].startswith("/staff/persons/")


def test_the_form_to_sign_says_who_what_how_long_and_that_one_may_stop(
    client, kiku, haru, tani, tmp_path
):
    def words(address):
        answer = client.get(address)
        assert answer["Content-Type"] == "application/pdf"
        (tmp_path / "x.pdf").write_bytes(answer.content)
        said = subprocess.run(
            ["pdftotext", tmp_path / "x.pdf", "-"], capture_output=True, text=True, check=True
        ).stdout
        return "".join(said.split())

    client.force_login(tani)
    paper = words(f"/staff/persons/{kiku.pk}/mandates/form.pdf")
    for part in (
        "髙橋キク", "□予約や参加の申し込みをする", "□お金の受け取りや支払いをする", "長くて3年",
        "わけを言わずにやめられます", "本人の署名", "1/1",
    ):  # fmt: skip
        assert part in paper, part
    client.force_login(haru)
    assert "髙橋キク" not in words("/me/mandates/form.pdf")
    assert client.get(f"/staff/persons/{kiku.pk}/mandates/form.pdf").status_code == 403
