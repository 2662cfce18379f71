"""Readings over kanji: the rules, the trap words, and what must never be touched."""

import re
import time

import pytest

from tests.factories import ListingFactory
from tomoni.web import readings, ruby


def said(html):
    """The page as somebody reads it aloud from the readings: each ruby becomes its kana."""
    return re.sub(r"<ruby>.*?<rt>(.*?)</rt>.*?</ruby>", r"\1", html)


def bare(html):
    """The page as it was: rubies become their base again."""
    html = re.sub(r"<ruby>(.*?)<rp>.*?</ruby>", r"\1", html)
    return re.sub(r'<span class="r">(.*?)</span>', r"\1", html, flags=re.DOTALL)


@pytest.mark.parametrize(
    ("word", "reading", "parts"),
    [
        ("見守り", "みまもり", [("見守", "みまも")]),
        ("取り組み", "とりくみ", [("取", "と"), ("組", "く")]),
        ("お茶の間", "おちゃのま", [("茶", "ちゃ"), ("間", "ま")]),
        ("居場所", "いばしょ", [("居場所", "いばしょ")]),
        ("相談センター", "そうだんせんたー", [("相談", "そうだん")]),
        ("今日", "きょう", [("今日", "きょう")]),
    ],
)
def test_readings_stand_over_the_kanji_only(word, reading, parts):
    html = ruby.align(word, reading)
    assert re.findall(r"<ruby>(.*?)<rp>（</rp><rt>(.*?)</rt>", html) == parts
    assert bare(html) == word


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("小樽市", "おたるし"),
        ("居場所", "いばしょ"),
        ("成年後見", "せいねんこうけん"),
        ("民生委員児童委員", "みんせいいいんじどういいん"),
        ("権利擁護", "けんりようご"),
        ("銭函", "ぜにばこ"),
        ("小樽市豊川町", "おたるしとよかわちょう"),
        ("豊川町", "とよかわちょう"),
        ("朝里", "あさり"),
        ("余市町", "よいちちょう"),
        ("塩谷", "しおや"),
        ("避難行動要支援者", "ひなんこうどうようしえんしゃ"),
        ("生活困窮者", "せいかつこんきゅうしゃ"),
        ("2人", "ふたり"),
        ("3日", "みっか"),
        ("１人", "ひとり"),
        ("10人", "10にん"),
        ("銭函1丁目", "ぜにばこいっちょうめ"),
        ("花園二丁目", "はなぞのにちょうめ"),
        ("6月1日", "6がつついたち"),
        ("11月23日", "11がつ23にち"),
        ("十一月二十八日", "じゅういちがつにじゅうはちにち"),
        ("午前10時30分", "ごぜん10じ30ぷん"),
        ("不要傘", "ふようがさ"),
        ("身近", "みぢか"),
        ("相談したい方へ", "そうだんしたいかたへ"),
        ("一人暮らしの方", "ひとりぐらしのかた"),
        ("桜が咲く", "さくらがさく"),
        ("最上階", "さいじょうかい"),
        ("最上一丁目", "もがみいっちょうめ"),
        ("緑化", "りょっか"),
        ("3階", "3がい"),
        ("担当の 数と人数、数字", "たんとうの かずとにんずう、すうじ"),
        ("数を数える", "かずをかぞえる"),
        ("休む 間に、2週間の間", "やすむ あいだに、2しゅうかんのあいだ"),
        ("次の 行と銀行、一行に一つ", "つぎの ぎょうとぎんこう、いちぎょうに一つ"),
        ("そう言う人に言いました", "そういうひとにいいました"),
        ("三日間", "みっかかん"),
        ("2026年11月23日(月・祝)", "2026ねん11がつ23にち(げつ・しゅく)"),
    ],
)
def test_trap_words(text, reading):
    assert said(readings.with_readings(text)).replace("･", "・") == reading


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("予約（よやく）が いります", "予約が いります"),
        ("予約(よやく)", "予約"),
        ("小樽市社会福祉協議会（しゃかいふくし きょうぎかい）", "小樽市社会福祉協議会"),
        ("成年後見センター（せいねんこうけん センター）", "成年後見センター"),
        ("子育て（こそだて）の 相談", "子育ての 相談"),
        ("相談（むりょう）", "相談（むりょう）"),
        ("お茶（サロン）", "お茶（サロン）"),
        ("カフェ（かふぇ）", "カフェ（かふぇ）"),
    ],
)
def test_a_reading_is_not_said_twice(text, shown):
    assert bare(readings.with_readings(text)) == shown


def test_a_given_reading_wins():
    assert said(readings.with_readings("小樽《をたる》の町")) == "をたるのまち"
    assert said(readings.with_readings("｜雪あかりの路《ゆきあかりのみち》")) == "ゆきあかりのみち"


def test_without_furigana_the_notation_disappears():
    assert ruby.strip_given("<p>成年後見《せいねんこうけん》とは</p>") == "<p>成年後見とは</p>"


def test_a_name_has_its_own_kana():
    html = '<body><p><span data-kana="すずき はな">鈴木 花</span>さん</p></body>'
    assert said(ruby.wrap_page(html, readings.with_readings)) == (
        '<body><p><span data-kana="すずき はな">すずき はな</span>さん</p></body>'
    )


@pytest.mark.parametrize(
    "untouched",
    [
        "<script>const 小樽 = 1 < 2;</script>",
        "<style>/* 小樽 */</style>",
        "<textarea>小樽</textarea>",
        "<select><option>小樽</option><option>銭函</option></select>",
        "<svg><title>小樽</title><text>小樽</text></svg>",
        "<ruby>小樽<rp>(</rp><rt>おたる</rt><rp>)</rp></ruby>",
        "<pre>小樽</pre>",
        "<code>小樽</code>",
        '<input value="小樽 > 銭函" placeholder="小樽">',
        '<a href="/x" title="小樽">x</a>',
        "<!-- 小樽 <p> -->",
        '<span lang="en">小樽 in Otaru <span>小樽</span></span>',
        '<span lang="zh">小樽</span>',
    ],
)
def test_code_forms_and_attributes_are_left_alone(untouched):
    html = f"<html><head><title>小樽</title></head><body>{untouched}<p>x</p></body></html>"
    assert ruby.wrap_page(html, readings.with_readings) == html


def test_after_what_is_left_alone_readings_go_on():
    html = "<body><svg><g><svg></svg></g></svg><p>小樽</p></body>"
    assert "<rt>おたる</rt>" in ruby.wrap_page(html, readings.with_readings)


def test_entities_and_markup_survive():
    html = "<body><p>小樽 &amp; 銭函 &lt;駅&gt; <b>運河</b></p></body>"
    assert bare(ruby.wrap_page(html, readings.with_readings)) == html


def test_the_text_is_never_changed(client, db):
    plain = client.get("/about/").content.decode()
    client.cookies["furigana"] = "on"
    with_ruby = client.get("/about/").content.decode()
    assert with_ruby.count("<rt>") > 100
    body = bare(with_ruby[with_ruby.index("<main") :])
    assert body[: body.index("<footer")] == plain[plain.index("<main") : plain.index("<footer")]


def test_english_pages_get_no_readings(client, db):
    client.cookies["furigana"] = "on"
    assert "<rt>" not in client.get("/about/?lang=en").content.decode()


def test_a_long_text_of_kanji_is_searched_once():
    begun = time.perf_counter()
    ruby.strip_given("漢" * 100_000 + "《ああ")
    assert time.perf_counter() - begun < 3


@pytest.mark.parametrize("text", ["雪" * 40_000, "雪かきの相談。" * 9_000, "ﷺ漢" * 3_000], ids=len)
def test_a_text_longer_than_the_dictionary_takes_is_read_in_pieces(text):
    assert "".join(word for word, _kana in readings.read(text)) == text
    assert all(len(piece) <= readings.LONGEST for piece in readings.pieces(text))


def test_a_cut_goes_through_no_sentence():
    cut = list(readings.pieces("雪かきの相談です。" * 400))
    assert len(cut) > 1 and all(piece.endswith("。") for piece in cut)


def test_a_very_long_entry_has_a_page_with_furigana_too(client, db):
    ListingFactory(slug="nagai", description="雪" * 20_000)
    client.cookies["furigana"] = "on"
    page = client.get("/places/nagai/")
    assert page.status_code == 200
    assert "<ruby>" in page.content.decode()
