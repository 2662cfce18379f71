"""Emergency access: possible, short, loud, and looked at afterwards by somebody else."""

from datetime import timedelta

import pytest

from tests.factories import OrganisationFactory
from tomoni.core import break_glass
from tomoni.core.chain.verifying import verify
from tomoni.core.errors import Refused
from tomoni.core.models import AuditRow, GlassRow

WHY = "夜間に本人が倒れたと救急隊から電話があった"
LABEL = "people.Organisation"


@pytest.fixture
def thing(db):
    return OrganisationFactory()


@pytest.fixture
def heard(monkeypatch):
    told = []
    monkeypatch.setattr(break_glass, "_hooks", [])
    break_glass.on_break(told.append)
    return told


def test_it_opens_one_thing_for_one_person_for_a_while(thing, mori, ken, at, heard):
    release = break_glass.begin(thing=thing, by=mori, at=at, reason=WHY, hours=2)
    assert heard == [release] and AuditRow.objects.filter(act="core.glass_broken").count() == 1
    assert break_glass.open_things(mori, LABEL, at) == [str(thing.pk)]
    assert break_glass.open_things(ken, LABEL, at) == []
    assert break_glass.open_things(mori, "people.Person", at) == []
    assert break_glass.open_things(mori, LABEL, at + timedelta(hours=2)) == []
    assert break_glass.open_things(mori, LABEL, at - timedelta(minutes=1)) == []
    assert break_glass.releases() == [release] and verify().ok


def test_it_can_be_ended_early_and_once(thing, mori, at, heard):
    release = break_glass.begin(thing=thing, by=mori, at=at, reason=WHY)
    later = at + timedelta(minutes=5)
    break_glass.end(release, by=mori, at=later)
    assert break_glass.open_things(mori, LABEL, later) == []
    with pytest.raises(Refused):
        break_glass.end(release, by=mori, at=later)
    with pytest.raises(Refused):
        break_glass.end(break_glass.releases()[0], by=mori, at=later)


@pytest.mark.parametrize(("reason", "hours"), [("急ぎ", 1), (WHY, 5), (WHY, 0), (" " * 40, 1)])
def test_a_poor_reason_or_a_long_time_is_refused(thing, mori, at, heard, reason, hours):
    with pytest.raises(Refused):
        break_glass.begin(thing=thing, by=mori, at=at, reason=reason, hours=hours)
    assert not heard and not GlassRow.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_unheard_it_does_not_open(mori, at, heard):
    def deaf(release):
        raise OSError("the outbox is full")

    break_glass.on_break(deaf)
    thing = OrganisationFactory()
    with pytest.raises(OSError):
        break_glass.begin(thing=thing, by=mori, at=at, reason=WHY)
    assert not GlassRow.objects.exists()


def test_somebody_else_looks_at_it_afterwards(thing, mori, ishida, at, heard):
    release = break_glass.begin(thing=thing, by=mori, at=at, reason=WHY)
    after = at + timedelta(hours=2)
    with pytest.raises(Refused, match="ほかの人"):
        break_glass.review(
            release, by=mori, at=after, text="問題はありませんでした。自分で見ました"
        )
    with pytest.raises(Refused, match="まだ"):
        break_glass.review(release, by=ishida, at=at, text="問題はありませんでした。記録とも合う")
    break_glass.review(release, by=ishida, at=after, text="救急の記録と合う。問題なし。")
    (known,) = break_glass.releases()
    assert known.reviewed_by == ishida and known.review == "救急の記録と合う。問題なし。"
    with pytest.raises(Refused):
        break_glass.review(known, by=ishida, at=after, text="もう一度点検したことにする")
