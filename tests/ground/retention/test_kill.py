"""Pulling the plug in the middle of a destruction: what is left is done by the next run, once."""

import json
import signal
import subprocess
import sys
from itertools import islice

import pytest

from tests.installation import ROOT
from tests.mother import Mother

ROWS = 60
A_LIFE = 20  # Rows until the next kill.

PREPARE = f"""
from django.core.management import call_command
call_command("keys", "new")
from datetime import datetime, timezone as tz
from django.utils.timezone import now
from tests.factories import TeamFactory
from tests.ground.retention.conftest import OLD, closed_matter
from tests.people import person
from tomoni.ground.retention.actions import proposing, ruling
desk = TeamFactory(slug="sogo", desk=True)
for n in range({ROWS}):
    closed_matter(desk, at=OLD)
for code in ("batons.closed", "batons.links"):
    ruling.set_rule(held=code, years=5, months=0, clock="day", source="見本", from_on=OLD.date(), by=None, at=OLD)
p = proposing.propose(at=now())
for n in "ab":
    p = proposing.approve(proposal=p, by=person(n + "@example.jp", n, n, "admin"), at=now())
print(p.pk)
"""
# One row a breath, and a word for each, so that it can be stopped between and inside them.
RUN = """
import django; django.setup()
from django.db.models.signals import post_save
from tomoni.ground.retention.actions import destroying
from tomoni.ground.retention.models import Destruction
post_save.connect(lambda **_row: print("gone", flush=True), sender=Destruction, weak=False)
destroying.BREATH = 1
destroying.destroy("{key}")
"""
LOOK = """
import json
from tomoni.core.chain import verifying
from tomoni.ground.batons.actions.forgetting import GONE
from tomoni.ground.batons.models import Baton, Link
from tomoni.ground.retention.actions.destroying import digest
from tomoni.ground.retention.models import Destruction, Item, Proposal
done = Item.objects.filter(outcome="destroyed")
print(json.dumps({
    "status": Proposal.objects.get().status,
    "done": done.count(),
    "recorded": sum(Destruction.objects.values_list("count", flat=True)),
    "digests": sorted(Destruction.objects.values_list("digest", flat=True))
        == sorted(digest([key]) for key in done.values_list("key", flat=True)),
    "emptied": Baton.objects.filter(title=GONE).count(),
    "links": Link.objects.count(),
    "bad": len(verifying.verify().bad),
}))
"""


@pytest.mark.slow
def test_killed_again_and_again_each_row_goes_once(installation):
    one = installation()
    one.run("migrate", "-v0")
    env = one.env | {"DJANGO_SETTINGS_MODULE": "config.settings"}
    with Mother(env) as mother:
        key = mother.python(PREPARE)
        kills = 0
        while True:
            with subprocess.Popen(
                [sys.executable, "-c", RUN.format(key=key)],
                env=env,
                cwd=ROOT,
                stdout=subprocess.PIPE,
            ) as child:
                assert child.stdout
                if len(list(islice(child.stdout, A_LIFE))) < A_LIFE:
                    break
                child.send_signal(signal.SIGKILL)
            kills += 1
            look = json.loads(mother.python(LOOK))
            assert look["done"] == look["recorded"] and look["digests"], look
        look = json.loads(mother.python(LOOK))
        assert kills >= 5
        assert look["status"] == "done"
        assert look["recorded"] == look["done"]
        assert look["emptied"] == ROWS and look["links"] == 0
        assert look["bad"] == 0
