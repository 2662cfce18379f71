"""The cast's clock and the real data; see /conftest.py for the choice of database."""

import os
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.test import override_settings

from tests import testing_database
from tests.flushing import allow_flushing
from tests.installation import Installation
from tests.people import (
    haru,
    ishida,
    ken,
    kobayashi,
    mori,
    nishi,
    noguchi,
    ono,
    salon,
    sato,
    tani,
    ueda,
)
from tomoni.core import keyring

__all__ = [
    "haru",
    "ishida",
    "ken",
    "kobayashi",
    "mori",
    "nishi",
    "noguchi",
    "ono",
    "salon",
    "sato",
    "tani",
    "ueda",
]

allow_flushing()


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker):
    """The test database: a copy of the one that this run has migrated once."""
    with django_db_blocker.unblock():
        name = testing_database.copy()
    yield
    with django_db_blocker.unblock():
        testing_database.drop(name)


@pytest.fixture(autouse=True, scope="session")
def cheap_passwords():
    """Argon2 takes a fifth of a second for each account, on purpose; tests cannot wait."""
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield


@pytest.fixture(autouse=True, scope="session")
def key_ring():
    """One ring for the whole run, in its throw-away data folder."""
    if not keyring.path().exists():
        keyring.create(at=datetime(2026, 11, 24, tzinfo=ZoneInfo("Asia/Tokyo")))


@pytest.fixture(autouse=True, scope="session")
def wide_turnstile():
    """Tests sign more people up in a second than a town does; the crowd has tests of its own."""
    from tomoni.doing.events.turnstile import turnstile

    turnstile.let(1_000_000)


@pytest.fixture
def at():
    """A plain Tuesday afternoon in Otaru."""
    return datetime(2026, 11, 24, 14, 0, tzinfo=ZoneInfo("Asia/Tokyo"))


@pytest.fixture(scope="session")
def shared_papers():
    """The folder of papers and real data beside the project."""
    folder = Path(__file__).resolve().parent.parent.parent / "shared"
    if not folder.is_dir():
        pytest.skip("the folder ../shared is not here")
    return folder


@pytest.fixture
def shared(shared_papers):
    """The folder of real data beside the project; a test that needs it skips loudly."""
    return shared_papers / "data"


@pytest.fixture(autouse=True)
def _no_town_remembered():
    """Factories leave no audit rows, so the counts kept in memory are forgotten by hand."""
    from tomoni.ties.umbrellas.queries import search as stands
    from tomoni.town.places.queries import choices, directory, snapshot

    for kept in (choices, directory, snapshot, stands):
        kept.forget()


@pytest.fixture
def installation(tmp_path, pytestconfig):
    """`installation()` gives a fresh, empty installation on the chosen database."""
    made = []

    def make() -> Installation:
        postgres = os.environ["DATABASE_URL"] if pytestconfig.getoption("--db") == "pg" else ""
        one = Installation(tmp_path / f"town{len(made)}", postgres)
        made.append(one)
        return one

    yield make
    for one in made:
        one.throw_away()
