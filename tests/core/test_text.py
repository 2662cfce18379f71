"""Spellings that are one word to a person are one key to the search."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tomoni.core import romaji, text


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("髙橋", "高橋"),
        ("宮﨑", "宮崎"),
        ("﨑", "嵜"),
        ("渡邉", "渡辺"),
        ("𠮷野家", "吉野家"),
        ("サロン", "さろん"),
        ("ｻﾛﾝ", "サロン"),
        ("ﾊﾟﾝ", "ぱん"),
        ("ヴァイオリン", "バイオリン"),
        ("ヴ", "ブ"),
        ("ちぢみ", "ちじみ"),
        ("かたづけ", "かたずけ"),
        ("サツポロ", "サッポロ"),
        ("松ヶ枝", "松ケ枝"),
        ("コ－ヒ－", "コーヒー"),
        ("こ‐ひ‐", "コーヒー"),
        ("ＡＥＤ", "aed"),
        ("㈱小樽", "(株)小樽"),
        ("Ōtaru", "otaru"),
        ("か\u3099", "が"),
        ("葛\U000e0100城", "葛城"),
        ("國學院", "国学院"),
    ],
)
def test_spellings_of_one_word_have_one_key(one, other):
    assert text.search_key(one) == text.search_key(other)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("", []),
        ("　 \t\n", []),
        ("「」()*\"' -- NEAR/;", ["near"]),
        ("\x00銭函\x00サロン", ["銭函", "さろん"]),
        ("0134-23-7847", ["0134", "23", "7847"]),
        ("ウイング・ベイ", ["ういんぐ", "べい"]),
        ("☕", []),
        ("\u202eabc\u202c", ["abc"]),
        ("𠮷𠮷𣘺", ["吉吉橋"]),
        ("\ud800", []),
    ],
)
def test_only_letters_and_digits_are_words(typed, found):
    assert text.words(typed) == found


def test_a_chome_is_written_both_ways():
    assert text.with_digits("銭函一丁目 十二丁目 二十丁目 丁目") == "銭函1丁目 12丁目 20丁目 丁目"
    assert text.with_kanji_numerals("銭函1丁目 １２丁目 20丁目 0134") == (
        "銭函一丁目 十二丁目 二十丁目 0134"
    )


@given(st.text(max_size=40))
def test_a_key_never_changes_again(typed):
    once = text.search_key(typed)
    assert text.search_key(once) == once


@given(st.text(alphabet="ぁあゔがけじぢアヴケー松丁目１1一髙ｶﾞab ・-", max_size=20), st.data())
def test_a_piece_of_a_text_is_a_piece_of_its_key(whole, data):
    """Except where a cut goes through what is one sound: ヴァ, ガ in half width, コ-."""
    start = data.draw(st.integers(0, len(whole)))
    end = data.draw(st.integers(start, len(whole)))
    piece = whole[start:end]
    cut = {*whole[start - 1 : start + 1], *whole[end - 1 : end + 1]}
    if cut & set("ゔヴぁﾞ-ー"):
        return
    assert text.search_key(piece) in text.search_key(whole)


@pytest.mark.parametrize(
    "kana, spelled",
    [
        ("おたる", ["otaru"]),
        ("サクラマチコウエン", ["sakuramachikouen", "sakuramachikoen"]),
        ("しんぶんしゃ", ["shinbunsha", "shimbunsha"]),
        ("マッチャ", ["matcha"]),
        ("ｺｰﾋｰ 2", ["kohi 2"]),
        ("", [""]),
    ],
)
def test_a_reading_in_roman_letters(kana, spelled):
    assert romaji.spellings(kana) == spelled


def test_a_reading_as_a_name():
    assert romaji.as_name("おちゃの ま") == "Ochano Ma"
