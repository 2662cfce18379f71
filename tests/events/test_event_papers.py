"""Posters and the month for the wall: what they say, how large, and how they are found again."""

import subprocess
from datetime import timedelta

import pytest
from django.utils import timezone

from tests.events.salons import salon_with
from tests.events.town import plan, the_week, tomorrow
from tests.factories import MembershipFactory, OrganisationFactory, TeamFactory
from tomoni.doing.events import papers
from tomoni.doing.events.actions import planning
from tomoni.town.circles.actions import circles


@pytest.fixture
def read(client, tmp_path):
    """The facts pdfinfo tells of a paper, and all its words without blanks."""

    def read(address):
        answer = client.get(address)
        assert answer["Content-Type"] == "application/pdf", address
        path = tmp_path / "x.pdf"
        path.write_bytes(answer.content)
        said = [
            subprocess.run([*words, str(path), *more], capture_output=True, text=True, check=True)
            for words, more in ((["pdfinfo"], []), (["pdftotext"], ["-"]))
        ]
        return said[0].stdout, "".join(said[1].stdout.split())

    return read


@pytest.mark.parametrize(("size", "width"), [("a4", 210), ("a3", 297)])
def test_a_poster_says_what_when_where_and_how(read, db, size, width):
    series = plan(
        "salon", "見本サロン", place_text="見本会館", bring="上ばき", fee_kind="free",
        phone="0134-00-0001", programme="お茶\n歌",
    )  # fmt: skip
    one = series.occurrences.get()
    facts, text = read(f"{one.get_absolute_url()}poster.pdf?size={size}")
    points = float(facts.split("Page size:")[1].split("x")[0])
    assert round(points * 25.4 / 72) == width
    for words in ("サロン", "無料", "0134-00-0001", "ばき", "お茶"):
        assert words in text, words
    assert facts.split("Pages:")[1].split()[0] == "1"


def test_words_carry_their_readings():
    assert papers.pieces("見守りの集い & お茶") == [
        ("見守", "みまも"), ("りの", ""), ("集", "つど"), ("い & お", ""), ("茶", "ちゃ"),
    ]  # fmt: skip


def test_the_poster_of_a_cancelled_date_says_so_first(read, db):
    one = plan("salon", "見本サロン").occurrences.get()
    planning.call_off(occurrence=one, reason="大雪のため", by=None, at=timezone.now())
    _facts, text = read(f"{one.get_absolute_url()}poster.pdf")
    assert "ちゅうし" in text or "中止" in text


def test_the_month_of_a_network_holds_what_its_named_members_organise(read, db):
    at = timezone.now()
    inside, unnamed = OrganisationFactory(name="見本カフェ"), OrganisationFactory(name="内緒の会")
    circle = circles.make(
        slug="mihon-cafe", name="見本カフェの会", purpose="見本", secretariat=TeamFactory(),
        is_public=True, by=None, at=at,
    )  # fmt: skip
    for body, named in ((inside, True), (unnamed, False)):
        circles.add_member(
            circle=circle, organisation=body, may_be_named=named, by=None,
            at=at - timedelta(days=1),
        )  # fmt: skip
    plan("cafe", "カフェのつどい", organisation=inside)
    plan("naisho", "ないしょのつどい", organisation=unnamed)
    the_week()
    month = f"on={tomorrow():%Y-%m-%d}"
    _facts, text = read(f"/events/month.pdf?circle=mihon-cafe&{month}")
    assert "カフェのつどい" in text and "見本カフェの会" in text
    assert "ないしょのつどい" not in text and "見本サロン" not in text
    _facts, text = read(f"/events/month.pdf?{month}")
    assert "見本サロン" in text and "ないしょのつどい" in text


def test_a_month_without_events_says_so(read, db):
    _facts, text = read("/events/month.pdf?kind=sport")
    assert "まだありません" in text


def test_the_blank_sheet_has_the_lines_that_are_typed_in_later(read, client, sato):
    salon = OrganisationFactory(slug="mihon-kami", name="見本の会")
    MembershipFactory(organisation=salon, user=sato, part="editor")
    ask = [{"code": "tea", "words": "お茶は緑茶ですか", "kind": "yes_no", "required": False}]
    role = salon_with(
        20, at=timezone.now(), slug="mihon-kami", starts_at=tomorrow(13), organisation=salon,
        place_text="見本会館", questions=ask,
    )  # fmt: skip
    client.force_login(sato)
    date = f"/staff/events/dates/{role.occurrence_id}/"
    assert f"{date}sheet.pdf" in client.get(date).text
    facts, words = read(f"{date}sheet.pdf")
    assert "Pages:           2" in facts and "841.89 x 595.276" in facts
    typed = client.get(f"{date}paper/").text
    for head in (
        "お名前",
        "電話番号か住所",
        "人数",
        "年齢",
        "手伝ってほしいこと",
        "お茶は緑茶ですか",
    ):
        assert head in words
        assert head in typed
    assert "見本会館" in words and "スマートフォンからも申し込めます" in words
