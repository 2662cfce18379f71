"""The sample town's stands: plainly samples, three return only, and built once."""

import pytest

from tomoni.demo import building, umbrellas
from tomoni.ties.umbrellas.models import Call, Helper, Move, Station
from tomoni.ties.umbrellas.queries import outlook

pytestmark = pytest.mark.django_db


def test_the_sample_stands_are_built_once_and_say_what_they_are(at):
    town = building.ground(at=at)
    assert umbrellas.build(town) == 9
    moves = Move.objects.count()
    assert umbrellas.build(town) == 0 and Move.objects.count() == moves
    for one in Station.objects.all():
        assert one.is_sample and "見本" in one.name and one.phone.startswith("0134-00")
        assert one.name_en and one.name_zh and one.name_ko
    counts = dict(Station.objects.values_list("slug", "count"))
    assert counts == {row[0]: row[9] for row in umbrellas.STANDS}
    assert Station.objects.filter(use="return").count() == 3 and Call.objects.count() == 1
    assert {one.person.phone[:7] for one in Helper.objects.filter(is_rung=True)} == {"0134-00"}
    rows = outlook.expected(town.today + umbrellas.timedelta(days=1), at)
    plan, _stands = outlook.balance(rows)
    assert plan.ways and plan.is_optimal, (
        "there is something to carry, from the hotels to the shops"
    )
