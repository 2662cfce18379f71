"""Two people at one entry at the same moment."""

import json

import pytest

from tests.races.conftest import version_in

DESK = "/staff/places"
TRIES = 12


def make(town, slug, **traits):
    """An entry of its own for this race."""
    town.ask(
        "import json\n"
        "from tests.factories import ListingFactory, OrganisationFactory, CategoryFactory\n"
        "from tomoni.ground.people.models import Organisation\n"
        "salon = Organisation.objects.get(slug='mihon-salon')\n"
        f"ListingFactory(slug={slug!r}, organisation=salon, entry='walk_in', hours_text='毎日', **{traits!r})\n"
        "print(json.dumps(1))"
    )


def acts(town, slug):
    """How often each thing was done to the entry, from the audit."""
    return town.ask(
        "import json\n"
        "from tomoni.core import audit\n"
        "from tomoni.town.places.models import Listing\n"
        f"rows = audit.history(Listing.objects.get(slug={slug!r}))\n"
        "print(json.dumps([row.act for row in rows]))"
    )


def summary(town, slug):
    return town.ask(
        "import json\n"
        "from tomoni.town.places.models import Listing\n"
        f"l = Listing.objects.get(slug={slug!r})\n"
        "print(json.dumps([l.summary, l.who_for]))"
    )


CASES = [
    ("publish", {"status": "draft", "published_at": None}, {}, "places.published"),
    ("suspend", {}, {"reason": "暖房の故障"}, "places.suspended"),
]


@pytest.mark.parametrize(("deed", "traits", "answers", "act"), CASES)
def test_without_the_guard_a_step_is_taken_twice(town, deed, traits, answers, act):
    running = town(without="move")
    for attempt in range(TRIES):  # On a busy machine two requests do not always meet.
        slug = f"open-{deed}-{attempt}"
        make(running, slug, **traits)
        path = f"{DESK}/{slug}/do/{deed}/"
        answered = running.at_once(
            lambda path=path: running.mori.post(path, answers),
            lambda path=path: running.abe.post(path, answers),
        )
        if [status for status, _page in answered] == [302, 302]:
            assert acts(running, slug).count(act) == 2
            return
    pytest.fail(f"in {TRIES} tries the race never showed, so the guard proves nothing")


@pytest.mark.parametrize(("deed", "traits", "answers", "act"), CASES)
def test_with_the_guard_one_of_eight_takes_the_step(town, deed, traits, answers, act):
    running, slug = town(), f"shut-{deed}"
    make(running, slug, **traits)
    path = f"{DESK}/{slug}/do/{deed}/"
    people = [running.mori, running.abe] * 4
    answered = running.at_once(*[lambda p=p: p.post(path, answers) for p in people])

    assert sorted(status for status, _page in answered) == [200] * 7 + [302]
    assert all("状態がすでに変わっています" in page for status, page in answered if status == 200)
    assert acts(running, slug).count(act) == 1


def two_editors(running, slug):
    """Both open the form, both change the sentence, one also says for whom."""
    path = f"{DESK}/{slug}/edit/use/"
    _status, first = running.mori.get(path)
    _status, second = running.sato.get(path)
    same = {"entry": "walk_in", "hours_text": "毎日"}
    begun = running.mori.post(path, {**same, "summary": "森の文", "version": version_in(first)})
    mine = {**same, "summary": "佐藤の文", "who_for": "どなたでも", "version": version_in(second)}
    return begun, running.sato.post(path, mine)


def test_without_the_guard_the_first_editor_s_words_are_lost(town):
    running = town(without="version")
    make(running, "lost-update", summary="はじめの文")
    first, second = two_editors(running, "lost-update")
    assert (first[0], second[0]) == (302, 302)
    assert summary(running, "lost-update") == ["佐藤の文", "どなたでも"]


def test_with_the_guard_the_second_editor_is_told_and_keeps_her_words(town):
    running = town()
    make(running, "kept-update", summary="はじめの文")
    first, second = two_editors(running, "kept-update")
    assert (first[0], second[0]) == (302, 200)
    assert "森の文" in second[1] and "佐藤の文" in second[1] and "どなたでも" in second[1]
    assert summary(running, "kept-update") == ["森の文", ""]


def test_editors_of_different_fields_at_once_both_win(town):
    running = town()
    make(running, "both-win", summary="はじめの文")
    path = f"{DESK}/both-win/edit/"
    versions = version_in(running.mori.get(f"{path}use/")[1])
    answered = running.at_once(
        lambda: running.mori.post(
            f"{path}use/",
            {"entry": "walk_in", "summary": "新しい文", "version": versions},
        ),
        lambda: running.sato.post(
            f"{path}fees/", {"fee_kind": "free", "rows": "", "version": versions}
        ),
        lambda: running.abe.post(
            f"{path}source/",
            {"source": "電話", "checked_on": "2026-11-20", "version": versions},
        ),
    )
    assert [status for status, _page in answered] == [302, 302, 302]
    found = running.ask(
        "import json\n"
        "from tomoni.town.places.models import Listing\n"
        "l = Listing.objects.get(slug='both-win')\n"
        "print(json.dumps([l.summary, l.fee_kind, l.source, l.version]))"
    )
    assert found == ["新しい文", "free", "電話", 4]
    assert json.dumps(found)
