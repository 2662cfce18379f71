"""Work asked for is done, once its transaction stands, however often the worker is killed."""

import os
import signal
import time
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from tomoni.core import holding, jobs, worker
from tomoni.core.models import Beat, DeadLetter

seen = []
broken = set()


@jobs.job("tests.note")
def note(word):
    if word in broken:
        raise RuntimeError("the other side is shut")
    seen.append(word)


@pytest.fixture(autouse=True)
def empty():
    seen.clear()
    broken.clear()


@pytest.mark.django_db(transaction=True)
def test_a_job_commits_or_vanishes_with_what_asked_for_it():
    with transaction.atomic():
        jobs.later("tests.note", "kept")
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        jobs.later("tests.note", "gone")
        raise ZeroDivisionError

    assert jobs.work_off() == 1
    assert seen == ["kept"]


@pytest.mark.django_db
def test_a_name_nobody_bound_is_refused_at_once():
    with pytest.raises(LookupError):
        jobs.later("tests.nobody")


@pytest.mark.django_db
def test_a_job_for_later_waits():
    jobs.later("tests.note", "tomorrow", after=timezone.now() + timedelta(days=1))
    assert jobs.work_off() == 0
    assert seen == []


@pytest.mark.django_db
def test_a_failing_job_waits_longer_each_time_and_ends_as_a_dead_letter(monkeypatch):
    told = []
    monkeypatch.setattr(jobs, "_tell", [told.append])
    broken.add("x")
    ident = jobs.later("tests.note", "x")
    waits = []
    for _try in range(jobs.MOST_TRIES):
        row = jobs.claim("w")
        jobs.do(row)
        row.refresh_from_db()
        if row.status == "READY":
            waits.append(row.run_after - timezone.now())
            assert jobs.claim("w") is None
            DBTaskResult.objects.update(run_after=timezone.now())

    assert waits == sorted(waits)
    assert waits[0] < timedelta(minutes=1) and waits[-1] > timedelta(hours=1)
    letter = DeadLetter.objects.get()
    assert (letter.job, letter.args, letter.tries) == (ident, ["x"], jobs.MOST_TRIES)
    assert "the other side is shut" in letter.problem
    assert [one.pk for one in told] == [ident]

    broken.clear()
    jobs.revive(letter, at=timezone.now())
    jobs.work_off()
    assert seen == ["x"]


@pytest.mark.django_db
def test_a_dead_letter_is_told_again_when_telling_failed(monkeypatch):
    calls = []

    def tell(letter):
        calls.append(letter.name)
        if len(calls) == 1:
            raise RuntimeError

    monkeypatch.setattr(jobs, "_tell", [tell])
    now = timezone.now()
    DeadLetter.objects.create(
        job="0" * 32, name="tests.note", args=[], tries=10, problem="", at=now
    )

    assert jobs.tell_of_dead(at=now) == 0
    assert jobs.tell_of_dead(at=now) == 1
    assert jobs.tell_of_dead(at=now) == 0
    assert calls == ["tests.note"] * 2


@pytest.mark.django_db
def test_the_job_of_a_worker_that_is_gone_is_given_back_and_that_of_a_living_one_is_not():
    jobs.later("tests.note", "a")
    jobs.later("tests.note", "b")
    hold = holding.Hold("worker:living")
    first, second = jobs.claim("living"), jobs.claim("killed")

    assert jobs.requeue() == 1
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.status, second.status) == ("RUNNING", "READY")
    hold.let_go()
    assert jobs.requeue() == 1


@pytest.mark.django_db
def test_a_job_that_kills_its_worker_each_time_ends_as_a_dead_letter():
    jobs.later("tests.note", "a")
    for _try in range(jobs.MOST_TRIES):
        assert jobs.claim("killed") is not None
        jobs.requeue()
    assert jobs.claim("killed") is None
    assert DeadLetter.objects.get().tries == jobs.MOST_TRIES


@pytest.mark.django_db
def test_the_outcome_of_a_worker_that_lost_its_job_does_not_count():
    jobs.later("tests.note", "a")
    slow = jobs.claim("slow")
    jobs.requeue()
    quick = jobs.claim("quick")
    jobs.do(slow)
    quick.refresh_from_db()
    assert quick.status == "RUNNING"


@pytest.mark.django_db
def test_not_yet_is_no_failure():
    at = timezone.now() + timedelta(hours=1)

    def wait(_word):
        raise jobs.Later(at)

    jobs._bound["tests.wait"] = wait
    jobs.later("tests.wait", "x")
    row = jobs.claim("w")
    assert jobs.do(row)
    row.refresh_from_db()
    assert (row.status, row.worker_ids, row.run_after) == ("READY", [], at)


@pytest.mark.django_db
def test_after_the_clock_went_back_an_hour_nothing_waits_an_hour_longer(monkeypatch):
    """Ready work goes on at once, a failed try waits its own time, and what asked for later waits."""
    before = timezone.now()
    until = before + timedelta(hours=3)

    def wait(_word):
        raise jobs.Later(until)

    jobs._bound["tests.wait"] = wait
    asleep = jobs.later("tests.wait", "x")
    jobs.work_off()
    broken.add("shut")
    failed = jobs.later("tests.note", "shut")
    jobs.do(jobs.claim("w"))
    ready = jobs.later("tests.note", "ready")

    back = before - timedelta(hours=1)
    monkeypatch.setattr(timezone, "now", lambda: back)
    jobs.do(jobs.claim("w"))
    assert seen == ["ready"] and DBTaskResult.objects.get(pk=ready).status == "SUCCESSFUL"
    assert jobs.claim("w") is None
    jobs.requeue()
    row = DBTaskResult.objects.get(pk=failed)
    assert back < row.run_after <= back + jobs.wait_before(1)
    assert DBTaskResult.objects.get(pk=asleep).run_after == until

    monkeypatch.setattr(timezone, "now", lambda: back + jobs.wait_before(1))
    broken.clear()
    jobs.do(jobs.claim("w"))
    assert seen == ["ready", "shut"]


@pytest.mark.django_db
def test_after_a_week_without_the_program_all_that_waits_is_done_once(monkeypatch):
    for word in ("a", "b"):
        jobs.later("tests.note", word)
    broken.add("c")
    jobs.later("tests.note", "c")
    jobs.work_off()
    broken.clear()
    seen.clear()
    jobs.later("tests.note", "d")
    week = timezone.now() + timedelta(days=7)
    monkeypatch.setattr(timezone, "now", lambda: week)
    jobs.sweep(at=week)
    for _again in range(2):
        jobs.work_off()
    assert sorted(seen) == ["c", "d"]
    assert not DBTaskResult.objects.exclude(status="SUCCESSFUL").exists()


@pytest.mark.django_db
def test_readyz_and_metrics_tell_of_a_worker_that_was_not_seen(client):
    assert client.get("/readyz").status_code == 200
    answer = client.get("/readyz?with=jobs")
    assert answer.status_code == 503
    assert b"tomoni work" in answer.content and b"tomoni tick" in answer.content
    worker.beat("work", at=timezone.now())
    worker.beat("tick", at=timezone.now() - timedelta(minutes=16))
    assert client.get("/readyz?with=jobs").content == b"not seen lately: tomoni tick"
    assert b'tomoni_seen_seconds{name="work"} 0' in client.get("/metrics").content
    Beat.objects.update(at=timezone.now())
    assert client.get("/readyz?with=jobs").content == b"ready"


@pytest.mark.slow
def test_kill_9_of_any_of_the_three_is_healed_and_sigterm_stops_all(installation):
    one = installation()
    one.run("migrate", "-v0")
    port = _free_port()
    supervisor = one.start("serve", "--workers", "1", "--port", str(port))
    try:
        _wait_for(port, "/readyz?with=jobs")
        for killed in range(3):
            old = _children(supervisor.pid)
            name, pid = sorted(old.items())[killed]
            os.kill(pid, signal.SIGKILL)
            deadline = time.monotonic() + 60
            while _children(supervisor.pid).get(name, pid) == pid:
                assert time.monotonic() < deadline, name
                time.sleep(0.2)
            _wait_for(port, "/readyz?with=jobs")
        last = _children(supervisor.pid)
        assert len(last) == 3
        supervisor.terminate()
        assert supervisor.wait(40) == 0
        assert not [pid for pid in last.values() if os.path.exists(f"/proc/{pid}")]
    finally:
        if supervisor.poll() is None:
            os.killpg(supervisor.pid, signal.SIGKILL)


@pytest.mark.slow
def test_when_the_supervisor_itself_is_killed_its_children_stop(installation):
    one = installation()
    one.run("migrate", "-v0")
    port = _free_port()
    supervisor = one.start("serve", "--workers", "1", "--port", str(port))
    _wait_for(port, "/readyz?with=jobs")
    children = _children(supervisor.pid)
    os.kill(supervisor.pid, signal.SIGKILL)
    supervisor.wait()
    deadline = time.monotonic() + 40
    while any(os.path.exists(f"/proc/{pid}") for pid in children.values()):
        assert time.monotonic() < deadline, children
        time.sleep(0.2)


def _free_port():
    import socket

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def _wait_for(port, path):
    import urllib.request

    deadline = time.monotonic() + 90
    while True:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=5):
                return
        except OSError:
            assert time.monotonic() < deadline, path
            time.sleep(0.3)


def _children(pid):
    """The supervisor's children by what they do, from the words they were started with."""
    found = {}
    with open(f"/proc/{pid}/task/{pid}/children") as file:
        for child in map(int, file.read().split()):
            with open(f"/proc/{child}/cmdline") as words:
                said = words.read().split("\0")
            if "tomoni" in said:
                found[said[said.index("tomoni") + 1]] = child
    return found
