"""A published salon with few seats, and parties that sign up for it."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from tests.factories import NOW
from tomoni.doing.events.actions import joining, planning
from tomoni.doing.events.actions.told import Told
from tomoni.doing.events.models import Role
from tomoni.doing.events.rules.joining import Guest
from tomoni.ground.people.contacts import Contact

TOKYO = ZoneInfo("Asia/Tokyo")
FIRST = datetime(2026, 12, 10, 13, 0, tzinfo=TOKYO)


def salon_with(capacity=3, *, at=NOW, slug="mihon-salon", starts_at=FIRST, roles=None, **more):
    """One date of a published salon; gives the role of its guests."""
    made = planning.plan(
        slug=slug, title="見本サロン", starts_at=starts_at, entry=more.pop("entry", "sign_up"),
        phone="0134-00-0000", roles=roles or {"participant": capacity}, by=None, at=at, **more,
    )  # fmt: skip
    planning.publish(series=made, by=None, at=at)
    return Role.objects.select_related("occurrence__series").get(
        occurrence__series=made, code="participant"
    )


def told(name="坂本 ハル", phone="０１３４ー６２ー１２３４", guests=1, **more):
    contact = {k: more.pop(k) for k in ("email", "postcode", "address", "kana") if k in more}
    people = [Guest("")] * guests if isinstance(guests, int) else guests
    return Told(Contact(name=name, phone=phone, **contact), people, **more)


def join(role, name="坂本 ハル", *, at=NOW, by=None, **more):
    """A party of one, unless told otherwise."""
    keys = ("guests", "answers", "needs", "by_letter", "email", "postcode", "address", "phone")
    said = {key: more.pop(key) for key in keys if key in more}
    return joining.sign_up(role=role, told=told(name, **said), by=by, at=at, **more)


LATER = NOW + timedelta(hours=1)
