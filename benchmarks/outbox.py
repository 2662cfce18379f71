"""How fast a message reaches the whole town by mail: `python benchmarks/outbox.py`.

At one, four and sixteen times `--mails` (16× is 110,000, everybody in the reference city) one
message is told to that many people (`notices.actions.tell_many`) and sent to a mail server on this
machine by the worker's own code (`notices.actions.sending`). The peer is a bare smtplib loop: the
same number of threads and connections, one mail built beforehand, nothing read or written. The sink
is a process of its own, which answers and throws away; it counts mails and different Message-IDs.
By default it does not offer PIPELINING (the worker uses it where offered, the peer cannot).

`ratio` is sending against the peer; `ratio_whole` also counts writing the notices; both also by seconds of our own
processor (`…_cpu`), which tell more on a machine with other work. Memory is the
most the process ever held: `mb` with the mapped file of the database, `mb_own` without. The database is a new SQLite file, or the one of DATABASE_URL,
which must be empty and is left filled. The last line is JSON.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

SINK = r"""
import asyncio, re, sys
ID = re.compile(rb"Message-ID: <([0-9a-f-]{36})")
OFFER = b"250-sink\r\n250-PIPELINING\r\n250 SIZE\r\n" if sys.argv[1] == "yes" else b"250-sink\r\n250 SIZE\r\n"
count, ids = 0, set()

class Sink(asyncio.Protocol):
    def connection_made(self, transport):
        self.transport, self.buffer, self.body = transport, b"", False
        transport.write(b"220 sink\r\n")
    def data_received(self, data):
        global count
        self.buffer += data
        out = []
        while True:
            if self.body:
                end = self.buffer.find(b"\r\n.\r\n")
                if end < 0: break
                found = ID.search(self.buffer, 0, end)
                if found: ids.add(found[1])
                count += 1
                self.buffer, self.body = self.buffer[end + 5:], False
                out.append(b"250 2.0.0 taken\r\n")
                continue
            line, found, rest = self.buffer.partition(b"\r\n")
            if not found: break
            self.buffer = rest
            verb = line[:4].upper()
            if verb == b"DATA":
                self.body = True
                out.append(b"354 go on\r\n")
            elif verb in (b"EHLO",): out.append(OFFER)
            elif verb == b"QUIT":
                self.transport.write(b"".join(out) + b"221 bye\r\n")
                self.transport.close()
                return
            elif verb == b"XASK": out.append(b"250 %d %d\r\n" % (count, len(ids)))
            else: out.append(b"250 ok\r\n")
        if out: self.transport.write(b"".join(out))

async def main():
    server = await asyncio.get_running_loop().create_server(Sink, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()
asyncio.run(main())
"""

PEER = r"""
import json, smtplib, sys, threading, time
port, mails, threads = int(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
message = open(sys.argv[4], "rb").read()
def work(share):
    with smtplib.SMTP("127.0.0.1", port) as smtp:
        for n in range(share):
            smtp.sendmail("back@otaru.example.jp", f"p{n}@example.jp", message)
crew = [threading.Thread(target=work, args=(mails // threads,)) for _ in range(threads)]
begun, cpu = time.perf_counter(), time.process_time()
for one in crew: one.start()
for one in crew: one.join()
print(json.dumps({"seconds": time.perf_counter() - begun, "mails": mails // threads * threads,
    "cpu": time.process_time() - cpu}))
"""

OURS = r"""
import json, resource, sys, time
import django
django.setup()
from django.db import connection
from django.utils.timezone import now
from tomoni.ground.notices.actions import Recipient, sending, tell_many
from tomoni.ground.notices.models import Delivery
import threading
own = 0.0
def watch():
    # Memory of our own, without the file of the database that SQLite maps in.
    global own
    while True:
        with open("/proc/self/status") as file:
            for line in file:
                if line.startswith("RssAnon"): own = max(own, int(line.split()[1]) / 1024)
        time.sleep(0.1)
threading.Thread(target=watch, daemon=True).start()
def memory(): return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
mails, sample = int(sys.argv[1]), sys.argv[2]
def everybody():
    for n in range(mails):
        yield Recipient(name=f"見本 {n}", email=f"p{n}@example.jp")
at = now()
before = memory()
begun, cpu = time.perf_counter(), time.process_time()
mailing = tell_many(kind="notices.trial", to=everybody(), key=f"benchmark-{mails}", at=at)
written, cpu_told = time.perf_counter(), time.process_time()
told_memory = memory()
while sending.send_waiting(channel="mail", at=now()):
    pass
ended, cpu_sent = time.perf_counter(), time.process_time()
sent = Delivery.objects.filter(status="sent", notice__mailing=mailing).count()
print(json.dumps({
    "mails": mails, "sent": sent, "seconds_telling": written - begun,
    "seconds_sending": ended - written,
    "cpu_telling": cpu_told - cpu, "cpu_sending": cpu_sent - cpu_told, "mb_before": before, "mb_after_telling": told_memory,
    "mb": memory(), "mb_own": own, "database": connection.vendor,
}))
"""

SAMPLE = r"""
import sys, uuid
import django
django.setup()
from django.utils.timezone import now
from tomoni.ground.notices.actions import Recipient, tell
from tomoni.ground.notices.channels import Parcel, mail
from tomoni.ground.notices.models import Delivery
told = tell(kind="notices.trial", to=Recipient(name="見本 1", email="p1@example.jp"), key="sample", at=now())
row = told.deliveries.get()
parcel = Parcel(row.id, row.address, 0, told.id, told.wording_id, told.name, told.kind)
open(sys.argv[1], "wb").write(mail.build(parcel, now()))
Delivery.objects.update(status="withdrawn")
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--mails", type=int, default=6875)
    parser.add_argument("--scale", default="1,4,16")
    parser.add_argument("--connections", type=int, default=4)
    parser.add_argument("--pipelining", action="store_true", help="the sink offers it")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="tomoni-outbox-") as folder:
        _measure(options, Path(folder))


def _measure(options: argparse.Namespace, folder: Path) -> None:
    offers = "yes" if options.pipelining else "no"
    sink = subprocess.Popen([sys.executable, "-c", SINK, offers], stdout=subprocess.PIPE, text=True)
    try:
        assert sink.stdout is not None
        port = int(sink.stdout.readline())
        env = {
            **os.environ,
            "TOMONI_DATA": str(folder / "data"),
            "TOMONI_EMAIL_URL": f"smtp://127.0.0.1:{port}",
            "TOMONI_MAIL_CONNECTIONS": str(options.connections),
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
        }

        def run(*words: str) -> dict[str, float]:
            done = subprocess.run(
                [sys.executable, *words], env=env, cwd=ROOT, check=True,
                capture_output=True, text=True,
            )  # fmt: skip
            lines = done.stdout.splitlines()
            return json.loads(lines[-1]) if lines and lines[-1].startswith("{") else {}

        run("-m", "tomoni", "migrate", "-v0")
        sample = str(folder / "sample.eml")
        run("-c", SAMPLE, sample)
        rows = []
        for scale in (int(word) for word in options.scale.split(",")):
            mails = options.mails * scale
            peers = [_peer(run, port, mails, options.connections, sample)]
            before = _ask(port)
            ours = run("-c", OURS, str(mails), sample)
            taken, different = (b - a for a, b in zip(before, _ask(port), strict=True))
            peers.append(_peer(run, port, mails, options.connections, sample))
            peer = [sum(each) / 2 for each in zip(*peers, strict=True)]
            rows.append(_row(scale, ours, *peer, taken, different))
            print(json.dumps(rows[-1]), flush=True)
    finally:
        sink.kill()
        sink.wait()
    last = rows[-1]
    print(
        json.dumps(
            {
                "benchmark": "outbox",
                "connections": options.connections,
                "pipelining": options.pipelining,
                "goal_ratio": 0.6,
                "ratio": last["ratio"],
                "mb": [row["mb"] for row in rows],
                "mb_own": [row["mb_own"] for row in rows],
                "rows": rows,
            }
        )
    )


def _peer(run, port: int, mails: int, threads: int, sample: str) -> tuple[float, float]:
    """Mails a second of the bare loop, and a second of its own CPU; 20,000 are enough to know."""
    done = run("-c", PEER, str(port), str(min(mails, 20_000)), str(threads), sample)
    return done["mails"] / done["seconds"], done["mails"] / done["cpu"]


def _row(
    scale: int, ours: dict[str, float], peer: float, peer_cpu: float, taken: int, different: int
) -> dict:
    rate = ours["mails"] / ours["seconds_sending"]
    whole = ours["mails"] / (ours["seconds_sending"] + ours["seconds_telling"])
    return {
        "scale": scale,
        "database": ours["database"],
        "mails": ours["mails"],
        "sent": ours["sent"],
        "taken": taken,
        "different": different,
        "told_per_second": round(ours["mails"] / ours["seconds_telling"]),
        "sent_per_second": round(rate),
        "peer_per_second": round(peer),
        "ratio": round(rate / peer, 2),
        "ratio_cpu": round(ours["mails"] / ours["cpu_sending"] / peer_cpu, 2),
        "ratio_whole_cpu": round(
            ours["mails"] / (ours["cpu_sending"] + ours["cpu_telling"]) / peer_cpu, 2
        ),
        "ratio_whole": round(whole / peer, 2),
        "mb_before": round(ours["mb_before"]),
        "mb_after_telling": round(ours["mb_after_telling"]),
        "mb": round(ours["mb"]),
        "mb_own": round(ours["mb_own"]),
    }


def _ask(port: int) -> tuple[int, int]:
    """How many mails the sink has taken, and how many different ones."""
    import smtplib

    with smtplib.SMTP("127.0.0.1", port) as smtp:
        _code, said = smtp.docmd("XASK")
        count, different = said.split()
        return int(count), int(different)


if __name__ == "__main__":
    main()
