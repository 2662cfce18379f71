"""`--db=pg` runs every test on PostgreSQL; without it the embedded SQLite is used.

Django reads its settings once, so the choice is made while this file is imported, and Django is
started only then. For the same reason pyproject.toml must not name the settings: pytest-django
would read them before this file.
"""

import gc
import os
import sys
import tempfile

import django
import pytest

from tests import kept

os.environ["TOMONI_DATA"] = tempfile.mkdtemp(prefix="tomoni-test-")
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright's loop runs beside the tests.
os.environ["TOMONI_PAGE_CACHE"] = "0"  # A test sees what it has just changed.
os.environ.pop("TOMONI_MODE", None)
_words = " ".join(sys.argv)
_cluster = None
if "PYTEST_XDIST_WORKER" not in os.environ:
    kept.begin()
    if "--db=pg" in _words or "--db pg" in _words:
        if not os.environ.get("DATABASE_URL"):
            from tests import postgres

            _cluster = postgres.start()
    else:
        os.environ.pop("DATABASE_URL", None)

os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
django.setup()
if any(word.startswith("-n") for word in sys.argv) and "PYTEST_XDIST_WORKER" not in os.environ:
    # The workers of a parallel run inherit this environment. Named here, the settings would be
    # read before a worker has made a data folder of its own, and all would share this one.
    del os.environ["DJANGO_SETTINGS_MODULE"]


def pytest_addoption(parser):
    parser.addoption("--db", choices=("sqlite", "pg"), default="sqlite")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """Files with servers, browsers and killed programs come first.

    Begun last, one of them would keep a single worker busy for minutes after the others are done.
    """
    long = {
        item.path
        for item in items
        if item.get_closest_marker("slow")
        or {"races", "browser", "day"} & set(item.path.parts)
        or item.path.name in {"test_permissions.py", "test_make_run.py", "test_operations.py"}
    }
    items.sort(key=lambda item: item.path not in long)


def pytest_collection_finish():
    """The program and the tests stay to the end, so the collector need not look at them again.

    Looking at half a million objects for every seven hundred new ones was an eighth of the
    processor time of a test of a page.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def pytest_unconfigure(config):
    """The cluster and what was kept end with the run that started them."""
    global _cluster
    if "PYTEST_XDIST_WORKER" not in os.environ:
        kept.end()
    if _cluster:
        postgres.stop(*_cluster)
        _cluster = None
