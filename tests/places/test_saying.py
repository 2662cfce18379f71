"""A question asked the way people say it leads to what was meant."""

import pytest

from tests.places.test_search_filters import town  # noqa: F401  (A fixture.)
from tests.places.test_search_page import names, open_
from tomoni.town.places.rules import saying


@pytest.mark.parametrize(
    ("said", "words", "days"),
    [
        ("もくようび サロン ぜにばこ", ("サロン", "ぜにばこ"), (3,)),
        ("木よう日の サロン", ("サロン",), (3,)),
        ("サロン木曜銭函", ("サロン", "銭函"), (3,)),
        ("木曜日にやっているサロン", ("サロン",), (3,)),
        ("銭函のサロン", ("銭函", "サロン"), ()),
        ("銭函駅の近くのサロン", ("銭函駅", "サロン"), ()),
        ("モクヨウビ", (), (3,)),
        ("どようびと日曜", (), (5, 6)),
        ("Thursdays salon", ("salon",), (3,)),
        ("土曜に開いている病院", ("病院",), (5,)),
        ("ｻﾛﾝ もくよう", ("サロン",), (3,)),
    ],
)
def test_a_weekday_is_heard_and_what_strings_words_is_not_looked_for(said, words, days):
    assert saying.heard(said) == saying.Heard(words, days)


@pytest.mark.parametrize(
    "said",
    ["サロン", "銭函 サロン", "お茶のみ会", "にちようひん", "かよう ところ", "松が枝", "月", "", "曜日",
     "木のおもちゃ", "日ようじ"],
)  # fmt: skip
def test_what_only_looks_like_it_is_left_alone(said):
    assert saying.heard(said) is None


def test_a_monstrous_question_is_heard_quickly():
    assert saying.heard("木曜の" * 100_000) is not None
    assert saying.heard("の" * 100_000) is not None


@pytest.mark.parametrize(
    ("asked", "label"),
    [
        ("もくようび サロン ぜにばこ", "サロン ぜにばこ 木曜"),
        ("木曜日にやっているサロン", "サロン 木曜"),
        ("サロン木曜銭函", "サロン 銭函 木曜"),
        ("銭函の見本サロン", "銭函 見本サロン"),
    ],
)
def test_it_is_offered_with_what_it_finds(client, town, asked, label):  # noqa: F811
    page = open_(client, q=asked)
    offers = {words: (url, count) for words, url, count in page.context["spellings"]}
    assert label in offers, offers
    url, count = offers[label]
    found = names(client.get(url))
    assert "見本サロン" in found and len(found) == count


def test_near_a_station_as_it_is_said(client, town):  # noqa: F811
    page = open_(client, q="小樽駅の近くのサロン")
    labels = [words for words, _url, _count in page.context["spellings"]]
    assert "小樽駅" in labels


def test_nothing_is_offered_that_finds_no_more(client, town):  # noqa: F811
    page = open_(client, q="木曜 見本サロン")
    assert "見本サロン 木曜" not in [words for words, _url, _count in page.context["spellings"]]
    assert names(page) == ["見本サロン"]


def test_the_weekday_is_said_in_the_readers_language(client, town):  # noqa: F811
    page = open_(client, q="もくようび 見本サロン", lang="en")
    assert any("Thursday" in words for words, _u, _c in page.context["spellings"])
