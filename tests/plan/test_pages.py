"""The plan's pages as people read them."""

import re

import pytest
from django.urls import reverse

from tests.factories import CategoryFactory, ListingFactory
from tomoni.plan.models import Action, ActionText, Actor, Measure
from tomoni.web import doors

LANGUAGES = ("ja", "ja-easy", "en")
PAGES = ["/plan/", "/plan/?who=council", "/plan/1/", "/plan/13/?who=citizens", "/plan/print/"]


def body(client, path):
    page = client.get(path)
    assert page.status_code == 200, path
    return page.content.decode()


def test_the_overview_names_all_fifteen_and_leads_to_each(client, plan):
    page = body(client, "/plan/")

    for measure in Measure.objects.all():
        assert measure.plain in page
        assert f'href="/plan/{measure.number}/"' in page


def test_who_are_you_stands_in_the_address_and_shows_what_that_actor_can_do(client, plan):
    page = body(client, "/plan/?who=business")

    for action in Action.objects.filter(actor="business"):
        assert action.text in page
    assert Action.objects.filter(actor="council").last().text not in page
    assert 'href="/plan/8/?who=business"' in page


def test_an_unknown_actor_in_the_address_counts_as_nobody(client, plan):
    assert Action.objects.last().text not in body(client, "/plan/?who=%27%22%3Cscript%3E")


def test_a_measure_shows_problem_efforts_and_all_five(client, plan):
    page = body(client, "/plan/12/")
    measure = Measure.objects.get(number=12)

    assert measure.problem in page
    for row in [*measure.efforts.all(), *measure.actions.all()]:
        assert row.text in page
    assert "防災さんぽ" in page


def test_an_action_whose_room_has_no_page_says_whom_to_ring_and_nothing_is_promised(client, plan):
    page = body(client, "/plan/7/")

    assert 'href="tel:0134223117"' in page
    for word in ("準備中", "近日", "coming", "Coming"):
        assert word not in page


def test_an_action_leads_to_its_room_once_that_room_has_a_door(client, plan, monkeypatch):
    door = doors.Door(need="help", url_name="watch:index", title="見守りのページ", icon="eye")
    monkeypatch.setattr(doors, "_doors", [*doors._doors, door])
    monkeypatch.setattr(doors, "_address", lambda name: "/watch/" if "watch" in name else "/x/")

    assert '<a class="to-room" href="/watch/"' in body(client, "/plan/15/")


def test_what_stands_in_the_directory_about_a_measure_is_one_step_away(client, plan):
    assert "category=snow" not in body(client, "/plan/13/")

    group = CategoryFactory(code="snow", name="雪対策", name_en="Snow", icon="snowflake")
    box = CategoryFactory(code="sand_box", parent=group)
    ListingFactory(category=box)
    assert '<a class="chip" href="/places/?category=snow">' in body(client, "/plan/13/")
    assert "Snow</a>" in body(client, "/plan/13/?lang=en")


def test_an_example_leads_to_its_entry_only_while_that_is_public(client, plan):
    assert "/places/takeuchi-san-chi/" not in body(client, "/plan/1/")

    ListingFactory(slug="takeuchi-san-chi", suspended=True)
    assert "/places/takeuchi-san-chi/" in body(client, "/plan/1/")


def test_a_measure_of_a_named_version_stays_at_its_address(client, plan):
    assert "漏れのない相談支援体制づくり" in body(client, "/plan/2021/8/")
    assert client.get("/plan/2024/8/").status_code == 404


def test_a_number_the_plan_does_not_have_is_not_found(client, plan):
    assert client.get("/plan/16/").status_code == 404


def test_before_the_texts_are_loaded_the_page_gives_a_number_to_ring(client, db):
    page = client.get("/plan/")

    assert page.status_code == 503
    assert b"tel:0134237847" in page.content


@pytest.mark.parametrize("language", ("en", "ja-easy"))
def test_every_word_of_content_is_in_the_reader_s_language(client, plan, language):
    page = body(client, f"/plan/3/?lang={language}")
    wanted = ActionText.objects.filter(of__measure__number=3, language=language)

    assert wanted.count() == 10
    for text in wanted:
        assert text.text.replace("'", "&#x27;") in page
    for action in Action.objects.filter(measure__number=3):
        assert action.text not in page


def test_english_pages_hold_no_japanese_in_the_main_part(client, plan, monkeypatch):
    monkeypatch.setattr(doors, "_doors", [])  # Names of other rooms' doors are tested there.
    for path in PAGES:
        page = body(client, f"{path}{'&' if '?' in path else '?'}lang=en")
        main = re.search(r"<main.*?</main>", page, re.S).group()
        main = re.sub(r"<button.*?</button>", "", main, flags=re.S)  # The shell's own words.
        plain = re.sub(r"<[^>]+>", " ", main)
        assert not re.findall(r"[ぁ-んァ-ヶ一-龠]+", plain), path


def test_the_paper_has_all_fifteen_the_numbers_to_ring_and_a_code(client, plan):
    page = body(client, "/plan/print/?who=community")

    for action in Action.objects.filter(actor="community"):
        assert action.text in page
    assert "0134-23-7847" in page
    assert "who=community" in page and "<svg" in page


def test_pages_take_the_same_few_queries(client, plan, django_assert_max_num_queries):
    for path in PAGES:
        for language in LANGUAGES:
            with django_assert_max_num_queries(16):
                client.get(path, headers={"cookie": f"lang={language}"})


def test_every_actor_has_a_name_and_a_sign(client, plan):
    page = body(client, "/plan/")

    for actor in Actor:
        assert f"?who={actor.value}" in page
        assert str(actor.label) in page


def test_the_plan_opens_its_door_on_the_front_page(client, plan):
    assert reverse("plan:index") in body(client, "/")
