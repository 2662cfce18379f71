"""Starts the programs of one installation as forks of a process that has everything loaded.

A thousand starts of Python would take an hour; a fork takes a hundredth of a second. What runs in
the fork is the real command (`serve --only-web`, `work`, `tick --loop`), in a process group of its
own, so that SIGKILL ends all of it as the kernel's memory killer would.

The day's clock goes `DAY_SPEED` times as fast as ours, from `DAY_BEGINS` on, in every process.

It reads a line of JSON for each program to start and answers with its process number; the word
"warm" makes it ask for some pages itself, so that no fork pays for a page's first rendering.
"""

import contextlib
import ctypes
import gc
import json
import os
import signal
import sys
import time
import traceback
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone

PR_SET_CHILD_SUBREAPER = 36
BEGINS = datetime.fromisoformat(os.environ["DAY_BEGINS"])
BEGAN = float(os.environ["DAY_BEGAN"])
SPEED = float(os.environ["DAY_SPEED"])


def now() -> datetime:
    """The day's own time, in UTC as Django's `now` gives it."""
    gone = timedelta(seconds=(time.time() - BEGAN) * SPEED)
    return (BEGINS + gone).astimezone(UTC)


def set_the_clock() -> None:
    """Before anything of ours is imported, so that `from … import now` gets this one too."""
    timezone.now = now


def load() -> None:
    """Import all that the programs would import, and touch no database."""
    import django

    django.setup()
    from django.urls import get_resolver

    import config.wsgi  # noqa: F401
    from tomoni.core import worker

    _ = get_resolver().url_patterns
    real = worker.rest
    # The timetable's minute is one of the day's minutes.
    worker.rest = lambda seconds: real(seconds / SPEED)
    from django.core.validators import validate_email
    from granian.server import mp  # noqa: F401

    from tomoni.core.calendar import holidays_of

    _read_templates()
    holidays_of(BEGINS.year)  # Its library is two seconds of reading.
    validate_email("haru@example.jp")
    gc.freeze()


def _read_templates() -> None:
    """A page's first rendering compiles its templates; here it is done once for all forks."""
    from django.apps import apps
    from django.template import TemplateDoesNotExist, TemplateSyntaxError
    from django.template.loader import get_template
    from django.utils import translation

    with translation.override("ja"):
        translation.gettext("")
        for config in apps.get_app_configs():
            if not config.name.startswith("tomoni."):
                continue
            folder = Path(config.path) / "templates"
            for file in folder.rglob("*.html"):
                with contextlib.suppress(TemplateDoesNotExist, TemplateSyntaxError):
                    get_template(str(file.relative_to(folder)))


def warm(pages: list[str], session: str) -> None:
    """Ask for pages once and let go of the database: a connection must not cross a fork."""
    from django.db import connections
    from django.test import Client

    browser = Client(SERVER_NAME="127.0.0.1")
    browser.cookies["session"] = session
    for page in pages:
        browser.get(page)
    connections.close_all()
    for one in connections.all():
        if hasattr(one, "close_pool"):
            one.close_pool()  # A pool would hand the same line to several forks.
    gc.freeze()


def child(words: list[str], log: str) -> None:
    os.setsid()
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    out = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(out, 1)
    os.dup2(out, 2)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    code = 0
    try:
        if words[0] == "python":
            scope: dict[str, Any] = {}
            exec(compile(words[1], "<day>", "exec"), scope)
        else:
            from django.core.management import call_command

            call_command(*words)
    except BaseException:
        traceback.print_exc()
        code = 1
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def main() -> None:
    set_the_clock()
    load()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # The kernel takes the dead away,
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1)  # also those a killed server leaves.
    print("ready", flush=True)
    for line in sys.stdin:
        asked = json.loads(line)
        if asked["words"][0] == "warm":
            warm(asked["words"][1:], asked["log"])
            print(0, flush=True)
            continue
        pid = os.fork()
        if pid == 0:
            child(asked["words"], asked["log"])
        print(pid, flush=True)


if __name__ == "__main__":
    main()
