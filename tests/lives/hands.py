"""Several hands at once on the same matters, as threads with a connection each, and crashes.

Each hand takes the newest matters and open offers it can find and does something to one of them;
now and then an act dies before one of its audit rows is written. At the end the database is asked what
it holds: as many steps of each sort as audit rows, one answer for each offer, nothing dropped.
"""

import json
import random
import threading
import time
from collections import Counter
from datetime import timedelta
from unittest.mock import patch

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.db.models import Count

from tests.batons.conftest import worker
from tests.factories import TeamFactory
from tests.lives.machine import START, Crash, nothing_is_dropped
from tomoni.core import audit
from tomoni.core.chain.verifying import verify
from tomoni.core.errors import Refused
from tomoni.core.models import AuditRow
from tomoni.ground.batons import actions
from tomoni.ground.batons.actions.climbing import climb
from tomoni.ground.batons.models import Baton, Offer, Question, Step

OFTEN = ("accept", "accept", "offer", "offer", "give_back", "note", "assign", "ask", "answer",
         "split", "join", "close", "close", "reopen", "withdraw", "take")  # fmt: skip


class Hands:
    """What is shared by all: the teams, the people, the counts, and the clock of the day."""

    def __init__(self, matters, seed):
        self.counts, self.lock, self.own = Counter(), threading.Lock(), threading.local()
        self.desk = TeamFactory(slug="lives-desk", is_comprehensive_desk=True)
        self.teams = [self.desk, *(TeamFactory(slug=f"lives-{n}") for n in range(2))]
        self.people = [
            worker(f"lives{n}{part}", team, part)
            for n, team in enumerate(self.teams)
            for part in ("lead", "member")
        ]
        for n in range(matters):
            actions.open_baton(
                kind="desk.note", title="用件", team=self.teams[n % 3], next_step="見る",
                by=self.people[(n % 3) * 2], at=START,
            )  # fmt: skip
        self.at = START + timedelta(hours=1)
        self.busy = {}

    def count(self, word):
        with self.lock:
            self.counts[word] += 1

    def record(self, *known, **more):
        """The real audit, unless this hand's act is to die at this row."""
        self.own.dies_in = getattr(self.own, "dies_in", 0) - 1
        if self.own.dies_in == 0:
            raise Crash
        return REAL(*known, **more)

    def act(self, dice):
        word = dice.choice(OFTEN)
        if word in ("accept", "give_back", "withdraw"):
            thing = _any(Offer.objects.open().order_by("-offered_at", "pk"), dice)
        elif word == "answer":
            thing = _any(Question.objects.open().order_by("pk"), dice)
        else:
            rows = Baton.objects.all() if word == "reopen" else Baton.objects.open()
            thing = _any(rows.order_by("-updated_at", "pk"), dice)
        if thing is None:
            return
        by = self._whose(word, thing) if dice.random() < 0.8 else dice.choice(self.people)
        with self.lock:  # Whether somebody else is at the same thing right now.
            self.counts["met"] += thing.pk in self.busy
            self.busy[thing.pk] = self.busy.get(thing.pk, 0) + 1
        try:
            self.own.dies_in = dice.randint(1, 2) if dice.random() < 0.05 else 0
            self._do(word, thing, by, dice)
            self.count("done")
        except Refused:
            self.count("refused")
        except Crash:
            self.count("crashes")
        except DatabaseError as problem:
            self.count(f"database: {type(problem).__name__}")
        finally:
            with self.lock:
                self.busy[thing.pk] -= 1
                if not self.busy[thing.pk]:
                    del self.busy[thing.pk]

    def _whose(self, word, thing):
        """Somebody of the team whose turn it is; any of the others tries in vain."""
        team = thing.to_team_id if word in ("accept", "give_back", "answer") else None
        team = team or getattr(thing, "team_id", None) or getattr(thing, "from_team_id", None)
        number = next((n for n, one in enumerate(self.teams) if one.pk == team), 0)
        return self.people[number * 2]

    def _do(self, word, thing, by, dice):
        team, colleague = dice.choice(self.teams), dice.choice(self.people)
        more = {
            "accept": lambda: {"offer": thing},
            "give_back": lambda: {"offer": thing, "reason": "no_capacity"},
            "withdraw": lambda: {"offer": thing},
            "answer": lambda: {"question": thing, "text": "はい"},
            "offer": lambda: {"baton": thing, "to_team": team},
            "note": lambda: {"baton": thing, "text": "した", "next_step": "次"},
            "assign": lambda: {"baton": thing, "person": colleague},
            "ask": lambda: {"baton": thing, "to_team": team, "text": "?"},
            "split": lambda: {"baton": thing, "title": "一部", "next_step": "見る"},
            "join": lambda: {
                "baton": thing,
                "into": _any(Baton.objects.open().order_by("pk"), dice),
            },
            "close": lambda: {"baton": thing, "outcome": "done", "words": "終わり"},
            "reopen": lambda: {"baton": thing, "reason": "続き"},
            "take": lambda: {"baton": thing},
        }[word]()
        with transaction.atomic():
            getattr(actions, word)(by=by, at=self.at, **more)


REAL = audit.record


def drive(*, matters, acts, seed, hands=6):
    """Let so many hands do so many acts on so many matters; gives the counts and what is wrong."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    begun, all_of_them = time.monotonic(), Hands(matters, seed)

    def run(number):
        dice = random.Random(seed * 100 + number)
        try:
            for n in range(acts // hands):
                all_of_them.act(dice)
                if number == 0 and n % 50 == 49:
                    with all_of_them.lock:
                        all_of_them.at += timedelta(hours=dice.randint(-1, 30))
                    climb(at=all_of_them.at)
        except Exception as problem:
            all_of_them.count(f"ended: {type(problem).__name__}: {problem}"[:200])
        finally:
            connection.close()

    with patch.object(audit, "record", all_of_them.record):
        threads = [threading.Thread(target=run, args=(number,)) for number in range(hands)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    counts = all_of_them.counts
    return {
        "hands": hands, "matters": Baton.objects.count(), "steps": Step.objects.count(), **counts,
        "seconds": round(time.monotonic() - begun, 1),
        "wrong": [*_wrong(), *(word for word in counts if word.startswith("ended"))],
    }  # fmt: skip


def say(**known):
    print(json.dumps(drive(**known), ensure_ascii=False))


def _any(rows, dice):
    """One of the first few: hands that look at the same top of a list meet there."""
    found = list(rows[:6])
    return dice.choice(found) if found else None


def _wrong():
    """In words, what the database should not hold after all this."""
    found = []
    try:
        nothing_is_dropped()
    except AssertionError as problem:
        found.append(f"dropped: {problem}")
    steps = Counter(dict(Step.objects.values_list("act").annotate(n=Count("pk"))))
    # The timetable writes its own steps by the hundred and without audit rows.
    by_hand = {
        act: n
        for act, n in steps.items()
        if act not in ("reminded", "climbed_lead", "climbed_desk")
    }
    for act, count in by_hand.items():
        rows = AuditRow.objects.filter(act=f"batons.{act}").count()
        if rows != count:
            found.append(f"{count} steps {act}, {rows} audit rows")
    answered = Offer.objects.filter(status="accepted").count()
    if answered != steps["accepted"]:
        found.append(f"{answered} accepted offers, {steps['accepted']} steps")
    if not verify().ok:
        found.append("the chain does not verify")
    return found
