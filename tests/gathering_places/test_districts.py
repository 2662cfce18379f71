"""Model districts: how far they are, what stands there; and the kit's rules are confirmed by a clerk."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.factories import CategoryFactory, ListingFactory, PlaceFactory
from tests.gathering_places.conftest import town
from tomoni.ties.gathering_places import queries
from tomoni.ties.gathering_places.actions import deciding, districts, sending
from tomoni.ties.gathering_places.models import KitCheck, ModelDistrict, ModelStep
from tomoni.ties.gathering_places.rules import stages

pytestmark = pytest.mark.django_db
SAID = {
    "name": "銭函モデル地区", "slug": "zenibako", "towns": "銭函１丁目\n銭函2丁目", "why": "居場所が遠いから",
    "name_en": "Zenibako", "why_en": "Far from any place", "is_shown": "on",
}  # fmt: skip


@pytest.fixture
def clerk(client, mori):
    client.force_login(mori)
    return client


@pytest.fixture
def chosen(clerk, zenibako):
    day = timezone.localdate() - timedelta(days=30)
    sent = clerk.post("/staff/gathering/districts/new/", {**SAID, "chosen_on": day.isoformat()})
    assert sent.status_code == 302, sent.content.decode()
    return ModelDistrict.objects.get()


def tell(clerk, stage, words, **more):
    said = {"stage": stage, "on": timezone.localdate().isoformat(), "words": words, **more}
    return clerk.post("/staff/gathering/districts/zenibako/step/", said)


@pytest.mark.parametrize(
    ("done", "following"),
    [((), "talk"), (("talk", "other"), "room"), (("trial",), "open"), (("talk", "open"), "")],
)
def test_the_next_stage_follows_the_farthest(done, following):
    assert stages.next_stage(done) == following


def test_the_way_in_winter_is_longer_and_slower():
    assert stages.winter_minutes(0) == 1
    assert stages.winter_minutes(400) == 15
    assert stages.winter_minutes(420) == 16


def test_everybody_reads_how_far_it_is_and_what_stands_there(client, chosen, clerk, zenibako):
    assert tell(clerk, "talk", "会館で20人と話した").status_code == 302
    wish = sending.wish(
        text="お茶の場所", people=5, parts=2, town=zenibako[0], reply={}, by=None, at=timezone.now()
    )
    room = sending.offer(
        text="喫茶店", kind="shop", people=9, parts=2, town=zenibako[1], reply={}, by=None,
        at=timezone.now(),
    )  # fmt: skip
    for thing in (wish, room):
        deciding.show(thing=thing, words=thing.text, by=None, at=timezone.now())
    sending.me_too(wish=wish, device="x", by=None, at=timezone.now())
    near = ListingFactory(
        name="銭函サロン", category=CategoryFactory(code="salon", parent=CategoryFactory(code="gather")),
        place=PlaceFactory(lat=zenibako[0].lat, lng=zenibako[0].lng),
    )  # fmt: skip

    client.logout()
    page = client.get("/gathering/districts/").content.decode()
    for words in (
        "銭函モデル地区", "居場所が遠いから", "会館で20人と話した", "場所がほしいと言った人：2人",
        "喫茶店", near.name, "約1分", "遠い", "次にすること",
    ):  # fmt: skip
        assert words in page, words
    assert page.index("場所をさがした") < page.index("次にすること") < page.index("試しに開いた")
    english = client.get("/gathering/districts/?lang=en").content.decode()
    assert "Far from any place" in english and "Zenibako" in english
    assert "/gathering/districts/" in client.get("/gathering/").content.decode()


def test_what_is_not_shown_yet_is_staffs_only(client, chosen, clerk):
    day = chosen.chosen_on.isoformat()
    clerk.post("/staff/gathering/districts/zenibako/", {**SAID, "is_shown": "", "chosen_on": day})
    assert "公開していない" in clerk.get("/staff/gathering/districts/").content.decode()
    client.logout()
    assert "まだ決まっていません" in client.get("/gathering/districts/").content.decode()
    assert "/gathering/districts/" not in client.get("/gathering/").content.decode()


def test_a_wrong_step_is_taken_back_and_stays_for_the_record(chosen, clerk):
    tell(clerk, "open", "まちがい")
    step = ModelStep.objects.get()
    clerk.post(f"/staff/gathering/districts/steps/{step.pk}/back/")
    assert "まちがい" not in clerk.get("/gathering/districts/").content.decode()
    assert ModelStep.objects.get().taken_back_at


def test_refusals_keep_the_input_and_say_what_to_write(chosen, clerk):
    later = (timezone.localdate() + timedelta(days=1)).isoformat()
    page = clerk.post(
        "/staff/gathering/districts/new/", {**SAID, "chosen_on": later, "slug": "other"}
    )
    assert "まだ来ていない日です" in page.content.decode() and "銭函１丁目" in page.content.decode()
    said = {**SAID, "chosen_on": chosen.chosen_on.isoformat()}
    assert (
        "もう使われています" in clerk.post("/staff/gathering/districts/new/", said).content.decode()
    )
    strange = {**said, "slug": "x", "towns": "銭函1丁目\n札幌市中央区\nあああ"}
    page = clerk.post("/staff/gathering/districts/new/", strange).content.decode()
    assert "市の町の名前として読めません" in page and "あああ" in page
    assert "まだ来ていない日です" in tell(clerk, "talk", "x", on=later).content.decode()
    assert ModelDistrict.objects.count() == 1 and not ModelStep.objects.exists()


def test_the_database_refuses_a_district_without_reason_and_a_step_without_words(chosen):
    day = timezone.localdate()
    for row in (
        ModelDistrict(slug="b", name="b", why="", chosen_on=day),
        ModelDistrict(slug=chosen.slug, name="b", why="x", chosen_on=day),
        ModelStep(district=chosen, stage="talk", on=day, words="", created_at=timezone.now()),
        KitCheck(entry="fire", digest="0", checked_on=day, how=""),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save()


def test_the_page_asks_as_much_for_one_district_as_for_many(client, chosen):
    def count():
        with CaptureQueriesContext(connection) as seen:
            assert client.get("/gathering/districts/").status_code == 200
        return len(seen)

    few = count()
    for n in range(5):
        made = districts.choose(
            name=f"地区{n}", slug=f"d{n}", why="x", chosen_on=timezone.localdate(), is_shown=True,
            towns=[town("桜", n + 1, lat=43.19, lng=141.0 + n / 100)], by=None, at=timezone.now(),
        )  # fmt: skip
        districts.tell_step(
            district=made, stage="talk", on=timezone.localdate(), words="x", by=None,
            at=timezone.now(),
        )  # fmt: skip
    assert count() == few


def test_a_rule_of_the_kit_says_when_a_clerk_confirmed_it(client, clerk, monkeypatch):
    assert client.get("/gathering/kit/").content.decode().count("まだ確かめていません") == 4
    page = clerk.get("/staff/gathering/kit/fire/").content.decode()
    assert "消防法第8条" in page
    day = timezone.localdate().isoformat()
    half = clerk.post("/staff/gathering/kit/fire/", {"checked_on": day, "how": ""})
    assert "だれに確かめたかを書いてください" in half.content.decode()
    said = {"checked_on": day, "how": "消防の予防の係に電話"}
    assert clerk.post("/staff/gathering/kit/fire/", said).status_code == 302
    assert "消防の予防の係に電話（森" in clerk.get("/staff/gathering/kit/").content.decode()
    page = client.get("/gathering/kit/").content.decode()
    assert page.count("まだ確かめていません") == 3 and "確かめた日：" in page
    assert client.get("/gathering/kit.pdf").content.startswith(b"%PDF")
    assert (
        clerk.get("/staff/gathering/kit/insurance/").status_code == 404
    )  # No law stands behind it.

    fire = next(one for one in queries.told("kit") if one.code == "fire")
    monkeypatch.setattr(type(fire), "digest", property(lambda entry: entry.code + "changed"))
    assert client.get("/gathering/kit/").content.decode().count("まだ確かめていません") == 4
