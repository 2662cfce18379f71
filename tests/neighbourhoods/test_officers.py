"""Who may do what by their post; households sealed and logged; dues without shame; terms and hand-over."""

import subprocess
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from tests.neighbourhoods.conftest import build
from tests.people import person
from tomoni.core import shredding
from tomoni.core.models import Opening
from tomoni.ground.batons.actions import close
from tomoni.ground.notices.models import Notice
from tomoni.ties.neighbourhoods.actions import associations, households, terms
from tomoni.ties.neighbourhoods.models import (
    DispatchRequest,
    Due,
    EmergencyEntry,
    MemberHousehold,
    Officer,
)

pytestmark = pytest.mark.django_db
ROOM = "/neighbourhoods/mihon/"


def text_of(answer, tmp_path):
    assert answer["Content-Type"] == "application/pdf", answer.content[:300]
    (tmp_path / "x.pdf").write_bytes(answer.content)
    done = subprocess.run(
        ["pdftotext", str(tmp_path / "x.pdf"), "-"],
        capture_output=True,
        text=True,
        check=True,
    )
    return "".join(done.stdout.split())


# What each post gets at each page; None is somebody of another association, "" a stranger.
PAGES = {
    "desk/": {"chair": 200, "treasurer": 200, "group_leader": 200, None: 404},
    "desk/task/": {"chair": 200, "treasurer": 403, "group_leader": 403, None: 404},
    "households/": {"chair": 200, "treasurer": 200, "group_leader": 403, None: 404},
    "dues/": {"chair": 200, "treasurer": 200, "group_leader": 403, None: 404},
    "emergency/": {"chair": 200, "treasurer": 403, "group_leader": 403, None: 404},
    "groups/1/": {"chair": 200, "treasurer": 403, "group_leader": 200, None: 404},
    "groups/2/": {"chair": 200, "treasurer": 403, "group_leader": 404, None: 404},
    "hand-over.pdf": {"chair": 200, "treasurer": 403, "group_leader": 403, None: 404},
}


def test_every_post_opens_what_it_may_and_nothing_of_a_neighbour(
    client, chokai, kimura, kaneko, hanada
):
    other = person("other@example.jp", "隣 見本", "となり")
    build(name="隣の町会", slug="tonari", members=1, chair=other)
    people = {"chair": kimura, "treasurer": kaneko, "group_leader": hanada, None: other}
    wrong = []
    for page, answers in PAGES.items():
        for who, expected in answers.items():
            client.force_login(people[who])
            got = client.get(ROOM + page).status_code
            if got != expected:
                wrong.append((page, who, expected, got))
    client.logout()
    assert client.get(ROOM + "desk/").status_code == 302
    assert not wrong, wrong


def test_the_term_ends_and_with_it_the_view(client, chokai, kimura):
    client.force_login(kimura)
    Officer.objects.filter(user=kimura).update(until_on=timezone.localdate() - timedelta(days=1))
    assert client.get(ROOM + "desk/").status_code == 404


def test_a_household_is_sealed_and_each_opening_is_written_down(client, chokai, kimura):
    one = chokai.households.get(number=1)
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, address FROM neighbourhoods_memberhousehold WHERE number = 1")
        row = b"".join(bytes(cell) for cell in cursor.fetchone())
    assert "見本".encode() not in row
    client.force_login(kimura)
    assert "見本 1郎" in client.get(f"{ROOM}households/").content.decode()
    assert "見本 1郎" in client.get(f"{ROOM}households/{one.pk}/").content.decode()
    seen = list(Opening.objects.order_by("pk").values_list("thing", "by", "basis"))
    assert seen == [
        ("neighbourhoods.Association", kimura.pk, "neighbourhood_officer"),
        ("neighbourhoods.MemberHousehold", kimura.pk, "neighbourhood_officer"),
    ]


def test_a_household_joins_is_corrected_and_leaves_as_freely(client, chokai, kimura):
    client.force_login(kimura)
    answers = {"name": "新しい 見本", "phone": "０１３４（００）１１１１", "joined_on": "R8.4.1"}
    assert client.post(f"{ROOM}desk/join/", answers).status_code == 302
    made = MemberHousehold.objects.get(number=13)
    assert made.phone == "0134-00-1111"
    path = f"{ROOM}households/{made.pk}/"
    client.post(path, {"name": "改めた 見本"})
    assert MemberHousehold.objects.get(pk=made.pk).name == "改めた 見本"
    page = client.post(f"{path}leave/", {"left_on": "2019-01-01"}).content.decode()
    assert "入った日より前の日です" in page
    assert client.post(f"{path}leave/", {"left_on": "2026-11-01"}).status_code == 302


def test_dues_are_received_once_with_a_receipt_and_nobody_is_listed_as_owing(
    client, chokai, kaneko, tmp_path
):
    client.force_login(kaneko)
    one = chokai.households.get(number=3)
    answers = {"amount": "3,600円", "paid_on": "2026-05-01", "way": "cash"}
    page = client.post(f"{ROOM}households/{one.pk}/dues/", answers).content.decode()
    assert "数として読めません" in page and "3,600円" in page
    answers["amount"] = "３，６００"
    assert client.post(f"{ROOM}households/{one.pk}/dues/", answers).status_code == 302
    again = client.post(f"{ROOM}households/{one.pk}/dues/", answers).content.decode()
    assert "もう受け取っています" in again
    with pytest.raises(IntegrityError), transaction.atomic():
        Due.objects.create(
            association=chokai, household=one, year=2026, amount=1, receipt=9, paid_on="2026-05-02"
        )
    page = client.get(f"{ROOM}dues/?year=2026").content.decode()
    assert "12世帯のうち1世帯から、3,600円" in page
    unpaid = [str(row) for row in chokai.households.exclude(pk=one.pk)]
    main = page[page.index("<main") : page.index("</main")]
    assert not [words for words in unpaid if f">{words}<" in main]
    assert "見本3郎" in text_of(client.get(f"{ROOM}dues/{Due.objects.get().pk}.pdf"), tmp_path)


def test_the_collection_sheet_says_of_nobody_whether_they_paid(client, chokai, kimura, tmp_path):
    def sheet():
        return text_of(client.get(f"{ROOM}groups/1.pdf?for=dues"), tmp_path)

    client.force_login(kimura)
    before = sheet()
    households.receive_dues(
        household=chokai.households.get(number=1), amount=3600, paid_on=timezone.localdate(),
        by=None, at=timezone.now(),
    )  # fmt: skip
    assert "見本1郎" in before and "見本11郎" in before
    strip = str.maketrans("", "", "0123456789-:")  # The minute of printing may have changed.
    assert sheet().translate(strip) == before.translate(strip)


def test_the_circular_goes_round_in_the_leaders_order(client, chokai, hanada, tmp_path):
    client.force_login(hanada)
    path = f"{ROOM}groups/1/"
    page = client.post(path, {"numbers": "11、9、7、5、3"}).content.decode()
    assert "順番に入っていない会員番号があります：1" in page
    assert (
        "この班にない会員番号です：2"
        in client.post(path, {"numbers": "1 2 3 5 7 9 11"}).content.decode()
    )
    assert client.post(path, {"numbers": "１１→9→7→5→3→1"}).status_code == 302
    sheet = text_of(client.get(f"{ROOM}groups/1.pdf"), tmp_path)
    assert sheet.index("見本11郎") < sheet.index("見本9郎") < sheet.index("見本1郎")


def test_the_list_for_a_disaster_asks_why_before_it_opens(client, chokai, kimura):
    client.force_login(kimura)
    answers = {
        "name": "坂本 見本", "address": "見本町1番地", "needs": "階段で手がいる", "agreed_on": "2026-06-01",
    }  # fmt: skip
    assert client.post(f"{ROOM}desk/emergency/", answers).status_code == 302
    assert "坂本 見本" not in client.get(f"{ROOM}emergency/").content.decode()
    assert "開く理由を書いてください" in client.post(f"{ROOM}emergency/", {}).content.decode()
    assert not Opening.objects.exists()
    assert "坂本 見本" in client.post(f"{ROOM}emergency/", {"reason": "訓練"}).content.decode()
    assert shredding.opened(Opening.objects.get().reason) == "訓練"
    client.post(f"{ROOM}emergency/{EmergencyEntry.objects.get().pk}/end/")
    assert "坂本 見本" not in client.post(f"{ROOM}emergency/", {"reason": "訓練"}).content.decode()
    future = answers | {"agreed_on": "2031-01-01"}
    assert (
        "承知のない人は載せられません"
        in client.post(f"{ROOM}desk/emergency/", future).content.decode()
    )


def test_staff_are_asked_for_and_the_officers_see_what_became_of_it(client, mori, kimura):
    made = build(chair=kimura, by=mori)
    client.force_login(kimura)
    assert client.post(f"{ROOM}desk/staff/", {"what": "防災の話を聞きたい"}).status_code == 302
    asked = DispatchRequest.objects.get()
    assert asked.baton.team == made.supported_by
    client.force_login(mori)
    page = client.get(f"/staff/neighbourhoods/requests/{asked.pk}/").content.decode()
    assert "防災の話を聞きたい" in page and "0134-00-0201" in page
    close(baton=asked.baton, outcome="done", words="六月に伺います。", by=mori, at=timezone.now())
    client.force_login(kimura)
    assert "六月に伺います。" in client.get(f"{ROOM}desk/").content.decode()
    assert client.get(f"/staff/neighbourhoods/requests/{asked.pk}/").status_code == 403


def test_the_next_chair_begins_the_day_after_and_gets_the_pack(client, chokai, kimura, tmp_path):
    today = timezone.localdate()
    follower = person("next@example.jp", "次 見本", "つぎ")
    client.force_login(kimura)
    client.post(f"{ROOM}desk/year/", {"text": "4月　総会\n８月 夏祭り"})
    client.post(
        f"{ROOM}desk/note/", {"kind": "key", "title": "会館の玄関", "details": "木村が持つ"}
    )
    client.post(f"{ROOM}desk/staff/", {"what": "除雪の相談"})
    pack = text_of(client.get(f"{ROOM}hand-over.pdf"), tmp_path)
    for words in (
        "4月",
        "8月",
        "夏祭り",
        "会館の玄関",
        "木村が持つ",
        "除雪の相談",
        "金子見本",
        "見本12郎",
    ):
        assert words in pack, words

    holder = Officer.objects.get(user=kimura)
    answers = {
        "name": "次 見本", "user": "next@example.jp", "from_on": (today + timedelta(days=1)).isoformat(),
        "until_on": "2030-03-31",
    }  # fmt: skip
    assert client.post(f"{ROOM}officers/{holder.pk}/next/", answers).status_code == 302
    holder.refresh_from_db()
    assert holder.until_on == today and holder.handed_over_on == today
    assert Officer.objects.get(user=follower).from_on == today + timedelta(days=1)
    again = client.post(f"{ROOM}officers/{holder.pk}/next/", answers).content.decode()
    assert "もう引き継がれています" in again


def test_two_chairs_at_once_are_refused_here_and_by_the_database(chokai, kimura, ken):
    from tests.neighbourhoods.conftest import TERM
    from tomoni.core.errors import Refused

    with pytest.raises(Refused, match="もう会長がいます"):
        associations.appoint(
            association=chokai, post="chair", name="甲", by=kimura, at=timezone.now(), **TERM
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        Officer.objects.create(association=chokai, post="chair", name="甲", **TERM)


def test_officers_hear_once_that_their_term_ends(chokai, kimura):
    at = timezone.now()
    Officer.objects.filter(user=kimura).update(until_on=timezone.localdate() + timedelta(days=20))
    for _again in range(2):
        terms.remind(at=at)
    told = Notice.objects.get(kind="neighbourhoods.term_ends")
    assert told.user == kimura and "会長" in told.wording.text


def test_staff_make_the_page_and_name_the_first_chair_but_see_no_household(client, mori, kimura):
    from tests.factories import OrganisationFactory, TeamFactory

    body = OrganisationFactory(kind="neighbourhood", name="新しい町会")
    client.force_login(mori)
    answers = {
        "organisation": body.pk, "slug": "atarashii", "about": "見本", "supported_by": TeamFactory().pk,
    }  # fmt: skip
    sent = client.post("/staff/neighbourhoods/new/", answers)
    assert sent["Location"].endswith("/atarashii/first/")
    first = {
        "post": "chair", "name": "木村", "user": "kimura@example.jp", "from_on": "2026-04-01",
        "until_on": "2028-03-31",
    }  # fmt: skip
    assert client.post(sent["Location"], first).status_code == 302
    assert client.get("/neighbourhoods/atarashii/desk/").status_code == 404
    assert client.get(sent["Location"]).status_code == 302  # There is an officer now.
    client.force_login(kimura)
    assert client.get("/neighbourhoods/atarashii/desk/").status_code == 200


def test_the_desk_costs_the_same_with_many_households(
    client, kimura, django_assert_max_num_queries
):
    made = build(chair=kimura, members=2)
    client.force_login(kimura)

    def questions(path):
        with django_assert_max_num_queries(60) as seen:
            client.get(ROOM + path)
        return len(seen.captured_queries)

    questions("households/")  # The first reading of all begins the chain of the reading log.
    few = [questions(path) for path in ("desk/", "households/", "groups/1/")]
    for n in range(20):
        households.join(
            association=made, name=f"多い {n}", by=None, at=timezone.now(),
            group=made.groups.get(number=1),
        )  # fmt: skip
    assert [questions(path) for path in ("desk/", "households/", "groups/1/")] == few
