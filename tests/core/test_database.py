"""The tests run on the database that was asked for; once they silently did not."""

import os

import pytest
from django.conf import settings
from django.db import connection, transaction

from tomoni.core.spilling import spilling


def test_the_chosen_database_is_the_one_in_use(db, pytestconfig):
    wanted = {"sqlite": "sqlite", "pg": "postgresql"}[pytestconfig.getoption("--db")]
    assert connection.vendor == wanted


def test_the_data_folder_is_a_throw_away():
    assert str(settings.DATA_DIR) == os.path.realpath(os.environ["TOMONI_DATA"])
    assert "tomoni-test-" in str(settings.DATA_DIR)


@pytest.mark.django_db(transaction=True)
def test_long_writing_leaves_the_memory_alone_and_everything_as_it_was():
    if connection.vendor != "sqlite":
        with spilling():
            return
    with connection.cursor() as cursor:
        before = cursor.execute("PRAGMA temp_store").fetchone()
        with spilling():
            assert cursor.execute("PRAGMA temp_store").fetchone() == (1,)
        assert cursor.execute("PRAGMA temp_store").fetchone() == before == (2,)
    with transaction.atomic(), spilling():
        pass
