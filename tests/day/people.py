"""Who uses the program that day: residents, clerks of two teams, and operators with a link.

Each notes what the program acknowledged. Residents and operators send again when no answer came,
as one does; a clerk looks at the matter once more and goes on from what is there.
"""

import base64
import contextlib
import http.client
import json
import random
import re
import threading
import time
import urllib.parse
import uuid
import zlib
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from tests.day.town import Town

TOKEN = "x" * 32
LINK = re.compile(r"/l/([\w-]{20,})/")
BROKEN = (OSError, http.client.HTTPException)


class NoAnswer(Exception):
    """The connection broke: whether it was done is not known."""


@dataclass
class Ledger:
    """What was acknowledged, what is not known, and how it went; shared by all."""

    told: dict[str, str] = field(default_factory=dict)  # A resident's words: their mail address.
    sure: Counter[str] = field(default_factory=Counter)  # Words of a step that was acknowledged.
    unsure: set[str] = field(default_factory=set)
    refused: set[str] = field(default_factory=set)
    numbers: set[str] = field(default_factory=set)  # Matters whose number a clerk was told.
    counts: Counter[str] = field(default_factory=Counter)
    odd: list[str] = field(default_factory=list)
    returns: list[float] = field(default_factory=list)  # Seconds until a killed server answers.
    stop: threading.Event = field(default_factory=threading.Event)
    closing: threading.Event = field(default_factory=threading.Event)


class Visitor:
    """One browser: its address on the line, and its session where somebody is signed in."""

    def __init__(self, town: Town, ledger: Ledger, seed: int, session: str = "") -> None:
        self.town, self.ledger, self.session = town, ledger, session
        self.random = random.Random(seed)
        self.well = False  # Whether the last answer brought the message that it was done.

    def ask(self, path: str, answers: dict[str, Any] | None = None) -> tuple[int, str, str]:
        """Status, page and where it leads; raises NoAnswer when the connection broke."""
        line = http.client.HTTPConnection("127.0.0.1", self.town.port, timeout=60)
        headers = {
            "X-Forwarded-For": f"10.{self.random.randrange(250)}.{self.random.randrange(250)}.7",
            "Cookie": f"csrf={TOKEN}" + (f"; session={self.session}" if self.session else ""),
            "Referer": self.town.base + path,
        }
        body = None
        if answers is not None:
            body = urllib.parse.urlencode({**answers, "csrfmiddlewaretoken": TOKEN})
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            line.request("POST" if body else "GET", path, body, headers)
            answer = line.getresponse()
            page = answer.read().decode("utf-8", "replace")
        except ConnectionRefusedError as problem:
            self.ledger.counts["refused_connections"] += 1
            time.sleep(0.05)
            raise NoAnswer("refused") from problem
        except BROKEN as problem:
            self.ledger.counts["broken_requests" if body else "broken_readings"] += 1
            raise NoAnswer(type(problem).__name__) from problem
        finally:
            line.close()
        self.ledger.counts["answers"] += 1
        self.well = _good_news(answer.headers.get_all("Set-Cookie") or [])
        if answer.status >= 500 or answer.status in {400, 403}:
            self.ledger.odd.append(f"{answer.status} {path} {page[:200]}")
        return answer.status, page, answer.headers.get("Location", "")

    def run(self) -> None:
        while not self.ledger.stop.is_set():
            try:
                self.turn()
            except NoAnswer:
                continue
            except Exception as problem:
                self.ledger.odd.append(
                    f"{type(self).__name__}: {type(problem).__name__}: {problem}"
                )
            self.ledger.stop.wait(self.random.uniform(0.05, 0.3))

    def turn(self) -> None:
        raise NotImplementedError

    def until_taken(self, path: str, answers: dict[str, Any]) -> tuple[int, str, str]:
        """Send again until an answer comes, also after the others have gone home."""
        while True:
            with contextlib.suppress(NoAnswer):
                return self.ask(path, answers)
            if self.ledger.closing.is_set():
                raise NoAnswer("the day is over")


class Resident(Visitor):
    """Tells us that an entry is wrong, and wants to hear what became of it."""

    def turn(self) -> None:
        words = f"day-{uuid.uuid4().hex}"
        mail = f"r{self.random.randrange(10**9)}@example.jp"
        place = self.random.randrange(self.town.listings)
        answers = {
            "kind": "wrong", "text": words, "contact": mail, "token": str(uuid.uuid4()),
            "website": "", "postcode": "", "address": "", "addressee": "",
        }  # fmt: skip
        status, page, leads = self.until_taken(f"/places/mihon-{place}/tell/", answers)
        if status == 302 and "/places/tell/" in leads:
            self.ledger.told[words] = mail
        else:
            self.ledger.odd.append(f"resident {status} {page[:300]}")


class Operator(Visitor):
    """Opens the link in the mail on a telephone and says that all is right."""

    def turn(self) -> None:
        while self.town.sink.unread:
            to, text = self.town.sink.unread.pop()
            found = LINK.search(text)
            if not found:
                continue
            path = f"/l/{found[1]}/"
            if not to.startswith("un"):
                with contextlib.suppress(NoAnswer):
                    status, _page, _leads = self.ask(path)  # A receipt: only read.
                    self.ledger.counts[f"receipts_read_{status}"] += 1
                continue
            status, _page, _leads = self.until_taken(
                path, {"name": "見本の運営", "text": "", "right": "1"}
            )
            self.ledger.counts[f"answered_by_link_{status}"] += 1
            return


class Clerk(Visitor):
    """Takes matters in, works on them, hands them over, takes them on and ends them."""

    def __init__(self, *known: Any, name: str, team: str, other: str, **more: Any) -> None:
        super().__init__(*known, **more)
        self.name, self.team, self.other = name, team, other

    def turn(self) -> None:
        if self.random.random() < 0.2:
            return self.take_in()
        trays = ("", "?tray=offered", "?tray=team")
        _status, page, _leads = self.ask("/desk/" + self.random.choice(trays))
        numbers = sorted(set(re.findall(r'href="/desk/(\d{4}-\w{4})/"', page)))
        if not numbers:
            return self.take_in()
        number = self.random.choice(numbers)
        _status, page, _leads = self.ask(f"/desk/{number}/")
        deeds = set(re.findall(rf'href="/desk/{number}/(\w+)/"', page))
        wanted = ["accept", "accept", "give_back", "note", "offer", "offer", "assign", "close"]
        room = re.search(r'href="(/staff/places/suggestions/[\w-]+/)"', page)
        if room and "note" in deeds and self.random.random() < 0.3:
            return self.write(room[1], {"answer": "{}", "decline": "1"}, "ended")
        possible = [deed for deed in wanted if deed in deeds]
        if possible:
            self.act(number, self.random.choice(possible))

    def take_in(self) -> None:
        words = f"day-{uuid.uuid4().hex}"
        answers = {
            "title": "見本の用件", "way": "phone", "by_name": "", "note": words,
            "contact": f"c{self.random.randrange(10**9)}@example.jp",
            "postcode": "", "address": "", "team": self.team, "next_step": "", "due_on": "",
        }  # fmt: skip
        self.write("/desk/new/", answers, "taken_in", words)

    def act(self, number: str, deed: str) -> None:
        colleague = {"tani": "ono", "ono": "tani", "mori": "abe", "abe": "mori"}[self.name]
        answers = {
            "accept": {"reply": "{}", "way": "screen"},
            "give_back": {"reason": "no_capacity", "reply": "{}", "way": "screen"},
            "note": {"text": "{}", "next_step": "次を見る", "due_on": "", "way": "screen"},
            "offer": {"to_team": self.other, "note": "{}", "way": "screen"},
            "assign": {"person": self.town.known["people"][colleague], "note": "{}"},
            "close": {"outcome": "done", "words": "{}", "way": "screen"},
        }[deed]
        self.write(f"/desk/{number}/{deed}/", answers, deed)

    def write(self, path: str, answers: dict[str, str], deed: str, words: str = "") -> None:
        """Send a form with words of its own, by which the step is found again."""
        words = words or f"day-{uuid.uuid4().hex}"
        filled = {name: words if value == "{}" else value for name, value in answers.items()}
        try:
            status, _page, leads = self.ask(path, filled)
        except NoAnswer as no:
            if str(no) != "refused":  # A server that is not there has done nothing.
                self.ledger.unsure.add(words)
            raise
        # Who comes too late sees a sentence on the form or is led back to the matter with one.
        if status != 302 or not self.well:
            self.ledger.refused.add(words)
            return
        self.ledger.sure[words] += 1
        self.ledger.counts[f"done_{deed}"] += 1
        if deed == "taken_in":
            self.ledger.numbers.add(leads.rstrip("/").rsplit("/", 1)[-1])


def _good_news(cookies: list[str]) -> bool:
    """Whether Django's cookie of messages holds one of success (level 25)."""
    for cookie in cookies:
        name, _is, value = cookie.partition("=")
        if name != "messages" or not (packed := value.split(";")[0].strip('"').split(":")[0]):
            continue
        squeezed = packed.startswith(".")
        raw = base64.urlsafe_b64decode(packed.lstrip(".") + "=" * (-len(packed.lstrip(".")) % 4))
        said = json.loads(zlib.decompress(raw) if squeezed else raw)
        return all(one[2] == 25 for one in said)
    return False
