"""The lead keeps the team: people, days, cover, dissolving."""

from tests.factories import TODAY, OrganisationFactory, TeamFactory
from tomoni.ground.people.models import Cover, Team, TeamDay, TeamMembership


def text(page):
    return page.content.decode()


def test_the_lead_makes_a_team_and_fills_it(client, ono, tani):
    body = OrganisationFactory()
    TeamFactory(desk=True, name="総合相談")
    client.force_login(ono)
    done = client.post(
        "/staff/teams/new/",
        {"slug": "yuki", "organisation": body.pk, "name": "除雪の担当", "open_weekdays": [1, 32]},
    )
    assert done["Location"] == "/staff/teams/yuki/"
    team = Team.objects.get(slug="yuki")
    assert team.open_weekdays == 33
    client.post("/staff/teams/yuki/members/add/",
                {"email": "TANI@example.jp", "part": "lead", "from_on": "2026-04-01"})  # fmt: skip
    client.post("/staff/teams/yuki/days/set/", {"day": "2030-05-01", "is_open": "", "note": "研修"})
    page = text(client.get("/staff/teams/yuki/"))
    assert "谷 真理" in page and "研修" in page and "総合相談" in page and "月土" in page
    assert TeamMembership.objects.get().part == "lead"
    day = TeamDay.objects.get()
    assert not day.is_open
    client.post(f"/staff/teams/yuki/days/{day.pk}/forget/")
    assert not TeamDay.objects.exists()
    client.post("/staff/teams/yuki/edit/", {"name": "除雪の係", "open_weekdays": [1]})
    team.refresh_from_db()
    assert team.name == "除雪の係"


def test_cover_is_named_on_the_page_and_ends(client, ono, tani):
    TeamFactory(slug="yuki", leads=[ono], members=[tani])
    client.force_login(ono)
    client.post("/staff/teams/yuki/cover/", {"absent": tani.pk, "covered_by": ono.pk,
                "from_on": "2026-01-01", "until_on": "2099-01-01"})  # fmt: skip
    assert "谷 真理 → 小野 徹" in text(client.get("/staff/teams/yuki/"))
    client.post(f"/staff/teams/yuki/cover/{Cover.objects.get().pk}/end/")
    assert Cover.objects.get().until_on.year < 2099


def test_the_desk_stays_until_another_is_named(client, ono):
    TeamFactory(slug="madoguchi", desk=True)
    TeamFactory(slug="yuki")
    client.force_login(ono)
    page = client.post("/staff/teams/madoguchi/dissolve/", {"on": TODAY.isoformat()})
    assert "総合窓口です" in text(page)
    client.post("/staff/teams/yuki/desk/")
    done = client.post("/staff/teams/madoguchi/dissolve/", {"on": TODAY.isoformat()})
    assert done.status_code == 302
    assert Team.objects.get(slug="madoguchi").dissolved_on == TODAY
    assert "解散しました" in text(client.get("/staff/teams/madoguchi/"))
    assert client.post("/staff/teams/madoguchi/edit/", {}).status_code == 404


def test_only_those_who_keep_teams_open_these_pages(client, tani, ken):
    TeamFactory(slug="yuki")
    for user in (tani, ken):
        client.force_login(user)
        assert client.get("/staff/teams/").status_code == 403
        assert client.post("/staff/teams/yuki/dissolve/", {"on": "2026-11-24"}).status_code == 403
