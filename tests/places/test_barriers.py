"""Barrier-free facts are read the right way round, by who comes and by who writes them down."""

import pytest

from tests.factories import ListingFactory, PlaceFactory
from tomoni.town.places.models import PlaceFact
from tomoni.town.places.rules import barriers


@pytest.fixture
def hall(db):
    place = PlaceFactory()
    ListingFactory(slug="ocha", place=place)
    return place


@pytest.mark.parametrize(
    ("language", "code", "value", "words"),
    [
        ("ja", "step_free", "no", "入口に段差があります"),
        ("ja", "step_free", "yes", "入口に段差はありません"),
        ("ja-easy", "step_free", "no", "入口に 段差（だんさ）が あります"),
        ("en", "step_free", "no", "Steps at the entrance"),
        ("ja", "pram", "no", "ベビーカーでは入れません"),
        ("ja", "chair", "partly", "いすの席は一部だけです"),
        ("en", "assistance_dog", "yes", "Assistance dogs are welcome"),
    ],
)
def test_steps_at_the_door_are_not_told_by_a_double_no(client, hall, language, code, value, words):
    PlaceFact.objects.create(place=hall, code=code, value=value)
    page = client.get(f"/places/ocha/?lang={language}").content.decode()
    assert words in page
    assert "段差がない: " not in page


def test_a_thing_is_there_or_not(client, hall):
    PlaceFact.objects.create(place=hall, code="lift", value="no")
    assert (
        "エレベーター: <strong>ありません</strong>" in client.get("/places/ocha/").content.decode()
    )


def test_a_clerk_ticks_a_sentence_and_not_a_no(client, mori, hall):
    client.force_login(mori)
    page = client.get(f"/staff/places/ocha/places/{hall.at.get().pk}/facts/").content.decode()
    assert "入口に段差があります" in page and "入口に段差はありません" in page


def test_each_fact_that_is_a_sentence_has_one_for_each_answer():
    assert set(barriers.SAID) <= set(PlaceFact.Code.values)
    assert all(set(answers) == set(PlaceFact.Value.values) for answers in barriers.SAID.values())
