"""Addresses of this room that lead to something, for the table of who may open what."""

from uuid import uuid4

from tests.factories import NOW, OrganisationFactory, PersonFactory
from tests.umbrellas.stands import stand
from tomoni.ties.umbrellas.actions import moving, stations
from tomoni.ties.umbrellas.models import Helper


def examples(user):
    made = stand(5, slug="mihon-kasa", organisation=OrganisationFactory(slug="mihon-kasa-shop"))
    move = moving.borrow(id=uuid4(), station=made, by=None, at=NOW)
    helper = Helper.objects.create(person=PersonFactory(phone="0134-11-1111"), since_at=NOW)
    slug, proof, code = {"slug": made.slug}, {"pk": move.pk}, {"code": made.code}
    key = {"key": stations.link_key(made)}
    return {
        "umbrellas:short": code,
        "umbrellas:stand": code,
        "umbrellas:stand_in": code | {"lang": "ko"},
        "umbrellas:proof": proof,
        "umbrellas:proof_in": proof | {"lang": "zh-Hans"},
        "umbrellas:undo": proof,
        "umbrellas:undo_in": proof | {"lang": "ko"},
        "umbrellas:keeper": key,
        "umbrellas:keeper_undo": key | proof,
        "umbrellas:gbfs_file": {"name": "station_status"},
        "umbrellas:gbfs23_file": {"language": "en", "name": "station_status"},
        "umbrellas:staff_undo": proof,
        "umbrellas:do": slug | {"deed": "renew"},
        "umbrellas:caller_stop": {"pk": helper.pk},
        **{
            f"umbrellas:{name}": slug
            for name in ("station", "staff_station", "edit", "poster", "tally_sheet", "my_stand")
        },
    }
