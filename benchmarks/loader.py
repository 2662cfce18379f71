"""A plain loader for machines without wrk: slower itself, so its figures are lower bounds."""

import http.client
import threading
import time
from urllib.parse import urlsplit


def load(url: str, connections: int, seconds: int) -> dict:
    """Ask again and again over kept connections; requests a second and the 99th percentile."""
    parts = urlsplit(url)
    target = parts.path + (f"?{parts.query}" if parts.query else "")
    until, taken = time.perf_counter() + seconds, []

    def ask() -> None:
        line = http.client.HTTPConnection(parts.hostname, parts.port, timeout=30)
        mine = []
        while (begun := time.perf_counter()) < until:
            line.request("GET", target, headers={"Accept-Encoding": "gzip"})
            answer = line.getresponse()
            answer.read()
            if answer.status >= 400:
                raise SystemExit(f"{url}: {answer.status}")
            mine.append(time.perf_counter() - begun)
        taken.extend(mine)

    threads = [threading.Thread(target=ask) for _number in range(connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    taken.sort()
    p99 = taken[int(len(taken) * 0.99)] * 1000
    return {"rps": round(len(taken) / seconds, 1), "p99_ms": round(p99, 1)}
