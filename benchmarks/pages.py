"""Requests a second and the slowest hundredth of public pages, beside a bare Django page.

    python benchmarks/pages.py [--scale 1 4 16] [--db sqlite pg] [--seconds 4] [--rounds 3] [--connections 32]

Both run on the same server (granian, two workers of four threads) at the same time of day: the
bare page is measured right before each page, in several rounds, and the ratio is the median of
the rounds, so that other work on the machine spoils both alike. The last line is JSON with all
figures. `made_ms` is one page made anew with the cache switched off; `writing` is each page
while something is written every second, so that every kept page ends every second. With
`--writing` only that is measured.
"""

import argparse
import json
import os
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from urllib.parse import quote

ROOT = Path(__file__).resolve().parent.parent
WRITE = (
    "import time; from django.utils import timezone; from tomoni.core.models import AuditRow\n"
    "while True:\n"
    "    AuditRow.objects.create(at=timezone.now(), act='benchmark.wrote', thing='x', thing_id='1')\n"
    "    time.sleep(1)\n"
)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--scale", type=int, nargs="+", default=[1, 4, 16])
    asked.add_argument("--db", nargs="+", choices=("sqlite", "pg"), default=["sqlite", "pg"])
    asked.add_argument("--seconds", type=int, default=4)
    asked.add_argument("--rounds", type=int, default=3)
    asked.add_argument("--connections", type=int, default=32)
    asked.add_argument("--keep", type=Path, help="folder for the data, kept for the next run")
    asked.add_argument("--writing", action="store_true", help="only while something is written")
    options = asked.parse_args()
    results = []
    for db in options.db:
        for scale in options.scale:
            results.append(one(db, scale, options))
            say(results[-1])
    say({"benchmark": "pages", "connections": options.connections, "runs": results})


def one(db: str, scale: int, options: argparse.Namespace) -> dict:
    """One town of one size on one database."""
    home = options.keep or Path(tempfile.mkdtemp(prefix="tomoni-pages-"))
    data = home / f"{db}-{scale}"
    fresh = not (data / "ready").exists()
    data.mkdir(parents=True, exist_ok=True)
    env = os.environ | {"TOMONI_DATA": str(data), "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}
    env |= {"DJANGO_SETTINGS_MODULE": "config.settings", "TOMONI_HOSTS": "127.0.0.1"}
    env.pop("DATABASE_URL", None)
    cluster = None
    if db == "pg":
        sys.path.insert(0, str(ROOT))
        from tests import postgres

        cluster, fresh = postgres.start(), True
        env["DATABASE_URL"] = os.environ["DATABASE_URL"]
    try:
        if fresh:
            for words in (["migrate", "-v0"], ["demo", "--scale", str(scale)]):
                run(env, *words)
            (data / "ready").touch()
        return measure(db, scale, env, options)
    finally:
        if cluster:
            postgres.stop(*cluster)
        if not options.keep:
            shutil.rmtree(home, ignore_errors=True)


def measure(db: str, scale: int, env: dict, options: argparse.Namespace) -> dict:
    found: dict = {"db": db, "scale": scale, "pages": {}}
    load = (options.connections, options.seconds)
    bare_page = Server(env, "benchmarks.bare:application")
    with bare_page as bare, Server(env, "config.wsgi:application") as tomoni:
        pages, found["listings"] = addresses(tomoni)
        for name, path in ({} if options.writing else pages).items():
            body = read(tomoni.url + path, gzip=True)
            beside = [
                (wrk(bare.url + "/", *load), wrk(tomoni.url + path, *load))
                for _round in range(options.rounds)
            ]
            found["pages"][name] = together(beside) | {"gzip_bytes": len(body)}
        found["writing"] = while_writing(env, tomoni.url, pages, load)
        if options.writing:
            return found
    with Server(env | {"TOMONI_PAGE_CACHE": "0"}, "config.wsgi:application") as slow:
        for name, path in pages.items():
            found["pages"][name]["made_ms"] = made_anew(slow.url + path)
    least = min(page["ratio"] for page in found["pages"].values())
    slowest = max(page["p99_ms"] for page in found["pages"].values())
    found |= {"least_ratio": least, "greatest_p99_ms": slowest}
    return found | {"goal_met": least >= 0.4 and slowest < 150}


def addresses(tomoni: "Server") -> tuple[dict, int]:
    """The pages that are measured, and how many entries the town has."""
    total = json.loads(read(tomoni.url + "/api/hsds/services?per_page=1"))["total_items"]
    features = json.loads(read(tomoni.url + "/places.geojson"))["features"]
    pages = {
        "home": "/",
        "search": f"/places/?q={quote('サロン')}",
        "place": f"/places/{features[0]['properties']['slug']}/",
        "map_list": "/places/?category=salon",
    }
    return pages, total


def together(rounds: list[tuple[dict, dict]]) -> dict:
    """The middle of the rounds; each round has its own bare page beside it."""
    middle = statistics.median
    return {
        "rps": middle(page["rps"] for _bare, page in rounds),
        "p99_ms": middle(page["p99_ms"] for _bare, page in rounds),
        "bare_rps": middle(bare["rps"] for bare, _page in rounds),
        "bare_p99_ms": middle(bare["p99_ms"] for bare, _page in rounds),
        "ratio": round(middle(page["rps"] / bare["rps"] for bare, page in rounds), 3),
    }


def while_writing(env: dict, url: str, pages: dict, load: tuple[int, int]) -> dict:
    """The same load on each page while something is written every second."""
    writer = subprocess.Popen(
        [sys.executable, "-m", "tomoni", "shell", "-c", WRITE],
        env=env, cwd=ROOT, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    time.sleep(5)
    found = {name: wrk(url + path, *load) for name, path in pages.items()}
    if writer.poll() is not None:
        raise SystemExit("the writer ended by itself")
    writer.terminate()
    writer.wait()
    return found


class Server:
    """Granian on a free port, until the block ends."""

    def __init__(self, env: dict, application: str) -> None:
        self.env, self.application = env, application

    def __enter__(self) -> "Server":
        import socket

        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"
        words = [
            "--interface",
            "wsgi",
            "--host",
            "127.0.0.1",
            "--port",
            str(port),
            "--workers",
            "2",
        ]
        words += ["--blocking-threads", "4", "--no-access-log", "--log-level", "error"]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "granian", *words, self.application],
            env=self.env, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            start_new_session=True,
        )  # fmt: skip
        for _attempt in range(300):
            try:
                read(self.url + "/")
                return self
            except OSError:
                time.sleep(0.2)
        raise SystemExit(f"{self.application} does not start")

    def __exit__(self, *trouble: object) -> None:
        os.killpg(self.process.pid, signal.SIGTERM)
        self.process.wait()


def run(env: dict, *words: str) -> None:
    subprocess.run(
        [sys.executable, "-m", "tomoni", *words], env=env, cwd=ROOT, check=True,
        stdout=subprocess.DEVNULL,
    )  # fmt: skip


def read(url: str, gzip: bool = False) -> bytes:
    headers = {"Accept-Encoding": "gzip"} if gzip else {}
    with urllib.request.urlopen(urllib.request.Request(url, headers=headers), timeout=60) as page:
        return page.read()


def made_anew(url: str, times: int = 9) -> float:
    """The median of some single requests, in milliseconds."""
    read(url)
    taken = []
    for _time in range(times):
        begun = time.perf_counter()
        read(url, gzip=True)
        taken.append((time.perf_counter() - begun) * 1000)
    return round(statistics.median(taken), 1)


def wrk(url: str, connections: int, seconds: int) -> dict:
    """Load as a browser asks for it: keep-alive, gzip."""
    for _warm in range(8):
        read(url, gzip=True)
    if not shutil.which("wrk"):
        from benchmarks import loader

        return loader.load(url, connections, seconds)
    said = subprocess.run(
        ["wrk", "-t2", f"-c{connections}", f"-d{seconds}s", "--latency", "--timeout", "30s",
         "-H", "Accept-Encoding: gzip", url],
        check=True, capture_output=True, text=True,
    ).stdout  # fmt: skip
    if wrong := re.search(r"Non-2xx or 3xx responses: (\d+)", said):
        raise SystemExit(f"{url}: {wrong[1]} answers were errors")
    rps = float(re.search(r"Requests/sec:\s+([\d.]+)", said)[1])
    number, unit = re.search(r"99%\s+([\d.]+)(us|ms|s)", said).groups()
    p99 = float(number) * {"us": 0.001, "ms": 1, "s": 1000}[unit]
    return {"rps": round(rps, 1), "p99_ms": round(p99, 1)}


def say(thing: dict) -> None:
    print(json.dumps(thing, ensure_ascii=False), flush=True)


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    main()
