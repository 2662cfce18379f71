"""A whole installation of its own for tests that stop, break, copy or restart one.

It has its own data folder and its own database, is driven through the command line like a real
one, and is thrown away afterwards.
"""

import atexit
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from typing import Any, ClassVar
from uuid import uuid4

import psycopg

ROOT = Path(__file__).resolve().parent.parent


class Installation:
    # An empty, migrated database, kept by each test process: migrating takes ten seconds.
    migrated: ClassVar[dict[str, str]] = {}

    def __init__(self, folder: Path, postgres: str = "") -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.server: subprocess.Popen[bytes] | None = None
        self.is_fresh = True
        self.database = ""
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
        with psycopg.connect(self._cluster, autocommit=True) as connection:
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
            if self._copy_migrated():
                return ""
            self.is_fresh = False
            said = self.run(*words)
            self._keep_migrated()
            return said
        self.is_fresh = False
        done = subprocess.run(
            [sys.executable, "-m", "tomoni", *words],
            env=self.env, cwd=ROOT, capture_output=True, text=True,
        )  # fmt: skip
        said = done.stdout + done.stderr
        assert bool(done.returncode) == fails, said
        return said

    def _copy_migrated(self) -> bool:
        kept = self.migrated.get("pg" if self.database else "sqlite")
        if not kept:
            return False
        self.is_fresh = False
        if self.database:
            self._sql(f"DROP DATABASE {self.database}")
            self._sql(f"CREATE DATABASE {self.database} TEMPLATE {kept}")
        else:
            shutil.copy(kept, self.folder / "tomoni.sqlite3")
        return True

    def _keep_migrated(self) -> None:
        if self.database:
            kept = f"t_{uuid4().hex[:12]}"
            self._sql(f"CREATE DATABASE {kept} TEMPLATE {self.database}")
            self.migrated["pg"] = kept
        else:
            folder = tempfile.mkdtemp(prefix="tomoni-migrated-")
            atexit.register(shutil.rmtree, folder, ignore_errors=True)
            kept = f"{folder}/tomoni.sqlite3"
            shutil.copy(self.folder / "tomoni.sqlite3", kept)
            self.migrated["sqlite"] = kept

    def doctor(self) -> dict[str, Any]:
        """The doctor's report, with what the throw-away cluster does on purpose left out."""
        done = subprocess.run(
            [sys.executable, "-m", "tomoni", "doctor", "--json"],
            env=self.env, cwd=ROOT, capture_output=True, text=True,
        )  # fmt: skip
        report: dict[str, Any] = json.loads(done.stdout)
        assert bool(done.returncode) != report["ok"]
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

    def throw_away(self) -> None:
        self.kill()
        if self.database:
            self._sql(f"DROP DATABASE IF EXISTS {self.database} WITH (FORCE)")
