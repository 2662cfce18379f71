"""「わたしにできること」: one small thing a day for each of the five."""

from datetime import date, timedelta

from tomoni.plan import queries
from tomoni.plan.models import Action, Actor


def test_each_of_the_five_has_something_small_every_day_of_the_year(plan):
    day = date(2026, 4, 1)
    for n in range(0, 365, 13):
        things = queries.small_things(on=day + timedelta(days=n), language="ja")
        assert [thing.actor for thing in things] == list(Actor)


def test_snow_is_not_asked_for_in_summer(plan):
    winter_only = set(Action.objects.exclude(months=[]).values_list("text", flat=True))
    for n in range(60):
        for thing in queries.small_things(on=date(2026, 6, 1) + timedelta(days=n), language="ja"):
            assert thing.text not in winter_only


def test_snow_comes_up_in_winter(plan):
    said = {
        queries.one_small_thing(actor="citizens", on=date(2027, 1, day), language="ja").text
        for day in range(1, 15)
    }

    assert any("雪" in text for text in said)


def test_it_is_the_same_all_day_and_spoken_in_the_reader_s_language(plan):
    on = date(2026, 11, 24)
    ja = queries.one_small_thing(actor="community", on=on, language="ja")
    en = queries.one_small_thing(actor="community", on=on, language="en")
    easy = queries.one_small_thing(actor="community", on=on, language="ja-easy")

    assert ja == queries.one_small_thing(actor="community", on=on, language="ja")
    assert en.measure == ja.measure == easy.measure
    assert en.text.isascii() or "“" in en.text or "ō" in en.text
    assert len({ja.text, en.text, easy.text}) == 3


def test_it_takes_the_same_few_queries_however_many_actions_there_are(
    plan, django_assert_max_num_queries
):
    with django_assert_max_num_queries(4):
        queries.small_things(on=date(2026, 11, 24), language="en")
