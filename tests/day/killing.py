"""The day itself: traffic, kills, a quiet evening, and the reckoning."""

import json
import os
import random
import re
import subprocess
import sys
import threading
import time
from collections import Counter
from typing import Any

from tests.day.people import Clerk, Ledger, NoAnswer, Operator, Resident, Visitor
from tests.day.town import Town
from tests.installation import ROOT, Installation

WEIGHTS = {"web": 4, "work": 4, "tick": 2}
MUST_BE_ZERO = (
    "leaked", "open_without_step_to_do", "steps_out_of_number", "batons_without_steps",
    "matters_without_baton", "batons_of_two_matters", "batons_without_their_matter",
    "suggestions_lost", "suggestions_twice", "acts_lost", "acts_twice", "refused_but_done",
    "numbers_lost", "notices_twice", "notices_sent_twice", "notices_not_sent",
    "mails_missing", "mails_unknown", "mails_of_two_ids", "pushes_missing", "pushes_unknown",
    "dead_letters",
    "dead_letters_nobody_was_told_of",
)  # fmt: skip
EVENING = 240.0  # Seconds of ours; then what still waits counts as lost.


def in_memory() -> str | None:
    """Where a file costs no disk: what a killed process has written, the kernel keeps anyway."""
    return "/dev/shm" if os.access("/dev/shm", os.W_OK) else None


def live_through(
    one: Installation, *, kills: int, seed: int, speed: float = 60, minutes: float = 60
) -> dict[str, Any]:
    """Let people use a fresh installation while its programs are killed; gives the counts.

    Args:
        kills: How many SIGKILLs, over web server, worker and timetable.
        seed: Of everything chosen; what the kernel does in between is not in our hands.
        speed: How many seconds of the day go by in one of ours.
        minutes: After so many of ours the killing ends, and too few kills are reported as wrong.
    """
    town, ledger, begun = Town(one, speed), Ledger(), time.monotonic()
    try:
        town.open()
        everybody = _everybody(town, ledger, seed)
        threads = [threading.Thread(target=visitor.run, daemon=True) for visitor in everybody]
        for thread in threads:
            thread.start()
        _kill_at_random(town, ledger, kills, random.Random(seed), begun + minutes * 60)
        busy = time.monotonic() - begun
        town.wait_for_web()
        ledger.stop.set()
        for thread in threads:
            thread.join(120)
        ledger.closing.set()
        _evening(town)
        _read_the_last_mails(town, ledger, seed)
        _evening(town)
        counts = _reckon(town, ledger)
    finally:
        ledger.stop.set()
        ledger.closing.set()
        town.close()
    counts["seconds"] = round(time.monotonic() - begun)
    counts["day_hours"] = round(busy * speed / 3600, 1)
    counts["seed"] = seed
    counts["database"] = "pg" if one.database else "sqlite"
    counts["wrong"] = wrong_with(counts, kills)
    return counts


def wrong_with(counts: dict[str, Any], kills: int) -> list[str]:
    """The sentences of what did not hold; none when nothing was lost or doubled."""
    found = [f"{name}: {counts[name]}" for name in MUST_BE_ZERO if counts[name]]
    if counts["notices_missing"]:
        found.append(f"notices missing: {counts['notices_missing']}")
    if counts["chain"] != "verifies":
        found.append(f"the chain: {counts['chain']}")
    if sum(counts["kills"].values()) != kills:
        found.append(f"kills: {counts['kills']}")
    if counts["mail_copies"] > counts["unclear"]:
        found.append("more copies of mails than were on their way at a kill")
    if counts["odd"]:
        found.append(f"answers nobody should get: {counts['odd'][:5]}")
    if not (counts["suggestions"] and counts["acts"] and counts["notices"]):
        found.append("nothing happened that day")
    return found


def _everybody(town: Town, ledger: Ledger, seed: int) -> list[Visitor]:
    sessions, teams = town.known["sessions"], town.known["teams"]
    found: list[Visitor] = [Resident(town, ledger, seed + n) for n in range(2)]
    found.append(Operator(town, ledger, seed + 10))
    for n, (name, team, other) in enumerate(
        (("tani", "desk", "snow"), ("ono", "desk", "snow"), ("mori", "snow", "desk"), ("abe", "snow", "desk"))
    ):  # fmt: skip
        found.append(
            Clerk(
                town, ledger, seed=seed + 20 + n, session=sessions[name], name=name,
                team=teams[team], other=teams[other],
            )
        )  # fmt: skip
    return found


def _kill_at_random(
    town: Town, ledger: Ledger, kills: int, dice: random.Random, until: float
) -> None:
    """Each program gets a moment to do something, of random length, before it is killed.

    The web server dies after so many answers, the others after so long; while one comes up
    again, the others are killed already, in the proportion of their weights.
    """
    plan = dice.choices(list(WEIGHTS), list(WEIGHTS.values()), k=kills)
    others = [name for name in plan if name != "web"]
    webs, done, side = len(plan) - len(others), 0, 0
    moments = {name: dice.uniform(0.1, 1) for name in WEIGHTS}
    wanted, silent_since = ledger.counts["answers"] + dice.randint(2, 14), time.monotonic()
    while done + side < kills and time.monotonic() < until:
        answers = ledger.counts["answers"]
        if done < webs and answers >= wanted:
            town.kill("web")
            _note_return(town, ledger)
            done, wanted, silent_since = done + 1, answers + dice.randint(2, 14), time.monotonic()
        elif side < len(others) and side * webs <= (done + 1) * len(others):
            name = others[side]
            if time.monotonic() >= town.born[name] + moments[name]:
                town.kill(name)
                side, moments[name] = side + 1, dice.uniform(0.05, 0.8)
        else:  # A server that never came up has nothing to lose.
            assert time.monotonic() < silent_since + 60, "the web server does not come back"
        if (done + side) % 100 == 0 and done + side > ledger.counts["kills_told"]:
            ledger.counts["kills_told"] = done + side
            print(f"{done + side} kills, {answers} answers", file=sys.stderr, flush=True)
        time.sleep(0.002)


def _note_return(town: Town, ledger: Ledger) -> None:
    """Note how long after a kill the new web server gives its first answer."""
    born, answers = town.born["web"], ledger.counts["answers"]

    def wait() -> None:
        while ledger.counts["answers"] == answers and not ledger.stop.is_set():
            time.sleep(0.005)
        ledger.returns.append(time.monotonic() - born)

    threading.Thread(target=wait, daemon=True).start()


def _evening(town: Town) -> None:
    """Nobody kills any more: all that waits must go out by itself."""
    deadline = time.monotonic() + EVENING
    while time.monotonic() < deadline:
        if _inside(town, "reckoning.quiet()"):
            return
        time.sleep(0.3)


def _read_the_last_mails(town: Town, ledger: Ledger, seed: int) -> None:
    operator = Operator(town, ledger, seed + 99)
    while town.sink.unread:
        try:
            operator.turn()
        except NoAnswer:
            break


def _inside(town: Town, question: str) -> Any:
    code = (
        "from django.utils.timezone import now\n"
        "from tests.day import reckoning\n"
        f"reckoning.say({question})"
    )
    return json.loads(town.mother.python(code))["said"]


def _reckon(town: Town, ledger: Ledger) -> dict[str, Any]:
    counts: dict[str, Any] = _inside(town, "reckoning.reckon(now())")
    words: dict[str, int] = _inside(town, "reckoning.words()")
    mails, pushes = (set(_inside(town, f"reckoning.sent_{w}()")) for w in ("mails", "pushes"))
    numbers = set(_inside(town, "reckoning.numbers()"))
    ids = {mail_id.strip("<>").split("@")[0] for _to, mail_id in town.sink.seen}
    topics = Counter(headers["Topic"] for _path, headers, _body in town.push.seen)
    acts = ledger.sure
    verified = subprocess.run(
        [sys.executable, "-m", "tomoni", "audit", "verify", "--json"], env=town.one.env, cwd=ROOT,
        capture_output=True, text=True,
    )  # fmt: skip
    report = json.loads(verified.stdout or "{}")
    counts |= {
        "kills": dict(town.kills),
        "broken_requests": ledger.counts["broken_requests"],
        "traffic": dict(sorted(ledger.counts.items())),
        "web_back_after_ms": _middle_and_late(ledger.returns),
        "suggestions": len(ledger.told),
        "suggestions_lost": sum(words.get(one, 0) == 0 for one in ledger.told),
        "suggestions_twice": sum(words.get(one, 0) > 1 for one in ledger.told),
        "acts": len(acts),
        "acts_lost": sum(words.get(one, 0) == 0 for one in acts),
        "acts_twice": sum(words.get(one, 0) > 1 for one in {*acts, *ledger.unsure}),
        "acts_unsure": len(ledger.unsure),
        "acts_unsure_done": sum(words.get(one, 0) == 1 for one in ledger.unsure),
        "refused_but_done": sum(words.get(one, 0) > 0 for one in ledger.refused),
        "numbers_lost": len(ledger.numbers - numbers),
        "mails": len(town.sink.seen),
        "mail_copies": sum(town.sink.seen.values()) - len(town.sink.seen),
        "mails_missing": len(mails - ids),
        "mails_unknown": len(ids - mails),
        "mails_of_two_ids": len(town.sink.seen) - len(ids),
        "pushes": len(topics),
        "push_copies": sum(topics.values()) - len(topics),
        "pushes_missing": len(pushes - set(topics)),
        "pushes_unknown": len(set(topics) - pushes),
        "odd": [re.sub(r"\s+", " ", one)[:300] for one in ledger.odd],
        "chain": "verifies" if verified.returncode == 0 else verified.stdout[-500:],
        "chained_rows": report.get("rows", 0),
    }
    return counts


def _middle_and_late(seconds: list[float]) -> list[int]:
    """The median and the 95th of a hundred, in milliseconds."""
    ranked = sorted(seconds) or [0.0]
    return [round(ranked[int(len(ranked) * share)] * 1000) for share in (0.5, 0.95)]
