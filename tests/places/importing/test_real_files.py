"""Every real file goes in, and every one of its rows is accounted for."""

import pytest

from tests.places.importing.conftest import counted
from tomoni.town.places.models import Hazard, Listing, ListingAt, Place

# Tables that are no lists of places: all their rows are rejected, with the reason.
NOT_PLACES = {"events.csv", "0081.csv", "events.xlsx", "0084_202104.csv", "0090.csv"}


def files(shared):
    ends = {".csv", ".xlsx", ".geojson"}
    found = (shared / "opendata-csv").rglob("*")
    return sorted(p for p in found if p.suffix in ends and ".rejected" not in p.name)


def test_every_published_file_is_accounted_for_row_by_row(shared, take):
    found = files(shared)
    # How many lists a copy of the folder holds differs; what is there is read to the last row.
    if not found:
        pytest.skip("no list in this copy of the published files")

    for path in found:
        report = take(path)
        assert report.rows == counted(path), path.name
        assert report.rows == sum(report.counts.values())
        assert report.rejections.count == report.counts["rejected"]
        assert all(item["reason"] for item in report.rejections), path.name
        if path.name in NOT_PLACES:
            assert report.counts["rejected"] == report.rows
            continue
        assert report.counts["rejected"] <= 0.08 * report.rows + 1, path.name


def test_the_second_time_nothing_changes(shared, take):
    for path in files(shared):
        if path.name in NOT_PLACES or path.stat().st_size > 100_000:
            continue
        first = take(path)
        again = take(path)
        assert again.counts["unchanged"] == first.rows - first.counts["rejected"], path.name
        assert again.counts["rejected"] == first.counts["rejected"]


def test_all_evacuation_sites_of_hokkaido(shared, take):
    total = 0
    for kind in ("emergency", "evacuation"):
        for path in sorted((shared / "evac-gsi" / "hokkaido" / kind).glob("*.json")):
            report = take(path)
            assert report.rows == report.counts["created"] == counted(path), path.name
            # The publisher's copy for 泊村 of the northern islands holds the sites of 泊村 in
            # Shiribeshi: the number of the site decides, not the name of the file.
            assert report.city_code == {"016969": "014036"}.get(path.stem, path.stem)
            total += report.rows
    assert total == 3905 + 2254
    assert Listing.objects.filter(category="evacuation_site").count() == 3905
    assert Listing.objects.filter(category="shelter").count() == 2254
    assert not Hazard.objects.filter(listing__category="shelter").exists()


def test_otaru_evacuation_sites_keep_their_hazards(shared, take):
    path = shared / "evac-gsi" / "hokkaido" / "emergency" / "012033.json"

    report = take(path)

    assert report.counts["created"] == 45
    site = Listing.objects.get(origin="012033:gsi_emergency:E0120300001201")
    assert sorted(h.code for h in site.hazards.all()) == ["earthquake", "landslide", "tsunami"]
    assert site.status == Listing.Status.PUBLISHED
    assert "国土地理院" in site.source and site.checked_on
    place = ListingAt.objects.get(listing=site).place
    assert (place.lat, place.lng, place.town.name) == (43.203016, 140.994407, "稲穂五丁目")
    assert place.level == Place.Level.BUILDING


@pytest.mark.parametrize("name", ["otaru_emergency_gsi.geojson", "otaru_evacuation_gsi.geojson"])
def test_the_files_of_the_geo_folder(shared, take, name):
    path = shared / "otaru-geo" / name
    assert take(path).counts["created"] == counted(path)
    assert take(path).counts["unchanged"] == counted(path)
