"""Random lives of batons, one act after the other: whatever people do, nothing is ever dropped.

A play is one random history of a town with eight matters and those that come in on the way; each matter
has one life in it. Hypothesis plays hands that offer, accept, return, ask, split, join, close and reopen, lets days
pass, and breaks off acts in the middle as a crash would. After every move the database is asked
the plan's own question: is there a matter without exactly one hand and a day?
"""

import json
import time
from datetime import datetime, timedelta
from typing import ClassVar
from unittest.mock import patch
from zoneinfo import ZoneInfo

import hypothesis
from django.conf import settings as conf
from django.db import connection, transaction
from django.db.models import Count, F, Max, Min, Q
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from tests.batons.conftest import worker
from tests.factories import TeamFactory
from tomoni.core import audit
from tomoni.core.errors import Refused
from tomoni.ground.batons import actions
from tomoni.ground.batons.actions.climbing import climb
from tomoni.ground.batons.actions.leaving import hand_over_many
from tomoni.ground.batons.models import Baton, Offer, Question, Step

START = datetime(2026, 11, 24, 9, 0, tzinfo=ZoneInfo("Asia/Tokyo"))
pick = st.integers(min_value=0, max_value=10**6)
counted: dict[str, int] = {}


class Crash(BaseException):
    """The process dies here: nothing below may catch it."""


class Lives(RuleBasedStateMachine):
    """Three teams with two people each, the same in every play, and any number of matters."""

    teams: ClassVar[list] = []
    people: ClassVar[list] = []

    @initialize()
    def begin(self):
        counted["plays"] = counted.get("plays", 0) + 1
        self.whole = transaction.atomic()
        self.whole.__enter__()
        self.now = START
        for number in range(8):
            self.a_matter_comes_in(who=number, team=number)

    def teardown(self):
        if hasattr(self, "whole"):
            counted["lives"] = counted.get("lives", 0) + Baton.objects.count()
            transaction.set_rollback(True)
            self.whole.__exit__(None, None, None)

    # Helpers: any row by a number, and an act that may be refused but never half done.

    def any(self, model, number):
        """The same row in every run of one play: keys are random, the order of coming is not."""
        if model not in ORDERS:
            came = "steps__id" if model is Baton else "baton__steps__id"
            then = {Baton: [], Offer: ["offered_at"], Question: ["asked_at"]}[model]
            rows = model.objects.annotate(came=Min(came)).order_by("came", *then)
            ORDERS[model] = rows.values("pk").query.sql_with_params()
        with connection.cursor() as cursor:
            cursor.execute(*ORDERS[model])
            keys = [row[0] for row in cursor.fetchall()]
        return model.objects.get(pk=keys[number % len(keys)]) if keys else None

    def try_(self, act, **known):
        if None in known.values() and "person" not in known:
            return  # There is no such thing yet.
        counted["acts"] = counted.get("acts", 0) + 1
        try:
            with transaction.atomic():
                act(by=self.people[known.pop("who") % 6], at=self.now, **known)
        except Refused:
            counted["refused"] = counted.get("refused", 0) + 1

    # What people do.

    @rule(who=pick, team=pick)
    def a_matter_comes_in(self, who, team):
        self.try_(
            actions.open_baton, who=who, kind="desk.note", title="用件", team=self.teams[team % 3]
        )

    @rule(who=pick, baton=pick, days=st.integers(-2, 40))
    def somebody_writes(self, who, baton, days):
        self.try_(
            actions.note, who=who, baton=self.any(Baton, baton), text="した", next_step="次",
            due_on=timezone.localdate(self.now) + timedelta(days=days),
        )  # fmt: skip

    @rule(who=pick, baton=pick, days=st.integers(-2, 60))
    def somebody_extends(self, who, baton, days):
        last = timezone.localdate(self.now) + timedelta(days=days)
        self.try_(
            actions.extend, who=who, baton=self.any(Baton, baton), finish_by=last, reason="待ち"
        )

    @rule(who=pick, baton=pick, team=pick)
    def somebody_offers(self, who, baton, team):
        to = {"to_team": self.teams[team % 3]} if team % 4 else {"outside_name": "外の人"}
        self.try_(actions.offer, who=who, baton=self.any(Baton, baton), **to)

    @rule(who=pick, offer=pick, what=pick)
    def somebody_answers_an_offer(self, who, offer, what):
        offer = self.any(Offer, offer)
        if what % 3 == 0:
            self.try_(actions.give_back, who=who, offer=offer, reason="no_capacity")
        elif what % 3 == 1:
            self.try_(actions.withdraw, who=who, offer=offer)
        else:
            self.try_(actions.accept, who=who, offer=offer)

    @rule(who=pick, baton=pick, person=pick)
    def somebody_assigns(self, who, baton, person):
        to = self.people[person % 6] if person % 7 else None
        if held := self.any(Baton, baton):
            self.try_(actions.assign, who=who, baton=held, person=to)

    @rule(who=pick, baton=pick, team=pick)
    def somebody_asks(self, who, baton, team):
        to = self.teams[team % 3]
        self.try_(actions.ask, who=who, baton=self.any(Baton, baton), to_team=to, text="?")

    @rule(who=pick, question=pick, stop=st.booleans())
    def somebody_answers_a_question(self, who, question, stop):
        question = self.any(Question, question)
        if stop:
            self.try_(actions.unask, who=who, question=question)
        else:
            self.try_(actions.answer, who=who, question=question, text="はい")

    @rule(who=pick, baton=pick)
    def somebody_splits(self, who, baton):
        baton = self.any(Baton, baton)
        self.try_(actions.split, who=who, baton=baton, title="一部", next_step="見る")

    @rule(who=pick, baton=pick, into=pick)
    def somebody_joins(self, who, baton, into):
        self.try_(actions.join, who=who, baton=self.any(Baton, baton), into=self.any(Baton, into))

    @rule(who=pick, baton=pick, outcome=st.sampled_from(["done", "advised", "joined", ""]))
    def somebody_closes(self, who, baton, outcome):
        self.try_(
            actions.close, who=who, baton=self.any(Baton, baton), outcome=outcome, words="終わり"
        )

    @rule(who=pick, baton=pick)
    def somebody_reopens(self, who, baton):
        self.try_(actions.reopen, who=who, baton=self.any(Baton, baton), reason="続き")

    @rule(who=pick, baton=pick)
    def the_desk_takes(self, who, baton):
        self.try_(actions.take, who=who, baton=self.any(Baton, baton))

    @rule(who=pick, to=pick)
    def somebody_goes_on_leave(self, who, to):
        mine = list(Baton.objects.in_hands_of(self.people[who % 6]))
        self.try_(hand_over_many, who=who, batons=mine, to_person=self.people[to % 6])

    @rule(hours=st.integers(-1, 24 * 8))
    def time_passes(self, hours):
        """A day, a week's outage, or the clock turned back one hour; then the timetable."""
        self.now += timedelta(hours=hours)
        climb(at=self.now)
        climb(at=self.now)

    @rule(who=pick, baton=pick, dies_at=st.integers(1, 2))
    def the_program_dies_in_the_middle(self, who, baton, dies_at):
        """The first or the second audit row is never reached: nothing of the act may be there."""
        held = self.any(Baton, baton)
        if held is None:
            return
        before = self.picture()
        real, calls = audit.record, []

        def die(*known, **more):
            calls.append(1)
            if len(calls) == dies_at:
                raise Crash
            return real(*known, **more)

        try:
            with patch.object(audit, "record", die), transaction.atomic():
                actions.split(
                    baton=held, title="一部", next_step="見る", by=self.people[who % 6], at=self.now
                )
        except Crash:
            counted["crashes"] = counted.get("crashes", 0) + 1
            assert self.picture() == before
        except Refused:
            pass

    # What must always be so.

    def picture(self):
        return (
            list(Baton.objects.order_by("pk").values_list("pk", "team", "status", "due_on")),
            Step.objects.count(),
            Offer.objects.open().count(),
        )

    @invariant()
    def nothing_leaks(self):
        if not hasattr(self, "whole"):
            return
        nothing_is_dropped()


def nothing_is_dropped():
    """Each matter in exactly one hand with a day, or ended with an outcome; its steps in order.

    Asked of the whole table after every act, so all of it is one question whose text is made once.
    """
    if not WRONG:
        WRONG.update(_wrong())
        parts, values = [], []
        for rows in WRONG.values():
            sql, known = rows.query.sql_with_params()
            parts.append(f"EXISTS ({sql})")
            values += known
        QUESTION[:] = ["SELECT " + ", ".join(parts), values]
    with connection.cursor() as cursor:
        cursor.execute(*QUESTION)
        found = cursor.fetchone()
    assert not any(found), [word for word, one in zip(WRONG, found, strict=True) if one]


def _wrong():
    """What must find nothing, by what it would mean."""
    open_ones, closed = Baton.objects.filter(status="open"), Baton.objects.filter(status="closed")
    without = Q(team=None) | Q(due_on=None) | Q(next_step="")
    steps = Step.objects.order_by().values("baton")
    told = steps.annotate(n=Count("nth", distinct=True), first=Min("nth"), last=Max("nth"))
    found = {
        "an open matter without hand, day or next step": open_ones.filter(without),
        "a part outlives its whole": open_ones.filter(part_of__status="closed"),
        "ended without outcome": closed.filter(Q(outcome="") | Q(closed_at=None)),
        "a step is missing": told.exclude(first=1, last=F("n")),
        "a matter without a story": Baton.objects.filter(steps=None),
        "leaked": Baton.objects.leaked(),
    }
    for model in (Offer, Question):
        rows = model.objects.open().filter(baton__status="closed")
        found[f"ended while a {model._meta.model_name} waits"] = rows
    offers = Offer.objects.open().order_by().values("baton").annotate(n=Count("pk"))
    found["offered twice at once"] = offers.filter(n__gt=1)
    return {word: rows.order_by() for word, rows in found.items()}


ORDERS: dict = {}
WRONG: dict = {}
QUESTION: list = []


def live(plays, *, steps=50, seed=None):
    """Drive so many plays, each rolled back at its end; gives what was counted.

    Args:
        seed: None gives the same plays in every run.
    """
    counted.clear()
    machine = hypothesis.seed(seed)(Lives) if seed is not None else Lives
    with transaction.atomic():
        Lives.teams = [
            TeamFactory(is_comprehensive_desk=True), TeamFactory(), TeamFactory(open_weekdays=127),
        ]  # fmt: skip
        Lives.people = [
            worker(f"w{number}{part}", team, part)
            for number, team in enumerate(Lives.teams)
            for part in ("lead", "member")
        ]
        run_state_machine_as_test(
            machine,
            settings=settings(
                max_examples=plays,
                stateful_step_count=steps,
                deadline=None,
                derandomize=seed is None,
                database=None,
                suppress_health_check=list(HealthCheck),
            ),
        )
        transaction.set_rollback(True)
    return dict(counted)


def say(plays, *, seed):
    conf.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    begun = time.monotonic()
    counts = live(plays, seed=seed)
    print(json.dumps({**counts, "seconds": round(time.monotonic() - begun, 1)}))
