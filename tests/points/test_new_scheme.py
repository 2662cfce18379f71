"""A new scheme is written on a page, tried on last year's ledger, and opened."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils.timezone import localdate, now

from tests.factories import TeamFactory
from tests.points.test_pages import as_shown
from tests.points.towns import TERMS, holder, scheme_with
from tomoni.doing.points.actions import award
from tomoni.doing.points.models import Scheme
from tomoni.doing.points.rules.simulating import Deed, as_counted_by, simulate
from tomoni.doing.points.rules.terms import Activity, Terms
from tomoni.doing.points.samples import samples

pytestmark = pytest.mark.django_db
NEW = reverse("points:new_scheme")


@pytest.fixture
def at():
    return now() - timedelta(minutes=5)


def typed(client, like, **more):
    shown = as_shown(client.get(NEW, {"like": like}).context)
    return shown | {
        "name": "見本の新しいポイント", "slug": "mihon-new", "team": str(TeamFactory().pk),
        "begins_on": f"{localdate() + timedelta(days=1)}", "source": "見本会議",
    } | more  # fmt: skip


@pytest.mark.parametrize("slug", samples())
def test_every_kind_of_scheme_is_opened_from_the_page_without_losing_a_clause(client, ono, slug):
    client.force_login(ono)
    done = client.post(f"{NEW}?like={slug}", {**typed(client, slug), "decide": "1"})
    assert done.status_code == 302, done.context["form"].errors
    made = Scheme.objects.get(slug="mihon-new")
    assert made.rulings.get().read == samples()[slug].terms
    assert made.accounts.count() == 2
    desk = client.get("/staff/points/").content.decode()
    assert "見本の新しいポイント" in desk
    assert client.get(done["Location"]).status_code == 200


def test_all_that_rules_can_say_has_its_field_with_an_explanation(client, ono):
    client.force_login(ono)
    form = client.get(NEW).context["form"]
    said = {"window": ("window_from", "window_to")}
    for name in Terms.__dataclass_fields__:
        for field in said.get(name, (name,)):
            assert name == "activities" or field in form.fields, field
    grouped = [field for _title, fields in form.groups() for field in fields]
    assert [one.name for one in grouped if not one.help_text] == ["window_to"]


def test_a_new_scheme_is_tried_on_the_ledger_of_the_one_it_is_begun_from(client, ono, at):
    scheme = scheme_with(TERMS, at=at)
    account = holder(scheme, at=at)
    for _n in range(2):
        award(id=uuid4(), scheme=scheme, person=account.person, activity="snow", quantity=60,
              on=localdate(), by=None, at=at)  # fmt: skip
    client.force_login(ono)
    page = client.post(
        f"{NEW}?like={scheme.slug}", {**typed(client, scheme.slug, daily_most=1), "try": "1"}
    )
    text = page.content.decode()
    assert "まだ決めていません" in text
    assert "へる人は1人" in text
    assert not Scheme.objects.filter(slug="mihon-new").exists()
    assert page.context["form"]["name"].value() == "見本の新しいポイント", "what was typed stays"


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"window_from": "3/1", "window_to": ""}, "両方書くか"),
        ({"window_from": "春", "window_to": "3/31"}, "月と日を"),
        ({"window_from": "2/30", "window_to": "3/31"}, "月と日を確かめて"),
        ({"ways": ""}, "必"),
        ({"lapse": "earned", "lapse_months": "0"}, "1か月以上"),
        ({"slug": "雪"}, "半角"),
        ({"daily_most": "99999999999999999999"}, "以下"),
        ({"source": ""}, "必"),
    ],
)
def test_rules_that_cannot_be_are_said_and_nothing_typed_is_lost(client, ono, wrong, words):
    client.force_login(ono)
    page = client.post(NEW, {**typed(client, "otaru", **wrong), "decide": "1"})
    text = page.content.decode()
    assert page.status_code == 200
    assert words in text, page.context["form"].errors
    assert "見本の新しいポイント" in text
    assert not Scheme.objects.filter(slug="mihon-new").exists()


def test_an_address_word_is_taken_once(client, ono, at):
    taken = scheme_with(TERMS, at=at)
    client.force_login(ono)
    page = client.post(NEW, {**typed(client, "otaru", slug=taken.slug), "decide": "1"})
    assert "もうあります" in page.content.decode()


def test_who_may_not_make_rules_may_not_open_a_scheme(client, mori):
    client.force_login(mori)
    assert client.get(NEW).status_code == 403
    assert NEW not in client.get("/staff/points/").content.decode()


def test_what_was_done_is_counted_by_other_rules_under_its_name():
    old = Terms(activities=(Activity("a1", "雪かき", "hour"), Activity("b", "配食", "time")))
    new = Terms(activities=(Activity("x", "雪かき", "stamp"), Activity("b", "配食", "hour")))
    deeds = [
        Deed(1, "a1", 130, localdate()),
        Deed(1, "b", 2, localdate()),
        Deed(1, "c", 1, localdate()),
    ]
    found = as_counted_by(new, old, deeds)
    assert [(one.activity, one.quantity) for one in found] == [("x", 2), ("b", 120), ("c", 1)]
    assert (simulate(new, found).points, simulate(new, found).unknown) == (4, 1)
