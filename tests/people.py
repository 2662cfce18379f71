"""The cast: everyone in the tests is somebody with a name and a reason to be here.

Each is a fixture; ask for `mori` and the clerk has an account, a verified address and her role.
"""

from datetime import date

import pytest
from allauth.account.models import EmailAddress

from tests.factories import MembershipFactory, OrganisationFactory
from tomoni.ground.people.models import RoleHeld, User

PASSWORD = "yuki-akari-kasa-8"
SINCE = date(2026, 4, 1)


def person(email: str, name: str, kana: str, *roles: str, **more) -> User:
    """An account with a verified address, the cast's password and these roles."""
    user = User.objects.create_user(email, PASSWORD, name=name, name_kana=kana, **more)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    for role in roles:
        RoleHeld.objects.create(user=user, role=role, from_on=SINCE)
    return user


@pytest.fixture
def haru(db):
    """ハルさん, 78, a resident with a phone and no patience."""
    return person("haru@example.jp", "坂本 ハル", "さかもと はる")


@pytest.fixture
def mori(db):
    """森さん, the clerk of the social welfare council who keeps the directory."""
    return person("mori@example.jp", "森 由美", "もり ゆみ", "clerk")


@pytest.fixture
def nishi(db):
    """西さん of another section, who may look at the staff pages and change nothing."""
    return person("nishi@example.jp", "西 健太", "にし けんた", "viewer")


@pytest.fixture
def salon(db):
    """The salon that 佐藤さん runs."""
    return OrganisationFactory(slug="mihon-salon", name="見本サロン", kind="npo")


@pytest.fixture
def sato(salon):
    """佐藤さん, who edits the entries of her own salon and of nobody else."""
    user = person("sato@example.jp", "佐藤 明子", "さとう あきこ")
    MembershipFactory(user=user, organisation=salon, part="editor")
    return user


@pytest.fixture
def ken(db):
    """ケンさん, a resident with an account who must not see what is not his."""
    return person("ken@example.jp", "田中 ケン", "たなか けん")


@pytest.fixture
def ishida(db):
    """石田さん, the one IT person: administrator."""
    return person("ishida@example.jp", "石田 修", "いしだ おさむ", "admin")


@pytest.fixture
def kobayashi(db):
    """小林さん, the auditor, who reads what was done and changes nothing."""
    return person("kobayashi@example.jp", "小林 文", "こばやし ふみ", "auditor")


@pytest.fixture
def tani(db):
    """谷さん, caseworker at the comprehensive desk."""
    return person("tani@example.jp", "谷 真理", "たに まり", "caseworker")


@pytest.fixture
def ono(db):
    """小野さん, who leads the comprehensive desk."""
    return person("ono@example.jp", "小野 徹", "おの とおる", "team_lead")


@pytest.fixture
def ueda(db):
    """上田さん, commissioner of one district."""
    return person("ueda@example.jp", "上田 光", "うえだ ひかる", "commissioner")


@pytest.fixture
def noguchi(db):
    """野口さん, who shows visitors around and sees only those who come to her."""
    return person("noguchi@example.jp", "野口 リサ", "のぐち りさ", "guide")
