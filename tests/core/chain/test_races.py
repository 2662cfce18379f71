"""Many writers at once: the chain stays whole, and nobody waits for anybody else's lane."""

import json

import pytest

pytestmark = pytest.mark.slow

WRITERS = """
import json, random, threading, time
from django.db import connection, transaction
from django.utils.timezone import now
from tomoni.core import audit
from tomoni.core.chain.verifying import verify
from tomoni.core.models import AuditRow, Lane
from tomoni.ground.people.models import Organisation

def work(seed):
    dice = random.Random(seed)
    for n in range(40):
        try:
            with transaction.atomic():
                for _ in range(dice.randrange(1, 4)):
                    audit.record("people.tried", Organisation(), by=None, at=now())
                if dice.random() < 0.3:
                    try:
                        with transaction.atomic():
                            audit.record_many("people.many", [(Organisation(), None)] * 3, by=None, at=now())
                            raise ZeroDivisionError
                    except ZeroDivisionError:
                        pass
                    audit.record("people.after", Organisation(), by=None, at=now())
                if dice.random() < 0.2:
                    raise ZeroDivisionError
                written[seed] += 1
        except ZeroDivisionError:
            pass
        except BaseException as problem:
            failed.append(repr(problem))
            raise
    connection.close()

written, failed = [0] * 8, []
threads = [threading.Thread(target=work, args=(n,)) for n in range(8)]
[t.start() for t in threads]
[t.join() for t in threads]
report = verify()
print(json.dumps({"ok": report.ok, "rows": report.rows, "bad": [b.sentence for b in report.bad],
    "failed": failed, "lanes": Lane.objects.count(), "many": AuditRow.objects.filter(act="people.many").count()}))
"""

WAITING = """
import json, threading
from django.db import connection, transaction
from django.utils.timezone import now
from tomoni.core import audit
from tomoni.core.chain.verifying import verify
from tomoni.core.models import Lane
from tomoni.ground.people.models import Organisation

inside, done = threading.Event(), threading.Event()
def long_import():
    with transaction.atomic():
        audit.record("people.tried", Organisation(), by=None, at=now())
        inside.set()
        assert done.wait(20)
    connection.close()
thread = threading.Thread(target=long_import)
thread.start()
inside.wait()
audit.record("people.tried", Organisation(), by=None, at=now())
done.set()
thread.join()
print(json.dumps({"ok": verify().ok, "rows": verify().rows, "lanes": Lane.objects.count()}))
"""


def test_eight_writers_at_once_keep_the_chain(installation):
    one = installation()
    one.run("migrate", "-v0")
    told = json.loads(one.ask(WRITERS).splitlines()[-1])
    assert told["ok"] and not told["failed"], told
    assert told["rows"] > 300 and told["many"] == 0
    assert 1 <= told["lanes"] <= (9 if one.database else 1)


def test_a_long_import_holds_nobody_up(installation):
    one = installation()
    if not one.database:
        pytest.skip("SQLite has one writer at a time")
    one.run("migrate", "-v0")
    told = json.loads(one.ask(WAITING))
    assert told["ok"] and told["rows"] == 2 and told["lanes"] == 2
