"""What a reader of English reads: the town's own names for towns and steps, whoever wrote them."""

import pytest
from django.utils.timezone import now

from tests.volunteering.test_matching import town
from tests.volunteering.towns import need, shift, volunteer
from tomoni.doing.volunteering.models import Need
from tomoni.ground.people.models import TeamMembership

pytestmark = pytest.mark.django_db


@pytest.fixture
def asari(db):
    made = town("asari-3", 43.19)
    made.name, made.name_en = "朝里三丁目", "Asari 3-chome"
    made.save()
    return made


def read(client, path):
    client.cookies["lang"] = "en"
    return client.get(path).content.decode()


def test_towns_have_their_english_names_on_the_public_pages(client, asari):
    at = now()
    where = shift(need(at=at, town=asari), at=at)
    for path in ("/volunteer/", f"/volunteer/shifts/{where.pk}/", "/volunteer/ask/"):
        page = read(client, path)
        assert "Asari 3-chome" in page and "朝里三丁目" not in page, path
    client.cookies["lang"] = "ja-easy"
    assert "朝里三丁目" in client.get("/volunteer/").content.decode()


def test_towns_have_their_english_names_on_the_staff_s_pages(client, mori, asari):
    at = now()
    where = shift(need(at=at, town=asari), at=at)
    who = volunteer(at=at, town=asari, p_name="見本 太郎", p_town=asari)
    client.force_login(mori)
    for path in (
        "", f"needs/{where.need_id}/", f"needs/{where.need_id}/edit/", "needs/new/", "people/",
        f"people/{who.pk}/", "people/new/?q=見本",
    ):  # fmt: skip
        page = read(client, f"/staff/volunteering/{path}")
        assert "Asari 3-chome" in page and "朝里三丁目" not in page, path


def test_what_comes_next_is_read_in_the_reader_s_language_whoever_caused_it(client, mori):
    client.cookies["lang"] = "en"
    client.post(
        "/volunteer/ask/",
        {"kind": "house", "title": "A lamp", "name": "Ann", "phone": "0134-11-1111"},
    )
    asked = Need.objects.get()
    assert asked.baton.title == "家の中の小さな手伝い"
    assert asked.baton.next_step == "読んで、電話で確かめ、手伝いの回を決める"
    TeamMembership.objects.create(team=asked.baton.team, user=mori, from_on="2026-04-01")
    client.force_login(mori)
    words = "Read it, telephone, and plan a shift"
    for path in ("/staff/volunteering/", f"/desk/{asked.baton.number}/"):
        assert words in read(client, path), path
        client.cookies["lang"] = "ja"
        assert "読んで、電話で確かめ、手伝いの回を決める" in client.get(path).content.decode()
