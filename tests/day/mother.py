"""The process a town of the day is forked from: tests/mother.py on a clock of its own.

A thousand starts of Python would take an hour; a fork takes a hundredth of a second. What runs in
the fork is the real command (`serve --only-web`, `work`, `tick --loop`), so that SIGKILL to its group
ends all of it as the kernel's memory killer would.

The day's clock goes `DAY_SPEED` times as fast as ours, from `DAY_BEGINS` on, in every process. What is
told to the process itself are pages to ask for, so that no fork pays for a page's first rendering.
"""

import contextlib
import gc
import os
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.utils import timezone

from tests import mother

BEGINS = datetime.fromisoformat(os.environ["DAY_BEGINS"])
BEGAN = float(os.environ["DAY_BEGAN"])
SPEED = float(os.environ["DAY_SPEED"])


def now() -> datetime:
    """The day's own time, in UTC as Django's `now` gives it."""
    gone = timedelta(seconds=(time.time() - BEGAN) * SPEED)
    return (BEGINS + gone).astimezone(UTC)


def load() -> None:
    """Import all that the programs would import, and touch no database."""
    # Before anything of ours is imported, so that `from … import now` gets this one too.
    timezone.now = now
    mother.load()
    from django.core.validators import validate_email

    from tomoni.core import worker
    from tomoni.core.calendar import holidays_of

    real = worker.rest
    # The timetable's minute is one of the day's minutes.
    worker.rest = lambda seconds: real(seconds / SPEED)
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


def warm(session: str, *pages: str) -> None:
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


if __name__ == "__main__":
    mother.main(load, warm)
