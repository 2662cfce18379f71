"""A salon is planned, its dates are laid out around holidays, it is published, one date is called off."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.factories import NOW
from tomoni.core.errors import Refused
from tomoni.core.models import AuditRow
from tomoni.doing.events.actions import planning
from tomoni.doing.events.models import Occurrence, Role, Series

TOKYO = ZoneInfo("Asia/Tokyo")
# The second Thursday of December 2026 at one o'clock; 11 February 2027 is a holiday.
FIRST = datetime(2026, 12, 10, 13, 0, tzinfo=TOKYO)
MONTHLY = "FREQ=MONTHLY;BYDAY=2TH"


def plan_salon(by=None, **more):
    values = {"slug": "mihon-salon", "title": "見本サロン", "starts_at": FIRST, "rrule": MONTHLY}
    return planning.plan(**values | more, by=by, at=NOW)


def days(series):
    found = Occurrence.objects.filter(series=series).values_list("starts_at", flat=True)
    return [f"{one.astimezone(TOKYO):%m-%d %H}" for one in found]


@pytest.mark.parametrize(
    ("rule", "february"), [("keep", ["02-11 13"]), ("skip", []), ("shift", ["02-12 13"])]
)
def test_a_year_of_second_thursdays_goes_around_holidays(db, rule, february):
    series = plan_salon(holidays=rule, roles={"participant": 12, "helper": 2})
    assert [day for day in days(series) if day.startswith("02")] == february
    assert len(days(series)) == (12 if rule == "skip" else 13)
    assert set(Role.objects.values_list("code", "capacity")) == {("participant", 12), ("helper", 2)}


def test_laying_out_again_keeps_what_was_called_off(db, sato, salon_of_sato):
    third = Occurrence.objects.filter(series=salon_of_sato)[2]
    planning.call_off(occurrence=third, reason="大雪のため", by=sato, at=NOW)
    assert planning.lay_out(series=salon_of_sato, by=None, at=NOW) == 0
    assert planning.lay_out(series=salon_of_sato, by=None, at=NOW + timedelta(days=60)) > 0
    third.refresh_from_db()
    assert (third.status, third.reason, third.sequence) == ("cancelled", "大雪のため", 1)
    assert AuditRow.objects.filter(act="events.date_cancelled", by=sato).exists()


@pytest.fixture
def salon_of_sato(salon, sato):
    values = {
        "slug": "sato-salon", "title": "見本サロン", "starts_at": FIRST, "rrule": MONTHLY,
        "summary": "お茶の会です。", "place_text": "見本会館", "phone": "0134-00-0000",
    }  # fmt: skip
    return planning.plan(**values, organisation=salon, by=sato, at=NOW)


def test_the_editor_publishes_her_own_series_and_nobody_elses(db, sato, ken, salon_of_sato):
    with pytest.raises(Refused, match="主催者に声をかけて"):
        planning.publish(series=salon_of_sato, by=ken, at=NOW)
    planning.publish(series=salon_of_sato, by=sato, at=NOW)
    assert Series.objects.public().get() == salon_of_sato
    with pytest.raises(Refused, match="状態がすでに"):
        planning.publish(series=salon_of_sato, by=sato, at=NOW)


def test_nobody_plans_for_an_organisation_that_is_not_theirs(db, salon, ken):
    with pytest.raises(Refused, match="主催者に声をかけて"):
        planning.plan(slug="ken", title="見本", starts_at=FIRST, organisation=salon, by=ken, at=NOW)


def test_a_rule_without_a_day_and_a_cancellation_without_reason_are_refused(
    db, sato, salon_of_sato
):
    with pytest.raises(Refused) as no:
        plan_salon(rrule="FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30")
    assert no.value.field == "rrule"
    with pytest.raises(Refused, match="理由"):
        planning.call_off(occurrence=salon_of_sato.occurrences.first(), reason=" ", by=sato, at=NOW)
