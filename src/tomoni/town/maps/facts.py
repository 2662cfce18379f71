"""What the base map is drawn from: the towns and stations on file and the hand-drawn lines."""

from django.utils.translation import gettext_noop

from tomoni.ground.districts import facts as district_facts
from tomoni.ground.districts import queries as districts
from tomoni.ground.districts.models import Station, Town
from tomoni.town.maps.sketch import Lines, Spot

TOWN_CREDIT = gettext_noop("町の代表点：Geolonia 住所データ（CC BY 4.0）")
STATION_CREDIT = gettext_noop("駅：国土数値情報 鉄道 N02（国土交通省、CC BY 4.0）")
SKETCH_CREDIT = gettext_noop("海岸線と町の境：略図（測量によるものではありません）")
TOWNS_SKETCH_CREDIT = gettext_noop("町の境：略図（代表点から描いたもので、本当の境ではありません）")
COAST_SKETCH_CREDIT = gettext_noop("海岸線：略図（測量によるものではありません）")
BOUNDARY_CREDIT = gettext_noop("行政区域：国土数値情報 N03（国土交通省）")
OSM_CREDIT = "© OpenStreetMap contributors"
GSI_CREDIT = gettext_noop("地理院タイル（国土地理院）")


def towns() -> list[Spot]:
    return [
        Spot(
            name=town.name,
            name_en=town.name_en,
            kana=town.name_kana,
            lng=town.lng,
            lat=town.lat,
            base=town.base,
            base_en=districts.base_en(town),
            base_kana=districts.base_kana(town),
        )
        for town in Town.objects.order_by("order", "id")
    ]


def stations() -> list[Spot]:
    return [
        Spot(s.name, s.name_en, s.name_kana, s.lng, s.lat, outside=bool(s.city))
        for s in Station.objects.order_by("order", "id")
    ]


def lines() -> Lines:
    drawn = district_facts.sketch()
    return Lines(
        **{key: drawn[key] for key in ("coast", "inland", "west", "east", "railway", "seas")}
    )
