"""Administrators, clerks and auditors at work, and people who must not be there."""

import json
import re

import pytest
from django.core import mail

from tests.factories import TODAY, MembershipFactory, OrganisationFactory
from tests.people import SINCE
from tomoni.core import audit
from tomoni.core.models import AuditRow
from tomoni.ground.people.models import Membership, Organisation, RoleHeld, User

STAFF_PAGES = ("/staff/people/", "/staff/people/invite/", "/staff/organisations/", "/staff/audit/")


def text(page):
    return page.content.decode()


@pytest.mark.parametrize("path", STAFF_PAGES)
def test_a_resident_is_turned_away_and_a_stranger_is_asked_who_they_are(client, ken, path):
    assert client.get(path)["Location"].startswith("/accounts/login/?next=")
    client.force_login(ken)
    page = client.get(path)
    assert page.status_code == 403 and "tel:" in text(page)


def test_the_clerk_keeps_organisations_but_not_accounts(client, mori):
    client.force_login(mori)
    assert client.get("/staff/organisations/").status_code == 200
    assert client.get("/staff/people/").status_code == 403
    assert client.get("/staff/audit/").status_code == 403


def test_the_auditor_reads_the_record_and_nothing_else(client, kobayashi):
    client.force_login(kobayashi)
    assert client.get("/staff/audit/").status_code == 200
    assert client.get("/staff/people/").status_code == 403
    assert client.get("/staff/organisations/").status_code == 403
    assert client.post("/staff/audit/").status_code == 405


def test_ishida_invites_a_colleague_who_chooses_a_password(client, ishida, settings):
    settings.SITE_URL = "https://town.example.jp"
    client.force_login(ishida)
    done = client.post(
        "/staff/people/invite/",
        {"email": "Kato@example.jp", "name": "加藤 恵", "role_codes": ["clerk"]},
    )
    kato = User.objects.get(email="kato@example.jp")
    assert done["Location"] == f"/staff/people/{kato.pk}/"
    assert kato.role_codes() == ["resident", "clerk"] and not kato.has_usable_password()
    assert [a.act for a in audit.history(kato)] == ["people.role_given", "people.created"]

    client.logout()
    link = re.search(r"https://town\.example\.jp(\S+)", mail.outbox[0].body).group(1)
    where = client.get(link, follow=True).redirect_chain[-1][0]
    client.post(where, {"password1": "mizu-tori-hashi-9"})
    done = client.post(
        "/accounts/login/", {"login": "kato@example.jp", "password": "mizu-tori-hashi-9"}
    )
    assert done["Location"] == "/me/"


def test_an_address_is_invited_once(client, ishida, haru):
    client.force_login(ishida)
    page = client.post("/staff/people/invite/", {"email": "HARU@example.jp", "name": "ハル"})
    assert "すでにあります" in text(page) and not mail.outbox


def test_roles_are_given_and_ended_with_dates(client, ishida, haru):
    client.force_login(ishida)
    path = f"/staff/people/{haru.pk}/"
    client.post(
        path + "roles/give/", {"role": "viewer", "from_on": "2026-04-01", "until_on": "2027-03-31"}
    )
    held = RoleHeld.objects.get(user=haru)
    assert held.given_by == ishida and held.until_on.isoformat() == "2027-03-31"

    again = client.post(path + "roles/give/", {"role": "viewer", "from_on": "2026-05-01"})
    assert "すでに持っています" in text(again)

    early = client.post(f"{path}roles/{held.pk}/end/", {"on": "2026-03-31"})
    assert "始まる前の日" in text(early)
    client.post(f"{path}roles/{held.pk}/end/", {"on": "2026-04-02"})
    held.refresh_from_db()
    assert held.until_on.isoformat() == "2026-04-02"
    assert [row.act for row in audit.history(haru)] == ["people.role_ended", "people.role_given"]


def test_a_role_that_is_not_on_the_page_cannot_be_given(client, ishida, haru):
    client.force_login(ishida)
    for role in ("resident", "king", ""):
        page = client.post(
            f"/staff/people/{haru.pk}/roles/give/", {"role": role, "from_on": "2026-04-01"}
        )
        assert page.status_code == 200 and not haru.roles_held.exists()


def test_the_last_administrator_cannot_be_removed(client, ishida, mori):
    client.force_login(ishida)
    held = ishida.roles_held.get()
    page = client.post(f"/staff/people/{ishida.pk}/roles/{held.pk}/end/", {"on": TODAY})
    assert "最後のシステム管理者" in text(page)
    page = client.post(f"/staff/people/{ishida.pk}/switch/", {"to": "off"})
    assert "最後のシステム管理者" in text(page)

    RoleHeld.objects.create(user=mori, role="admin", from_on=SINCE)
    client.post(f"/staff/people/{ishida.pk}/roles/{held.pk}/end/", {"on": TODAY})
    held.refresh_from_db()
    assert held.until_on == TODAY


def test_an_administrator_whose_account_is_closed_does_not_count(client, ishida, mori):
    RoleHeld.objects.create(user=mori, role="admin", from_on=SINCE)
    User.objects.filter(pk=mori.pk).update(is_active=False)
    client.force_login(ishida)
    page = client.post(f"/staff/people/{ishida.pk}/switch/", {"to": "off"})
    assert "最後のシステム管理者" in text(page)


def test_a_closed_account_is_out_at_once_and_can_come_back(client, ishida, haru):
    hers = type(client)()
    hers.force_login(haru)
    client.force_login(ishida)
    client.post(f"/staff/people/{haru.pk}/switch/", {"to": "off"})
    assert hers.get("/me/").status_code == 302
    client.post(f"/staff/people/{haru.pk}/switch/", {"to": "on"})
    haru.refresh_from_db()
    assert haru.is_active
    assert [r.act for r in audit.history(haru)] == ["people.switched_on", "people.switched_off"]


def test_accounts_are_found_by_name_and_role(client, ishida, mori, haru):
    client.force_login(ishida)
    assert "坂本 ハル" in text(client.get("/staff/people/?q=さかもと"))
    only = text(client.get("/staff/people/?role=clerk"))
    assert "森 由美" in only and "坂本 ハル" not in only


def test_the_list_of_accounts_asks_the_same_number_of_questions(
    client, ishida, django_assert_max_num_queries
):
    for n in range(30):
        user = User.objects.create_user(f"u{n}@example.jp", name=f"人{n}")
        RoleHeld.objects.create(user=user, role="viewer", from_on=SINCE)
    client.force_login(ishida)
    with django_assert_max_num_queries(8):
        client.get("/staff/people/")


def test_the_clerk_creates_an_organisation_and_adds_its_editor(client, mori, sato):
    client.force_login(mori)
    done = client.post(
        "/staff/organisations/new/",
        {"name": "見本の会", "kind": "npo", "name_en": "Sample Circle", "url": "example.jp"},
    )
    made = Organisation.objects.get(name="見本の会")
    assert done["Location"] == f"/staff/organisations/{made.slug}/" and made.slug == "sample-circle"
    assert made.url == "https://example.jp"

    nobody = client.post(
        f"/staff/organisations/{made.slug}/members/add/",
        {"email": "nobody@example.jp", "part": "editor", "from_on": "2026-11-24"},
    )
    assert "アカウントはありません" in text(nobody)
    client.post(
        f"/staff/organisations/{made.slug}/members/add/",
        {"email": "SATO@example.jp", "part": "editor", "from_on": "2026-11-24"},
    )
    row = made.memberships.get()
    assert row.user == sato
    client.post(f"/staff/organisations/{made.slug}/members/{row.pk}/end/", {"on": "2026-12-31"})
    row.refresh_from_db()
    assert row.until_on.isoformat() == "2026-12-31"
    assert [r.act for r in audit.history(made)] == [
        "people.membership_ended",
        "people.membership_added",
        "people.organisation_created",
    ]


def test_a_correction_says_what_changed(client, mori, salon):
    client.force_login(mori)
    client.post(
        "/staff/organisations/mihon-salon/edit/",
        {"name": "見本サロン", "kind": "npo", "name_kana": "ミホンサロン", "phone": "0134-00-0000"},
    )
    row = audit.history(salon).first()
    assert row.changes["phone"] == ["", "0134-00-0000"] and "name" not in row.changes
    assert row.by == mori


def test_a_wrong_corporate_number_is_refused(client, mori, salon):
    client.force_login(mori)
    page = client.post(
        "/staff/organisations/mihon-salon/edit/",
        {"name": "見本サロン", "kind": "npo", "corporate_number": "123"},
    )
    assert "13けた" in text(page)
    salon.refresh_from_db()
    assert salon.corporate_number == ""


def test_another_organisations_member_is_not_found(client, mori, sato, salon):
    other = OrganisationFactory()
    row = MembershipFactory(user=sato, organisation=other)
    client.force_login(mori)
    assert client.get(f"/staff/organisations/mihon-salon/members/{row.pk}/end/").status_code == 404
    assert Membership.objects.get(pk=row.pk).until_on is None


def test_haru_corrects_her_name_and_the_record_does_not_repeat_it(client, haru):
    client.force_login(haru)
    client.post("/me/edit/", {"name": "坂本 春", "phone": "0134-11-2222", "language": "ja-easy"})
    haru.refresh_from_db()
    assert haru.name == "坂本 春" and client.cookies["lang"].value == "ja-easy"
    row = audit.history(haru).first()
    assert set(row.changes) == {"name", "name_kana", "phone", "language"}
    assert "坂本" not in json.dumps(row.changes, ensure_ascii=False)
    assert "0134" not in json.dumps(row.changes)


def test_haru_takes_her_data_home(client, haru, sato, salon):
    client.force_login(sato)
    answer = client.get("/me/download/")
    data = json.loads(answer.content)
    assert data["account"]["email"] == "sato@example.jp"
    assert data["organisations"][0]["organisation"] == "見本サロン"
    assert "haru" not in answer.content.decode()
    assert "attachment" in answer["Content-Disposition"] and "no-store" in answer["Cache-Control"]


def test_the_record_is_searched_by_act_person_and_day(client, kobayashi, mori, salon, at):
    audit.record("people.organisation_edited", salon, by=mori, at=at)
    audit.record("places.published", salon, by=None, at=at)
    client.force_login(kobayashi)

    def acts(query):
        return re.findall(
            r"<code[^>]*>([a-z_.]+)</code>", text(client.get(f"/staff/audit/?{query}"))
        )

    assert acts("act=people.") == ["people.organisation_edited"]
    assert acts("by=森") == ["people.organisation_edited"]
    assert acts("from_on=2026-11-25") == []
    assert len(acts("from_on=2026-11-24&until_on=2026-11-24")) == 2
    assert acts(f"thing=people.Organisation&thing_id={salon.pk}&act=places") == ["places.published"]
    assert client.get("/staff/audit/?from_on=おととい").status_code == 200


def test_signing_in_is_recorded_for_staff_only(client, mori, haru):
    from tests.people import PASSWORD

    for user in (mori, haru):
        client.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
        client.post("/accounts/logout/")
    rows = AuditRow.objects.filter(act="people.signed_in")
    assert [row.by for row in rows] == [mori]
