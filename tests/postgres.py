"""A throw-away PostgreSQL cluster for the tests.

Its commits are not synced, because nothing in it must outlive the run.
"""

import os
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path


def start() -> tuple[Path, str]:
    """Start a cluster and point DATABASE_URL at it."""
    homes = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: int(p.parent.name))
    if not homes:
        raise SystemExit("--db=pg needs PostgreSQL: apt-get install postgresql")
    binaries, home = homes[-1], tempfile.mkdtemp(prefix="tomoni-pg-")
    os.chmod(home, 0o755)
    if os.getuid() == 0:
        shutil.chown(home, "postgres")
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        port = s.getsockname()[1]
    settings = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"
    _run(
        f"{binaries}/initdb", "-D", f"{home}/data", "-U", "postgres", "-A", "trust",
        "-E", "UTF8", "--locale=C.UTF-8", "--no-sync",
    )  # fmt: skip
    _run(
        f"{binaries}/pg_ctl", "-D", f"{home}/data", "-w", "-l", f"{home}/log", "-o",
        f"-p {port} -k {home} -h 127.0.0.1 {settings} -c max_connections=200", "start",
    )  # fmt: skip
    os.environ["DATABASE_URL"] = f"postgres://postgres@127.0.0.1:{port}/postgres"
    return binaries, home


def stop(binaries: Path, home: str) -> None:
    _run(f"{binaries}/pg_ctl", "-D", f"{home}/data", "-m", "immediate", "stop")
    shutil.rmtree(home, ignore_errors=True)


def _run(*words: str) -> None:
    before = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
    subprocess.run([*before, *words], check=True, stdout=subprocess.DEVNULL, cwd="/")
