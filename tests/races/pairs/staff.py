"""People and notices: two clerks over one person, one mandate, one letter, one mail that came back."""

from datetime import timedelta
from uuid import uuid4

from django.utils import timezone

from tests.factories import PersonFactory
from tests.races.pairs import pair
from tests.races.pairs.desk import clerk
from tomoni.core.models import AuditRow
from tomoni.ground.notices.models import Delivery, LetterBatch, Notice, Wording
from tomoni.ground.people.actions import mandates, merging
from tomoni.ground.people.models import Person


def somebody():
    return PersonFactory(name=f"見本 {uuid4().hex[:8]}", address="小樽市花園2丁目12番1号")


def audited(*acts):
    """How often more than once these acts are written about one thing."""
    return lambda key: AuditRow.objects.filter(act__in=acts, thing_id=key).count() - 1


def both_are_gone(key):
    return Person.objects.filter(pk__in=key.split()).exclude(merged_into=None).count() - 1


@pair("each merges the other's choice away", both_are_gone)
def merge_each_other():
    one, other = somebody(), somebody()
    return [
        ("hori", f"/staff/persons/{one.pk}/merge/{other.pk}/", {}),
        ("ogawa", f"/staff/persons/{other.pk}/merge/{one.pk}/", {}),
    ], f"{one.pk} {other.pk}"


@pair("both undo one merge", audited("people.person_unmerged"))
def undo_twice():
    one, other = somebody(), somebody()
    row = merging.merge(kept=one, gone=other, by=clerk("hori"), at=timezone.now())
    path = f"/staff/persons/merges/{row.pk}/undo/"
    return [("hori", path, {}), ("ogawa", path, {})], str(one.pk)


@pair("both end one mandate", audited("people.mandate_ended"))
def end_mandate_twice():
    one, other = somebody(), somebody()
    row = mandates.give(
        person=one, delegate=other, kind="family", scopes=["book"], proof="spoken",
        until_on=timezone.localdate() + timedelta(days=30), by=clerk("hori"), at=timezone.now(),
    )  # fmt: skip
    path, why = f"/staff/persons/{one.pk}/mandates/{row.pk}/end/", {"because": "office"}
    return [("hori", path, why), ("ogawa", path, why)], str(one.pk)


@pair("both end the office's acting for somebody", audited("people.office_ended"))
def end_office_twice():
    one = somebody()
    mandates.begin_office(person=one, asked="電話で", by=clerk("hori"), at=timezone.now())
    path = f"/staff/persons/{one.pk}/office/end/"
    return [("hori", path, {}), ("ogawa", path, {})], str(one.pk)


def notice(channel, status, **more):
    words = Wording.objects.create(
        digest=uuid4().hex, language="ja", subject="見本", short="見本", text="見本です。"
    )
    at = timezone.now()
    told = Notice.objects.create(
        kind="batons.outcome", key=uuid4().hex, recipient=uuid4().hex, wording=words, at=at
    )
    return Delivery.objects.create(
        notice=told, channel=channel, status=status, not_before=at,
        address="mihon@example.jp", **more,
    )  # fmt: skip


@pair("both send again what came back", lambda key: Delivery.objects.filter(notice=key).count() - 2)  # fmt: skip
def send_again_twice():
    came_back = notice("mail", "failed", settled_at=timezone.now())
    path = f"/staff/notices/{came_back.notice_id}/{came_back.pk}/again/"
    return [("mori", path, {}), ("hori", path, {})], str(came_back.notice_id)


def posted_and_taken_back(key):
    batch = LetterBatch.objects.get(pk=key)
    acts = AuditRow.objects.filter(thing_id=key).values_list("act", flat=True)
    return int(batch.posted_at is not None and len(set(acts)) > 1)


@pair("one posts a batch of letters, the other takes it back", posted_and_taken_back)
def post_and_take_back():
    at = timezone.now()
    batch = LetterBatch.objects.create(made_at=at, by=clerk("mori"), count=1)
    notice("letter", "printed", batch=batch)
    path = f"/staff/notices/letters/{batch.pk}/"
    return [("mori", path, {}), ("hori", path, {"back": "1"})], str(batch.pk)
