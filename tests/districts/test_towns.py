"""The towns of the city: loaded once, found by what people type, with how exact the point is."""

from datetime import date

import pytest

from tomoni.core.models import AuditRow
from tomoni.ground.districts import actions, queries, rules
from tomoni.ground.districts.models import District, DistrictTown, Station, Town

pytestmark = pytest.mark.django_db


@pytest.fixture
def towns(at):
    return actions.load_towns(by=None, at=at)


def test_loading_twice_changes_nothing(towns, at):
    again = actions.load_towns(by=None, at=at)

    assert towns == {"created": 153, "updated": 0, "unchanged": 0}
    assert again == {"created": 0, "updated": 0, "unchanged": 153}
    assert Town.objects.count() == 144
    assert Station.objects.filter(city="").count() == 7
    assert AuditRow.objects.filter(act="districts.towns_loaded").count() == 1


def test_a_town_that_was_changed_by_hand_is_brought_back(towns, at):
    Town.objects.filter(name="花園二丁目").update(lat=0)

    assert actions.load_towns(by=None, at=at)["updated"] == 1
    assert Town.objects.get(name="花園二丁目").lat == 43.191454


def test_the_city_hall_is_found_by_its_address(towns):
    [hall] = queries.locate("花園2-12-1")

    assert (hall.label, hall.level) == ("花園二丁目12番1号", "town")
    assert (hall.lat, hall.lng) == (43.191454, 140.99591)
    assert 100 < hall.accuracy_m < 500
    assert "メートル" in hall.accuracy_words


def test_a_mountain_town_admits_that_it_is_vague(towns):
    [centre] = queries.locate("花園2丁目")
    [mountain] = queries.locate("朝里川温泉三丁目")

    assert mountain.accuracy_m > 2000 > 500 > centre.accuracy_m
    assert "キロメートル" in mountain.accuracy_words


def test_a_town_of_several_chome_reaches_over_all_of_them(towns):
    [whole] = queries.locate("花園")

    assert whole.level == "base"
    assert len(whole.towns) == 5
    assert whole.accuracy_m > max(
        Town.objects.filter(base="花園").values_list("accuracy_m", flat=True)
    )
    assert whole.label_en == "Hanazono"


def test_a_chome_that_does_not_exist_is_said(towns):
    [whole] = queries.locate("花園9丁目")

    assert whole.note == "花園に9丁目はありません。花園全体の位置を示します。"


def test_a_station_outside_the_city_names_its_city(towns):
    assert [found.label for found in queries.locate("ほしみ駅")] == ["ほしみ駅（札幌市）"]
    assert queries.locate("銭函駅")[0].label == "銭函駅"
    assert queries.locate("otaru station")[0].label_en == "Otaru Station"


def test_an_unknown_place_has_no_coordinates_but_suggestions(towns):
    answer = queries.look_up("はなその公園")

    assert answer.found == []
    assert "花園" in answer.suggestions


def test_without_towns_nothing_is_found():
    assert queries.locate("花園2-12-1") == []
    assert queries.suggest("花園") == []


def test_every_town_lies_in_the_city_and_is_its_own_nearest(towns):
    for town in Town.objects.all():
        assert queries.in_city(town.lat, town.lng)
        assert queries.nearest_town(town.lat, town.lng) == town
    assert queries.nearest_town(43.0621, 141.3544) is None  # Sapporo's city hall.


def test_towns_to_pick_from_are_in_the_order_of_their_readings(towns):
    listed = queries.bases()

    assert len(listed) == 57 + 1
    assert [base for base, _, _ in listed[:3]] == ["相生町", "赤岩", "朝里"] or listed[0][
        0
    ] == "相生町"
    assert listed == sorted(listed, key=lambda entry: entry[1])


def test_a_district_keeps_its_past(towns, at):
    district = actions.keep_district(
        kind="commissioner", code="1", name="第1地区", is_sample=True, by=None, at=at
    )
    first = Town.objects.filter(base="花園").order_by("order")
    actions.set_towns(district=district, towns=first, valid_from=date(2026, 4, 1), by=None, at=at)
    second = Town.objects.filter(base__in=["花園", "山田町"]).exclude(chome=5).order_by("order")
    actions.set_towns(district=district, towns=second, valid_from=date(2027, 4, 1), by=None, at=at)
    actions.set_towns(district=district, towns=second, valid_from=date(2027, 4, 1), by=None, at=at)

    def names(day):
        return [town.name for town in queries.towns_of(district, on=day)]

    assert len(names(date(2027, 3, 31))) == 5
    assert "花園五丁目" in names(date(2027, 3, 31))
    assert "山田町" in names(date(2027, 4, 1))
    assert "花園五丁目" not in names(date(2027, 4, 1))
    yamada = Town.objects.get(name="山田町")
    assert not queries.districts_of(yamada, on=date(2026, 12, 1))
    assert queries.districts_of(yamada, on=date(2027, 12, 1)).get() == district
    assert DistrictTown.objects.count() == 6


def test_the_published_support_centre_area_is_loaded_once(towns, at):
    for _ in range(2):
        actions.load_districts(by=None, at=at, valid_from=date(2023, 9, 21))

    district = District.objects.get(code="tonanbu")
    names = {town.name for town in queries.towns_of(district, on=date(2026, 11, 24))}
    assert {"銭函五丁目", "新光町", "新光一丁目", "見晴町"} <= names
    assert "若竹町" not in names


@pytest.mark.parametrize(
    "metres, words",
    [(40, "約50メートル"), (260, "約300メートル"), (510, "約600メートル"), (1010, "約1.1キロメートル"),
     (2600, "約3キロメートル"), (3600, "約4キロメートル"), (2100, "約2.5キロメートル")],
)  # fmt: skip
def test_distances_do_not_claim_more_than_is_known(metres, words):
    assert rules.distance_words(metres) == words
