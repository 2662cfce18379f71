"""kill −9 at the worst moment: a restart is clean, and nothing stands half-written."""

import http.cookiejar
import itertools
import json
import os
import socket
import threading
import time
import urllib.error
import urllib.parse
import urllib.request

import pytest

pytestmark = pytest.mark.slow

PASSWORD = "yuki-akari-kasa-8"
MOMENTS = ("people.0001", "places.0001", "core.0003", "sessions.0001")
STANDING = """
import json
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
tables = connection.introspection.table_names()
done = [f"{a}.{n}" for a, n in MigrationRecorder(connection).applied_migrations()]
print(json.dumps({
    "places": any(t.startswith("places_") for t in tables),
    "places_done": any(n.startswith("places.0001") for n in done),
    "people": "people_user" in tables,
    "people_done": any(n.startswith("people.0001") for n in done),
}))
"""
ADMIN = f"""
from django.utils.timezone import now
from tomoni.ground.people.actions import accounts
accounts.create(email="ishida@example.jp", name="石田 修", password="{PASSWORD}", by=None, at=now(), role_codes=["admin"])
"""
LEDGER = """
import json
from tomoni.core.models import AuditRow
from tomoni.ground.people.models import Organisation
print(json.dumps({
    "rows": sorted(str(pk) for pk in Organisation.objects.values_list("pk", flat=True)),
    "names": sorted(Organisation.objects.values_list("name", flat=True)),
    "audited": sorted(AuditRow.objects.filter(act="people.organisation_created").values_list("thing_id", flat=True)),
}))
"""


def test_a_migration_killed_midway_is_simply_run_again(installation):
    one = installation()
    for moment in MOMENTS:
        process = one.start("migrate")
        seen = b""
        while process.poll() is None and moment.encode() not in seen:
            seen += os.read(process.stdout.fileno(), 4096)
        if process.poll() is None:
            os.killpg(process.pid, 9)
        process.wait()
        process.stdout.close()
        standing = json.loads(one.ask(STANDING))
        assert standing["places"] == standing["places_done"], moment
        assert standing["people"] == standing["people_done"], moment

    one.run("migrate", "-v0")
    assert not one.doctor()["failed"]


# Ends the process like a power cut at the moment when a migration says that it is done.
CUT_AT_THE_RECORD = """
import os, signal
from django.core.management import call_command
from django.db.migrations.recorder import MigrationRecorder
def cut(self, app, name):
    written(self, app, name)
    if app == "sessions":
        os.kill(os.getpid(), signal.SIGKILL)
written, MigrationRecorder.record_applied = MigrationRecorder.record_applied, cut
call_command("migrate", "sessions", verbosity=0)
"""
SESSIONS = """
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
print("django_session" in connection.introspection.table_names(),
      ("sessions", "0001_initial") in MigrationRecorder(connection).applied_migrations())
"""


def test_a_migration_and_its_record_are_one(installation):
    """Sessions have an index that is made last; Django alone would commit the table before."""
    one = installation()
    cut = one.start("shell", "--no-imports", "-c", CUT_AT_THE_RECORD)
    cut.communicate()
    assert cut.returncode == -9
    assert one.ask(SESSIONS) == "False False"
    one.run("migrate", "sessions", "-v0")
    assert one.ask(SESSIONS) == "True True"


class Clerk:
    """Somebody at a browser, as far as the server can tell."""

    def __init__(self, address):
        self.address = address
        self.cookies = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(self.cookies), NoRedirect
        )

    def sign_in(self):
        self.opener.open(f"{self.address}/accounts/login/", timeout=30).read()
        assert self.post("/accounts/login/", login="ishida@example.jp", password=PASSWORD) == 302

    def post(self, path, **fields):
        token = next(cookie.value for cookie in self.cookies if cookie.name == "csrf")
        data = urllib.parse.urlencode({"csrfmiddlewaretoken": token, **fields}).encode()
        request = urllib.request.Request(self.address + path, data)
        try:
            with self.opener.open(request, timeout=30) as answer:
                return answer.status
        except urllib.error.HTTPError as answer:
            return answer.code


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_args):
        return None


def test_a_server_killed_while_people_write_loses_nothing_it_acknowledged(installation):
    one = installation()
    one.run("migrate", "-v0")
    one.ask(ADMIN)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    number, acknowledged = itertools.count(1), []

    for _kill in range(3):
        address = one.serve(port)
        clerks = [Clerk(address) for _ in range(3)]
        for clerk in clerks:
            clerk.sign_in()
        stop = threading.Event()

        def work(clerk, stop=stop):
            while not stop.is_set():
                name = f"見本団体{next(number)}"
                try:
                    if clerk.post("/staff/organisations/new/", name=name, kind="npo") == 302:
                        acknowledged.append(name)
                except OSError:
                    return  # The server is gone; the clerk does not know what became of this one.

        workers = [threading.Thread(target=work, args=(clerk,)) for clerk in clerks]
        before = len(acknowledged)
        for worker in workers:
            worker.start()
        deadline = time.monotonic() + 60
        while len(acknowledged) < before + 10 and time.monotonic() < deadline:
            time.sleep(0.01)
        one.kill()
        stop.set()
        for worker in workers:
            worker.join()

    ledger = json.loads(one.ask(LEDGER))
    assert len(acknowledged) >= 30
    assert set(acknowledged) <= set(ledger["names"])
    assert len(ledger["names"]) == len(set(ledger["names"]))
    assert ledger["rows"] == ledger["audited"]
    assert not one.doctor()["failed"]
