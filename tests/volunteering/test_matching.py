"""Why this person, and a day given out as a whole."""

from datetime import datetime, timedelta
from itertools import product

import pytest

from tests.factories import NOW
from tests.volunteering.towns import need, post, shift, volunteer
from tomoni.core.errors import Refused
from tomoni.doing.volunteering.actions import assigning, turns
from tomoni.doing.volunteering.models import Shift, Turn, Volunteer
from tomoni.doing.volunteering.queries import matching, risks
from tomoni.doing.volunteering.rules import times
from tomoni.doing.volunteering.rules.assigning import WORTH, Job, Pair, solve
from tomoni.doing.volunteering.rules.matching import Fit, price, reasons
from tomoni.ground.districts.models import Town


def town(code, lat):
    return Town.objects.create(
        code=code, name=code, name_kana=code, base=code, lat=lat, lng=141.0, accuracy_m=100
    )


@pytest.mark.django_db
def test_who_is_near_and_able_stands_first_and_the_reasons_say_so():
    here, there = town("mihon-a", 43.19), town("mihon-b", 43.21)
    where = shift(need(town=here, skill="snow"))
    near = volunteer(town=here, skills=["snow"], p_name="近い")
    volunteer(town=there, skills=["snow"], p_name="遠い")
    volunteer(town=here, p_name="できない")
    volunteer(town=there, reach_m=500, p_name="来られない")
    volunteer(town=here, is_paused=True, p_name="休み")
    found = matching.suggestions(where, Volunteer.objects.all())
    assert [str(one.volunteer) for one in found] == ["近い", "遠い", "できない"]
    assert found[0].volunteer == near
    assert found[0].reasons[:2] == ["同じ町", "わざが合う"]
    assert found[1].reasons[0] == "およそ2.2km"


@pytest.mark.django_db
def test_who_cannot_come_at_that_time_is_not_suggested():
    where = shift()  # A Friday afternoon.
    morning, afternoon = times.bit(4, 0), times.bit(4, 1)
    volunteer(times=morning, p_name="朝だけ")
    volunteer(times=afternoon, p_name="昼")
    found = matching.suggestions(where, Volunteer.objects.all())
    assert [str(one.volunteer) for one in found] == ["昼"]
    assert "その時間は空いている" in found[0].reasons


@pytest.mark.django_db
def test_a_day_is_given_out_and_what_was_promised_stays():
    who = [volunteer(p_name=f"人{n}") for n in range(3)]
    first, second = shift(seats=1), shift(seats=1, starts=timedelta(days=3, hours=1))
    turns.join(post=post(first), volunteer=who[0], by=None, at=NOW)
    day = matching.day(
        (NOW + timedelta(days=3)).date(), Shift.objects.all(), Volunteer.objects.all(), NOW
    )
    assert [job.key for job in day.jobs] == [str(post(second).pk)]
    found = solve(day.jobs, day.pairs, most=day.most)
    chosen = [(day.volunteers[one.helper], day.posts[one.job]) for one in found.pairs]
    made, refused = assigning.give(pairs=chosen, by=None, at=NOW)
    assert (len(made), refused) == (1, [])
    assert made[0].volunteer in who[1:]
    _none, refused = assigning.give(pairs=[(who[2], post(second))], by=None, at=NOW)
    assert refused or Turn.objects.filter(shift=second).count() == 1


def solved(where, **more):
    day = matching.day(
        where.starts_at.date(), Shift.objects.all(), Volunteer.objects.all(), NOW, **more
    )
    found = solve(day.jobs, day.pairs, most=day.most)
    seats = {(str(day.volunteers[one.helper]), day.posts[one.job].code) for one in found.pairs}
    return seats, {day.posts[key].code for key in found.left}, day


@pytest.mark.django_db
def test_only_who_has_a_car_drives_and_only_who_can_leads():
    where = shift(seats={"helper": 1, "leader": 1, "driver": 1})
    volunteer(has_vehicle=True, p_name="車")
    volunteer(skills=["lead"], p_name="まとめ役")
    volunteer(p_name="はじめて")
    seats, left, day = solved(where)
    assert seats == {("車", "driver"), ("まとめ役", "leader"), ("はじめて", "helper")}
    reason = {fit.role: matching.matching.reasons(fit)[0] for fit in day.fits.values() if fit.role}
    assert reason == {"driver": "車を出せる", "leader": "まとめ役ができる"} and left == set()


@pytest.mark.django_db
def test_a_seat_that_nobody_may_take_stays_empty_and_is_told():
    where = shift(seats={"helper": 1, "driver": 1})
    volunteer(p_name="歩きの人")
    volunteer(p_name="歩きの人2")
    seats, left, _day = solved(where)
    assert {code for _name, code in seats} == {"helper"} and left == {"driver"}
    with pytest.raises(Refused, match="車を出す人の席です"):
        turns.join(post=post(where, "driver"), volunteer=Volunteer.objects.first(), by=None, at=NOW)


@pytest.mark.django_db
def test_two_who_are_needed_may_be_a_driver_and_a_helper():
    where = shift(need(least=2), seats={"helper": 1, "driver": 1})
    volunteer(has_vehicle=True, p_name="車")
    assert solved(where)[0] == set(), "one alone is not sent"
    volunteer(p_name="歩きの人")
    assert solved(where)[0] == {("車", "driver"), ("歩きの人", "helper")}


@pytest.mark.django_db
def test_nobody_is_given_more_in_a_week_than_they_said_unless_staff_asked_them():
    busy = volunteer(most_a_week=1, p_name="忙しい人")
    turns.join(post=post(shift(seats=1)), volunteer=busy, by=None, at=NOW)
    where = shift(seats=1, starts=timedelta(days=3, hours=5))
    seats, left, day = solved(where)
    assert (seats, left, day.full) == (set(), {"helper"}, [busy])
    seats, left, day = solved(where, beyond=[str(busy.pk)])
    assert (seats, left, day.full) == ({("忙しい人", "helper")}, set(), [])
    (fit,) = day.fits.values()
    assert "本人の希望の回数をこえる" in reasons(fit)
    volunteer(p_name="ほかの人")
    assert solved(where, beyond=[str(busy.pk)])[0] == {("ほかの人", "helper")}


@pytest.mark.django_db
def test_the_page_of_a_day_asks_before_somebody_goes_more_often_than_they_said(client, mori):
    from django.utils.timezone import localdate, localtime, now

    at = now()
    noon = localtime(at).replace(hour=12, minute=0) + timedelta(days=3) - at
    busy = volunteer(at=at, most_a_week=1, p_name="忙しい人")
    turns.join(post=post(shift(at=at, seats=1, starts=noon)), volunteer=busy, by=None, at=at)
    where = shift(at=at, seats=1, starts=noon + timedelta(hours=3))
    client.force_login(mori)
    told = {"on": localdate(where.starts_at).isoformat()}
    page = client.post("/staff/volunteering/day/", told).content.decode()
    assert "今週の回数がいっぱいの人" in page and 'name="pair"' not in page
    told |= {"beyond": str(busy.pk)}
    page = client.post("/staff/volunteering/day/", told).content.decode()
    assert f'value="{busy.pk}" checked' in page and "本人の希望の回数をこえる" in page
    pair = f"{busy.pk} {post(where).pk}"
    client.post("/staff/volunteering/day/", {**told, "pair": pair, "give": "1"})
    assert Turn.objects.get(shift=where).volunteer == busy


@pytest.mark.django_db
def test_the_clerk_solves_a_day_on_a_page_and_gives_the_ticked_pairs(
    client, mori, django_assert_max_num_queries
):
    from django.utils.timezone import localdate, now

    at = now()
    where = shift(at=at, seats=2)
    volunteer(at=at, p_name="人1")
    volunteer(at=at, p_name="人2")
    client.force_login(mori)
    on = localdate(where.starts_at).isoformat()
    page = client.post("/staff/volunteering/day/", {"on": on}).content.decode()
    assert "これよりよい組み合わせがないことまで、確かめました。" in page
    import re

    pairs = re.findall(r'name="pair" id="p\d+" value="([^"]+)"', page)
    assert len(pairs) == 2
    again = client.post("/staff/volunteering/day/", {"on": on, "pair": pairs[:1]}).content.decode()
    assert f'value="{pairs[0]}" checked' in again
    client.post("/staff/volunteering/day/", {"on": on, "pair": pairs[:1], "give": "1"})
    assert Turn.objects.get().status == "coming"


@pytest.mark.django_db
def test_shifts_at_risk_say_what_they_lack():
    lonely = shift(need(least=2))
    turns.join(post=post(lonely), volunteer=volunteer(), by=None, at=NOW)
    full = shift(seats=1)
    turns.join(post=post(full), volunteer=volunteer(), by=None, at=NOW)
    (one,) = risks.at_risk(at=NOW)
    assert (one.shift, one.lacking, one.unsure, one.is_alone) == (lonely, 1, 1, True)
    later = full.starts_at - timedelta(hours=3)
    assert {one.shift for one in risks.at_risk(at=later)} == {lonely, full}  # Nobody has answered.


JOBS = (
    Job("a", 1, 9, 11), Job("b", 1, 10, 12), Job("c", 2, 9, 11, least=2), Job("d", 1, 11, 12),
)  # fmt: skip
COSTS = {"x": (10, 20, 30, 40), "y": (12, 5, 31, 9), "z": (50, 50, 3, 2)}
PAIRS = [
    Pair(who, job.key, cost)
    for who, costs in COSTS.items()
    for job, cost in zip(JOBS, costs, strict=True)
]
MOST = {"x": 1, "y": 2, "z": 2}


def worth_of(chosen):
    """What a choice is worth, or None when it may not be; written without the solver's help."""
    jobs = {job.key: job for job in JOBS}
    for who, most in MOST.items():
        mine = [jobs[one.job] for one in chosen if one.helper == who]
        if len(mine) > most:
            return None
        if any(a is not b and a.begins < b.ends and b.begins < a.ends for a in mine for b in mine):
            return None
    for job in JOBS:
        n = sum(one.job == job.key for one in chosen)
        if n > job.seats or 0 < n < job.least:
            return None
    return sum(WORTH * jobs[one.job].weight - one.price for one in chosen)


def test_nothing_better_is_found_by_trying_everything():
    best = max(
        worth
        for ticks in product((0, 1), repeat=len(PAIRS))
        if (worth := worth_of([one for one, tick in zip(PAIRS, ticks, strict=True) if tick]))
        is not None
    )
    found = solve(JOBS, PAIRS, most=MOST)
    assert worth_of(found.pairs) == pytest.approx(best)
    assert found.worth == pytest.approx(best)
    assert found.is_proven
    assert found.gap < 1e-3


def test_a_locked_pair_stays_and_contradictions_are_said():
    found = solve(JOBS, PAIRS, most=MOST, locked=[("x", "d")])
    assert ("x", "d") in {(one.helper, one.job) for one in found.pairs}
    with pytest.raises(ValueError, match="Infeasible"):
        solve(JOBS, PAIRS, most=MOST, locked=[("x", "a"), ("x", "d")])


def test_nobody_is_sent_alone_where_two_are_needed():
    job = Job("deep", 2, 9, 11, least=2)
    found = solve([job], [Pair("x", "deep", 1)], most={"x": 1})
    assert (found.pairs, found.left) == ([], ["deep"])


def test_a_known_face_and_a_light_week_are_cheaper():
    plain = Fit(km=1.0, told_time=True)
    assert price(Fit(km=1.0, told_time=True, times_before=3)) < price(plain)
    assert price(Fit(km=1.0, told_time=True, turns_this_week=2)) > price(plain)
    assert "前に3回来た" in reasons(Fit(times_before=3))


@pytest.mark.parametrize(
    ("starts", "ends", "parts"),
    [((9, 0), (11, 0), [0]), ((11, 0), (13, 0), [0, 1]), ((23, 0), (23, 30), []), ((16, 30), (18, 0), [1, 2])],
)  # fmt: skip
def test_the_parts_of_a_day_that_a_time_touches(starts, ends, parts):
    begin, end = (datetime(2026, 11, 27, *clock) for clock in (starts, ends))
    assert times.told(times.parts_of(begin, end)) == [(4, part) for part in parts]
