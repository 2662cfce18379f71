"""No rule is only written down: each field of the rules changes what the program answers.

Whoever adds a field adds here what acts on it. The answers are those of the functions that decide
for real, asked twice with nothing but this one field changed.
"""

from dataclasses import fields, replace
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.utils.timezone import localdate, now

from tests.points.towns import holder, scheme_with
from tomoni.core.errors import Refused
from tomoni.doing.points.actions import award, certifying
from tomoni.doing.points.forms.ruling import ActivityForm
from tomoni.doing.points.forms.terms import TermsForm
from tomoni.doing.points.queries import earned, shown
from tomoni.doing.points.queries.statements import statement
from tomoni.doing.points.rules import claiming, earning, giving, lapsing, years
from tomoni.doing.points.rules.claiming import Holder
from tomoni.doing.points.rules.earning import Sofar
from tomoni.doing.points.rules.giving import Giver
from tomoni.doing.points.rules.lapsing import Lot
from tomoni.doing.points.rules.terms import Activity, Terms
from tomoni.doing.points.views.rules import budget

HELP = Activity("help", "手伝い", "time", points=4)
PLAIN = Terms(activities=(HELP,), may_be_given=True, ways=("cash", "bank"))
ON = date(2026, 2, 10)
CHILD = date(2010, 6, 1)


def worth(terms, **sofar):
    return earning.worth(terms, terms.activities[0], 1, Sofar(**sofar))


def may_earn(terms, birth_on=date(1950, 1, 1)):
    return earning.why_not(
        terms, activity=HELP, quantity=1, on=ON, today=ON, begins_on=date(2020, 4, 1), ends_on=None,
        birth_on=birth_on, is_own_receiver=False,
    )  # fmt: skip


def may_claim(terms, points=10, way="cash", **more):
    lots = [Lot(date(2024, 5, 1), 10), Lot(date(2026, 1, 5), 20)]
    known = Holder(**{"free": 30, "lots": lots, **more})
    return claiming.why_not(terms, known, points=points, way=way, on=ON)


def may_give(terms, points=10, to="person", **more):
    giver = Giver(**{"free": 30, **more})
    return giving.why_not(
        terms, giver, points=points, to=to, on=ON, begins_on=date(2020, 4, 1), ends_on=None
    )


def gone(terms):
    return lapsing.over(terms, [Lot(date(2024, 5, 1), 10), Lot(date(2026, 1, 5), 3)], ON)


def certificate(terms):
    account = holder(scheme_with(terms, begins_on=date(2010, 4, 1)), at=now())
    for year in (2020, 2021):
        award(
            id=uuid4(), scheme=account.scheme, person=account.person, activity="help", quantity=1,
            on=date(year, 5, 1), by=None, at=now(),
        )  # fmt: skip
    try:
        return certifying.certify(account=account, by=None, at=now()).facts["years"]
    except Refused as no:
        return no.sentence


def is_over_budget(terms):
    at = now() - timedelta(minutes=1)
    account = holder(scheme_with(terms, at=at), at=at)
    award(
        id=uuid4(), scheme=account.scheme, person=account.person, activity="help", quantity=1,
        on=localdate(), by=None, at=at,
    )  # fmt: skip
    return budget(account.scheme, terms, localdate()).is_over


# field: (rules it is changed in, the two values, what answers otherwise)
RULES = {
    "activities": (PLAIN, (HELP,), (replace(HELP, points=5),), worth),
    "daily_most": (PLAIN, None, 3, lambda t: worth(t, that_day=1)),
    "yearly_most": (PLAIN, None, 3, lambda t: worth(t, that_year=1)),
    "year_begins": (PLAIN, (4, 1), (1, 1), lambda t: years.year_of(ON, t.year_begins)),
    "lapse": (PLAIN, "never", "year", gone),
    "lapse_months": (replace(PLAIN, lapse="year"), 0, 12, gone),
    "carry_most": (PLAIN, None, 4, gone),
    "least_claim": (PLAIN, 1, 11, may_claim),
    "claim_unit": (PLAIN, 1, 7, may_claim),
    "yen_per_unit": (PLAIN, 100, 50, lambda t: t.yen(10)),
    "yearly_claim_most": (PLAIN, None, 9, may_claim),
    "window": (PLAIN, None, ((3, 1), (3, 31)), may_claim),
    "past_years_only": (PLAIN, False, True, lambda t: may_claim(t, points=20)),
    "ways": (PLAIN, ("cash",), ("bank",), may_claim),
    "conditions": (PLAIN, (), ("lives_here",), may_claim),
    "least_age": (PLAIN, 0, 80, may_earn),
    "minors": (PLAIN, "consent", "free", lambda t: (may_claim(t, birth_on=CHILD), may_give(t, birth_on=CHILD))),
    "may_be_given": (PLAIN, False, True, may_give),
    "given_to": (PLAIN, ("person",), ("organisation",), may_give),
    "yearly_give_most": (PLAIN, None, 9, may_give),
    "certificate_years": (PLAIN, 2, 3, certificate),
    "yearly_budget": (PLAIN, 1_000_000, 1, is_over_budget),
}  # fmt: skip
SHORT = Activity("help", "手伝い", "hour", rounding="half")


def counted(minutes=90, **sofar):
    return lambda one: earning.worth(Terms(activities=(one,)), one, minutes, Sofar(**sofar))


def name_in_a_statement(one):
    at = now() - timedelta(minutes=1)
    account = holder(scheme_with(Terms(activities=(one,)), at=at), at=at)
    award(
        id=uuid4(), scheme=account.scheme, person=account.person, activity=one.code, quantity=90,
        on=localdate(), by=None, at=at,
    )  # fmt: skip
    return [line.what for line in statement(account, localdate(), localdate()).lines]


def name_in_english(one):
    from django.utils.translation import override

    with override("en"):
        return name_in_a_statement(one)


ACTIVITY = {
    "code": (SHORT, "help", "other", lambda one: Terms(activities=(one,)).activity("help") is None),
    "name": (SHORT, "手伝い", "見本の手伝い", name_in_a_statement),
    "per": (SHORT, "hour", "stamp", counted()),
    "points": (SHORT, 1, 2, counted()),
    "rounding": (SHORT, "half", "down", counted()),
    "least_minutes": (SHORT, 0, 91, counted()),
    "tiers": (replace(SHORT, per="time"), (), ((60, 3),), counted()),
    "daily_most": (SHORT, None, 1, counted()),
    "name_en": (SHORT, "", "Help", name_in_english),
}


def test_each_field_of_the_rules_is_here():
    assert list(RULES) == [field.name for field in fields(Terms)]
    assert sorted(ACTIVITY) == sorted(field.name for field in fields(Activity))


@pytest.mark.django_db
@pytest.mark.parametrize("name", RULES)
def test_each_field_of_the_rules_changes_an_answer(name):
    terms, one, other, answer = RULES[name]
    assert answer(replace(terms, **{name: one})) != answer(replace(terms, **{name: other}))


@pytest.mark.django_db
@pytest.mark.parametrize("name", ACTIVITY)
def test_each_field_of_an_activity_changes_an_answer(name):
    activity, one, other, answer = ACTIVITY[name]
    assert answer(replace(activity, **{name: one})) != answer(replace(activity, **{name: other}))


def test_each_field_is_asked_by_the_page_and_none_says_that_it_is_only_written_down():
    asked = {name for _title, names in TermsForm.GROUPS for name in names}
    rules = {field.name for field in fields(Terms)} - {"activities", "window"}
    assert asked == rules | {"window_from", "window_to"}
    assert set(ActivityForm.base_fields) >= {f.name for f in fields(Activity)} - {"tiers"}
    for field in TermsForm.base_fields.values():
        assert "書きとめる" not in str(field.help_text)


@pytest.mark.django_db
def test_the_public_page_reads_the_rules_of_today():
    """The rules that are asked above are those that the pages ask: of the day, by the scheme's row."""
    scheme = scheme_with(PLAIN, at=now())
    assert earned.ruling_on(scheme, localdate()).read == PLAIN
    assert [one.terms for one in shown.schemes(localdate()) if one.scheme == scheme] == [PLAIN]
