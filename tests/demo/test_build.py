"""The sample town stands after one command and is not disturbed by a second."""

import pytest
from django.conf import settings
from django.core.management import call_command

from tomoni.core.models import AuditRow
from tomoni.demo import building, cast, crowd
from tomoni.ground.districts.models import District, Town
from tomoni.ground.people.models import User
from tomoni.plan.models import Example
from tomoni.town.places.models import (
    Category,
    Listing,
    Opening,
    OpeningException,
    Place,
    Suggestion,
)


def test_the_sample_town_is_built_whole_and_only_once(db, capsys, client):
    call_command("demo")
    said = capsys.readouterr().out

    assert cast.PASSWORD in said
    assert Listing.objects.count() == building.how_many() >= 300
    everything_is_used()
    real_places_are_facts()
    people_can_sign_in(client)
    the_lunch_salon_is_there()
    the_plan_finds_its_examples()
    the_sixteen_districts_are_marked()
    assert Suggestion.objects.count() == len(cast.WORDS)
    what_people_said_is_counted(client)
    assert (settings.DATA_DIR / "sample-town").exists()

    rows = AuditRow.objects.count()
    call_command("demo")
    assert "0 listings new" in capsys.readouterr().out
    assert AuditRow.objects.count() == rows


def what_people_said_is_counted(client):
    page = client.get("/places/voices/").content.decode()
    assert page.count("<table") == 2, "both tables are there"
    assert ">x<" in page, "and the small numbers in them are not"


def everything_is_used():
    used = set(Listing.objects.filter(status="published").values_list("category_id", flat=True))
    assert used == set(Category.objects.filter(parent__isnull=False).values_list("code", flat=True))
    assert set(Listing.objects.values_list("status", flat=True)) == set(Listing.Status.values)
    assert Place.objects.exclude(town=None).values("town").distinct().count() == 144
    assert Town.objects.count() == 144
    assert Listing.objects.stale(on=building.SINCE.replace(year=2027)).exists()
    assert Opening.objects.exclude(weeks=0).exists()
    assert Opening.objects.exclude(season_from=None).exists()
    assert Opening.objects.filter(closes__gt=1440).exists()
    assert OpeningException.objects.exists()
    for listing in Listing.objects.filter(status="suspended"):
        assert listing.suspended_reason and listing.suspended_from
    for sample in Listing.objects.filter(is_sample=True):
        assert "見本" in sample.name
    shop = Listing.objects.filter(category="mobile_shop").first()
    assert shop.at.count() == 4


def real_places_are_facts():
    for listing in Listing.objects.filter(is_sample=False):
        assert listing.source, listing
        for here in listing.at.select_related("place"):
            if listing.category_id != "transit":
                assert here.place.level == "town", listing
    salon = Listing.objects.get(slug="takeuchi-san-chi")
    assert salon.status == "suspended"
    assert salon.suspended_from_known == "as_of_month"  # The source says no more.
    assert salon.suspended_reason_en and salon.suspended_reason_easy


def people_can_sign_in(client):
    for person in cast.PEOPLE:
        user = User.objects.get(email=person.email)
        assert user.is_sample and user.check_password(cast.PASSWORD)
        assert set(person.roles) <= set(user.role_codes())
    sato = User.objects.get(email="sato@example.jp")
    mine = set(
        Listing.objects.of_editor(sato, building.SINCE.replace(year=2027)).values_list(
            "slug", flat=True
        )
    )
    assert {"sample-lunch-salon-zenibako", "sample-draft-wish"} <= mine


def the_lunch_salon_is_there():
    salon = Listing.objects.get(slug="sample-lunch-salon-zenibako")
    (here,) = salon.at.all()
    assert salon.status == "published"
    assert here.place.town.base == "銭函"
    assert [o.weekday for o in here.openings.all()] == [3]
    assert salon.contacts.get(audience="resident").phone


def the_plan_finds_its_examples():
    for example in Example.objects.exclude(listing=""):
        assert Listing.objects.public().filter(slug=example.listing).exists(), example


def the_sixteen_districts_are_marked():
    sample = District.objects.filter(kind="commissioner")
    assert sample.count() == 16
    assert all("見本" in district.name and district.is_sample for district in sample)
    assert sum(district.towns.count() for district in sample) == 144


def test_where_something_stands_already_nothing_is_made_unasked(db, capsys):
    User.objects.create_user("somebody@example.jp", "long-enough-password")

    call_command("demo", "--if-empty")

    assert not Listing.objects.exists()
    assert cast.PASSWORD not in capsys.readouterr().out


@pytest.mark.django_db
def test_the_crowd_comes_through_the_same_door_as_every_list(at):
    town = building.ground(at=at)

    made = sum(crowd.gather(scale=2, by=town.clerk, at=at))
    again = sum(crowd.gather(scale=2, by=town.clerk, at=at))

    assert made == 144 * 2
    assert again == 0
    assert (
        Listing.objects.filter(dataset=crowd.DATASET, is_sample=True, status="published").count()
        == made
    )
