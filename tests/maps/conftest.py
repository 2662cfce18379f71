"""Every test of the map draws into a folder of its own."""

import pytest

from tomoni.ground.districts import actions as districts
from tomoni.town.maps import queries


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    queries.features.cache_clear()
    return tmp_path / "maps"


@pytest.fixture
def towns(db, at):
    districts.load_towns(by=None, at=at)
