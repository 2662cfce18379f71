"""Sample stands of the umbrella ring: where the plan says they are – information offices, shops, hotels.

Which houses take part today is the tourism association's to say, so every stand here is a sample;
its point is that of its 町丁目, moved a little so that two never lie on each other.
"""

from datetime import datetime, time, timedelta
from random import Random
from uuid import NAMESPACE_URL, UUID, uuid5

from django.utils import timezone

from tomoni.core.errors import Refused
from tomoni.demo.ground import Ground
from tomoni.ground.people.actions import persons
from tomoni.ties.umbrellas.actions import calling, moving, stations
from tomoni.ties.umbrellas.models import Station
from tomoni.town.places.models import Listing

DAYS = 21
# Slug, names in five columns, use, town, capacity, umbrellas, taken and brought back on a wet day.
STANDS = (
    ("sample-eki", "見本案内所（小樽駅前）", "みほんあんないじょ おたるえきまえ", "Sample Information, Otaru Station", "示例问询处（小樽站前）", "샘플 안내소 (오타루역 앞)", "both", "稲穂二丁目", 40, 31, 9, 5),
    ("sample-unga", "見本案内所（運河）", "みほんあんないじょ うんが", "Sample Information, Canal", "示例问询处（运河）", "샘플 안내소 (운하)", "both", "色内二丁目", 30, 6, 8, 6),
    ("sample-minato", "見本休み処 みなとの灯", "みほんやすみどころ みなとのひ", "Sample Harbour Rest House", "示例休息处 港之灯", "샘플 쉼터 미나토노히", "both", "色内一丁目", 20, 9, 4, 3),
    ("sample-sakai", "見本商店（堺町）", "みほんしょうてん さかいまち", "Sample Shop, Sakaimachi", "示例商店（堺町）", "샘플 상점 (사카이마치)", "both", "堺町", 20, 2, 6, 3),
    ("sample-glass", "見本ガラス店（入船）", "みほんがらすてん いりふね", "Sample Glass Shop, Irifune", "示例玻璃店（入船）", "샘플 유리 가게 (이리후네)", "both", "入船一丁目", 15, 5, 2, 2),
    ("sample-chikko", "見本案内所（築港）", "みほんあんないじょ ちっこう", "Sample Information, Chikko", "示例问询处（筑港）", "샘플 안내소 (칫코)", "both", "築港", 25, 12, 3, 2),
    ("sample-hotel-inaho", "見本ホテル（稲穂）", "みほんほてる いなほ", "Sample Hotel, Inaho", "示例酒店（稻穗）", "샘플 호텔 (이나호)", "return", "稲穂一丁目", 30, 22, 0, 4),
    ("sample-hotel-minato", "見本ホテル（港町）", "みほんほてる みなとまち", "Sample Hotel, Minatomachi", "示例酒店（港町）", "샘플 호텔 (미나토마치)", "return", "港町", 30, 17, 0, 3),
    ("sample-yado", "見本の宿（朝里川温泉）", "みほんのやど あさりがわおんせん", "Sample Inn, Asarigawa Onsen", "示例旅馆（朝里川温泉）", "샘플 여관 (아사리가와 온천)", "return", "朝里川温泉一丁目", 20, 8, 0, 1),
)  # fmt: skip

# Who asked by telephone to be rung when umbrellas are short.
LISTENERS = (
    ("傘屋 ふみ（見本）", "かさや ふみ", "0134-00-0811"),
    ("長井 ゆたか（見本）", "ながい ゆたか", "0134-00-0812"),
    ("雨宮 しず（見本）", "あめみや しず", "0134-00-0813"),
)


def build(town: Ground) -> int:
    """Make the stands with three weeks behind them, once. Returns how many stands are new."""
    if Station.objects.exists():
        return 0
    chance = Random(12)  # noqa: S311
    begins = town.at - timedelta(days=DAYS)
    for days_ago in range(DAYS, -2, -1):
        wet = days_ago % 3 == 0 or days_ago < 0
        calling.tell_weather(
            on=town.today - timedelta(days=days_ago), chance=80 if wet else 20,
            fell=None if days_ago <= 0 else wet, by=town.clerk, at=begins,
        )  # fmt: skip
    rest = Listing.objects.filter(slug="sample-tourist-rest", status="published").first()
    for n, row in enumerate(STANDS):
        made = _open(town, row, n, rest, begins)
        _past(town, made, row, chance)
    stations.number_umbrella(code="kasa-001", note="紺、長い（見本）", by=town.clerk, at=town.at)
    calling.call(
        number=30, until_on=town.today + timedelta(days=30), by=town.clerk, at=town.at,
        words="（見本）雪の季節の前に、長い傘をさがしています。",
    )  # fmt: skip
    for name, kana, number in LISTENERS:
        person = persons.create(
            name=name, name_kana=kana, phone=number, is_sample=True, by=town.clerk, at=town.at
        )
        calling.listen_for(person=person, is_rung=True, by=town.clerk, at=begins)
    return len(STANDS)


def _open(
    town: Ground, row: tuple[object, ...], n: int, rest: Listing | None, at: datetime
) -> Station:
    slug, name, kana, english, chinese, korean, use, where, room, *_figures = row
    spot = town.towns[str(where)]
    return stations.open_station(
        slug=str(slug), name=str(name), name_kana=str(kana), name_en=str(english),
        name_zh=str(chinese), name_ko=str(korean), use=use, capacity=int(str(room)),
        lat=spot.lat + (n % 3 - 1) * 0.0006, lng=spot.lng + (n % 2) * 0.0007,
        address=f"小樽市{where}（見本）", phone=f"0134-00-07{n:02d}", is_sample=True,
        organisation=town.bodies.get("mihon-business") if slug == "sample-minato" else None,
        listing=rest if slug == "sample-minato" else None, by=town.clerk, at=at,
    )  # fmt: skip


def _past(town: Ground, made: Station, row: tuple[object, ...], chance: Random) -> None:
    """What went and came day by day, as from the lists on paper; today's count closes it."""
    now_there, out, back = (int(str(one)) for one in row[-3:])
    day = _noon(town, DAYS)
    moving.give(
        id=_id(made, "given"), station=made, quantity=now_there + out * 3 or 1, note="見本の寄付",
        way="staff", by=town.clerk, at=day,
    )  # fmt: skip
    for days_ago in range(DAYS - 1, 0, -1):
        share = 1.0 if days_ago % 3 == 0 else 0.3
        at = _noon(town, days_ago)
        for act, usual in ((moving.bring_back, back), (moving.borrow, out)):
            if quantity := round(usual * share * chance.uniform(0.7, 1.3)):
                try:
                    act(
                        id=_id(made, f"{act.__name__}{days_ago}"), station=made, by=town.clerk,
                        quantity=quantity, way="paper", at=at,
                    )  # fmt: skip
                except Refused:
                    continue  # The stand was empty that day, which is what the room is about.
    moving.count(
        id=_id(made, "counted"), station=made, counted=now_there, reason="unnoted", by=town.clerk,
        at=_noon(town, 0), way="staff",
    )  # fmt: skip


def _id(made: Station, word: str) -> UUID:
    return uuid5(NAMESPACE_URL, f"tomoni:demo:umbrellas:{made.slug}:{word}")


def _noon(town: Ground, days_ago: int) -> datetime:
    day = town.today - timedelta(days=days_ago)
    return min(town.at, timezone.make_aware(datetime.combine(day, time(12))))
