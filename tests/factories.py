"""Rows for tests, made by situation: `ListingFactory(suspended=True)`.

They write straight to the tables, because a test's "given" must not depend on the action that
another test proves. Every field can be overridden by its name.
"""

from datetime import date, datetime, timedelta
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from tomoni.ground.people.models import Membership, Organisation, Person, Team, TeamMembership
from tomoni.ground.people.rules import keys
from tomoni.town.places.models import Category, Listing, ListingAt, Opening, Place

NOW = datetime(2026, 11, 24, 14, 0, tzinfo=ZoneInfo("Asia/Tokyo"))
TODAY = NOW.date()
_number = count(1)


def number_from(first: int) -> None:
    """Let what is made from here on bear other numbers than another process gives.

    Several processes that fill one database would else all begin with the same addresses.
    """
    global _number
    _number = count(first)


def OrganisationFactory(**fields: Any) -> Organisation:
    n = next(_number)
    known = {"slug": f"mihon-dantai-{n}", "name": f"見本団体{n}", "name_kana": f"ミホンダンタイ{n}"}
    return Organisation.objects.create(
        **{**known, "kind": "other", "created_at": NOW, "updated_at": NOW, **fields}
    )


def MembershipFactory(**fields: Any) -> Membership:
    """Somebody edits an organisation since April; `ended=True` makes it over."""
    if fields.pop("ended", False):
        fields["until_on"] = TODAY - timedelta(days=1)
    return Membership.objects.create(
        **{"part": "editor", "from_on": date(2026, 4, 1), "until_on": None, **fields}
    )


def TeamFactory(*, members: Any = (), leads: Any = (), **fields: Any) -> Team:
    """A team that opens on weekdays; `desk=True` is the comprehensive desk."""
    n = next(_number)
    if fields.pop("desk", False):
        fields["is_comprehensive_desk"] = True
    if "organisation" not in fields:
        fields["organisation"] = OrganisationFactory()
    known = {"slug": f"mihon-team-{n}", "name": f"見本チーム{n}", "name_kana": f"みほんちーむ{n}"}
    team = Team.objects.create(**{**known, "created_at": NOW, "updated_at": NOW, **fields})
    for part, people in (("lead", leads), ("member", members)):
        for user in people:
            TeamMembership.objects.create(team=team, user=user, part=part, from_on=date(2026, 4, 1))
    return team


def PersonFactory(**fields: Any) -> Person:
    """Somebody without an account, unless `user` is given."""
    n = next(_number)
    known = {"name": f"見本 太郎{n}", "name_kana": f"みほん たろう{n}"}
    made = {**known, "created_at": NOW, "updated_at": NOW, **fields}
    compared = keys.keys_of(
        name=made["name"],
        name_kana=made["name_kana"],
        phone=made.get("phone", ""),
        address=made.get("address", ""),
        city="小樽市",
        prefecture="北海道",
    )
    return Person.objects.create(**{**compared, **made})


def CategoryFactory(**fields: Any) -> Category:
    n = next(_number)
    code = fields.pop("code", f"mihon-{n}")
    return Category.objects.get_or_create(
        code=code, defaults={"name": f"見本の分類{n}", "review_every_days": 365, **fields}
    )[0]


def PlaceFactory(**fields: Any) -> Place:
    """A place in 花園 with a point good to the address; `unplaced=True` has none."""
    n = next(_number)
    point = {"lat": 43.1907, "lng": 140.9947, "level": "address", "accuracy_m": 50}
    if fields.pop("unplaced", False):
        point = {"lat": None, "lng": None, "level": "unknown", "accuracy_m": None}
    return Place.objects.create(
        **{
            "name": f"見本会館{n}",
            "name_kana": f"ミホンカイカン{n}",
            "city_code": "012033",
            "address": "北海道小樽市花園2丁目12番1号",
            "created_at": NOW,
            "updated_at": NOW,
            **point,
            **fields,
        }
    )


def ListingFactory(
    *,
    published: bool = False,
    draft: bool = False,
    suspended: bool = False,
    closed: bool = False,
    stale: bool = False,
    place: Place | bool | None = True,
    hours: list[tuple[int, int, int]] | None = None,
    **fields: Any,
) -> Listing:
    """An entry, published unless a trait says otherwise.

    Args:
        stale: Published, but its review fell due long ago.
        place: Where it is; True makes a place, None leaves it without one.
        hours: (weekday from 0, opens, closes in minutes) for each opening.
    """
    n = next(_number)
    known: dict[str, Any] = {
        "slug": f"mihon-{n}",
        "name": f"見本の集まり{n}",
        "name_kana": f"ミホンノアツマリ{n}",
        "summary": "お茶を飲みながら話せる場所です。",
        "source": "見本として作成",
        "checked_on": TODAY - timedelta(days=30),
        "review_due_on": TODAY + timedelta(days=335),
        "status": "published",
        "published_at": NOW - timedelta(days=30),
        "created_at": NOW - timedelta(days=60),
        "updated_at": NOW - timedelta(days=30),
    }
    if "category" not in fields:
        known["category"] = CategoryFactory(code="mihon-tsudoi", name="見本の集い")
    if draft:
        known |= {"status": "draft", "published_at": None, "source": "", "checked_on": None}
        known |= {"review_due_on": None}
    if suspended:
        known |= {
            "status": "suspended",
            "suspended_reason": "冬のあいだ休みます",
            "suspended_from": TODAY - timedelta(days=7),
            "suspended_until": date(2027, 4, 1),
        }
    if closed:
        known |= {"status": "closed", "closed_on": TODAY - timedelta(days=7)}
        known |= {"closed_reason": "会場がなくなったため"}
    if stale:
        known |= {
            "checked_on": TODAY - timedelta(days=700),
            "review_due_on": TODAY - timedelta(days=335),
        }
    listing = Listing.objects.create(**{**known, **fields})
    if place:
        where = PlaceFactory() if place is True else place
        at = ListingAt.objects.create(listing=listing, place=where)
        for weekday, opens, closes in hours or []:
            Opening.objects.create(at=at, weekday=weekday, opens=opens, closes=closes)
    return listing
