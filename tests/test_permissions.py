"""What docs/permissions.md says is what the program does: every page, requested as every role."""

from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.core.cache import cache
from django.db import transaction
from django.urls import NoReverseMatch, reverse

from tests.appointments import examples as appointments
from tests.batons.examples import examples as baton_examples
from tests.circles.examples import examples as circle_examples
from tests.events.calendar_examples import examples as calendar_examples
from tests.events.examples import examples as event_examples
from tests.factories import NOW, TODAY, CategoryFactory, ListingFactory, PersonFactory
from tests.gathering_places.examples import examples as gathering_examples
from tests.neighbourhoods.examples import examples as neighbourhood_examples
from tests.points.examples import examples as points_examples
from tests.tourism.examples import examples as tourism_examples
from tests.umbrellas.examples import examples as umbrella_examples
from tests.volunteering.examples import examples as volunteering_examples
from tomoni.api.hsds import ids, taxonomy
from tomoni.core import permissions
from tomoni.ground.batons.actions import open_baton
from tomoni.ground.districts.models import District, Town
from tomoni.ground.people import doors as people_doors
from tomoni.ground.people.actions import consents
from tomoni.ground.retention.models import Hold, Proposal
from tomoni.plan import actions as plan
from tomoni.town.places.actions import feedback, suggestions
from tomoni.town.places.importing import desk
from tomoni.town.places.models import ImportBatch, ListingReview

DOORS = list(permissions.doors())
ROLES = ["", *permissions.roles()]
WHO = {
    "resident": "ken",
    "clerk": "mori",
    "viewer": "nishi",
    "caseworker": "tani",
    "team_lead": "ono",
    "commissioner": "ueda",
    "admin": "ishida",
    "auditor": "kobayashi",
    "guide": "noguchi",
}
WITH_EXAMPLES = {
    "web", "places", "circles", "neighbourhoods", "gathering_places", "tourism", "plan", "api",
}  # fmt: skip
# Values for the parts of an address. Whatever has no example here gets a word that finds nothing:
# then 404 is the right answer for those who may open the page.
NOTHING = {"int": 0, "uuid": UUID(int=0), "uuidstr": UUID(int=0), "slug": "nothing-here"}


ABOUT_A_PERSON = (
    "people:person", "people:person_edit", "people:mandates", "people:mandate_give",
    "people:office_begin", "people:consents", "people:consent_write", "people:letter_code",
)  # fmt: skip


def example(door, town):
    """An address of this door that leads to something of the small town, if there is any."""
    given = dict(town.get(door.name, {}))
    for part, converter in getattr(door.pattern.pattern, "converters", {}).items():
        kind = type(converter).__name__.removesuffix("Converter").lower()
        given.setdefault(part, NOTHING.get(kind, "nothing"))
    for part in door.pattern.pattern.regex.groupindex:
        given.setdefault(part, {"number": "3", "code": "2020"}.get(part, "nothing"))
    try:
        return reverse(door.name, kwargs=given)
    except NoReverseMatch:
        return door.address if "<" not in door.address else None


@pytest.fixture
def town(salon, sato, mori):
    """A small town: one salon with a published entry and a draft."""
    entry = ListingFactory(slug="mihon-1", organisation=salon, category=CategoryFactory())
    ListingFactory(slug="mihon-draft", organisation=salon, draft=True)
    plan.load(code="2021", by=None, at=NOW)
    slug, here = {"slug": entry.slug}, entry.at.get()
    spot = slug | {"pk": here.pk}
    day = here.exceptions.create(from_on=TODAY, until_on=TODAY, reason="見本の休み")
    told = suggestions.send(
        listing=entry, kind="wrong", text="見本", token=uuid4(), by=None, at=NOW
    )
    voice = feedback.send(listing=entry, kind="wish", text="見本", token=uuid4(), by=None, at=NOW)
    baton = open_baton(kind="places.review", title="見本", team=told.baton.hand, by=None, at=NOW)
    review = ListingReview.objects.create(baton=baton, listing=entry, created_at=NOW)
    taken = ImportBatch.objects.create(file="mihon.csv", sha256="0" * 64, at=NOW)
    rejected = desk.folder(taken.pk) / "rejected.csv"
    rejected.parent.mkdir(parents=True)
    rejected.write_text("名称\n", encoding="utf-8")
    here_town = Town.objects.create(
        code="mihon-1", name="見本町１丁目", name_kana="みほんちょう", base="見本町", chome=1,
        lat=43.19, lng=140.99, accuracy_m=300,
    )  # fmt: skip
    district = District.objects.create(code="mihon", name="見本地区", kind="other")
    kiku = PersonFactory(name="見本 キク", address="見本町1-1")
    consents.load(by=None, at=NOW)
    listed = open_baton(
        kind="retention.proposal", title="見本", team=told.baton.hand, by=None, at=NOW
    )
    proposal = {"pk": Proposal.objects.create(baton=listed, at=NOW).pk}
    held = Hold.objects.create(
        label="people.User", key=str(sato.pk), reason="見本のため", until_on=TODAY,
        placed_by=mori, placed_at=NOW,
    )  # fmt: skip
    vocabulary, word = taxonomy.taxonomies()[0], taxonomy.terms()[0]
    return {
        **baton_examples(mori),
        **circle_examples(mori),
        **calendar_examples(),
        **neighbourhood_examples(mori),
        **gathering_examples(),
        **tourism_examples(mori),
        **points_examples(mori),
        **volunteering_examples(),
        **umbrella_examples(mori),
        "web:need": {"code": "consult"},
        **appointments.addresses(mori),
        **{f"retention:{name}": proposal for name in ("proposal", "approve", "refuse", "paper")},
        "retention:rule": {"code": "batons.closed"},
        "retention:lift": {"pk": held.pk},
        "places:section": slug | {"part": "names"},
        "places:text": slug | {"language": "en"},
        "places:place_add": slug,
        "places:place": spot,
        "places:facts": spot,
        "places:place_remove": spot,
        "places:hours": spot,
        "places:day_add": spot,
        "places:day_remove": spot | {"day": day.pk},
        "places:step": slug | {"deed": "confirm"},
        "places:suggestion": {"pk": told.pk},
        "places:receipt": {"token": told.token},
        "places:review": {"pk": review.pk},
        "places:feedback": {"pk": voice.pk},
        "places:mine_confirm": slug,
        **{key: {"pk": told.pk} for key in ("places:mine_answer", "places:mine_offer")},
        "places:feedback_receipt": {"token": voice.token},
        "places:to_provider": slug,
        "places:import": {"pk": taken.pk},
        "places:import_apply": {"pk": taken.pk},
        "places:import_rejected": {"pk": taken.pk},
        "places:open_dataset": {"slug": "listing"},
        "places:open_csv": {"slug": "listing"},
        "places:open_xlsx": {"slug": "listing"},
        "places:town": {"code": here_town.code},
        "places:district": {"kind": district.kind, "code": district.code},
        "plan:version": {"code": "2021"},
        "plan:measure_of": {"code": "2021", "number": "3"},
        "api:service": {"id": entry.pk},
        "api:service_at": {"id": UUID(ids.at_id(entry.pk, here.place_id))},
        "api:organization": {"id": salon.pk},
        "api:one_taxonomy": {"id": UUID(vocabulary.id)},
        "api:term": {"id": UUID(word.id)},
        "api:place_geojson": slug,
        "api:place_jsonld": slug,
        **{key: {"pk": kiku.pk} for key in ABOUT_A_PERSON},
        "people:consent_write": {"pk": kiku.pk, "kind": "photo"},
        **{key: {"kind": "photo"} for key in ("people:my_consent", "people:consent_text")},
        "people:account": {"pk": sato.pk},
        "people:give_role": {"pk": sato.pk},
        "people:organisation": {"slug": salon.slug},
        "people:organisation_edit": {"slug": salon.slug},
        "people:add_member": {"slug": salon.slug},
        "people:end_member": {"slug": salon.slug, "pk": sato.memberships.get().pk},
        "places:listing": slug,
        "places:tell": slug,
        "places:organisation": {"slug": salon.slug},
        "places:edit": slug,
        "places:history": slug,
        **event_examples(salon),
    }


@pytest.fixture
def visitor(request, client):
    """Sign a role's person in; '' is a stranger."""

    def visit(role):
        cache.clear()
        client.logout()
        if role:
            client.force_login(request.getfixturevalue(WHO[role]))
        return client

    return visit


def test_the_written_table_is_up_to_date():
    path = Path(__file__).resolve().parent.parent / "docs" / "permissions.md"
    assert path.read_text(encoding="utf-8") == permissions.as_markdown(), (
        "run: tomoni permissions --write"
    )


def test_every_role_of_the_table_has_a_person_in_the_cast():
    assert set(WHO) == set(permissions.roles())


def test_every_page_answers_as_the_table_says(town, visitor):
    """One town for all roles, since making it takes as long as looking at a hundred pages."""
    wrong = []
    for role in ROLES:
        with transaction.atomic():
            wrong += [
                f"{role or 'stranger'}: {answer}"
                for answer in answers_amiss(town, visitor(role), role)
            ]
            transaction.set_rollback(True)
    assert not wrong, "\n".join(wrong)


def answers_amiss(town, client, role):
    """Every page that answers this role otherwise than the table says."""
    client.raise_request_exception = False
    abilities = {str(a) for a in permissions.roles()[role][1]} if role else None
    for door in DOORS:
        if door.is_admin and door.name not in {"admin:index", "admin:login"}:
            continue
        if door.name == "admin:login" or (path := example(door, town)) is None:
            continue
        if door.name == "account_logout":
            continue  # It would end the visit.
        page = client.get(path, follow=door.is_admin)
        expected = door.answer(abilities)
        if not agrees(door, page, expected):
            yield (f"{path} [{door.name}]: {expected}, but {page.status_code} "
                   f"{page.get('Location', '')}")  # fmt: skip


def test_every_address_with_a_part_leads_somewhere(town, visitor):
    """Whatever finds nothing is never really tried; a room's new page brings its example."""
    client = visitor("clerk")
    missed = []
    for door in DOORS:
        if door.name.partition(":")[0] in WITH_EXAMPLES and "<" in door.address:
            page = client.get(example(door, town))
            if page.status_code == 404 or (door.name not in town and door.name != "plan:measure"):
                missed.append(f"{door.name}: {page.status_code}")
    assert not missed, missed


def agrees(door, page, expected):
    """Whether an answer is what the table promises."""
    where = page.get("Location", "")
    to_login = page.status_code == 302 and "/login/" in where and "next=" in where
    if page.status_code >= 500:
        # "Not ready" is an answer of the health page, and of the plan before it is loaded.
        return door.name in {"api:readyz", "plan:index"} and page.status_code == 503
    if expected == permissions.LOGIN:
        return to_login or page.request["PATH_INFO"] == "/accounts/login/"
    if expected == permissions.REFUSED:
        return page.status_code == 403
    if door.name in people_doors.OPEN:
        return page.status_code != 403  # These lead on to the sign-in page themselves.
    if expected == permissions.OWN and door.name.startswith("places:"):
        return not to_login  # Somebody without any organisation is told so with 403.
    return not to_login and page.status_code != 403


def test_an_editor_opens_her_own_entry_and_nobody_elses(town, client, sato):
    ListingFactory(slug="not-hers")
    client.force_login(sato)
    assert client.get("/staff/places/mihon-1/").status_code == 200
    assert client.get("/staff/places/mihon-draft/").status_code == 200
    assert client.get("/staff/places/not-hers/").status_code == 404


def test_an_unmarked_view_is_noticed():
    from django.urls import path

    entry = path("x/", lambda request: None)
    door = permissions.Door("x/", "x", entry, entry.callback)
    with pytest.raises(LookupError, match="no mark"):
        door.answer(set())
