"""In a real browser: signing in through an identity provider, acting for a mother, and every page of people."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils.timezone import localdate, now

from tests.browser.conftest import axe, overflow
from tests.browser.test_accounts import sign_in
from tests.factories import PersonFactory, TeamFactory
from tests.identity.running import CARD, CITY, SECRET, Running, city_file
from tests.people import person
from tomoni.ground.batons.actions import open_baton
from tomoni.ground.batons.actions.parties import add_party
from tomoni.ground.people import oidc, providers
from tomoni.ground.people.actions import consents, mandates
from tomoni.ground.people.actions.persons import of_account
from tomoni.ground.people.models import ActFor, OutsideIdentity, User

pytestmark = pytest.mark.django_db(transaction=True)
NARROW, WIDE = {"width": 390, "height": 800}, {"width": 1280, "height": 900}


@pytest.fixture
def providers_of_both(live_server, tmp_path, settings):
    """Two real providers beside the running town: the city's own for staff, one for residents."""
    city, card = Running(live_server.url), Running(live_server.url)
    settings.IDENTITY_SECRETS = {"city": SECRET}
    settings.SITE_URL = live_server.url
    settings.STAFF_SECOND_FACTOR = True
    settings.CITY_FILE = city_file(tmp_path, city.issuer, CITY, CARD.replace("ISSUER", card.issuer))
    cache.clear()
    providers.known.cache_clear()
    oidc._made.cache_clear()
    yield city, card
    for one in (city, card):
        one.stop()
    providers.known.cache_clear()
    oidc._made.cache_clear()


def answer(page, provider, sub, **more):
    """On the provider's own page: who I am, and yes."""
    page.wait_for_url(f"{provider.issuer}/**")
    for name, value in {"sub": sub, **more}.items():
        page.fill(f"input[name={name}]", value)
    page.click("button:has-text('はい')")


def looks_right(page):
    for size in (NARROW, WIDE):
        page.set_viewport_size(size)
        wide = overflow(page)
        assert wide["px"] <= 0, (page.url, size["width"], wide)
        axe(page)


def test_a_resident_and_a_clerk_sign_in_through_the_provider_and_out_again(
    open_page, live_server, providers_of_both
):
    city, card = providers_of_both
    card.knows(haruko={"name": "大石 はる子", "email": "h@example.jp", "email_verified": True})
    # The provider's own page has no picture for the tab; all else is watched there as well.
    page = open_page(width=390, height=800, allow=("404 (Not Found)",))
    page.goto("/accounts/login/")
    looks_right(page)
    page.click("a:has-text('マイナンバーカードの本人確認')")
    answer(page, card, "haruko")
    page.wait_for_url("**/me/")
    assert "大石 はる子" in page.content()
    looks_right(page)
    page.click("button:has-text('ログアウトする')")
    page.wait_for_load_state("networkidle")
    page.goto("/me/")
    assert "/accounts/login/" in page.url
    assert User.objects.get(email="h@example.jp").person

    mori = person("mori@example.jp", "森 由美", "もり ゆみ", "clerk")
    OutsideIdentity.objects.create(
        user=mori, issuer=city.issuer, subject="mori-of-the-city", linked_at=now()
    )
    desk = open_page(allow=("404 (Not Found)",))
    desk.goto("/accounts/login/?next=/staff/organisations/")
    desk.click("a:has-text('小樽市職員の認証')")
    answer(desk, city, "mori-of-the-city", acr="urn:two", amr="hwk")
    desk.wait_for_url(re.compile("/me/|/staff/organisations/"))
    desk.goto("/staff/organisations/")
    assert desk.url == f"{live_server.url}/staff/organisations/", "the provider's proof counts"
    axe(desk)


@pytest.fixture
def family():
    """キクさん, her son ケン with a mandate, a matter of his, and texts of consents."""
    ken = person("ken@example.jp", "田中 ケン", "たなか けん")
    tani = person("tani@example.jp", "谷 真理", "たに まり", "caseworker")
    kiku = PersonFactory(name="髙橋 キク", postcode="0470024", address="小樽市花園2-5-12")
    son = of_account(user=ken, at=now())
    mandates.give(
        person=kiku, delegate=son, kind="family", scopes=["book", "read", "correct"],
        until_on=localdate() + timedelta(days=90), proof="spoken", by=tani, at=now(),
    )  # fmt: skip
    consents.load(by=None, at=now())
    team = TeamFactory(desk=True, members=[tani], phone="0134-00-0001")
    baton = open_baton(
        kind="desk.note", title="用件", team=team, next_step="見る", by=tani, at=now()
    )
    add_party(baton=baton, by=tani, at=now(), user=ken, name="田中 ケン")
    return ken, tani, kiku, baton


def test_a_son_acts_for_his_mother_on_his_phone_by_keyboard(open_page, family):
    ken, _tani, kiku, baton = family
    page = open_page(width=390, height=800)
    sign_in(page, ken)
    page.click("a:has-text('家族などの代わりに使う')")
    looks_right(page)
    page.focus("button:has-text('髙橋 キクさんのために使う')")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=さんのために使っています")
    looks_right(page)
    page.click("a:has-text('登録されていることを見る')")
    page.click("button:has-text('記録を開く')")
    page.wait_for_selector("text=小樽市花園2-5-12")
    looks_right(page)
    page.goto("/me/for/correction/")
    looks_right(page)
    page.fill("textarea[name=words]", "番地は2-5-13です")
    page.click("button.button--main")
    page.wait_for_selector("text=頼みを受け付けました")
    page.set_viewport_size(NARROW)
    page.click("button:has-text('自分のために戻る')")
    page.wait_for_selector("text=自分のために使う画面に戻りました")
    assert ActFor.objects.filter(person=kiku).count() == 2

    for path in ("/me/matters/", f"/me/matters/{baton.number}/", "/me/mandates/", "/me/consents/",
                 "/me/everything/", "/me/readers/"):  # fmt: skip
        page.goto(path)
        looks_right(page)


def test_the_pages_of_joining_and_of_staff_are_free_of_barriers(open_page, family):
    _ken, _tani, kiku, _baton = family
    page = open_page()
    for path in ("/join/", "/join/letter/", "/join/phone/"):
        page.goto(path)
        looks_right(page)
    other = PersonFactory(name="高橋 きく", postcode="0470024", address="小樽市花園2-5-12")
    ono = person("ono@example.jp", "小野 徹", "おの とおる", "team_lead", "caseworker")
    sign_in(page, ono)
    for path in ("/staff/persons/duplicates/", f"/staff/persons/{kiku.pk}/merge/{other.pk}/",
                 "/staff/persons/imports/", f"/staff/persons/{kiku.pk}/",
                 f"/staff/persons/{kiku.pk}/mandates/", f"/staff/persons/{kiku.pk}/consents/"):  # fmt: skip
        answered = page.goto(path)
        assert answered.status == 200, path
        looks_right(page)
