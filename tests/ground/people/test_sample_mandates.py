"""The sample town's mandates and consents are made once, through the room's own actions."""

from django.utils.timezone import localdate, now

from tomoni.demo import mandates
from tomoni.demo.ground import Ground
from tomoni.ground.people.actions import consents
from tomoni.ground.people.models import ActFor, Consent, Mandate, OfficeRun, User


def test_a_second_run_adds_nothing(haru, ken, tani, mori):
    User.objects.update(is_sample=True)
    consents.load(by=None, at=now())
    town = Ground(mori, now(), localdate(), {}, {}, {})
    for _n in range(2):
        mandates.build(town)
    counts = [model.objects.count() for model in (Mandate, ActFor, Consent, OfficeRun)]
    assert counts == [1, 1, 1, 1]
