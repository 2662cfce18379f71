"""Files, messages and links of a matter: on a telephone without a script, and for everybody."""

import re

import pytest
from django.utils import timezone

from tests.batons.conftest import baton, cho, desk, homes, snow, yuki  # noqa: F401 (fixtures)
from tests.batons.test_files import photo, upload
from tests.browser.conftest import axe, overflow
from tests.browser.test_desk import sign_in
from tomoni.ground.batons import vault
from tomoni.ground.batons.actions import attaching, parties, showing
from tomoni.ground.batons.models import Attachment, Link, Message
from tomoni.ground.notices.models import Notice

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def at():
    return timezone.now()


@pytest.fixture(autouse=True)
def own_folder(tmp_path, monkeypatch):
    monkeypatch.setattr(vault, "folder", lambda: tmp_path / "attachments")


def look(page, path):
    page.goto(path)
    axe(page)
    wide = overflow(page)
    assert wide["px"] <= 0, (path, wide)


def test_a_clerk_asks_and_the_resident_answers_with_a_photograph(open_page, baton, yuki):  # noqa: F811
    parties.add_party(
        baton=baton, by=yuki, at=timezone.now(), name="見本 ハル", email="haru.mihon@example.jp"
    )
    page = open_page(width=390, height=800, scripts=False)
    sign_in(page, "yukino@example.jp")
    page.goto(f"/desk/{baton.number}/")
    page.get_by_role("link", name="やりとり").first.click()
    page.get_by_label("だれと").select_option(label="見本 ハル（知らせてくれた人）")
    page.locator("textarea[name=text]").fill("雪の写真を送ってください。")
    page.get_by_role("button", name="送る").click()
    page.get_by_text("送りました").wait_for()

    key = re.search(r"/l/[^/]+/", Notice.objects.get(kind="batons.message").wording.url)[0]
    phone = open_page(width=390, height=800, scripts=False)
    phone.goto(key)
    assert phone.get_by_text("雪の写真を送ってください").count() == 0
    phone.get_by_role("button", name="読んで、返事を書く").click()
    phone.get_by_text("雪の写真を送ってください").wait_for()
    phone.locator("textarea[name=text]").fill("いま送ります。")
    phone.get_by_role("button", name="送る").click()
    phone.get_by_role("link", name="写真や書類を送る").click()
    phone.get_by_label("写真か書類").set_input_files(
        {"name": "IMG_1.jpg", "mimeType": "image/jpeg", "buffer": photo()}
    )
    phone.get_by_label("何が写っているか").fill("玄関の上")
    phone.get_by_role("button", name="送る").click()
    phone.get_by_text("IMG_1.jpg").wait_for()

    page.goto(f"/desk/{baton.number}/")
    page.get_by_role("link", name="まだ読んでいない文").click()
    page.get_by_text("いま送ります。").wait_for()
    page.goto(f"/desk/{baton.number}/files/")
    with page.expect_download() as saved:
        page.get_by_role("link", name="IMG_1.jpg").click()
    assert saved.value.suggested_filename == "IMG_1.jpg"
    assert (Attachment.objects.count(), Message.objects.count()) == (1, 2)


def test_a_clerk_makes_a_link_to_print_and_stops_it(open_page, baton, yuki):  # noqa: F811
    page = open_page(width=390, height=800, scripts=False)
    sign_in(page, "yukino@example.jp")
    page.goto(f"/desk/{baton.number}/links/")
    page.get_by_label("相手の名前").fill("見本工務店")
    page.get_by_label("次の画面を印刷して渡す").check()
    page.get_by_role("button", name="リンクを作る").click()
    page.get_by_text("印刷して渡してください").wait_for()
    assert page.locator("figure.qr svg").count() == 1
    page.get_by_role("link", name="リンクの一覧へ").click()
    page.get_by_role("button", name="止める").click()
    page.get_by_text("リンクを止めました").wait_for()
    assert Link.objects.get().revoked_at is not None


def test_the_pages_have_no_barrier_and_fit_a_phone(open_page, baton, yuki):  # noqa: F811
    from tomoni.ground.batons.actions import outside

    link, key = outside.send_link(
        baton=baton, about=None, name="見本工務店", way="hand", contact=outside.Contact(), days=7,
        by=yuki, at=timezone.now(),
    )  # fmt: skip
    page = open_page(width=390, height=800)
    look(page, f"/l/{key}/")
    page.get_by_role("button", name="読んで、返事を書く").click()
    axe(page)
    row = attaching.attach(
        baton=baton, file=upload(name="長い名前の図" * 9 + ".pdf"), by=yuki, at=timezone.now()
    )
    showing.show(file=row, to=link.party, by=yuki, at=timezone.now())
    look(page, f"/l/{key}/files/")
    with page.expect_download() as saved:
        page.get_by_role("button", name="を保存する").click()
    assert saved.value.suggested_filename.endswith(".pdf")
    sign_in(page, "yukino@example.jp")
    page.goto(f"/desk/{baton.number}/files/")
    page.get_by_label("写真か書類").set_input_files(
        {"name": "長い名前の写真" * 8 + ".jpg", "mimeType": "image/jpeg", "buffer": photo()}
    )
    page.get_by_role("button", name="加える").click()
    for path in ("", "files/", "messages/", "links/"):
        look(page, f"/desk/{baton.number}/{path}")
    look(page, "/desk/files/")
    look(page, "/desk/?tray=unread")
