"""kill −9 of the sender while mails go out: nobody is forgotten, nobody has two different mails.

The mail server here keeps everything it takes. A copy that was sent again after a crash has the same
Message-ID, by which mail servers and mail programs know it; the test reports how many there were.
"""

import json
import os
import random
import time
from collections import Counter

import pytest

from tests.ground.notices.peers import MailServer

pytestmark = pytest.mark.slow

PEOPLE, KILLS = 600, 3
TELL = f"""
from django.utils.timezone import now
from tomoni.ground.notices.actions import Recipient, tell_many
people = (Recipient(name=f"見本{{n}}", email=f"p{{n}}@example.jp") for n in range({PEOPLE}))
tell_many(kind="notices.trial", to=people, key="kill", at=now())
"""
LEFT = """
import json
from django.db.models import Count
from tomoni.ground.notices.models import Attempt, Delivery
print(json.dumps({
    "status": dict(Delivery.objects.values_list("status").annotate(Count("pk"))),
    "ids": [str(pk) for pk in Delivery.objects.values_list("pk", flat=True)],
    "unclear": Attempt.objects.filter(outcome="unclear").count(),
}))
"""


class SlowServer(MailServer):
    """Takes a moment for each mail, so that there is time to be killed in."""

    async def handle_DATA(self, server, session, envelope):
        answer = await super().handle_DATA(server, session, envelope)
        import asyncio

        await asyncio.sleep(random.uniform(0, 0.02))
        return answer


def test_a_sender_killed_again_and_again(installation):
    server = SlowServer()
    one = installation()
    one.env["TOMONI_EMAIL_URL"] = f"smtp://127.0.0.1:{server.port}"
    one.run("migrate", "-v0")
    one.ask(TELL)
    try:
        for _kill in range(KILLS):
            before = len(server.taken)
            sender = one.start("work", "--interval", "0.1")
            deadline = time.monotonic() + 60
            more = random.randint(20, 150)
            while len(server.taken) < before + more and time.monotonic() < deadline:
                if len(server.taken) >= PEOPLE:
                    break
                time.sleep(0.005)
            os.kill(sender.pid, 9)
            sender.wait()
            sender.stdout.close()
            one.run(
                "tick", "--only", "notices.due", "core.requeue"
            )  # Finds what the killed one had in hand.
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            one.run("tick", "--only", "notices.due", "core.requeue")
            one.run("work", "--batch")
            left = json.loads(one.ask(LEFT))
            if left["status"].get("sent") == PEOPLE:
                break
    finally:
        server.stop()

    assert left["status"] == {"sent": PEOPLE}
    ids = {m["Message-ID"][1:37] for _f, _to, m in server.taken}
    assert ids == set(left["ids"]), "nobody is forgotten"
    assert set(server.copies().values()) == {1}, "nobody has two different mails"
    again = Counter(m["Message-ID"] for _f, _to, m in server.taken)
    copies = sum(count - 1 for count in again.values())
    # Never more than the mails on their way when a sender was killed: one for each conversation.
    assert copies <= left["unclear"] <= KILLS * 4
    print(f"{KILLS} kills, {PEOPLE} people: {copies} copies with the same Message-ID, none lost")
