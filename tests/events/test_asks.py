"""What an organiser asks when people sign up: up to five questions, and a course done before."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.events.salons import join, salon_with
from tomoni.core.errors import Refused
from tomoni.doing.events.actions import questions
from tomoni.doing.events.models import Series, SignUp
from tomoni.doing.events.rules import questions as rules
from tomoni.doing.events.rules.questions import Question

pytestmark = pytest.mark.django_db


@pytest.fixture
def role(salon):
    at = timezone.now()
    return salon_with(5, at=at, starts_at=at + timedelta(days=20), organisation=salon)


def rows(*questions):
    """The form's answers: each question a dict."""
    found = {"q-TOTAL_FORMS": "5", "q-INITIAL_FORMS": "0", "q-MIN_NUM_FORMS": "0"}
    for n in range(5):
        one = questions[n] if n < len(questions) else {}
        found |= {f"q-{n}-{name}": value for name, value in {"kind": "text", **one}.items()}
    return found


def test_three_kinds_are_asked_answered_and_stand_on_the_list_and_on_the_sheet(client, sato, role):
    client.force_login(sato)
    series = role.occurrence.series
    done = client.post(
        f"/staff/events/{series.slug}/asks/",
        rows(
            {
                "words": "お茶とコーヒー",
                "kind": "choice",
                "choices": "お茶\nコーヒー",
                "required": "on",
            },
            {"words": "バスに乗りますか", "kind": "yes_no"},
            {"words": "ひとこと"},
            {"words": "食べられないもの（アレルギー）", "why": "お菓子を選ぶためです"},
        ),
    )
    assert done.status_code == 302
    client.logout()
    page = f"/events/{series.slug}/{role.occurrence_id}/join/?role=participant&n=1"
    said = client.get(page).text
    assert "コーヒー" in said and "聞くわけ: お菓子を選ぶためです" in said
    party = {"name": "甲", "phone": "0134-00-0002"}
    assert "q_a" in client.post(page, party).text and not SignUp.objects.exists()
    client.post(page, party | {"q_a": "お茶", "q_b": "はい", "q_c": "楽しみです"})
    made = SignUp.objects.get()
    assert made.answers["answers"] == {"a": "お茶", "b": "はい", "c": "楽しみです"}
    client.force_login(sato)
    roster = client.get(f"/staff/events/dates/{role.occurrence_id}/").text
    assert "バスに乗りますか" in roster and "楽しみです" in roster
    paper = f"/staff/events/dates/{role.occurrence_id}/paper/"
    assert "お茶とコーヒー" in client.get(paper).text
    sheet = {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0", "sheet": "s"}
    sheet |= {"form-0-name": "乙", "form-0-phone": "0134-00-0003", "form-0-q_a": "コーヒー"}
    assert client.post(paper, sheet).status_code == 302
    assert SignUp.objects.get(channel="paper").answers["answers"] == {"a": "コーヒー"}


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"words": "障がい者手帳の等級"}, "何のために"),
        ({"words": "ご病気はありますか", "kind": "yes_no"}, "何のために"),
        ({"words": "どちらですか", "kind": "choice", "choices": "通院している\nしていない"}, "何のために"),
        ({"words": "どちらですか", "kind": "choice", "choices": "お茶"}, "2つから"),
    ],
)  # fmt: skip
def test_what_needs_a_reason_or_choices_is_not_asked_without(client, sato, role, row, words):
    client.force_login(sato)
    page = client.post(f"/staff/events/{role.occurrence.series.slug}/asks/", rows(row))
    assert words in page.text
    assert Series.objects.get().questions == []


def test_a_question_kept_keeps_its_answers_and_a_new_one_gets_another_code():
    before = rules.kept([Question("甲"), Question("乙")], [])
    after = rules.kept([Question("乙"), Question("丙")], before)
    assert [one["code"] for one in before] == ["a", "b"]
    assert [one["code"] for one in after] == ["b", "c"]


def test_the_course_before_is_chosen_shown_and_asked_for(client, sato, role):
    at = timezone.now()
    first = salon_with(
        slug="hajimete", at=at, starts_at=at + timedelta(days=3),
        organisation=role.occurrence.series.organisation,
    ).occurrence.series  # fmt: skip
    client.force_login(sato)
    page = f"/staff/events/{role.occurrence.series.slug}/asks/"
    client.post(page, rows() | {"requires": str(first.pk)})
    role.refresh_from_db()
    series = Series.objects.get(slug="mihon-salon")
    assert series.requires == first
    said = client.get(f"/events/mihon-salon/{role.occurrence_id}/").text
    assert "先に出ておくもの" in said
    with pytest.raises(Refused, match="先に"):
        join(role, at=at)
    with pytest.raises(Refused, match="別の催し"):
        questions.ask(series=first, questions=[], requires=series, by=None, at=at)


def test_nobody_else_changes_the_questions(client, haru, role):
    client.force_login(haru)
    assert client.get(f"/staff/events/{role.occurrence.series.slug}/asks/").status_code == 404
