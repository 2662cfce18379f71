"""The pages: rules, the preview, two approvals by two people, holds, and the record on paper."""

import subprocess

import pytest
from django.urls import reverse
from django.utils.timezone import now

from tests.ground.retention.conftest import SECRET
from tomoni.core import doctor, jobs, retention, timetable
from tomoni.ground.retention.actions import proposing
from tomoni.ground.retention.models import Destruction, Hold, Proposal, Rule


def text(page):
    return page.content.decode()


@pytest.fixture
def proposal(old_town):
    return proposing.propose(at=now())


def test_a_rule_is_set_with_its_source_and_kept_in_the_history(client, ono):
    client.force_login(ono)
    path = reverse("retention:rule", kwargs={"code": "notices.told"})
    assert 'name="years" value="1"' in text(client.get(path))
    given = {"years": 3, "months": 0, "clock": "fiscal_year", "from_on": "2099-04-01"}
    page = client.post(path, given | {"source": ""})
    assert not Rule.objects.exists() and 'value="3"' in text(page)
    assert client.post(path, given | {"source": "文書管理規程 別表"}).status_code == 302
    assert "文書管理規程 別表" in text(client.get(path))
    again = client.post(path, given | {"source": "もう一度"})
    assert "別の日にしてください" in text(again)


def test_the_preview_counts_and_shows_nobody(client, proposal, ono):
    client.force_login(ono)
    page = text(client.get(reverse("retention:proposal", kwargs={"pk": proposal.pk})))
    for held in retention.classes():
        if proposal.items.filter(held=held.code).exists():
            assert str(held.name) in page
    for word in (SECRET, "坂本", "haru@example.jp", "見本 キク", "名簿.csv"):
        assert word not in page


def test_the_preview_costs_the_same_however_long_the_list_is(
    client, proposal, ono, django_assert_max_num_queries
):
    client.force_login(ono)
    path = reverse("retention:proposal", kwargs={"pk": proposal.pk})
    client.get(path)
    with django_assert_max_num_queries(60):
        client.get(path)


def test_two_people_approve_and_the_worker_does_the_rest(client, proposal, ono, ishida):
    path = reverse("retention:approve", kwargs={"pk": proposal.pk})
    client.force_login(ono)
    assert client.post(path).status_code == 302
    assert "ほかの人が承認します" in text(client.post(path))
    client.force_login(ishida)
    assert "二人目の承認です" in text(client.get(path))
    assert client.post(path).status_code == 302
    jobs.work_off()
    proposal.refresh_from_db()
    assert proposal.status == Proposal.Status.DONE
    record = text(client.get(reverse("retention:record")))
    assert "見本の文書管理規程 第12条" in record
    pdf = client.get(reverse("retention:paper", kwargs={"pk": proposal.pk}))
    told = subprocess.run(["pdftotext", "-", "-"], input=pdf.content, capture_output=True)
    words = told.stdout.decode()
    assert "破棄の記録" in words.replace(" ", "") and proposal.baton.number in words
    first = Destruction.objects.order_by("nth").first()
    assert first.digest[:12] in words.replace("\n", "").replace(" ", "")


def test_refusing_needs_a_reason_and_keeps_what_was_typed(client, proposal, ono):
    client.force_login(ono)
    path = reverse("retention:refuse", kwargs={"pk": proposal.pk})
    assert "だめ" in text(client.post(path, {"reason": "だめ"}))
    assert client.post(path, {"reason": "年度末にまとめて見ます"}).status_code == 302
    proposal.refresh_from_db()
    assert proposal.status == Proposal.Status.REFUSED and not Destruction.objects.exists()


def test_a_hold_is_placed_by_a_number_and_lifted_with_a_reason(client, old_town, ono):
    client.force_login(ono)
    given = {
        "label": "batons.Baton", "words": old_town["baton"].number,
        "reason": "裁判が続いているため", "until_on": "2099-01-01",
    }  # fmt: skip
    assert "10年まで" in text(client.post(reverse("retention:hold"), given))
    assert "見つかりません" in text(
        client.post(
            reverse("retention:hold"), given | {"words": "0000-AAAA", "until_on": "2030-01-01"}
        )
    )
    assert (
        client.post(reverse("retention:hold"), given | {"until_on": "2030-01-01"}).status_code
        == 302
    )
    hold = Hold.objects.get()
    assert "裁判が続いているため" in text(client.get(reverse("retention:holds")))
    lift = reverse("retention:lift", kwargs={"pk": hold.pk})
    assert client.post(lift, {"reason": "判決が出ました"}).status_code == 302
    assert "裁判が続いているため" not in text(client.get(reverse("retention:holds")))


def test_an_auditor_reads_and_decides_nothing(client, proposal, kobayashi):
    client.force_login(kobayashi)
    page = text(client.get(reverse("retention:proposal", kwargs={"pk": proposal.pk})))
    assert reverse("retention:approve", kwargs={"pk": proposal.pk}) not in page
    assert client.post(reverse("retention:approve", kwargs={"pk": proposal.pk})).status_code == 403
    assert client.get(reverse("retention:index")).status_code == 200


def test_the_doctor_warns_until_the_job_has_run(old_town):
    def level():
        return next(f for f in doctor.examine() if f.code == "retention.job").level

    assert level() == "warn"
    timetable.run_due(at=now(), names=["retention.find_due"])
    assert level() == "ok"
    assert Proposal.objects.get().baton.is_open
