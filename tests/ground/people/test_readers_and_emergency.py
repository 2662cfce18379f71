"""The person reads who read; the caseworker opens in an emergency; the auditor looks at it."""

from datetime import date

import pytest
from django.utils.timezone import now
from pytest_django.asserts import assertContains, assertNotContains

from tests.factories import OrganisationFactory
from tomoni.core import break_glass, chain, reading_log
from tomoni.ground.people.models import Person

WHY = "倒れたと救急隊から電話があり、薬を知りたいとのこと"


@pytest.fixture
def file(db, haru):
    known = {"name": "見本 ハル", "name_kana": "みほん はる", "birth_on": date(1948, 2, 3)}
    known |= {"created_at": now(), "updated_at": now()}
    return Person.objects.update_or_create(user=haru, defaults=known)[0]


def test_haru_reads_who_opened_her_file(client, haru, mori, ken, file):
    reading_log.opened(file, by=mori, at=now(), reason="電話の相談")
    reading_log.opened(file, by=ken, at=now(), withheld="dv")
    client.force_login(haru)
    page = client.get("/me/readers/")
    assertContains(page, "電話の相談")
    assertContains(page, mori.name)
    assertNotContains(page, ken.name)
    client.force_login(ken)
    assertNotContains(client.get("/me/readers/"), "電話の相談")


def ask(client, **more):
    answers = {"name": "ﾐﾎﾝﾊﾙ", "birth_on": "1948-02-03", "reason": WHY, "hours": "2"}
    return client.post("/staff/emergency/", answers | more)


def test_an_emergency_is_opened_ended_and_looked_at(client, tani, ishida, file):
    client.force_login(tani)
    assertContains(ask(client, name="だれか"), "一人に決まりませんでした")
    assertContains(ask(client, reason="急ぎ"), "もう少し詳しく")
    assert ask(client).status_code == 302
    (release,) = break_glass.releases()
    assert break_glass.open_things(tani, "people.Person", now()) == [str(file.pk)]
    assertContains(client.get("/staff/emergency/"), "いま終える")
    found = {"text": "救急の記録と合います。問題はありません。"}
    client.force_login(ishida)
    assert client.get("/staff/emergency/").status_code == 403
    assertContains(client.get("/staff/audit/emergencies/"), WHY)
    path = f"/staff/audit/emergencies/{release.id}/"
    assertContains(client.post(path, found), "まだ開いています")
    client.force_login(tani)
    assert client.post(f"/staff/emergency/{release.id}/end/").status_code == 302
    assert break_glass.open_things(tani, "people.Person", now()) == []
    client.force_login(ishida)
    assert client.post(path, found).status_code == 302
    assertContains(client.get("/staff/audit/emergencies/"), "救急の記録と合います")


def test_others_may_neither_ask_nor_look(client, haru, file):
    client.force_login(haru)
    for path in ("/staff/emergency/", "/staff/audit/emergencies/", "/staff/audit/proof/"):
        assert client.get(path).status_code == 403


def test_the_auditor_sees_that_the_record_is_whole(client, ishida, file, settings, tmp_path):
    settings.CHECKPOINTS_DIR = tmp_path
    reading_log.opened(file, by=ishida, at=now())
    chain.write_checkpoints(now())
    client.force_login(ishida)
    page = client.get("/staff/audit/proof/")
    assertContains(page, "署名つきの写しと合っています")
    assertContains(page, "core_opening")


def test_every_look_at_a_person_is_a_row_also_in_an_emergency(client, tani, haru, file, at):
    """Restricted to a team the file is closed to others, until the glass is broken."""
    from tomoni.core.models import Opening
    from tomoni.ground.people.models import Team

    client.force_login(tani)
    assert client.get(f"/staff/persons/{file.pk}/").status_code == 200
    assert list(Opening.objects.values_list("basis", flat=True)) == ["duty"]
    team = Team.objects.create(
        slug="dv", name="見本班", created_at=at, updated_at=at, organisation=OrganisationFactory()
    )
    Person.objects.filter(pk=file.pk).update(restricted_to=team)
    assert client.get(f"/staff/persons/{file.pk}/").status_code == 404
    assert Opening.objects.count() == 1
    ask(client)
    assertContains(client.get(f"/staff/persons/{file.pk}/"), "見本 ハル")
    assert Opening.objects.latest("id").basis == "break_glass"
    assert client.get(f"/staff/persons/{file.pk}/edit/").status_code == 404
    (release,) = break_glass.releases()
    client.post(f"/staff/emergency/{release.id}/end/")
    assert client.get(f"/staff/persons/{file.pk}/").status_code == 404
    client.force_login(haru)
    assertContains(client.get("/me/readers/"), tani.name)
