"""The teams of the tests: a lead and a member each, and the comprehensive desk above them."""

from datetime import date

import pytest

from tests.factories import TeamFactory
from tests.people import person
from tomoni.ground.batons import vault
from tomoni.ground.batons.actions import open_baton
from tomoni.ground.people.models import TeamMembership


def worker(name: str, team, part: str = "member"):
    """A caseworker with a desk in this team."""
    user = person(f"{name}@example.jp", name, name, "caseworker")
    TeamMembership.objects.create(user=user, team=team, part=part, from_on=date(2026, 4, 1))
    return user


@pytest.fixture
def desk(db):
    """The comprehensive desk, where everything ends up that nobody answers."""
    return TeamFactory(slug="sogo", name="福祉総合相談室", is_comprehensive_desk=True)


@pytest.fixture
def snow(desk):
    return TeamFactory(slug="yuki", name="除雪の班", phone="0134-00-0001")


@pytest.fixture
def homes(desk):
    return TeamFactory(slug="sumai", name="住まいの班", phone="0134-00-0002")


@pytest.fixture
def yuki(snow):
    """雪野さん works in the snow team."""
    return worker("yukino", snow)


@pytest.fixture
def cho(snow):
    """長さん leads the snow team."""
    return worker("cho", snow, "lead")


@pytest.fixture
def sumi(homes):
    """住田さん works in the housing team."""
    return worker("sumida", homes)


@pytest.fixture
def ema(desk):
    """江間さん sits at the comprehensive desk."""
    return worker("ema", desk)


@pytest.fixture
def baton(snow, yuki, at):
    """A matter in the snow team's hands since this afternoon."""
    return open_baton(kind="desk.note", title="屋根の雪の相談", team=snow, by=yuki, at=at)


@pytest.fixture(autouse=True)
def files_of_its_own(tmp_path, monkeypatch):
    """Each test has a folder of its own for what is attached; the key ring stays where it is."""
    monkeypatch.setattr(vault, "folder", lambda: tmp_path / "attachments")
