"""The café network of the tests: a secretariat at the council, two cafés, and somebody with paper only."""

from datetime import timedelta

import pytest

from tests.factories import OrganisationFactory, TeamFactory
from tests.people import person
from tomoni.town.circles.actions import circles, meetings


@pytest.fixture
def council(mori):
    """森さん works in the secretariat's team."""
    return TeamFactory(slug="jimukyoku", name="見本の事務局", phone="0134-00-0100", members=[mori])


@pytest.fixture
def network(council, salon, sato, at):
    """The café network with 佐藤さん's salon in it, and 川口さん who gets letters."""
    circle = circles.make(
        slug="cafe", name="見本カフェの会", name_en="Sample café circle",
        purpose="カフェどうしで助け合います。", purpose_easy="カフェの 人たちの 集まりです。",
        purpose_en="Cafés help each other.", secretariat=council, is_public=True,
        rules_text="年に四回集まる。", by=None, at=at,
    )  # fmt: skip
    circles.add_member(
        circle=circle, organisation=salon, representative=sato, part="chair", may_be_named=True,
        by=None, at=at,
    )  # fmt: skip
    circles.add_member(
        circle=circle, organisation=OrganisationFactory(name="名前を出さない店"), by=None, at=at
    )
    circles.add_member(
        circle=circle, name="川口 見本", by=None, at=at,
        contact={"postcode": "0470024", "address": "小樽市花園2丁目12番1号"},
    )  # fmt: skip
    return circle


@pytest.fixture
def meeting(network, at):
    """Tomorrow's meeting of the network."""
    return meetings.call(
        circle=network, title="冬の相談", starts_at=at + timedelta(days=1), place="見本会館",
        is_public=True, by=None, at=at,
    )  # fmt: skip


@pytest.fixture
def case(network, at):
    """A support meeting about a case, without the person's consent."""
    return meetings.call(
        circle=network, title="支援会議 第1回", starts_at=at + timedelta(days=1),
        basis="without_consent", case_number="見本-12", by=None, at=at,
        no_consent_reason="本人と連絡がとれず、食事が心配なため。",
    )  # fmt: skip


@pytest.fixture
def nurse(db):
    """看護師の中山さん, who is let into one meeting."""
    return person("nakayama@example.jp", "中山 見本", "なかやま みほん")
