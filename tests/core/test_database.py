"""The tests run on the database that was asked for; once they silently did not."""

import os

from django.conf import settings
from django.db import connection


def test_the_chosen_database_is_the_one_in_use(db, pytestconfig):
    wanted = {"sqlite": "sqlite", "pg": "postgresql"}[pytestconfig.getoption("--db")]
    assert connection.vendor == wanted


def test_the_data_folder_is_a_throw_away():
    assert str(settings.DATA_DIR) == os.path.realpath(os.environ["TOMONI_DATA"])
    assert "tomoni-test-" in str(settings.DATA_DIR)
