"""The plan's files go into the tables, whole and only once."""

import pytest
from django.db.models import Count

from tomoni.core.errors import Refused
from tomoni.core.models import AuditRow
from tomoni.plan import actions, links
from tomoni.plan.models import (
    Action,
    ActionText,
    Actor,
    EffortText,
    ExampleText,
    Measure,
    MeasureText,
    PlanVersion,
)


def test_the_first_plan_has_fifteen_measures_in_three_goals(plan):
    found = Measure.objects.filter(version="2021")

    assert [measure.number for measure in found] == list(range(1, 16))
    assert dict(found.values_list("goal__code").annotate(Count("id")).order_by()) == {
        "ties": 5,
        "care": 5,
        "living": 5,
    }


def test_every_measure_says_what_each_of_the_five_can_do(plan):
    for measure in Measure.objects.all():
        actors = set(measure.actions.values_list("actor", flat=True))
        assert actors == set(Actor.values), measure


def test_every_text_exists_in_english_and_easy_japanese(plan):
    for texts, field in (
        (MeasureText, "problem"),
        (EffortText, "text"),
        (ActionText, "text"),
        (ExampleText, "text"),
    ):
        of = texts._meta.get_field("of").related_model
        for language in ("ja-easy", "en"):
            written = texts.objects.filter(language=language).exclude(**{field: ""})
            assert written.count() == of.objects.count(), (texts, language)


def test_every_action_has_somebody_to_ring(plan):
    desks = set(Action.objects.values_list("desk", flat=True))

    assert desks <= links.known_desks()


def test_the_second_plan_is_named_though_its_measures_are_not_written_yet(plan):
    second = PlanVersion.objects.get(code="2024")

    assert (second.from_fiscal_year, second.to_fiscal_year) == (2024, 2028)
    assert not second.measures.exists()


def test_loading_again_changes_nothing_and_leaves_no_audit_row(plan, at):
    rows = AuditRow.objects.count()
    before = list(Action.objects.values_list("pk", flat=True))

    assert actions.load_all(by=None, at=at) == 0
    assert AuditRow.objects.count() == rows
    assert list(Action.objects.values_list("pk", flat=True)) == before


def test_a_line_put_back_keeps_its_identity_and_a_stray_one_goes(plan, at):
    line = Action.objects.filter(measure__number=12, actor="citizens").first()
    Action.objects.filter(pk=line.pk).update(text="書き換えられた")
    stray = Action.objects.create(
        measure=line.measure, actor="citizens", order=9, text="?", room="x", desk="shakyo"
    )

    assert actions.load(code="2021", by=None, at=at) == 2
    line.refresh_from_db()
    assert "防災さんぽ" in line.text
    assert not Action.objects.filter(pk=stray.pk).exists()


def test_a_version_without_files_is_refused(db, at):
    with pytest.raises(Refused):
        actions.load(code="2099", by=None, at=at)
