"""The cast and the factories give what they promise."""

from tests.factories import TODAY, ListingFactory
from tomoni.core.access import can
from tomoni.town.places.access import Ability, editable_by, visible_to
from tomoni.town.places.models import Listing


def test_the_clerk_may_publish_and_the_resident_may_not(mori, haru, nishi):
    assert can(mori, Ability.PUBLISH)
    assert not can(haru, Ability.PUBLISH)
    assert can(nishi, Ability.STAFF) and not can(nishi, Ability.EDIT)


def test_an_operator_edits_only_her_own_entries(sato, salon, ken):
    mine = ListingFactory(draft=True, organisation=salon, hours=[(3, 780, 960)])
    other = ListingFactory(draft=True)

    assert list(editable_by(sato, TODAY)) == [mine]
    assert other not in visible_to(sato, TODAY)
    assert not editable_by(ken, TODAY).exists()


def test_every_situation_can_stand_in_the_table(db):
    for trait in ({}, {"draft": True}, {"suspended": True}, {"closed": True}, {"stale": True}):
        ListingFactory(**trait)

    assert Listing.objects.public().count() == 3
    assert Listing.objects.stale(TODAY).count() == 1
