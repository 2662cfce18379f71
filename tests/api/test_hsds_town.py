"""The whole sample town as HSDS: every document, item by item, against the closed schemas."""

import json

import pytest
from django.core.management import call_command

from tests.api.test_hsds import all_of, get, problems, schemas
from tomoni.town.places.models import Listing, ListingAt

__all__ = ["schemas"]
LISTS = [
    ("/services", {}, "service_list"),
    ("/services", {"full": "true", "modified_after": "2000-01-01"}, "service"),
    ("/service_at_locations", {}, "service_at_location_list"),
    ("/service_at_locations", {"full": "true"}, "service_at_location"),
    ("/organizations", {}, "organization_list"),
    ("/organizations", {"full_service": "true"}, "organization"),
    ("/taxonomies", {}, "taxonomy"),
    ("/taxonomy_terms", {}, "taxonomy_term"),
]


@pytest.mark.slow
@pytest.mark.django_db
def test_every_document_of_the_sample_town_is_valid(client, schemas):
    call_command("demo", verbosity=0)

    for path, query, schema in LISTS:
        validator, found = schemas(schema), all_of(client, path, **query)
        wrong = [problem for one in found for problem in problems(validator, one)]
        assert found and not wrong, (path, query, wrong[:3])
        assert len({one["id"] for one in found}) == len(found)

    assert get(client, "/services")["total_items"] == Listing.objects.public().count()
    here = ListingAt.objects.filter(listing__status__in=Listing.Status.visible())
    assert get(client, "/service_at_locations")["total_items"] == here.count()
    statuses = {one["status"] for one in all_of(client, "/services", modified_after="2000-01-01")}
    assert statuses >= {"active", "temporarily closed", "defunct"}
    page = client.get("/places.geojson")
    features = json.loads(b"".join(page.streaming_content))["features"]
    assert len({feature["id"] for feature in features}) == len(features) > 250
