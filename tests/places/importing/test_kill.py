"""Pulling the plug in the middle of an import leaves the directory as it was."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings

from tests.places.importing.conftest import EVACUATION

ROWS = 5_000
ROOT = Path(__file__).resolve().parents[3]


class Embedded:
    """An installation of its own on SQLite."""

    def __init__(self, folder):
        self.file = folder / "data" / "tomoni.sqlite3"
        self.env = {"TOMONI_DATA": str(folder / "data"), "DATABASE_URL": ""}
        (folder / "data").mkdir()

    def ask(self, sql):
        (self.file,) = self.file.parent.glob("*.sqlite3")
        with closing(sqlite3.connect(self.file)) as db:
            return db.execute(sql).fetchone()[0]

    def is_writing(self):
        wal = Path(f"{self.file}-wal")
        return wal.exists() and wal.stat().st_size > 1_000_000

    def drop(self):
        pass


class Production:
    """A database of its own on the server the tests run on."""

    def __init__(self, folder):
        import psycopg

        given = settings.DATABASES["default"]
        self.name = f"kill_{os.getpid()}"
        self.where = {
            "host": given["HOST"],
            "port": given["PORT"],
            "user": given["USER"],
            "password": given["PASSWORD"],
        }
        self.connect = lambda name: psycopg.connect(dbname=name, autocommit=True, **self.where)
        with self.connect("postgres") as db:
            db.execute(f"CREATE DATABASE {self.name}")
        url = urlsplit(os.environ["DATABASE_URL"])
        (folder / "data").mkdir()
        self.env = {
            "TOMONI_DATA": str(folder / "data"),
            "DATABASE_URL": url._replace(path=f"/{self.name}").geturl(),
        }

    def ask(self, sql):
        with self.connect(self.name) as db:
            return db.execute(sql).fetchone()[0]

    def is_writing(self):
        with self.connect("postgres") as db:
            busy = "SELECT count(*) FROM pg_stat_activity WHERE datname = %s AND backend_xid IS NOT NULL AND now() - xact_start > interval '1 second'"
            return db.execute(busy, [self.name]).fetchone()[0] > 0

    def drop(self):
        with self.connect("postgres") as db:
            db.execute(f"DROP DATABASE {self.name} WITH (FORCE)")


@pytest.fixture
def installation(tmp_path):
    kind = Production if "postgresql" in settings.DATABASES["default"]["ENGINE"] else Embedded
    made = kind(tmp_path)
    yield made
    made.drop()


@pytest.mark.slow
def test_kill_in_the_middle(installation, tmp_path, db):
    def command(*words):
        return [sys.executable, "-m", "tomoni", *words]

    env = {**os.environ, **installation.env, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"}
    run = {"env": env, "cwd": ROOT, "check": True, "capture_output": True}
    small, large = tmp_path / "small.csv", tmp_path / "large.csv"
    small.write_text("\r\n".join(EVACUATION), "utf-8")
    head, first, _second = EVACUATION
    rows = (first.replace("A1", f"L{n}").replace("公園", f"公園{n}") for n in range(ROWS))
    large.write_text("\r\n".join([head, *rows]), "utf-8")
    subprocess.run(command("migrate"), **run)
    subprocess.run(command("import", "places", str(small)), **run)
    tables = ("places_listing", "places_place", "places_contact", "places_hazard", "core_auditrow")
    count = {table: f"SELECT count(*) FROM {table}" for table in tables}
    before = {table: installation.ask(sql) for table, sql in count.items()}
    assert before["places_listing"] == 2

    child = subprocess.Popen(
        command("import", "places", str(large)),
        env=env,
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    deadline = time.monotonic() + 120
    while not installation.is_writing():
        assert child.poll() is None, "it was done before it could be killed"
        assert time.monotonic() < deadline
        time.sleep(0.02)
    os.kill(child.pid, signal.SIGKILL)
    assert child.wait() == -signal.SIGKILL

    deadline = time.monotonic() + 30
    while installation.is_writing() and time.monotonic() < deadline:
        # The server of the production database notices the dead client by itself.
        if isinstance(installation, Embedded):
            break
        time.sleep(0.1)
    after = {table: installation.ask(sql) for table, sql in count.items()}
    assert after == before
    done = subprocess.run(command("import", "places", str(large)), text=True, **run)
    assert f"{ROWS}行: 新規{ROWS}" in done.stdout
    assert installation.ask(count["places_listing"]) == ROWS + 2
