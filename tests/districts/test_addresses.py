"""What people type, and what it means: plain tables, no database."""

import csv
from pathlib import Path

import pytest

from tomoni.ground.districts import addresses

DATA = Path(addresses.__file__).parent / "data"


def rows(name):
    with open(DATA / name, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def otaru():
    names = [
        addresses.Name(
            name=row["name"],
            base=row["base"],
            chome=int(row["chome"]) if row["chome"] else None,
            reading=row["reading"],
            latin=row["latin"],
            postcode=row["postcode"],
        )
        for row in rows("towns.csv")
    ]
    stations = [(row["name"], row["reading"], row["latin"]) for row in rows("stations.csv")]
    return addresses.Gazetteer.of(names, stations)


@pytest.mark.parametrize(
    "text, label",
    [
        ("花園2-12-1", "花園二丁目12番1号"),
        ("花園二丁目12番1号", "花園二丁目12番1号"),
        ("花園２丁目１２－１", "花園二丁目12番1号"),
        ("花園二−十二−一", "花園二丁目12番1号"),
        ("花園2ー12ー1", "花園二丁目12番1号"),
        ("花園 2の12の1", "花園二丁目12番1号"),
        ("花園2丁目12番地の1", "花園二丁目12番1号"),
        ("〒047-8660 北海道小樽市花園2丁目12番1号", "花園二丁目12番1号"),
        ("〒047-0024小樽市花園2-12-1 市役所本館3階", "花園二丁目12番1号"),
        ("北海道 小樽市 花園 2-12-1", "花園二丁目12番1号"),
        ("小樽 花園2丁目", "花園二丁目"),
        ("花園", "花園一〜五丁目"),
        ("花園町", "花園一〜五丁目"),
        ("花園の近く", "花園一〜五丁目"),
        ("花園9丁目", "花園一〜五丁目"),
        ("はなぞの2ちょうめ", "花園二丁目"),
        ("はなぞのにちょうめ", "花園二丁目"),
        ("ﾊﾅｿﾞﾉ2", "花園二丁目"),
        ("ぜにばこ", "銭函一〜五丁目"),
        ("ゼニバコ1丁目", "銭函一丁目"),
        ("銭函3丁目263番地16", "銭函三丁目263番16号"),
        ("錢函一丁目", "銭函一丁目"),
        ("新光1-2-3", "新光一丁目2番3号"),
        ("新光町5-3", "新光町5番3号"),
        ("新光町", "新光町"),
        ("新光", "新光一〜五丁目"),
        ("しんこうちょう", "新光町"),
        ("しんこう", "新光一〜五丁目"),
        ("桜3丁目", "桜三丁目"),
        ("桜3-1-1", "桜三丁目1番1号"),
        ("小樽市桜", "桜一〜五丁目"),
        ("小樽市緑", "緑一〜五丁目"),
        ("緑町", "緑一〜五丁目"),
        ("幸四丁目", "幸四丁目"),
        ("松ケ枝1丁目", "松ケ枝一丁目"),
        ("松ヶ枝1-1", "松ケ枝一丁目1番"),
        ("松が枝", "松ケ枝一・二丁目"),
        ("松ガ枝2", "松ケ枝二丁目"),
        ("梅ヶ枝町", "梅ケ枝町"),
        ("梅が枝町12-3", "梅ケ枝町12番3号"),
        ("住の江1丁目", "住ノ江一丁目"),
        ("住之江", "住ノ江一・二丁目"),
        ("オタモイ", "オタモイ一〜四丁目"),
        ("おたもい1-2", "オタモイ一丁目2番"),
        ("忍路", "忍路一〜三丁目"),
        ("おしょろ", "忍路一〜三丁目"),
        ("張碓町", "張碓町"),
        ("はりうす", "張碓町"),
        ("張碓", "張碓町"),
        ("築港11-5", "築港11番5号"),
        ("小樽市築港11番", "築港11番"),
        ("朝里川温泉2丁目", "朝里川温泉二丁目"),
        ("047-0024", "花園一〜五丁目"),
        ("〒0470261", "銭函一〜三丁目"),
        ("061-3271", "銭函四・五丁目"),
        ("0470028", "相生町"),
        ("zenibako", "銭函一〜五丁目"),
        ("Hanazono 2-12-1", "花園二丁目12番1号"),
        ("2-12-1 Hanazono, Otaru", "花園二丁目12番1号"),
        ("3-chome Zenibako, Otaru, Hokkaido", "銭函三丁目"),
        ("Shinko-cho", "新光町"),
        ("住所：小樽市色内1丁目", "色内一丁目"),
    ],
)
def test_an_address_is_understood(otaru, text, label):
    found = addresses.parse(text, otaru)

    assert [answer.label for answer in found][:1] == ([label] if label else [])


@pytest.mark.parametrize(
    "text, names",
    [
        ("小樽駅", ["小樽"]),
        ("JR小樽駅", ["小樽"]),
        ("小樽駅前", ["小樽"]),
        ("ＪＲ　南小樽駅", ["南小樽"]),
        ("小樽築港", ["小樽築港"]),
        ("おたるちっこうえき", ["小樽築港"]),
        ("ほしみ", ["ほしみ"]),
        ("Otaru Station", ["小樽"]),
        ("小樽", ["小樽"]),
        ("朝里駅", ["朝里"]),
    ],
)
def test_a_station_is_understood(otaru, text, names):
    found = addresses.parse(text, otaru)

    assert [answer.names[0] for answer in found if answer.level == "station"] == names
    assert all(answer.level == "station" for answer in found)


def test_a_name_that_is_a_town_and_a_station_gives_both(otaru):
    assert [answer.level for answer in addresses.parse("朝里", otaru)] == ["base", "station"]


@pytest.mark.parametrize(
    "text",
    [
        "桜",
        "緑",
        "幸",
        "花園公園",
        "桜ヶ丘",
        "札幌市中央区北1条西2丁目",
        "",
        " ",
        "\0",
        "999-9999",
        "港",
    ],
)
def test_what_is_no_address_here_is_not_guessed(otaru, text):
    assert addresses.parse(text, otaru) == []


@pytest.mark.parametrize(
    "text, suggestion",
    [
        ("はな", "花園"),
        ("花園公園", "花園"),
        ("桜", "桜"),
        ("銭凾", "銭函"),
        ("はなその", "花園"),
        ("Zenibaco", "銭函"),
    ],
)
def test_a_near_name_is_suggested(otaru, text, suggestion):
    assert suggestion in addresses.near_names(text, otaru)


def test_nothing_is_suggested_for_nonsense(otaru):
    assert addresses.near_names("xyzzy", otaru) == []
    assert addresses.near_names("", otaru) == []


def test_a_missing_chome_is_named(otaru):
    [answer] = addresses.parse("花園9-1", otaru)

    assert answer.missing_chome == 9
    assert answer.level == "base"


def test_every_town_finds_itself_by_name_reading_and_postcode(otaru):
    for name in otaru.names:
        spoken = name.reading + (f"{name.chome}丁目" if name.chome else "")
        for text in (f"小樽市{name.name}", f"小樽市{spoken}"):
            [first, *_] = addresses.parse(text, otaru)
            assert first.names == (name.name,), text
        found = addresses.parse(name.postcode, otaru)[0]
        assert name.name in found.names


def test_hostile_text_is_harmless(otaru):
    for text in (
        "花園" * 100_000,
        "9" * 100_000,
        "一" * 50_000 + "丁目",
        "小樽市" * 50_000,
        "\ud800",
        "‮花園",
    ):
        addresses.parse(text, otaru)
        addresses.near_names(text, otaru)
