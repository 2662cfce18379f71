"""A neighbourhood holds its general meeting on paper and screen, from the notice to the hand-over pack."""

import subprocess
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser.conftest import axe, overflow
from tests.browser.test_notices import cookies_of
from tests.neighbourhoods.conftest import chokai, hanada, kaneko, kimura
from tomoni.ties.neighbourhoods.actions import meetings
from tomoni.ties.neighbourhoods.models import GeneralMeeting, Presence
from tomoni.ties.neighbourhoods.queries.meetings import figures

__all__ = ["chokai", "hanada", "kaneko", "kimura"]
pytestmark = pytest.mark.django_db(transaction=True)


def paper(page, path, tmp_path):
    """The words of a printed sheet, without the gaps."""
    answer = page.context.request.get(path)
    assert answer.headers["content-type"] == "application/pdf", answer.text()[:200]
    (tmp_path / "x.pdf").write_bytes(answer.body())
    done = subprocess.run(
        ["pdftotext", "-layout", tmp_path / "x.pdf", "-"],
        capture_output=True,
        text=True,
        check=True,
    )
    return "".join(done.stdout.split())


def look(page):
    axe(page)
    assert overflow(page)["px"] <= 0, (page.url, overflow(page))


def test_a_general_meeting_on_paper_and_screen(open_page, chokai, kimura, tmp_path):
    chair = open_page(width=390, cookies=cookies_of(kimura))

    # The chair prepares it with its agenda and sends the notice.
    chair.goto("/neighbourhoods/mihon/desk/")
    look(chair)
    chair.get_by_role("link", name="総会を準備する").click()
    chair.get_by_label("総会の名前").fill("定期総会")
    chair.locator("[name=day]").fill((timezone.localdate() + timedelta(days=9)).isoformat())
    chair.get_by_label("始まりの時刻").fill("午前10時")
    chair.get_by_label("会場").fill("見本会館")
    chair.get_by_role("button").last.click()
    room = chair.url.partition("/neighbourhoods")[1] + chair.url.partition("/neighbourhoods")[2]
    chair.get_by_role("link", name="議案を足す").click()
    for title, rule in (("会計の報告", "過半数"), ("会則を変える", None)):
        chair.locator("[name=title]").fill(title)
        menu = chair.get_by_label("採決の決まり")
        menu.select_option(label=rule) if rule else menu.select_option(index=1)
        chair.locator("main form button").last.click()
        expect(chair.get_by_text("記録しました。")).to_be_visible()
    chair.goto(f"{room}send/")
    look(chair)
    chair.locator("main form button").last.click()
    expect(chair.get_by_text("いま0世帯。成立まで、あと6世帯です")).to_be_visible()
    look(chair)

    # The paper: for each household its agenda, its slip, and its own word.
    meeting = GeneralMeeting.objects.get()
    word = meetings.code_for(meeting, chokai.households.get(number=12))
    notice = paper(chair, f"{room}notice.pdf", tmp_path)
    assert notice.count("委任状：") == notice.count("会則を変える") == 12
    assert f"{word[:4]}-{word[4:8]}-{word[8:]}" in notice

    # A household votes on a telephone without scripts; what is left open is asked for, once is once.
    phone = open_page(width=390, scripts=False)
    phone.goto("/neighbourhoods/vote/")
    look_without_scripts(phone)
    phone.get_by_label("案内にある合言葉").fill(f"{word[:4].upper()} {word[4:]}")
    phone.locator("main form button").click()
    phone.get_by_role("group", name="会計の報告").get_by_label("賛成").check()
    phone.get_by_role("button", name="この世帯の表決を送る").click()
    expect(phone.get_by_text("必須").first).to_be_visible()
    look_without_scripts(phone)
    phone.get_by_role("group", name="会則を変える").get_by_label("反対").check()
    phone.get_by_role("button", name="この世帯の表決を送る").click()
    expect(phone.get_by_text("表決を受け取りました。")).to_be_visible()
    assert not phone.get_by_role("button", name="議長に任せる").count()

    # Paper comes in at the door and is keyed in, slip after slip, with the keyboard alone.
    chair.goto(f"{room}proxy/")
    for number in ("1", "２"):
        chair.get_by_label("会員番号").fill(number)
        chair.get_by_label("会員番号").press("Enter")
        expect(chair.get_by_text("次の紙をどうぞ。").first).to_be_visible()
    chair.get_by_label("会員番号").fill("1")
    chair.get_by_label("会員番号").press("Enter")
    expect(chair.get_by_text("一世帯につき一回です").first).to_be_visible()
    chair.goto(f"{room}written/")
    look(chair)
    for number in ("3", "4"):
        chair.get_by_label("会員番号").fill(number)
        chair.get_by_role("group", name="会計の報告").get_by_label("賛成").check()
        chair.get_by_role("group", name="会則を変える").get_by_label("棄権").check()
        chair.locator("main form button").last.click()
        expect(chair.get_by_text("次の紙をどうぞ。")).to_be_visible()

    # In the hall: who came, the quorum, the hands, the end.
    GeneralMeeting.objects.update(starts_at=timezone.now() - timedelta(minutes=5))
    chair.goto(f"{room}hall/")
    chair.get_by_label("来た世帯の会員番号").fill("5、6、7")
    chair.locator("main form button").last.click()
    expect(chair.get_by_text("成立しています（8世帯が参加")).to_be_visible()
    chair.goto(f"{room}hands/")
    look(chair)
    for label, hands in (
        ("第1号議案 賛成の手", "9"),
        ("第2号議案 賛成の手", "3"),
        ("第2号議案 反対の手", "2"),
    ):
        chair.get_by_label(label).fill(hands)
    chair.locator("main form button").last.click()
    expect(chair.get_by_text("数え直してください").first).to_be_visible()
    chair.get_by_label("第1号議案 賛成の手").fill("5")
    chair.locator("main form button").last.click()
    chair.get_by_role("link", name="総会を終える").click()
    chair.get_by_label("議長").fill("木村 見本")
    chair.get_by_label("議事録に署名する人").fill("甲野、乙野")
    chair.get_by_label("話し合いのあらまし").fill("除雪の当番を話した。")
    chair.locator("main form button").last.click()
    chair.get_by_role("link", name="議事録を印刷する").wait_for()
    assert chair.locator("main td strong").all_inner_texts() == ["可決", "否決"]
    look(chair)

    found = figures(GeneralMeeting.objects.get())
    assert [(one.count.yes, one.count.no, one.count.is_carried) for one in found.results] == [
        (8, 0, True), (3, 3, False),
    ]  # fmt: skip
    assert sorted(Presence.objects.standing().values_list("way", flat=True)) == sorted(
        ["screen", "proxy", "proxy", "written", "written", "hall", "hall", "hall"]
    )
    minutes = paper(chair, f"{room}minutes.pdf", tmp_path)
    for words in ("可決", "否決", "会場3、委任状2、書面2、画面1", "甲野", "除雪の当番を話した。"):
        assert words in minutes, words

    # What the next officers get, and what the household sees now.
    pack = paper(chair, "/neighbourhoods/mihon/hand-over.pdf", tmp_path)
    for words in ("引き継ぎの束", "木村見本", "渡した人", "回覧の順"):
        assert words in pack, words
    phone.reload()
    expect(phone.get_by_text("表決を受け取りました。")).to_be_visible()
    late = open_page(width=390, scripts=False)
    late.goto(meetings.vote_path(meeting, chokai.households.get(number=9)))
    expect(late.get_by_text("受け付けは終わりました")).to_be_visible()


def look_without_scripts(page):
    """axe needs scripts; what it would read is looked at in the chair's pages of the same parts."""
    size = page.evaluate("() => document.documentElement.scrollWidth")
    assert size <= 390, page.url
