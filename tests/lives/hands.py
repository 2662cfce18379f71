"""Several hands at once on the same matters, each a process of its own, and SIGKILL.

Each hand takes the newest matters and open offers it can find and does something to one of them; now and
then it kills itself before one of the act's audit rows is written, and now and then it is killed from
outside wherever it is. Another takes its place, as a fork of one loaded process. At the end the database is
asked what it holds: as many steps of each sort as audit rows, one answer for each offer, nothing dropped.
"""

import json
import mmap
import os
import random
import signal
import struct
import time
from collections import Counter
from datetime import timedelta
from itertools import count as count_on
from unittest.mock import patch

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.db.models import Count

from tests.batons.conftest import worker
from tests.factories import TeamFactory
from tests.lives.machine import START, nothing_is_dropped
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
    """What is shared by all: the teams, the people, the clock of the day, and a sheet of memory."""

    def __init__(self, matters, hands):
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
        # The hours since the start, whether to stop, then for each hand the thing it is at.
        self.sheet, self.hands = mmap.mmap(-1, 16 * (hands + 1)), hands
        self.sheet[:16] = struct.pack("qq", 1, 0)
        self.said, self.says = os.pipe()
        os.set_blocking(self.said, False)
        self.number, self.dies_in = -1, 0

    @property
    def at(self):
        return START + timedelta(hours=struct.unpack_from("q", self.sheet)[0])

    @property
    def is_over(self):
        return bool(struct.unpack_from("q", self.sheet, 8)[0])

    def pass_time(self, hours):
        struct.pack_into("q", self.sheet, 0, struct.unpack_from("q", self.sheet)[0] + hours)

    def end(self):
        struct.pack_into("q", self.sheet, 8, 1)

    def lie_on(self, number, key=b"\0" * 16):
        """Write down which thing this hand is at; gives how many others are at it now."""
        start = 16 * (number + 1)
        self.sheet[start : start + 16] = key
        return sum(
            self.sheet[16 * (n + 1) : 16 * (n + 2)] == key for n in range(self.hands) if n != number
        )

    def count(self, word):
        os.write(self.says, f"{word}\n".encode())

    def record(self, *known, **more):
        """The real audit, unless this hand is to die at this row."""
        self.dies_in -= 1
        if self.dies_in == 0:
            self.count("killed in an act")
            os.kill(os.getpid(), signal.SIGKILL)
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
        if self.lie_on(self.number, thing.pk.bytes):
            self.count("met")
        try:
            self.dies_in = dice.randint(1, 2) if dice.random() < 0.05 else 0
            self._do(word, thing, by, dice)
            self.count("done")
        except Refused:
            self.count("refused")
        except DatabaseError as problem:
            self.count(f"database: {type(problem).__name__}")
        finally:
            self.lie_on(self.number)

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


def drive(*, matters, acts, seed, hands=4, deaths=0):
    """Let so many hands do so many acts on so many matters; gives the counts and what is wrong.

    Which hand meets which is chance, so they go on until so many have also died in an act.
    """
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    begun, all_of_them, counts = time.monotonic(), Hands(matters, hands), Counter()
    _let_go_of_the_database()
    dice, alive, born = random.Random(seed), {}, 0
    heard, next_kill = b"", time.monotonic() + 1

    def hear():
        nonlocal heard
        try:
            while more := os.read(all_of_them.said, 65536):
                heard += more
        except BlockingIOError:
            pass
        *lines, heard = heard.split(b"\n")
        counts.update(line.decode() for line in lines)

    def is_enough():
        done = counts["done"] + counts["refused"]
        return done >= acts and (counts["killed in an act"] >= deaths or done >= 10 * acts)

    while not is_enough() or alive:
        hear()
        if is_over := is_enough():
            all_of_them.end()
        for number in set(range(hands)) - set(alive) if not is_over else ():
            born += 1
            alive[number] = _born(all_of_them, number, seed * 100_000 + born)
        if not is_over and time.monotonic() > next_kill:
            os.kill(alive[dice.choice(sorted(alive))], signal.SIGKILL)
            counts["killed from outside"] += 1
            next_kill = time.monotonic() + dice.uniform(0.1, 0.6)
        time.sleep(0.01)
        for number, pid in list(alive.items()):
            if os.waitpid(pid, os.WNOHANG)[0]:
                del alive[number]
                all_of_them.lie_on(number)
    hear()
    return {
        "hands": hands, "matters": Baton.objects.count(), "steps": Step.objects.count(), **counts,
        "seconds": round(time.monotonic() - begun, 1),
        "wrong": [*_wrong(), *(word for word in counts if word.startswith("ended"))],
    }  # fmt: skip


def _born(all_of_them, number, seed):
    """The process of a new hand, which acts until it is over or it is killed."""
    if pid := os.fork():
        return pid
    try:
        all_of_them.number, dice = number, random.Random(seed)
        with patch.object(audit, "record", all_of_them.record):
            for n in count_on(1):
                if all_of_them.is_over:
                    break
                all_of_them.act(dice)
                if number == 0 and n % 20 == 0:
                    all_of_them.pass_time(dice.randint(-1, 30))
                    climb(at=all_of_them.at)
    except BaseException as problem:
        all_of_them.count(f"ended: {type(problem).__name__}: {problem}"[:200].replace("\n", " "))
    finally:
        os._exit(0)


def _let_go_of_the_database():
    """A connection must not cross a fork, nor a pool that would hand it to several."""
    connection.close()
    if hasattr(connection, "close_pool"):
        connection.close_pool()


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
