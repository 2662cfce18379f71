"""`make run` in an empty clone: from nothing to a town that answers, in under three minutes."""

import json
import os
import signal
import socket
import subprocess
import time
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
THREE_MINUTES = 180


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def get(port, path):
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=30) as answer:
        return answer.status, answer.read().decode("utf-8", "replace")


def empty_database(tmp_path):
    """A database of its own on the same server, or nothing for the embedded SQLite."""
    url = os.environ.get("DATABASE_URL", "")
    if not url:
        return {}
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("DROP DATABASE IF EXISTS make_run")
        connection.execute("CREATE DATABASE make_run")
    return {"DATABASE_URL": url.rsplit("/", 1)[0] + "/make_run"}


@pytest.fixture
def clone(tmp_path):
    folder = tmp_path / "clone"
    subprocess.run(["git", "clone", "-q", str(ROOT), str(folder)], check=True)
    return folder


@pytest.mark.slow
def test_make_run_brings_up_the_sample_town(clone, tmp_path):
    port = free_port()
    kept = {
        k: v for k, v in os.environ.items() if not k.startswith(("TOMONI", "DJANGO", "DATABASE"))
    }
    kept.pop("VIRTUAL_ENV", None)
    env = {
        **kept,
        "PORT": str(port),
        "TOMONI_DATA": str(tmp_path / "data"),
        **empty_database(tmp_path),
    }
    log = (tmp_path / "log").open("w+")
    begun = time.monotonic()
    process = subprocess.Popen(
        ["make", "run"], cwd=clone, env=env, stdout=log, stderr=log, start_new_session=True
    )
    try:
        while True:
            try:
                assert get(port, "/healthz")[0] == 200
                break
            except OSError:
                said = (tmp_path / "log").read_text()
                assert process.poll() is None, said[-3000:]
                assert time.monotonic() - begun < THREE_MINUTES, said[-3000:]
                time.sleep(0.5)
        seconds = time.monotonic() - begun
        assert seconds < THREE_MINUTES
        said = (tmp_path / "log").read_text()
        assert f"http://127.0.0.1:{port}/" in said, "one line says what to open"
        assert "@example.jp" in said, "and as whom to sign in"
        assert "小樽" in get(port, "/")[1]
        features = json.loads(get(port, "/places.geojson")[1])["features"]
        assert len(features) >= 100
        print(f"make run answered after {seconds:.0f} s")
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
