"""Many readers of one page at the moment after something in the town was written."""

import time
import urllib.request

import pytest

from tests.races.conftest import version_in
from tests.races.pace import SLOW
from tests.races.test_listings import DESK, make

READERS, TRIES = 12, 6


def read(base):
    """One reader without a session: how the page came, and after how many seconds."""
    begun = time.perf_counter()
    with urllib.request.urlopen(f"{base}/places/after-a-write/", timeout=60) as answer:
        body = answer.read().decode()
        return answer.headers.get("X-Cache", "made"), time.perf_counter() - begun, body


def after_a_write(running, sentence):
    """Everybody has read the page, a clerk changes it, everybody reads it again."""
    path = f"{DESK}/after-a-write/edit/use/"
    _status, form = running.mori.get(path)
    answers = {"entry": "walk_in", "hours_text": "毎日", "version": version_in(form)}
    if time.time() % 60 > 50:  # The turn of a minute ends every page anyway.
        time.sleep(61 - time.time() % 60)
    for _time in range(2):
        running.at_once(*[lambda: read(running.base)] * READERS)
    status, _page = running.mori.post(path, answers | {"summary": sentence})
    assert status == 302
    time.sleep(1.0)  # Each process looks once a second whether something was written.
    return running.at_once(*[lambda: read(running.base)] * READERS)


@pytest.fixture(scope="module")
def page(town):
    make(town(), "after-a-write", summary="はじめの文")


def test_without_the_old_page_the_readers_wait(town, page):
    running = town(without="quick page, old page")
    for attempt in range(TRIES):  # On a busy machine not everybody comes in the same second.
        readers = after_a_write(running, f"待つ人の文{attempt}")
        assert "old" not in {how for how, _seconds, _body in readers}
        waited = [seconds for how, seconds, _body in readers if how == "waited"]
        if waited:
            assert max(waited) >= SLOW / 2
            return
    pytest.fail(f"in {TRIES} tries nobody waited, so the old page proves nothing")


def test_with_the_old_page_one_reader_of_each_process_waits(town, page):
    running = town(without="quick page")
    for attempt in range(TRIES):  # On a busy machine not everybody comes in the same second.
        readers = after_a_write(running, f"新しい文{attempt}")
        ways = [how for how, _seconds, _body in readers]
        if "old" in ways and "waited" not in ways:
            assert ways.count("made") <= 2
            break
    else:
        pytest.fail(f"in {TRIES} tries the old page was never given to everybody else")
    assert all(f"新しい文{attempt}" in read(running.base)[2] for _time in range(READERS))
