"""The plan as its pages need it."""

import pytest

from tomoni.plan import actions


@pytest.fixture
def plan(db, at):
    """Both versions, loaded from the files."""
    return actions.load_all(by=None, at=at)
