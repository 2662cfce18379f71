"""The keepers' pages, through HTTP, as the clerk, the operator and those who must not."""

from datetime import date

import pytest

from tests.factories import NOW, CategoryFactory, ListingFactory, PlaceFactory
from tomoni.core.models import AuditRow
from tomoni.town.places.models import Category, Contact, Listing, Suggestion

DESK = "/staff/places/"


def text(response):
    return response.content.decode()


@pytest.fixture
def tea(salon):
    listing = ListingFactory(
        slug="ocha", name="お茶の間", organisation=salon, hours=[(1, 600, 960)], entry="walk_in"
    )
    Contact.objects.create(listing=listing, phone="0134-00-1111")
    return listing


@pytest.fixture
def clerk(client, mori):
    client.force_login(mori)
    return client


@pytest.fixture
def operator(client, sato):
    client.force_login(sato)
    return client


def test_who_may_open_the_desk(client, tea, mori, sato, ken, nishi):
    pages = (DESK, f"{DESK}ocha/", f"{DESK}ocha/edit/names/", f"{DESK}ocha/do/close/")
    for page in pages:
        assert client.get(page).status_code == 302
    for person, expected in (
        (ken, [403, 403, 403, 403]),
        (nishi, [200, 200, 404, 404]),  # May look, may not change.
        (sato, [200, 200, 200, 200]),
        (mori, [200, 200, 200, 200]),
    ):
        client.force_login(person)
        assert [client.get(page).status_code for page in pages] == expected, person


def test_an_operator_sees_and_changes_only_her_own(operator, tea):
    other = ListingFactory(slug="other", name="よその集まり")
    page = text(operator.get(DESK))
    assert "お茶の間" in page and "よその集まり" not in page
    assert operator.get(f"{DESK}other/").status_code == 404
    assert operator.post(f"{DESK}other/do/close/", {"reason": "x"}).status_code == 404
    operator.post(f"{DESK}confirm/", {"pick": [str(other.pk)]})
    other.refresh_from_db()
    assert other.status == "published" and other.checked_on < NOW.date()


def test_an_operator_finds_the_way_from_her_own_page(operator, tea, ken):
    assert "/organisations/mihon-salon/" in text(operator.get("/me/"))
    assert "/staff/places/?organisation=mihon-salon" in text(
        operator.get("/organisations/mihon-salon/")
    )
    operator.force_login(ken)
    assert "/staff/places/" not in text(operator.get("/organisations/mihon-salon/"))


def test_the_filters_stand_in_the_address(clerk, tea):
    ListingFactory(name="古い掲載", stale=True)
    ListingFactory(name="下書きの掲載", draft=True)
    for query, there, not_there in (
        ("status=draft", "下書きの掲載", "お茶の間"),
        ("fresh=stale", "古い掲載", "お茶の間"),
        ("q=お茶", "お茶の間", "古い掲載"),
        ("organisation=mihon-salon", "お茶の間", "古い掲載"),
        ("missing=contacts", "古い掲載", "お茶の間"),
        ("order=due&page=999", "古い掲載", "zzz"),
    ):
        page = text(clerk.get(f"{DESK}?{query}"))
        assert there in page and not_there not in page, query


def test_the_list_asks_the_same_number_of_questions(
    clerk, tea, django_assert_num_queries, django_assert_max_num_queries
):
    with django_assert_max_num_queries(20) as few:
        clerk.get(DESK)
    for _n in range(20):
        ListingFactory(organisation=tea.organisation)
    with django_assert_num_queries(len(few.captured_queries)):
        clerk.get(DESK)


def test_mori_writes_a_new_entry_until_the_gate_opens(clerk, at):
    salon = CategoryFactory(code="salon", name="居場所・サロン")
    Category.objects.filter(pk="salon").update(parent=CategoryFactory(code="gather"))
    clerk.post(
        f"{DESK}new/",
        {"name": "桜のお茶の会", "name_kana": "さくらのおちゃのかい", "category": salon.pk},
    )
    tea = Listing.objects.get()
    desk = f"{DESK}{tea.slug}/"
    assert tea.who_for  # What is usual for the category.
    assert "公開までに足りないもの" in text(clerk.get(desk))
    assert "まだ公開できません" in text(clerk.post(f"{desk}do/publish/", {}))

    clerk.post(f"{desk}edit/use/", {"summary": "お茶を飲みます", "entry": "walk_in", "version": 1})
    added = clerk.post(
        f"{desk}places/add/",
        {"name": "桜会館", "address": "小樽市桜4丁目", "lat": "４３．１６９", "lng": "141.040"},
    )
    here = tea.at.get()
    assert added["Location"] == f"{desk}hours/{here.pk}/"
    week = {
        "row-0-days": ["1", "3"],
        "row-0-weeks": ["2", "8"],
        "row-0-opens": "10時半",
        "row-0-closes": "午後２時",
        "holiday_rule": "closed",
    }
    page = text(clerk.post(f"{desk}hours/{here.pk}/", week, follow=True))
    assert "第2・第4火曜・第2・第4木曜 午前10時30分から午後2時まで" in page
    clerk.post(
        f"{desk}edit/source/", {"source": "会長に電話", "checked_on": "令和８年１１月２０日"}
    )
    clerk.post(f"{desk}do/publish/", {}, follow=True)

    tea.refresh_from_db()
    assert (tea.status, tea.checked_on) == ("published", date(2026, 11, 20))
    assert here.place.lat == 43.169 and here.openings.count() == 2
    assert client_can_read(clerk, tea)


def client_can_read(client, listing):
    client.logout()
    return client.get(f"/places/{listing.slug}/").status_code == 200


def test_a_copy_takes_everything_but_source_and_check(clerk, tea):
    clerk.post(f"{DESK}new/?copy=ocha", {"name": "お茶の間 二号"})
    copy = Listing.objects.get(name="お茶の間 二号")
    assert (copy.status, copy.source, copy.checked_on) == ("draft", "", None)
    assert copy.contacts.get().phone == "0134-00-1111"
    assert copy.at.get().openings.get().opens == 600


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"row-0-opens": "25時", "row-0-closes": "26時"}, "開く時刻は0時から23時59分まで"),
        ({"row-0-opens": "おひる", "row-0-closes": "14:00"}, "時刻として読めません"),
        ({"row-0-opens": "14:00", "row-0-closes": "10:00"}, "日をまたぐときは"),
        ({"row-0-opens": "10:00", "row-0-closes": ""}, "ここも書いてください"),
        ({"row-0-opens": "10:00", "row-0-closes": "12:00", "row-1-days": ["1"], "row-1-opens": "11:00", "row-1-closes": "13:00"}, "時間の重なる行"),
        ({"row-0-opens": "10:00", "row-0-closes": "12:00", "row-0-season_from": "13月1日"}, "という日はありません"),
    ],
)  # fmt: skip
def test_times_that_cannot_be_get_a_sentence_and_stay_in_the_field(operator, tea, cells, said):
    here = tea.at.get()
    answers = {"row-0-days": ["1"], "holiday_rule": "open", **cells}
    page = text(operator.post(f"{DESK}ocha/hours/{here.pk}/", answers))
    assert said in page and f'value="{cells["row-0-opens"]}"' in page
    assert here.openings.get().opens == 600


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [
        ("10時半", 630),
        ("１０：３０", 630),
        ("午後2時", 840),
        ("夜8時", 1200),
        ("正午", 720),
        ("9", 540),
        ("930", 570),
    ],
)
def test_times_are_taken_as_people_type_them(operator, tea, typed, minutes):
    here = tea.at.get()
    answers = {
        "row-0-days": ["0"],
        "row-0-opens": typed,
        "row-0-closes": "翌2:00",
        "holiday_rule": "open",
    }
    operator.post(f"{DESK}ocha/hours/{here.pk}/", answers)
    row = here.openings.get()
    assert (row.opens, row.closes, row.weekday) == (minutes, 1560, 0)


def test_days_that_differ_come_and_go(operator, tea):
    here = tea.at.get()
    days = f"{DESK}ocha/hours/{here.pk}/days/"
    page = text(operator.post(f"{days}add/", {"day-from_on": "令和8年2月30日"}))
    assert "という日はありません" in page and "令和8年2月30日" in page
    operator.post(f"{days}add/", {"day-from_on": "R8.12.24", "day-reason": "大掃除"})
    row = here.exceptions.get()
    assert row.from_on == date(2026, 12, 24) and row.is_closed
    operator.post(f"{days}{row.pk}/remove/")
    assert not here.exceptions.exists()


def test_two_editors_of_one_field_the_second_keeps_her_words(client, tea, mori, sato):
    seen = text(client.get("/"))  # Anything; both forms below were filled from version 1.
    assert seen
    answers = {"entry": "walk_in", "version": "1"}
    client.force_login(mori)
    client.post(f"{DESK}ocha/edit/use/", {**answers, "summary": "森の文"})
    client.force_login(sato)
    page = text(client.post(f"{DESK}ocha/edit/use/", {**answers, "summary": "佐藤の文"}))

    assert "森 由美さんが" in page and "森の文" in page and 'value="佐藤の文"' in page
    assert 'name="version" value="2"' in page
    tea.refresh_from_db()
    assert tea.summary == "森の文"
    client.post(f"{DESK}ocha/edit/use/", {**answers, "version": "2", "summary": "佐藤の文"})
    tea.refresh_from_db()
    assert tea.summary == "佐藤の文"


def test_contacts_prices_languages_and_texts(operator, tea):
    desk = f"{DESK}ocha/"
    operator.post(f"{desk}edit/contacts/", {"row-0-phone": "０１３４（２３）７８４７", "row-0-label": "事務局", "row-1-audience": "professional", "row-1-phone": "0134-00-9999"})  # fmt: skip
    operator.post(f"{desk}edit/fees/", {"fee_kind": "paid", "rows": "大人　５００円\n子ども 無料"})
    operator.post(f"{desk}edit/languages/", {"codes": ["en", "jsl"], "note": "火曜だけ"})
    operator.post(f"{desk}texts/en/", {"name": "Tea room", "summary": "Tea and talk."})
    operator.post(f"{desk}edit/hazards/", {"rows": ["tsunami"]})

    assert [c.phone for c in tea.contacts.all()] == ["0134-23-7847", "0134-00-9999"]
    assert [(f.label, f.yen) for f in tea.fees.all()] == [("大人", 500), ("子ども", 0)]
    assert tea.texts.get().summary == "Tea and talk."
    assert tea.languages.count() == 2 and tea.hazards.get().code == "tsunami"
    page = text(operator.post(f"{desk}edit/contacts/", {"row-0-phone": "電話なし番号"}))
    assert "電話番号として読めません" in page and "電話なし番号" in page
    history = text(operator.get(f"{desk}history/"))
    assert "佐藤 明子" in history and "連絡先を直した" in history and "500" in history


@pytest.mark.parametrize(
    ("point", "said"),
    [
        (("35.68", "139.76"), "小樽市の外です"),
        (("北緯43度11分", ""), "両方を書いてください"),
        (("ここ", "あそこ"), "読めません"),
    ],
)
def test_a_wrong_point_gets_a_sentence(clerk, tea, point, said):
    here = tea.at.get()
    page = text(
        clerk.post(
            f"{DESK}ocha/places/{here.pk}/", {"name": "会館", "lat": point[0], "lng": point[1]}
        )
    )
    assert said in page and point[0] in page


def test_a_swapped_or_sexagesimal_point_is_put_right(clerk, tea):
    here = tea.at.get()
    at_place = f"{DESK}ocha/places/{here.pk}/"
    clerk.post(
        at_place, {"name": "会館", "postcode": "〒047-0024", "lat": "140.9959", "lng": "43.1914"}
    )
    here.place.refresh_from_db()
    assert (here.place.lat, here.place.lng, here.place.postcode) == (43.1914, 140.9959, "0470024")
    clerk.post(at_place, {"name": "会館", "lat": "北緯43度11分29秒", "lng": "東経140度59分45秒"})
    here.place.refresh_from_db()
    assert round(here.place.lat, 3) == 43.191


def test_an_operator_cannot_move_a_hall_that_others_use_too(operator, tea):
    here = tea.at.get()
    facts = f"{DESK}ocha/places/{here.pk}/facts/"
    assert operator.get(facts).status_code == 200
    ListingFactory(place=here.place)
    assert operator.get(facts).status_code == 403


def test_barrier_free_facts(clerk, tea):
    here = tea.at.get()
    clerk.post(
        f"{DESK}ocha/places/{here.pk}/facts/",
        {"lift-value": "no", "lift-note": "2階です", "pram-value": "yes"},
    )
    assert {(f.code, f.value) for f in here.place.facts.all()} == {("lift", "no"), ("pram", "yes")}
    page = text(clerk.get("/places/ocha/"))
    assert "エレベーター" in page and "2階です" in page


def test_suspend_resume_close_and_reopen(clerk, operator, tea, mori, sato, client):
    client.force_login(sato)
    do = f"{DESK}ocha/do/"
    assert "休止の理由を書いてください" in text(client.post(f"{do}suspend/", {"reason": ""}))
    client.post(f"{do}suspend/", {"reason": "暖房の故障", "until_on": "2026-12-20"})
    tea.refresh_from_db()
    assert (tea.status, tea.suspended_until) == ("suspended", date(2026, 12, 20))
    client.post(f"{do}resume/")
    client.post(f"{do}close/", {"reason": "会場がなくなった"})
    tea.refresh_from_db()
    assert tea.status == "closed"
    assert client.post(f"{do}reopen/").status_code == 403
    client.force_login(mori)
    client.post(f"{do}reopen/", {"source": "運営に電話"})
    tea.refresh_from_db()
    assert (tea.status, tea.source, tea.closed_on) == ("published", "運営に電話", None)


def test_an_operator_drafts_and_the_clerk_publishes(operator, salon, tea):
    page = text(operator.get(f"{DESK}new/"))
    assert "見本サロン" in page
    operator.post(f"{DESK}new/", {"name": "夜のお茶", "organisation": salon.pk})
    draft = Listing.objects.get(name="夜のお茶")
    assert draft.organisation == salon
    assert operator.post(f"{DESK}{draft.slug}/do/publish/").status_code == 403
    assert "担当職員が内容を見てから" in text(operator.get(f"{DESK}{draft.slug}/"))


def test_bulk_confirm_leaves_a_row_for_each(clerk, tea):
    other = ListingFactory(stale=True)
    before = AuditRow.objects.count()
    answers = {"pick": [str(tea.pk), str(other.pk), "nonsense"], "source": "年一度の一斉確認"}
    page = text(clerk.post(f"{DESK}confirm/?fresh=stale", answers, follow=True))
    other.refresh_from_db()
    assert other.source == "年一度の一斉確認" and "2件を今日確かめました" in page
    assert AuditRow.objects.count() == before + 2


def test_the_queue_of_what_people_told_us(client, tea, mori, ken):
    client.post("/places/ocha/tell/", {"kind": "wrong", "text": "電話が違います"})
    told = Suggestion.objects.get()
    client.force_login(ken)
    assert client.get(f"{DESK}suggestions/").status_code == 403
    client.force_login(mori)
    assert told.number in text(client.get(f"{DESK}suggestions/"))
    page = f"{DESK}suggestions/{told.pk}/"
    assert "お返事を、ひとことで" in text(client.post(page, {"accept": "1", "answer": ""}))
    client.post(page, {"decline": "1", "answer": "電話して確かめました。今の番号のままです。"})
    client.logout()
    receipt = text(client.get(f"/places/tell/{told.token}/"))
    assert "掲載は変えませんでした" in receipt and "今の番号のままです" in receipt


def test_freshness_and_the_list_for_the_telephone(clerk, tea):
    ListingFactory(name="古い掲載", stale=True)
    assert "古い掲載" in text(clerk.get(f"{DESK}freshness/"))
    page = text(clerk.get(f"{DESK}freshness/phone/"))
    assert "古い掲載" in page and "お茶の間" not in page


def test_a_known_place_is_found_before_a_second_one_is_made(clerk, tea):
    hall = PlaceFactory(name="桜町会館", name_kana="さくらまちかいかん")
    page = text(clerk.get(f"{DESK}ocha/places/add/?q=サクラマチ"))
    assert "桜町会館" in page
    clerk.post(f"{DESK}ocha/places/add/", {"place": str(hall.pk)})
    assert tea.at.count() == 2
    second = tea.at.get(place=hall)
    clerk.post(f"{DESK}ocha/places/{second.pk}/remove/")
    assert tea.at.count() == 1


@pytest.mark.parametrize("number", ["9" * 30, "-1", "9" * 5000, "1000001"])
def test_numbers_beyond_all_counting_get_a_sentence(clerk, tea, number):
    for part, names in (
        ("use", ("age_min", "age_max", "capacity")),
        ("source", ("review_every_days",)),
    ):
        page = clerk.post(f"{DESK}ocha/edit/{part}/", dict.fromkeys(names, number))
        assert page.status_code == 200
        assert set(names) <= set(page.context["form"].errors)
    here = tea.at.get()
    page = clerk.post(f"{DESK}ocha/places/{here.pk}/", {"name": "会館", "accuracy_m": number})
    assert "accuracy_m" in page.context["form"].errors


@pytest.mark.parametrize("key", ["row-²-phone", "row-" + "9" * 5000 + "-phone", "row-999-phone"])
def test_rows_with_nonsensical_numbers_are_no_rows(clerk, tea, key):
    page = clerk.post(f"{DESK}ocha/edit/contacts/", {key: "0134-00-9999"})
    assert page.status_code < 500
    assert not Contact.objects.filter(phone="0134-00-9999").exists()


def test_confirming_with_a_broken_source_is_answered(clerk, tea):
    answers = {"pick": [str(tea.pk), "x"], "source": "a\x00b"}
    assert clerk.post(f"{DESK}confirm/", answers).status_code == 302
