"""What a reader of English reads: the town's own names for towns and steps, whoever wrote them."""

import pytest
from django.utils import translation
from django.utils.timezone import now

from tests.volunteering.test_matching import town
from tests.volunteering.towns import need, post, shift, volunteer
from tomoni.doing.volunteering.actions import turns
from tomoni.doing.volunteering.models import Need
from tomoni.ground.notices.models import Notice
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


def test_a_heading_stands_in_the_reader_s_language_and_else_as_the_kind(client, mori):
    at = now()
    plain = shift(need(at=at, kind="snow", title="玄関の雪かき", about="2人で"), at=at)
    said = shift(
        need(
            at=at, kind="snow", title="道の雪かき", title_en="Clearing the way", about="朝に",
            title_easy="道の 雪かき", about_en="In the morning", about_easy="朝に します",
        ),
        at=at,
    )  # fmt: skip

    board = read(client, "/volunteer/")
    assert "Clearing the way" in board and "道の雪かき" not in board
    assert 'Clearing snow <span class="muted" lang="ja">玄関の雪かき</span>' in board
    page = read(client, f"/volunteer/shifts/{said.pk}/")
    assert "In the morning" in page and "朝に" not in page
    page = read(client, f"/volunteer/shifts/{plain.pk}/")
    assert '<span lang="ja">2人で</span>' in page
    client.cookies["lang"] = "ja-easy"
    page = client.get(f"/volunteer/shifts/{said.pk}/").content.decode()
    assert "道の 雪かき" in page and "朝に します" in page
    client.cookies["lang"] = "ja"
    page = client.get(f"/volunteer/shifts/{said.pk}/").content.decode()
    assert "道の雪かき" in page and "Clearing" not in page


def test_staff_write_the_heading_in_other_languages_on_the_need_s_own_form(client, mori):
    made = need(title="道の雪かき")
    client.force_login(mori)
    address = f"/staff/volunteering/needs/{made.pk}/edit/"
    form = client.get(address).context["form"]
    sent = {name: form[name].value() or "" for name in form.fields}
    sent |= {"title_en": "Clearing the way", "about_easy": "朝に します"}
    assert client.post(address, sent).status_code == 302
    made.refresh_from_db()
    assert (made.title, made.title_en, made.about_easy) == (
        "道の雪かき", "Clearing the way", "朝に します",
    )  # fmt: skip
    assert 'value="Clearing the way"' in client.get(address).content.decode()


@pytest.mark.parametrize(
    ("language", "heading", "role"),
    [
        ("en", "Clearing snow (玄関の雪かき)", "Your role: Driver"),
        ("ja-easy", "玄関の 雪かき", "車を 出す 人"),
        ("ja", "玄関の雪かき", "あなたの役割: 車を出す人"),
    ],
)
def test_a_notice_has_its_heading_and_role_in_the_language_of_who_reads_it(
    ken, mori, language, heading, role
):
    at = now()
    where = shift(
        need(at=at, kind="snow", title="玄関の雪かき", title_easy="玄関の 雪かき"),
        at=at,
        seats={"driver": 1},
    )
    ken.language = language
    ken.save(update_fields=["language"])
    who = volunteer(at=at, p_user=ken, has_vehicle=True)
    with translation.override("ja"):  # Whoever writes it reads another language.
        turns.join(post=post(where, "driver"), volunteer=who, by=mori, at=at)
    words = Notice.objects.get(kind="volunteering.joined").wording
    assert heading in words.subject and heading in words.text and role in words.text
    assert heading in words.short
