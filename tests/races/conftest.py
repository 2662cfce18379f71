"""A whole server of several processes on a database of its own, reached over HTTP.

`town(without=…)` starts the same program with one guard taken out (tests/races/unguarded.py),
so that each race is first seen to happen and then seen to be closed.
"""

import json
import os
import re
import socket
import time
import urllib.error
import urllib.parse
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings

from tests.installation import Installation
from tests.mother import Mother


def pytest_collection_modifyitems(items):
    for item in items:
        if Path(__file__).parent in Path(item.fspath).parents:
            item.add_marker(pytest.mark.race)


class NoRedirect(urllib.request.HTTPRedirectHandler):
    """A redirect is the sign that an action went through, so it is not followed."""

    def redirect_request(self, *args):
        return None


opener = urllib.request.build_opener(NoRedirect)


@dataclass
class Person:
    """Somebody signed in at the running town."""

    base: str
    cookie: str

    def get(self, path):
        return self._ask(urllib.request.Request(self.base + path, headers=self._headers()))

    def post(self, path, answers):
        token = "x" * 32
        data = urllib.parse.urlencode(
            {**answers, "csrfmiddlewaretoken": token}, doseq=True
        ).encode()
        headers = self._headers() | {"Referer": self.base + path}
        headers["Cookie"] += f"; {settings.CSRF_COOKIE_NAME}={token}"
        return self._ask(urllib.request.Request(self.base + path, data, headers))

    def upload(self, path, answers, file):
        """Post a form with one file: (its name, its bytes)."""
        token, edge, (name, content) = "x" * 32, "edge-of-a-part", file
        parts = [
            f'--{edge}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'
            for key, value in {**answers, "csrfmiddlewaretoken": token}.items()
        ]
        head = f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
        data = "".join([*parts, head]).encode() + content + f"\r\n--{edge}--\r\n".encode()
        headers = self._headers() | {"Referer": self.base + path}
        headers["Content-Type"] = f"multipart/form-data; boundary={edge}"
        headers["Cookie"] += f"; {settings.CSRF_COOKIE_NAME}={token}"
        return self._ask(urllib.request.Request(self.base + path, data, headers))

    def _headers(self):
        return {"Cookie": f"{settings.SESSION_COOKIE_NAME}={self.cookie}"}

    def _ask(self, request):
        try:
            with opener.open(request, timeout=60) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as answer:
            return answer.code, answer.read().decode() or answer.headers.get("Location", "")


@dataclass
class Town:
    """A running server and who is signed in there."""

    base: str
    env: dict
    people: dict
    mother: Mother

    def __getattr__(self, name):
        return Person(self.base, self.people[name])

    def ask(self, code):
        """What `code` prints in a process of its own on the same database, as JSON."""
        return json.loads(self.mother.python(code))

    def at_once(self, *calls):
        """All calls at the same moment, in threads."""
        with ThreadPoolExecutor(len(calls)) as pool:
            return [job.result() for job in [pool.submit(call) for call in calls]]


@pytest.fixture(scope="session")
def environment(tmp_path_factory):
    """An installation, made once, and who is signed in; every race makes its own rows in it."""
    one = Installation(tmp_path_factory.mktemp("town"), os.environ.get("DATABASE_URL", ""))
    one.run("migrate", "-v0")
    env = one.env | {
        "TOMONI_SMS_URL": "http://127.0.0.1:9/sms",  # Nobody listens there.
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    with Mother(env) as mother:
        mother.python(
            "from django.core.management import call_command\n"
            "from django.utils import timezone; from tomoni.core import keyring\n"
            "call_command('keys', 'new', if_missing=True)\n"
            "keyring.path().exists() or keyring.create(at=timezone.now())"
        )
        yield mother, env, json.loads(mother.python(SIGN_IN))
    one.throw_away()


SIGN_IN = """
import json
from django.conf import settings
from tests.factories import MembershipFactory, OrganisationFactory
from tests.people import person
from tests.races.sessions import begin
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
found = {}
salon = OrganisationFactory(slug="mihon-salon", name="見本サロン")
for name, roles in (
    ("mori", ["clerk"]), ("abe", ["clerk"]), ("hori", ["team_lead"]), ("ogawa", ["team_lead"]), ("sato", []),
):
    user = person(f"{name}@example.jp", name, name, *roles)
    found[name] = begin(user)
MembershipFactory(user=user, organisation=salon)
print(json.dumps(found))
"""


@pytest.fixture(scope="session")
def town(environment):
    """`town(without="…")` gives the running town with that guard taken out; each starts once."""
    mother, env, people = environment
    towns = {}

    def start(without=""):
        if without in towns:
            return towns[without]
        with socket.socket() as s:
            s.bind(("127.0.0.1", 0))
            port = s.getsockname()[1]
        mother.start("tests.races.server", PORT=str(port), RACE_WITHOUT=without)
        base = f"http://127.0.0.1:{port}"
        wait_for(f"{base}/healthz")
        towns[without] = Town(base, env, people, mother)
        return towns[without]

    return start


def wait_for(url):
    for _n in range(300):
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
    raise AssertionError("the server did not come up")


def version_in(page):
    """The version a form was filled from."""
    return re.search(r'name="version" value="(\d+)"', page)[1]
