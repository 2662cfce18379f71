"""A whole installation: old rows are chained, and a restore is told honestly."""

import json

import pytest

pytestmark = pytest.mark.slow

OLD = """
from django.db import connection
with connection.cursor() as c:
    for n in range(2500):
        c.execute("INSERT INTO core_auditrow (at, act, thing, thing_id, changes, note) VALUES "
                  "('2026-11-20 01:02:03.5+00:00', 'places.edited', 'places.Listing', '1', %s, '古い行')", ['{"n": [1.50, null]}'])
"""
MORE = """
from django.utils.timezone import now
from tomoni.core import audit
from tomoni.ground.people.models import Organisation
for n in range(5):
    audit.record("people.tried", Organisation(), by=None, at=now())
"""


def test_rows_from_before_the_chain_are_chained(installation):
    one = installation()
    one.run("migrate", "core", "0004", "-v0")
    one.ask(OLD.replace("+00:00", "") if not one.database else OLD)
    one.run("migrate", "-v0")
    report = json.loads(one.run("audit", "verify", "--json"))
    assert report["tables"]["core_auditrow"] >= 2500 and report["ok"]
    assert "core_auditrow" in one.doctor()["append_only"]


def test_an_older_backup_is_told_honestly(installation, tmp_path):
    one = installation()
    one.run("migrate", "-v0")
    one.run("keys", "new")
    one.ask(MORE)
    file = tmp_path / "town.backup"
    said = one.run("backup", str(file))
    assert "ring.json" in said
    one.ask(MORE)
    one.run("audit", "checkpoint")
    assert json.loads(one.run("audit", "verify", "--json"))["proven"] == 10

    one.run("restore", str(file), "--force")
    one.ask(MORE)
    one.run("audit", "checkpoint")
    report = json.loads(one.run("audit", "verify", "--json"))
    assert report["ok"] and report["rows"] == 10
    assert "6〜10番" in report["notes"][0]
    assert "records.checkpoints" not in one.doctor()["failed"]

    # The same without a word about it is what a thief of rows would look like.
    lines = (one.folder / "checkpoints").glob("*.jsonl")
    text = next(lines)
    kept = text.read_text().splitlines()
    one.run("restore", str(file), "--force")
    text.write_text("\n".join(kept) + "\n")
    said = one.run("audit", "verify", fails=True)
    assert "古い控え" in said and "audit restored" in said
    assert "records.checkpoints" in one.doctor()["failed"]
    one.run("audit", "restored", "石田が7月の控えから戻した")
    one.run("audit", "verify")


def test_without_the_ring_it_is_said_what_to_do(installation, tmp_path):
    one, other = installation(), installation()
    one.run("migrate", "-v0")
    one.run("keys", "new")
    one.ask(MORE)
    file = tmp_path / "town.backup"
    one.run("backup", str(file))
    said = other.run("restore", str(file))
    assert "鍵束" in said and "audit restored" in said
    assert not (other.folder / "keys" / "ring.json").exists()
    assert "ありません" in other.run("keys", "list", fails=True)
    one_ring = (one.folder / "keys" / "ring.json").read_bytes()
    (other.folder / "keys").mkdir(exist_ok=True)
    (other.folder / "keys" / "ring.json").write_bytes(one_ring)
    (other.folder / "keys" / "ring.json").chmod(0o644)
    assert "keys.ring" in other.doctor()["failed"]
    (other.folder / "keys" / "ring.json").chmod(0o600)
    assert "keys.ring" not in other.doctor()["failed"]
    assert "secret" not in other.run("keys", "list")
    assert "もうあります" in other.run("keys", "new", fails=True)
