"""The public page, and a task for an afternoon without an account."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from tomoni.ground.districts.models import Town
from tomoni.ties.neighbourhoods.actions import tasks
from tomoni.ties.neighbourhoods.models import Taking, TaskPlace

pytestmark = pytest.mark.django_db


@pytest.fixture
def festival(chokai):
    at = timezone.now()
    return tasks.offer_task(
        association=chokai, title="夏祭りの受付", starts_at=at + timedelta(days=9), place="見本会館",
        places=2, for_whom="student", by=None, at=at,
    )  # fmt: skip


def form(**more):
    return {"name": "青木 学", "contact": "090-0000-0000", "token": str(uuid4()), **more}


def test_the_page_says_whom_to_phone_and_names_no_household(client, chokai, festival):
    page = client.get("/neighbourhoods/mihon/").content.decode()
    for words in (
        "0134-00-0201",
        "見本町会の町",
        "入るかどうかは自由です",
        "木村 見本",
        "夏祭りの受付",
    ):
        assert words in page
    assert "見本 1郎" not in page and "金子 見本" not in page and "円を受け取りました" not in page


def test_it_is_found_by_its_town_and_hidden_until_public(client, chokai):
    assert (
        "/neighbourhoods/mihon/" in client.get("/neighbourhoods/?q=見本町会の町").content.decode()
    )
    assert "見つかりませんでした" in client.get("/neighbourhoods/?q=ない町").content.decode()
    type(chokai).objects.update(is_public=False)
    assert client.get("/neighbourhoods/mihon/").status_code == 404


@pytest.mark.parametrize(
    ("language", "words"), [("en", "Summer festival."), ("ja-easy", "なつまつりを")]
)
def test_it_speaks_three_languages(client, chokai, language, words):
    client.cookies["lang"] = language
    assert words in client.get("/neighbourhoods/mihon/").content.decode()


def test_a_student_takes_a_place_and_gives_it_up(client, chokai, festival):
    path = f"/neighbourhoods/tasks/{festival.pk}/"
    sent = client.post(path, form())
    assert sent.status_code == 302
    receipt = client.get(sent["Location"]).content.decode()
    assert "ありがとうございます" in receipt and "見本会館" in receipt
    assert "あと1人" in client.get(path).content.decode()
    client.post(sent["Location"])
    assert Taking.objects.get().given_up_at
    assert "あと2人" in client.get(path).content.decode()


def test_the_same_form_sent_twice_is_one_place(client, festival):
    same = form()
    for _again in range(2):
        client.post(f"/neighbourhoods/tasks/{festival.pk}/", same)
    assert Taking.objects.count() == 1


def test_a_full_task_says_where_to_look_next_with_the_input_kept(client, festival):
    path = f"/neighbourhoods/tasks/{festival.pk}/"
    for _n in range(2):
        client.post(path, form())
    page = client.post(path, form(name="遅れた人")).content.decode()
    assert "ちょうど人数がそろいました" in page and "遅れた人" in page


def test_the_database_refuses_one_place_to_two_people(festival):
    place = TaskPlace.objects.filter(task=festival).first()
    known = {
        "place": place,
        "task": festival,
        "name": "甲",
        "contact": "1",
        "created_at": timezone.now(),
    }
    Taking.objects.create(token=uuid4(), **known)
    with pytest.raises(IntegrityError), transaction.atomic():
        Taking.objects.create(token=uuid4(), **known)


def test_the_name_of_who_helps_lies_sealed(client, festival):
    from django.db import connection

    client.post(f"/neighbourhoods/tasks/{festival.pk}/", form())
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, contact FROM neighbourhoods_taking")
        row = b"".join(bytes(cell) for cell in cursor.fetchone())
    assert "青木".encode() not in row and b"090" not in row


def test_many_associations_cost_as_many_questions_as_one(
    client, chokai, django_assert_max_num_queries
):
    from tests.neighbourhoods.conftest import build
    from tests.people import person

    client.force_login(person("seen@example.jp", "見る人", "みるひと"))

    def questions():
        with django_assert_max_num_queries(80) as seen:
            client.get("/neighbourhoods/")
        return len(seen.captured_queries)

    one = questions()
    for n in range(6):
        build(name=f"町会{n}", slug=f"m{n}", members=1)
    assert questions() == one


def test_an_english_page_has_the_english_names_of_the_association_and_its_towns(client, chokai):
    association = chokai
    Town.objects.update(name_en="Sample 1-chome")
    association.organisation.name_en = "Sample Slope Association"
    association.organisation.save(update_fields=["name_en"])
    client.cookies["lang"] = "en"
    page = client.get(f"/neighbourhoods/{association.slug}/").text
    trail = re.search(r'<nav class="trail".*?</nav>', page, re.S)[0]
    assert "Sample Slope Association" in trail and association.organisation.name not in trail
    assert re.search(r"<dt>Area</dt><dd>(.*?)</dd>", page, re.S)[1] == "Sample 1-chome"
    assert "Sample 1-chome" in client.get("/neighbourhoods/").text
