"""A small town with one row of every kind, made directly so that no other room is needed."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from tomoni.core import audit
from tomoni.ground.districts.models import District, DistrictTown, Town
from tomoni.ground.people.models import Organisation
from tomoni.town.places.actions import index
from tomoni.town.places.models import (
    Category,
    Contact,
    Fee,
    Hazard,
    Listing,
    ListingArea,
    ListingAt,
    ListingLanguage,
    ListingText,
    Opening,
    OpeningException,
    Place,
    PlaceFact,
)

AT = datetime(2026, 11, 20, 10, 0, tzinfo=ZoneInfo("Asia/Tokyo"))


def category(code="salon", **more):
    group, _new = Category.objects.get_or_create(
        code="gather", defaults={"name": "つどう・居場所", "name_en": "Places to gather"}
    )
    values = {"name": "居場所・サロン", "name_en": "Drop-in salon", "parent": group, **more}
    return Category.objects.get_or_create(code=code, defaults=values)[0]


def organisation(slug="shakyo", **more):
    values = {"name": "小樽市社会福祉協議会（見本）", "kind": "council", "is_sample": True}
    values |= {"created_at": AT, "updated_at": AT, "phone": "0134-23-7847"} | more
    return Organisation.objects.get_or_create(slug=slug, defaults=values)[0]


def town(**more):
    values = {"name": "銭函２丁目", "name_kana": "ぜにばこ", "base": "銭函", "chome": 2}
    values |= {"postcode": "0470261", "lat": 43.137, "lng": 141.155, "accuracy_m": 700} | more
    return Town.objects.get_or_create(code="zenibako-2", defaults=values)[0]


def place(name="銭函市民センター", lat=43.1372, lng=141.1551, **more):
    values = {"name_kana": "ぜにばこしみんせんたー", "address": "小樽市銭函２丁目３番１号"}
    values |= {"postcode": "0470261", "level": "building", "accuracy_m": 20, "city_code": "012033"}
    values |= {"created_at": AT, "updated_at": AT, "lat": lat, "lng": lng} | more
    return Place.objects.create(name=name, **values)


def listing(slug="salon", *, where=None, status="published", **more):
    """One listing at one place; `where=False` leaves it without a place."""
    values = {"name": "木曜のお茶の間（見本）", "name_kana": "もくようのおちゃのま"}
    values |= {"category": category(), "organisation": organisation(), "status": status}
    values |= {"source": "社協の調べ", "checked_on": date(2026, 11, 1), "is_sample": True}
    values |= {"created_at": AT, "updated_at": AT, "published_at": AT}
    if status == "suspended":
        values |= {"suspended_reason": "屋根の工事", "suspended_from": date(2026, 11, 10)}
        values |= {"suspended_until": date(2027, 1, 10)}
    if status == "closed":
        values |= {"closed_on": date(2026, 11, 15), "closed_reason": "会場がなくなりました"}
    if status == "draft":
        values |= {"published_at": None}
    made = Listing.objects.create(slug=slug, **(values | more))
    if where is not False:
        ListingAt.objects.create(listing=made, place=where or place())
    index.refresh([made])
    return made


def everything(slug="full"):
    """A listing in which every field and every related row is filled."""
    made = listing(
        slug,
        name="なんでも（見本）",
        name_en="Everything salon",
        also="サロン お茶",
        summary="お茶を飲みながら話す会です。",
        description="木曜の午後に集まります。\n申し込みはいりません。",
        who_for="どなたでも",
        age_min=6,
        age_max=120,
        entry="call_first",
        entry_text="前の日までにお電話ください。",
        fee_kind="partly",
        fee_text="お茶代100円",
        documents="保険証\n印かん\n",
        capacity=20,
        capacity_text="先着順",
        hours_text="祝日の次の日は変わることがあります。",
        url="https://example.jp/サロン?日=木",
        where=place(
            name="会館",
            name_en="Hall",
            town=town(),
            building="２階",
            organisation=organisation(),
            access_text="銭函駅から歩いて5分",
            parking_text="5台",
            elevation_m=4.5,
        ),
    )
    at = made.at.get()
    at.label, at.holiday_rule, at.closed_year_end = "2階ロビー", "closed", True
    at.save()
    second = ListingAt.objects.create(
        listing=made, place=place(name="公園", lat=None, lng=None, postcode=""), order=1
    )
    made.more_categories.add(category("cafe", name="カフェ"))
    for weekday in (0, 1, 2):
        Opening.objects.create(at=at, weekday=weekday, opens=540, closes=1020)
    Opening.objects.create(at=at, weekday=3, weeks=2 | 8, opens=780, closes=960, note="体操の日")
    Opening.objects.create(at=at, weekday=4, weeks=32, opens=1320, closes=1560)
    Opening.objects.create(
        at=at, weekday=5, opens=600, closes=1440, season_from=1201, season_until=331
    )
    Opening.objects.create(
        at=second, weekday=6, opens=0, closes=1440,
        valid_from=date(2026, 4, 1), valid_until=date(2030, 3, 31),
    )  # fmt: skip
    later = AT.date() + timedelta(days=4000)
    OpeningException.objects.create(
        at=at, from_on=AT.date(), until_on=later, opens=600, closes=720, reason="短縮"
    )
    OpeningException.objects.create(at=at, from_on=AT.date(), until_on=later, reason="雪害")
    Fee.objects.create(listing=made, label="お茶代", yen=100)
    Contact.objects.create(
        listing=made, label="事務局", phone="0134-00-0001", extension="12", fax="0134-00-0002",
        email="salon@example.jp", url="https://example.jp/form", note="平日の昼間",
    )  # fmt: skip
    Contact.objects.create(listing=made, phone="0134-00-0003", extension="441・442", order=1)
    Contact.objects.create(
        listing=made, audience="professional", label="支援者の窓口",
        phone="0134-99-9999", email="secret@example.jp",
    )  # fmt: skip
    ListingText.objects.create(listing=made, language="en", name="Everything", summary="Tea.")
    ListingLanguage.objects.create(listing=made, code="zh-hans", note="月曜だけ")
    ListingLanguage.objects.create(listing=made, code="jsl")
    east = District.objects.create(
        kind="support_centre", code="east", name="東南部", name_en="East"
    )
    DistrictTown.objects.create(district=east, town=town(), valid_from=date(2020, 4, 1))
    ListingArea.objects.create(listing=made, district=east)
    Hazard.objects.create(listing=made, code="tsunami")
    PlaceFact.objects.create(place=at.place, code="step_free", value="yes", note="北口")
    PlaceFact.objects.create(place=at.place, code="lift", value="no")
    audit.record(
        "places.edited", made, by=None, at=AT + timedelta(hours=1),
        changes={"summary": ("前のことば", made.summary), "imported": ({}, {"a": 1})},
    )  # fmt: skip
    return made
