"""A whole installation of its own for tests that stop, break, copy or restart one.

It has its own data folder and its own database, is driven by commands like a real one (each is a
process of its own, tests/mother.py), and is thrown away afterwards.
"""

import json
import os
import shutil
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg

from tests import kept
from tests.mother import Mother

ROOT = Path(__file__).resolve().parent.parent


class Installation:
    def __init__(self, folder: Path, postgres: str = "") -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.server: subprocess.Popen[bytes] | None = None
        self._made: Mother | None = None
        self.is_fresh = True
        self.database = self._cluster = ""
        self.env = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith("TOMONI_")
            # Compiling the whole program anew takes three of the six seconds a command needs.
            and name not in ("DATABASE_URL", "PYTHONDONTWRITEBYTECODE")
        } | {
            "TOMONI_DATA": str(folder),
            "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
            "LC_ALL": "C.UTF-8",  # Commands speak the language of the locale.
        }
        if postgres:
            self._cluster, self.database = postgres, f"t_{uuid4().hex[:12]}"
            self._sql(f"CREATE DATABASE {self.database} TEMPLATE template0 ENCODING 'UTF8'")
            self.env["DATABASE_URL"] = f"{postgres.rsplit('/', 1)[0]}/{self.database}"

    def _sql(self, statement: str) -> None:
        self.tell(self._cluster, statement)

    @staticmethod
    def tell(cluster: str, statement: str) -> None:
        """One statement for the whole cluster."""
        with psycopg.connect(cluster, autocommit=True) as connection:
            connection.execute(statement)

    def start(self, *words: str) -> subprocess.Popen[bytes]:
        """A command running beside the test."""
        self.is_fresh = False
        return subprocess.Popen(
            [sys.executable, "-m", "tomoni", *words],
            env=self.env, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            start_new_session=True,
        )  # fmt: skip

    def run(self, *words: str, fails: bool = False) -> str:
        """A command to its end; gives everything it said.

        A fresh installation gets a copy of one that was migrated before, by this same command.
        """
        if words == ("migrate", "-v0") and self.is_fresh:
            self._begin_as("migrated")
            return ""
        self.is_fresh = False
        code, said = self._mother.tomoni(*words)
        assert bool(code) == fails, said
        return said

    @property
    def _mother(self) -> Mother:
        """Where commands are run; another one once the environment has been changed."""
        if self._made is None or self._made.env != self.env:
            self.rest()
            self._made = Mother(dict(self.env))
        return self._made

    def town(self) -> None:
        """Become the sample town, as `tomoni migrate` and `tomoni demo` make it."""
        self._begin_as("town")

    def _begin_as(self, name: str) -> None:
        """Take over the database and the files of a kept installation."""
        assert self.is_fresh
        first = kept_installation(name, self._cluster if self.database else "")
        shutil.copytree(first / "data", self.folder, dirs_exist_ok=True)
        if self.database:
            template = (first / "database").read_text()
            self._sql(f"DROP DATABASE {self.database}")
            self._sql(f"CREATE DATABASE {self.database} TEMPLATE {template}")
        self.is_fresh = False

    def doctor(self) -> dict[str, Any]:
        """The doctor's report, with what the throw-away cluster does on purpose left out."""
        code, said = self._mother.tomoni("doctor", "--json")
        report: dict[str, Any] = json.JSONDecoder().raw_decode(said.strip())[0]
        assert bool(code) != report["ok"]
        report["failed"] = {
            check["code"]
            for check in report["checks"]
            if check["level"] == "fail"
            and not (self.database and check["code"] == "database.durable")
        }
        return report

    def ask(self, code: str) -> str:
        """Run a few lines of Python inside the installation; gives what they print."""
        return self.run("shell", "--no-imports", "-c", code).strip()

    def serve(self, port: int) -> str:
        """Start the web server and wait until it answers; gives its address."""
        address = f"http://127.0.0.1:{port}"
        self.env["PORT"] = str(port)
        self.server = self.start("serve", "--only-web", "--workers", "1")
        for _ in range(300):
            try:
                with urllib.request.urlopen(f"{address}/healthz", timeout=2):
                    return address
            except OSError:
                time.sleep(0.1)
        raise AssertionError("the server did not start")

    def kill(self) -> None:
        """kill −9 for the server and its workers."""
        if self.server:
            os.killpg(self.server.pid, 9)
            self.server.wait()
            self.server = None

    def rest(self) -> None:
        """End the process that runs the commands; the next command starts another."""
        if self._made:
            self._made.close()
            self._made = None

    def throw_away(self) -> None:
        self.kill()
        self.rest()
        if self.database:
            self._sql(f"DROP DATABASE IF EXISTS {self.database} WITH (FORCE)")


def kept_installation(name: str, postgres: str = "") -> Path:
    """The folder of an installation that is made once in a run: "migrated", or the "town"."""

    def make(folder: Path) -> None:
        one = Installation(folder / "data", postgres)
        if name == "town":
            one.run("migrate", "-v0")
            one.run("demo")
        else:
            one.is_fresh = False
            one.run("migrate", "-v0")
        one.rest()
        (folder / "database").write_text(one.database)

    return kept.once(f"{name}-{'pg' if postgres else 'sqlite'}", make)
