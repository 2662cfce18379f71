"""Nothing that is kept about people is forgotten: neither on their page nor when its term is over."""

from django.apps import apps

from config.personal import NO_TERM, NOT_SHOWN
from tomoni.core import retention
from tomoni.ground.people import holdings
from tomoni.ground.people.models import Person, User


def personal_fields():
    """Every field of ours that points to an account or to somebody's entry."""
    return {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        if model.__module__.startswith("tomoni.")
        for field in model._meta.get_fields()
        if field.is_relation and not field.auto_created and field.related_model in (Person, User)
    }


def test_every_field_that_points_to_a_person_is_shown_to_them_or_left_out_with_a_reason():
    fields, shown = personal_fields(), holdings.shown_fields()
    assert not fields - shown - set(NOT_SHOWN), "say in config/personal.py why it is not shown"
    assert not shown & set(NOT_SHOWN), "shown and left out"
    assert not (shown | set(NOT_SHOWN)) - fields, "no such field"
    assert all(len(reason) > 10 for reason in NOT_SHOWN.values())


def test_every_table_that_is_shown_has_a_term_or_a_reason_to_have_none(db):
    shown = {field.rpartition(".")[0] for field in holdings.shown_fields()}
    held = {one.rows().model._meta.label for one in retention.classes()}
    assert not shown - held - set(NO_TERM), "give it a class of retention"
    assert not set(NO_TERM) & held, "it has a term"
    assert not set(NO_TERM) - shown, "it is not shown"
    assert all(len(reason) > 10 for reason in NO_TERM.values())
