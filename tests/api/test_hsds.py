"""Another city's service finder reads our directory every night."""

import gzip
import json
from datetime import timedelta

import pytest
from jsonschema import Draft202012Validator

from tests.api import town as make
from tomoni.api.hsds import ids
from tomoni.core import audit
from tomoni.ground.people.models import Organisation
from tomoni.town.places.models import Listing

pytestmark = pytest.mark.django_db
API = "/api/hsds"


@pytest.fixture
def schemas(shared):
    """Validators by name, with additional properties forbidden everywhere."""
    folder = shared / "hsds" / "3.0" / "schema"

    def load(name):
        packed = folder / "compiled" / f"{name}.json.gz"
        if packed.exists():
            schema = json.loads(gzip.decompress(packed.read_bytes()))
        elif (folder / "compiled" / f"{name}.json").exists():
            schema = json.loads((folder / "compiled" / f"{name}.json").read_text())
        else:
            schema = with_parts(json.loads((folder / f"{name}.json").read_text()), folder)
        closed = forbid_more(schema)
        return Draft202012Validator(closed, format_checker=Draft202012Validator.FORMAT_CHECKER)

    return load


def with_parts(node, folder):
    """The schema with its neighbours written out; the circle of metadata is cut."""
    if isinstance(node, list):
        return [with_parts(one, folder) for one in node]
    if not isinstance(node, dict):
        return node
    if "$ref" in node:
        return with_parts(json.loads((folder / node["$ref"]).read_text()), folder)
    return {key: with_parts(value, folder) for key, value in node.items()}


def forbid_more(node):
    """The project's own stricter check: no property that the schema does not name."""
    if isinstance(node, list):
        return [forbid_more(one) for one in node]
    if not isinstance(node, dict):
        return node
    found = {key: forbid_more(value) for key, value in node.items()}
    if isinstance(node.get("properties"), dict):
        found["additionalProperties"] = False
    return found


def get(client, path, **query):
    page = client.get(API + path, query)
    assert page.status_code == 200, page.content
    return page.json()


def all_of(client, path, **query):
    return get(client, path, per_page=1000, **query)["contents"]


def problems(validator, document):
    return [f"{list(e.path)}: {e.message[:200]}" for e in validator.iter_errors(document)]


@pytest.fixture
def town():
    make.everything()
    make.listing("resting", status="suspended", where=make.place(address="", level="town"))
    make.listing("plain", name="だれかの会", where=False, category=None, organisation=None)
    make.listing("over", status="closed")
    make.listing("secret", status="draft", name="まだ秘密")
    make.place(name="一人の家")
    make.organisation("lonely", name="だれも知らない会")


@pytest.mark.parametrize(
    ("path", "query", "schema"),
    [
        ("/services", {}, "service_list"),
        ("/services", {"minimal": "true"}, "service_list"),
        ("/services", {"full": "true"}, "service"),
        ("/services", {"full": "true", "modified_after": "2020-01-01"}, "service"),
        ("/services", {"modified_after": "2020-01-01T00:00:00Z"}, "service_list"),
        ("/service_at_locations", {}, "service_at_location_list"),
        ("/service_at_locations", {"full": "true"}, "service_at_location"),
        ("/organizations", {}, "organization_list"),
        ("/organizations", {"full": "true"}, "organization"),
        ("/organizations", {"full_service": "true"}, "organization"),
        ("/taxonomies", {}, "taxonomy"),
        ("/taxonomy_terms", {}, "taxonomy_term"),
    ],
)
def test_every_item_of_every_list_is_valid(client, town, schemas, path, query, schema):
    found = all_of(client, path, **query)
    assert found
    validator = schemas(schema)
    for document in found:
        assert not problems(validator, document), document


@pytest.mark.parametrize(
    ("path", "schema"),
    [
        ("/services", "service"),
        ("/service_at_locations", "service_at_location"),
        ("/organizations", "organization"),
        ("/taxonomies", "taxonomy"),
        ("/taxonomy_terms", "taxonomy_term"),
    ],
)
def test_every_single_document_is_valid(client, town, schemas, path, schema):
    validator = schemas(schema)
    for item in all_of(client, path):
        document = get(client, f"{path}/{item['id']}")
        assert document["id"] == item["id"]
        assert not problems(validator, document), document


def test_about(client):
    assert get(client, "/")["version"] == "3.0"
    assert get(client, "/")["openapi_url"].endswith("/api/openapi.json")


def test_nothing_of_a_draft_or_a_professional_number_is_told(client, town):
    for path in ("/services", "/service_at_locations", "/organizations"):
        for query in ({}, {"full": "true"}, {"modified_after": "2020-01-01", "full": "true"}):
            said = json.dumps(get(client, path, **query), ensure_ascii=False)
            for secret in (
                "まだ秘密",
                "0134-99-9999",
                "secret@example.jp",
                "一人の家",
                "だれも知らない会",
            ):
                assert secret not in said


def test_the_hours_of_a_month_are_rules(client, town):
    full = get(client, f"/services/{Listing.objects.get(slug='full').pk}")
    at = next(one for one in full["service_at_locations"] if one.get("description") == "2階ロビー")
    rules = {one.get("byday"): one for one in at["schedules"]}

    assert rules["MO,TU,WE"]["freq"] == "WEEKLY"
    assert rules["MO,TU,WE"]["opens_at"] == "09:00+09:00"
    assert rules["2TH,4TH"]["freq"] == "MONTHLY"
    assert rules["-1FR"]["closes_at"] == "02:00+09:00"
    assert "次の日" in rules["-1FR"]["notes"]
    assert rules["SA"]["valid_from"].endswith("-12-01")
    assert "祝日は休み" in rules["SA"]["notes"]
    differing = [one for one in at["schedules"] if "until" in one]
    assert {bool(one.get("opens_at")) for one in differing} == {True, False}


def test_everything_residents_need_is_in_the_document(client, town):
    full = get(client, f"/services/{Listing.objects.get(slug='full').pk}")

    assert full["url"] == "https://example.jp/%E3%82%B5%E3%83%AD%E3%83%B3?%E6%97%A5=%E6%9C%A8"
    assert full["cost_options"][0]["amount"] == 100
    assert [one["document"] for one in full["required_documents"]] == ["保険証", "印かん"]
    assert {one["number"] for one in full["phones"]} == {
        "0134-00-0001", "0134-00-0002", "0134-00-0003",
    }  # fmt: skip
    assert full["phones"][0]["extension"] == 12
    assert {one["code"] for one in full["languages"]} == {"zh", "jsl"}
    assert {one["value"] for one in full["attributes"]} >= {"居場所・サロン", "カフェ", "津波"}
    place = full["service_at_locations"][0]["location"]
    assert place["addresses"][0]["address_1"] == "銭函２丁目３番１号"
    assert place["addresses"][0]["city"] == "小樽市"
    assert [one["description"] for one in place["accessibility"]] == [
        "エレベーター: ありません", "入口に段差はありません",
    ]  # fmt: skip


def test_history_tells_the_change_but_not_the_old_words_of_a_text(client, town):
    listing = Listing.objects.get(slug="full")
    audit.record(
        "places.edited", listing, by=None, at=make.AT + timedelta(days=1),
        changes={"description": ("山田さんの家で", listing.description), "name": ("前", "後")},
    )  # fmt: skip
    audit.record(
        "places.edited", listing, by=None, at=make.AT - timedelta(days=1),
        changes={"name": ("下書きの名前", "前")},
    )  # fmt: skip

    rows = get(client, f"/services/{listing.pk}")["metadata"]

    assert {row["field_name"] for row in rows} >= {"name", "description"}
    assert "前" in {row["previous_value"] for row in rows}
    assert "山田さん" not in json.dumps(rows, ensure_ascii=False)
    assert "下書きの名前" not in json.dumps(rows, ensure_ascii=False)


def test_status_words(client, town):
    found = all_of(client, "/services", modified_after="2020-01-01")
    assert {one["status"] for one in found} == {"active", "temporarily closed", "defunct"}


def test_what_has_ended_leaves_a_tombstone_for_those_who_copied_it(client, town):
    over = Listing.objects.get(slug="over")

    assert str(over.pk) not in {one["id"] for one in all_of(client, "/services")}
    since = all_of(client, "/services", modified_after="2026-11-20T00:00:00+09:00")
    assert str(over.pk) in {one["id"] for one in since}
    tombstone = get(client, f"/services/{over.pk}")
    assert tombstone["status"] == "defunct"
    assert "会場がなくなりました" in tombstone["alert"]


def test_what_was_withdrawn_is_inactive_and_tells_nothing(client):
    listing = make.listing("gone", name="まちがえた名前")
    Listing.objects.filter(pk=listing.pk).update(status="draft")

    assert get(client, "/services")["empty"] is True
    document = get(client, f"/services/{listing.pk}")
    assert document["status"] == "inactive"
    assert "まちがえた名前" not in json.dumps(document, ensure_ascii=False)


def test_only_what_was_modified_after(client):
    make.listing("old")
    body = make.organisation("other", name="ほかの会")
    place = make.place("公園")
    make.listing("by-body", organisation=body, where=False)
    make.listing("by-place", where=place)
    later = make.AT + timedelta(days=3)
    Organisation.objects.filter(pk=body.pk).update(updated_at=later)
    place.updated_at = later
    place.save()

    found = all_of(client, "/services", modified_after="2026-11-22T00:00:00+09:00")

    assert len(found) == 2
    assert {one["last_modified"] for one in found} == {"2026-11-23T10:00:00.000+09:00"}


def test_a_zone_no_country_has_is_still_a_moment(client):
    make.listing("old")
    assert len(all_of(client, "/services", modified_after="0429-01-07T16:26:29+17:30")) == 1


def test_pages_are_as_the_specification_has_them(client):
    for number in range(7):
        make.listing(f"n{number}", where=False, name=f"第{number}の会")

    first = get(client, "/services", per_page=3)
    last = get(client, "/services", per_page=3, page=3)
    beyond = get(client, "/services", per_page=3, page=10**30)

    assert {k: v for k, v in first.items() if k != "contents"} == {
        "total_items": 7, "total_pages": 3, "page_number": 1, "size": 3,
        "first_page": True, "last_page": False, "empty": False,
    }  # fmt: skip
    assert last["last_page"] and last["size"] == 1
    assert beyond["empty"] and beyond["contents"] == []
    ids = [
        one["id"]
        for n in (1, 2, 3)
        for one in get(client, "/services", per_page=3, page=n)["contents"]
    ]
    assert len(set(ids)) == 7
    assert 'rel="next"' in client.get(f"{API}/services?per_page=3")["Link"]
    assert len(get(client, "/services", minimal="true")["contents"]) == 7


def test_ndjson_gives_everything_a_line_each(client, town):
    page = client.get(f"{API}/services?format=ndjson&full=true")
    lines = b"".join(page.streaming_content).decode().splitlines()

    assert page["Content-Type"] == "application/x-ndjson"
    assert [json.loads(line)["id"] for line in lines] == [
        one["id"] for one in all_of(client, "/services")
    ]


def test_filters(client, town):
    body = Listing.objects.get(slug="full").organisation_id
    term = {one["code"]: one["id"] for one in all_of(client, "/taxonomy_terms")}
    vocabulary = {one["name"]: one["id"] for one in all_of(client, "/taxonomies")}

    def names(**query):
        return {one["name"] for one in all_of(client, "/services", **query)}

    everything = names()
    assert names(search="なんでも") == {"なんでも（見本）"}
    assert names(search="存在しない言葉") == set()
    assert names(organization_id=body) == everything - {"だれかの会"}
    assert names(taxonomy_term_id=term["cafe"]) == {"なんでも（見本）"}
    assert len(names(taxonomy_term_id=term["gather"])) == 2
    assert names(taxonomy_term_id=term["tsunami"]) == {"なんでも（見本）"}
    assert names(taxonomy_term_id=term["support-network"]) == names(taxonomy_term_id=term["salon"])
    assert names(taxonomy_id=vocabulary["指定緊急避難場所の災害の種類"]) == {"なんでも（見本）"}
    assert names(taxonomy_id=str(body)) == set()
    top = all_of(
        client, "/taxonomy_terms", top_only="true", taxonomy_id=vocabulary["ともに 地域の分類"]
    )
    assert "gather" in {one["code"] for one in top}
    below = all_of(client, "/taxonomy_terms", parent_id=term["gather"])
    assert {one["code"] for one in below} >= {"salon", "cafe"}


def test_near_a_postcode_the_nearest_comes_first(client):
    make.town()
    make.listing("near", name="近い", where=make.place(lat=43.1371, lng=141.1551))
    make.listing("nearer", name="もっと近い", where=make.place(lat=43.137, lng=141.155))
    make.listing("far", name="遠い", where=make.place(lat=43.19, lng=140.99))

    def names(**query):
        return [one["service"]["name"] for one in all_of(client, "/service_at_locations", **query)]

    assert names(postcode="047-0261", proximity=500) == ["もっと近い", "近い"]
    assert len(names(postcode="0470261", proximity=50_000)) == 3
    assert names(postcode="9999999", proximity=500) == []
    assert names(lat=43.19, lng=140.99, proximity=100) == ["遠い"]


def test_identifiers_stay_when_rows_are_written_anew(client, town):
    listing = Listing.objects.get(slug="full")
    before = get(client, f"/services/{listing.pk}")
    contact = listing.contacts.first()
    contact.pk = None
    listing.contacts.first().delete()
    contact.save()
    at = listing.at.first()
    rows = list(at.openings.all())
    at.openings.all().delete()
    for row in rows:
        row.pk = None
        row.save()

    assert get(client, f"/services/{listing.pk}") == before


@pytest.mark.parametrize(
    "query",
    [
        "page=0", "page=x", "per_page=0", "per_page=1001", "full=perhaps", "format=xml",
        "taxonomy_id=1", "modified_after=yesterday", "organization_id='", "search=" + "a" * 300,
    ],
)  # fmt: skip
def test_a_wrong_value_gets_a_sentence(client, query):
    page = client.get(f"{API}/services?{query}")

    assert page.status_code == 422
    assert page["Content-Type"] == "application/problem+json"
    assert page.json()["detail"] and page.json()["errors"][0]["name"] in query


def test_unknown_numbers_are_not_found(client):
    nobody = "00000000-0000-4000-8000-000000000000"
    for path in ("services", "organizations", "service_at_locations", "taxonomies"):
        for number in (nobody, "no-number"):
            page = client.get(f"{API}/{path}/{number}")
            assert page.status_code == 404
            assert page.json()["detail"]


def test_broken_letters_never_break_the_server(client):
    for query in ("search=%ff%fe", "search=%F0%9F%98%80", "search=%E2%80%AE", "page=%ff"):
        assert client.get(f"{API}/services?{query}").status_code in (200, 422)


def test_an_unchanged_document_is_not_sent_again(client, town):
    first = client.get(f"{API}/services")
    again = client.get(f"{API}/services", HTTP_IF_NONE_MATCH=first["ETag"])
    assert again.status_code == 304
    assert again["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize(
    "path",
    [
        "/services", "/services?full=true", "/services?minimal=true", "/service_at_locations",
        "/service_at_locations?full=true", "/organizations", "/organizations?full=true",
        "/organizations?full_service=true", "/taxonomy_terms",
        "/services?full=true&modified_after=2020-01-01",
    ],
)  # fmt: skip
def test_a_page_of_fifty_costs_the_same_questions_as_a_page_of_two(
    client, django_assert_max_num_queries, path
):
    def fill(first, last):
        for number in range(first, last):
            body = make.organisation(f"body-{number}", name=f"会{number}")
            make.listing(f"n{number}", organisation=body)

    make.everything()
    fill(0, 1)
    with django_assert_max_num_queries(25) as few:
        client.get(API + path)
    fill(1, 50)
    with django_assert_max_num_queries(len(few)):
        page = client.get(API + path)
    assert page.json()["size"] >= 50 or "taxonomy" in path


def test_the_address_of_another_city_keeps_its_city(client):
    make.listing(where=make.place(address="北海道余市郡余市町朝日町26", city_code="014079"))
    make.listing("b", where=make.place(address="札幌市中央区北1条西2", city_code="011002"))

    found = all_of(client, "/service_at_locations", full="true")
    cities = {one["location"]["addresses"][0]["city"] for one in found}

    assert "小樽市" not in cities


@pytest.mark.parametrize(
    "moment",
    [
        "0001-01-01", "0001-01-01T00:00:00%2B09:00", "9999-12-31T23:59:59-12:00",
        "2026-11-23T09:00:00 09:00", "2026-11-23T09:00:00+09:00", "20261123", "-5",
        "2026-02-30", "9999-12-31",
    ],
)  # fmt: skip
def test_the_ends_of_time(client, moment):
    page = client.get(f"{API}/services?modified_after={moment}")
    assert page.status_code in (200, 422)


def test_what_was_withdrawn_tells_no_place(client):
    listing = make.listing("gone")
    Listing.objects.filter(pk=listing.pk).update(status="draft")
    since = {"modified_after": "2000-01-01T00:00:00+09:00"}

    assert len(all_of(client, "/services", **since)) == 1
    assert all_of(client, "/service_at_locations", **since) == []
    here = listing.at.get()
    hidden = ids.at_id(listing.pk, here.place_id)
    assert client.get(f"/api/hsds/service_at_locations/{hidden}").status_code == 404


@pytest.mark.parametrize("language", ["en", "ja-easy"])
@pytest.mark.parametrize(
    ("path", "query", "schema"),
    [
        ("/services", {"full": "true", "modified_after": "2020-01-01"}, "service"),
        ("/services", {}, "service_list"),
        ("/service_at_locations", {"full": "true"}, "service_at_location"),
        ("/organizations", {"full_service": "true"}, "organization"),
        ("/taxonomy_terms", {}, "taxonomy_term"),
    ],
)
def test_other_languages_are_valid_too(client, town, schemas, path, query, schema, language):
    found = all_of(client, path, lang=language, **query)
    assert found
    for document in found:
        assert not problems(schemas(schema), document), document


def test_a_visitor_asks_in_english(client, town):
    key = Listing.objects.get(slug="full").pk
    page = client.get(f"{API}/services/{key}", {"lang": "en"})
    said, here = page.json(), get(client, f"/services/{key}")

    assert page["Content-Language"] == "en"
    assert (said["name"], said["alternate_name"]) == ("Everything", "なんでも（見本）")
    assert said["description"].startswith("Tea.")
    assert said["application_process"].startswith("Please phone first")
    assert any(one["name"].startswith("Chinese") for one in said["languages"])
    notes = " ".join(
        one.get("notes", "") for at in said["service_at_locations"] for one in at["schedules"]
    )
    assert "Closed on public holidays." in notes
    # Whoever keeps both versions can lay them side by side.
    same = ("phones", "contacts", "service_at_locations", "cost_options", "attributes")
    for name in same:
        assert [one["id"] for one in said[name]] == [one["id"] for one in here[name]], name


def test_the_language_of_the_pages_is_not_that_of_the_data(client, town):
    key = Listing.objects.get(slug="full").pk
    client.cookies["lang"] = "en"
    page = client.get(f"{API}/services/{key}", headers={"accept-language": "en"})
    assert page.json()["name"] == "なんでも（見本）" and page["Content-Language"] == "ja"
    assert client.get(f"{API}/services", {"lang": "xx"}).status_code == 422
    lines = client.get(f"{API}/services", {"lang": "en", "format": "ndjson", "full": "true"})
    assert b'"name":"Everything"' in b"".join(lines.streaming_content)
