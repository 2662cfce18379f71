"""New keys while the town goes on: interrupted, raced, and old keys kept as long as needed."""

import json
import os
import time

import pytest

from tests.core.sealed.model import Secret, make_table
from tomoni.core import keyring
from tomoni.core.keyring import KeyProblem
from tomoni.core.sealed import rotation


@pytest.fixture
def rows(db, settings, tmp_path, at):
    settings.KEYS_FILE = tmp_path / "keys" / "ring.json"
    keyring.create(at=at)
    make_table()
    Secret.objects.bulk_create(
        [Secret(title=f"{n}", story=f"話{n}" if n % 3 else None, phone=f"0{n}") for n in range(450)]
    )


def test_every_value_comes_under_the_new_key(rows, at):
    old = keyring.ring().current("fields").name
    new = keyring.add("fields", at=at).name
    Secret(title="あと", story="新しい", phone="9").save()
    seen = []
    tally = rotation.reseal([Secret], tell=seen.append)
    assert tally.changed == 450 * 2 + 300 and tally.left == 0 and len(seen) >= 6
    assert set(rotation.in_use([Secret])) == {new, keyring.ring().current("index").name}
    assert Secret.objects.get(title="7").story == "話7"
    assert rotation.reseal([Secret]).changed == 0
    keyring.remove("fields", old)
    assert Secret.objects.get(title="8").phone == "08"
    with pytest.raises(KeyProblem):
        keyring.remove("fields", new)


def test_the_blind_index_finds_rows_all_along(rows, at):
    keyring.add("index", at=at)
    assert Secret.objects.get(phone_index="0123").title == "123"  # Still under the older key.
    Secret(title="あと", phone="0123").save()
    assert Secret.objects.filter(phone_index="0123").count() == 2
    assert rotation.reseal([Secret]).changed == 450
    assert Secret.objects.filter(phone_index="0123").count() == 2


def test_what_is_written_meanwhile_stays(rows, at, monkeypatch):
    """Somebody saves a row between our reading and our writing of it."""
    keyring.add("fields", at=at)
    honest, done = rotation._replace, []

    def raced(model, field, pk, old, held):
        if not done and field.name == "phone":
            done.append(pk)
            row = Secret.objects.get(pk=pk)
            row.phone = "変えた"
            row.save()
        return honest(model, field, pk, old, held)

    monkeypatch.setattr(rotation, "_replace", raced)
    assert rotation.reseal([Secret]).left == 0
    assert Secret.objects.get(pk=done[0]).phone == "変えた"


PREPARE = """
from tests.core.sealed.model import Secret, make_table
make_table()
Secret.objects.bulk_create([Secret(title=str(n), story="話%d" % n, phone=str(n)) for n in range(4000)])
"""
ROTATE = """
from django.utils.timezone import now
from tests.core.sealed.model import Secret
from tomoni.core import keyring
from tomoni.core.sealed import rotation
if {first}: keyring.add("fields", at=now())
print("begun", flush=True)
print("left", rotation.reseal([Secret], tell=lambda n: print("done", n, flush=True)).left, flush=True)
"""
LOOK = """
import json
from tests.core.sealed.model import Secret
from tomoni.core.sealed import rotation
print(json.dumps({"whole": all(s.story == "話" + s.title and s.phone == s.title for s in Secret.objects.all()),
    "in_use": rotation.in_use([Secret])}))
"""


@pytest.mark.slow
def test_killed_in_the_middle_it_goes_on(installation):
    one = installation()
    one.run("migrate", "-v0")
    one.run("keys", "new")
    one.ask(PREPARE)
    middle = 0
    for attempt in range(3):
        code = ROTATE.format(first=attempt == 0)
        process = one.start("shell", "--no-imports", "-c", code)
        seen = b""
        while process.poll() is None and seen.count(b"done") < 3:
            seen += os.read(process.stdout.fileno(), 4096)
        if process.poll() is None:
            time.sleep(0.01 * attempt)
            os.killpg(process.pid, 9)
        process.wait()
        process.stdout.close()
        told = json.loads(one.ask(LOOK))
        assert told["whole"]
        middle += len(told["in_use"]) == 3
    assert middle  # At least once it really stood half-way.
    assert "left 0" in one.ask(ROTATE.format(first=False))
    told = json.loads(one.ask(LOOK))
    assert told["whole"] and len(told["in_use"]) == 2
    assert "前の鍵" in one.run("keys", "rotate", "signing")
    names = one.run("keys", "list").splitlines()
    assert len(names) == 6 and sum(line.startswith("*") for line in names) == 3
    one.run("audit", "checkpoint")
    one.run("audit", "verify")
