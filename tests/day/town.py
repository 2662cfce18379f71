"""The small town of the day: its programs, who is signed in, and the other sides of the outbox."""

import asyncio
import contextlib
import json
import os
import random
import signal
import socket
import time
import urllib.request
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from tests.ground.notices.peers import Browser, Gateway, MailServer
from tests.installation import Installation
from tests.mother import Mother

BEGINS = "2026-11-24T06:00:00+09:00"  # A plain Tuesday, before the morning's entries.
PROGRAMS = {
    "web": ["serve", "--only-web", "--workers", "1"],
    "work": ["work", "--interval", "0.05"],
    "tick": ["tick", "--loop"],
}
PAGES = ("/places/mihon-0/tell/", "/desk/", "/desk/new/", "/l/nobody-knows-this-link/")

SETUP = """
import json, sys
from datetime import timedelta
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone
from tests.factories import ListingFactory, OrganisationFactory, TeamFactory
from tests.people import person
from tomoni.ground.notices.models import Preference, PushSubscription
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
phones, at, sessions, people = json.loads({phones!r}), timezone.now(), {{}}, {{}}
def signed_in(word, *roles):
    user = person(f"{{word}}@example.jp", word, word, *roles)
    store = SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.set_expiry(30 * 24 * 3600)
    store.create()
    sessions[word], people[word] = store.session_key, str(user.pk)
    return user
tani, ono = signed_in("tani", "caseworker", "clerk"), signed_in("ono", "team_lead", "clerk")
mori, abe = signed_in("mori", "clerk"), signed_in("abe", "clerk")
for user, phone in zip((abe, ono), phones):
    PushSubscription.objects.create(user=user, endpoint=phone["endpoint"], p256dh=phone["p256dh"], auth=phone["auth"], at=at)
    Preference.objects.create(recipient=f"user:{{user.pk}}", channels=["push", "mail"], updated_at=at)
body = OrganisationFactory(slug="mihon-shakyo", name="見本社協", kind="council")
more = {{"organisation": body, "open_weekdays": 127}}
desk = TeamFactory(slug="desk", name="総合窓口", desk=True, members=[tani], leads=[ono], **more)
snow = TeamFactory(slug="snow", name="雪の係", members=[mori], leads=[abe], **more)
for n in range({listings}):
    one = OrganisationFactory(slug=f"mihon-un-{{n}}", name=f"見本の運営{{n}}", email=f"un{{n}}@example.jp")
    ListingFactory(slug=f"mihon-{{n}}", name=f"見本の集まり{{n}}", organisation=one, stale=True)
print(json.dumps({{"sessions": sessions, "people": people, "teams": {{"desk": str(desk.pk), "snow": str(snow.pk)}}}}))
"""


class Sink(MailServer):
    """A mail server that needs a moment for each mail and greylists one address in twenty.

    It keeps who got which mail, and the words of a mail only until somebody reads them.
    """

    def __init__(self) -> None:
        self.seen: Counter[tuple[str, str]] = Counter()
        self.unread: list[tuple[str, str]] = []
        self.greeted: set[str] = set()
        super().__init__()

    async def handle_RCPT(self, server, session, envelope, address, rcpt_options):
        if hash_of(address) % 20 == 0 and address not in self.greeted:
            self.greeted.add(address)
            return "451 4.7.1 greylisted, come again"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        answer = await super().handle_DATA(server, session, envelope)
        while self.taken:
            _sender, to, message = self.taken.pop()
            self.seen[to, str(message["Message-ID"])] += 1
            text = message.get_body(("plain",)).get_content()
            self.unread.append((to, text))
        await asyncio.sleep(random.uniform(0, 0.02))  # Time to be killed in.
        return answer


def hash_of(word: str) -> int:
    return sum(word.encode())


@dataclass
class Town:
    """An installation whose programs can be killed and come back at once."""

    one: Installation
    speed: float
    listings: int = 12
    pids: dict[str, int] = field(default_factory=dict)
    born: dict[str, float] = field(default_factory=dict)
    kills: Counter[str] = field(default_factory=Counter)

    def open(self) -> None:
        self.sink, self.push = Sink(), Gateway()
        phones = []
        for number in range(2):
            browser = Browser()
            phones.append({
                "endpoint": f"{self.push.url}/push/{number}",
                "p256dh": browser.p256dh, "auth": browser.auth,
            })  # fmt: skip
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.one.env |= {
            "TOMONI_EMAIL_URL": f"smtp://127.0.0.1:{self.sink.port}",
            "TOMONI_PUSH_HOSTS": "127.0.0.1",
            "TOMONI_PROXIES": "1",  # Every resident comes from an address of their own.
            "TOMONI_PAGE_CACHE": "0",
            "PORT": str(self.port),
            "TOMONI_SITE_URL": f"http://127.0.0.1:{self.port}",
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "DAY_BEGINS": BEGINS,
            "DAY_BEGAN": str(time.time()),
            "DAY_SPEED": str(self.speed),
        }
        self.one.run("migrate", "-v0")
        self.one.run("keys", "new")
        self.mother = Mother(self.one.env, "tests.day.mother")
        setup = SETUP.format(phones=json.dumps(phones), listings=self.listings)
        self.known: dict[str, Any] = json.loads(self.mother.python(setup))
        self.mother.tell(self.known["sessions"]["ono"], *PAGES)
        for name in PROGRAMS:
            self.start(name)
        self.wait_for_web()

    def start(self, name: str) -> None:
        log = str(self.one.folder / f"{name}.log")
        self.pids[name] = self.mother.begin(*PROGRAMS[name], log=log)
        self.born[name] = time.monotonic()

    def kill(self, name: str, *, again: bool = True) -> None:
        """kill −9 for the program and all it has started, and at once a new one."""
        pid = self.pids[name]
        assert alive(pid), f"{name} had ended by itself:\n{self.last_words(name)}"
        os.killpg(pid, signal.SIGKILL)
        while group_alive(pid):
            time.sleep(0.002)
        self.kills[name] += 1
        if again:
            self.start(name)

    def last_words(self, name: str) -> str:
        return (self.one.folder / f"{name}.log").read_text(errors="replace")[-3000:]

    def wait_for_web(self) -> None:
        for _n in range(1200):
            with (
                contextlib.suppress(OSError),
                urllib.request.urlopen(self.base + "/healthz", timeout=5),
            ):
                return
            time.sleep(0.05)
        raise AssertionError("the web server did not come back")

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def close(self) -> None:
        for pid in self.pids.values():
            with contextlib.suppress(ProcessLookupError):
                os.killpg(pid, signal.SIGKILL)
        if hasattr(self, "mother"):
            self.mother.close()
        self.sink.stop()
        self.push.stop()


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def group_alive(pid: int) -> bool:
    try:
        os.killpg(pid, 0)
    except ProcessLookupError:
        return False
    return True
