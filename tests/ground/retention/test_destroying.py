"""What is due goes when two have approved it: all of it, once, and only that."""

import json
from datetime import timedelta

import pytest
from django.apps import apps
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils.timezone import localdate

from tests.flushing import guards_lifted
from tests.ground.retention.conftest import OLD, SECRET, closed_matter
from tomoni.core import doctor, retention, shredding
from tomoni.core.chain import verifying
from tomoni.core.errors import Refused
from tomoni.core.models import AuditRow, RowKey
from tomoni.ground.batons import vault
from tomoni.ground.batons.actions import forgetting
from tomoni.ground.batons.queries.messages import opened
from tomoni.ground.batons.queries.story import story_of
from tomoni.ground.retention.actions import destroying, proposing, ruling
from tomoni.ground.retention.models import Destruction, Hold, Item, Proposal

WORDS = (SECRET, "坂本", "さかもと", "haru@example.jp", "old@example.jp", "0134-11-2222",
         "0134-99-9999", "見本 キク", "名簿.csv", "見本薬局")  # fmt: skip


def everything():
    """The text of every row of every table of ours."""
    for model in apps.get_models():
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT * FROM "{model._meta.db_table}"')
            for row in cursor.fetchall():
                yield (
                    model._meta.label,
                    json.dumps([str(value) for value in row], ensure_ascii=False),
                )


def found(words=WORDS):
    return {(label, word) for label, row in everything() for word in words if word in row}


def test_no_word_about_a_person_is_left_in_any_table(approved, at):
    assert len({word for _label, word in found()}) > 5
    destroying.destroy(approved.pk, now=lambda: at)
    approved.refresh_from_db()
    assert approved.status == Proposal.Status.DONE
    assert not approved.items.exclude(outcome=Item.Outcome.DESTROYED).exists()
    assert not found()


def test_every_class_that_rooms_hold_is_on_the_list(approved):
    listed = set(approved.items.values_list("held", flat=True))
    assert listed >= {
        "people.accounts", "people.persons", "people.letter_codes", "notices.told",
        "batons.closed", "batons.links", "places.suggestions", "places.imports",
    }  # fmt: skip


def test_the_records_still_verify_and_the_steps_stay(approved, old_town, at):
    steps = old_town["baton"].steps.count()
    destroying.destroy(approved.pk, now=lambda: at)
    assert not verifying.verify().bad
    story = story_of(old_town["baton"])
    assert len(story) == steps
    assert {step.note for step in story if step.act == "opened"} == {forgetting.GONE}


def test_messages_and_files_of_a_matter_go_with_it(
    approved, old_town, at, django_capture_on_commit_callbacks
):
    baton = old_town["baton"]
    file, message = baton.attachments.get(), baton.messages.get()
    assert vault.path_of(file.pk).exists()
    with django_capture_on_commit_callbacks(execute=True):
        destroying.destroy(approved.pk, now=lambda: at)
    file.refresh_from_db()
    assert (file.gone_at, file.secret) == (at, None)
    assert not vault.path_of(file.pk).exists()
    assert opened([message])[0].text == "（保存期間が過ぎたため消しました）"
    assert str(baton.parties.get()) == forgetting.GONE


def test_before_that_the_words_of_a_step_are_sealed_in_the_table_and_open_on_the_page(desk):
    baton = closed_matter(desk, at=OLD)
    step = baton.steps.get(act="opened")
    assert SECRET not in step.note and step.note.startswith(shredding.MARK)
    assert story_of(baton)[-1].note == SECRET


def test_the_record_says_what_by_which_rule_how_many_and_by_whom(approved, ishida, ono, at):
    destroying.destroy(approved.pk, now=lambda: at)
    rows = {row.held: row for row in approved.destructions.all()}
    for code, row in rows.items():
        keys = approved.items.filter(held=code).values_list("key", flat=True)
        assert row.count == len(keys)
        assert row.digest == destroying.digest(keys)
        assert (row.first_by, row.second_by) == (ishida, ono)
        assert row.rule.source == "見本の文書管理規程 第12条"
    assert sum(row.count for row in rows.values()) == approved.items.count()


def test_a_second_run_does_nothing(approved, at):
    destroying.destroy(approved.pk, now=lambda: at)
    before = (Destruction.objects.count(), AuditRow.objects.count())
    destroying.destroy(approved.pk, now=lambda: at)
    assert (Destruction.objects.count(), AuditRow.objects.count()) == before


def test_cut_off_at_every_breath_it_ends_the_same(approved, at, monkeypatch):
    monkeypatch.setattr(destroying, "BREATH", 1)
    real, cuts = destroying._write_down, 0

    def cut(*args, **kwargs):
        """The first try of each breath dies after the rows went and before the record."""
        nonlocal cuts
        cuts += 1
        if cuts % 2:
            raise KeyboardInterrupt
        return real(*args, **kwargs)

    monkeypatch.setattr(destroying, "_write_down", cut)
    for _try in range(200):
        try:
            with transaction.atomic():
                destroying.breathe(approved.pk, at=at)
        except KeyboardInterrupt:
            continue
        approved.refresh_from_db()
        if approved.status == Proposal.Status.DONE:
            break
    assert cuts == 2 * approved.items.count()
    assert sum(row.count for row in approved.destructions.all()) == approved.items.count()
    assert not found()


def test_the_same_person_cannot_approve_twice(old_town, ono, at):
    proposal = proposing.propose(at=at)
    proposing.approve(proposal=proposal, by=ono, at=at)
    with pytest.raises(Refused):
        proposing.approve(proposal=proposal, by=ono, at=at)
    with pytest.raises(IntegrityError), transaction.atomic():
        Proposal.objects.filter(pk=proposal.pk).update(second_by=ono, second_at=at)
    with pytest.raises(IntegrityError), transaction.atomic():
        Proposal.objects.filter(pk=proposal.pk).update(status="approved")


def test_nothing_is_destroyed_with_one_approval(old_town, ono, at):
    proposal = proposing.propose(at=at)
    proposing.approve(proposal=proposal, by=ono, at=at)
    destroying.destroy(proposal.pk, now=lambda: at)
    assert found()
    assert not Destruction.objects.exists()


def test_one_proposal_at_a_time_and_one_a_month(old_town, ono, at):
    first = proposing.propose(at=at)
    assert proposing.propose(at=at + timedelta(days=60)) is None
    with pytest.raises(IntegrityError), transaction.atomic():
        Proposal.objects.create(baton=old_town["baton"], at=at)
    proposing.refuse(proposal=first, reason="来月もう一度見ます", by=ono, at=at)
    first.baton.refresh_from_db()
    assert not first.baton.is_open
    assert proposing.propose(at=at + timedelta(days=20)) is None
    assert proposing.propose(at=at + timedelta(days=30)).items.count() == first.items.count()


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_hold_keeps_everything_of_a_person(old_town, ishida, ono, at, when):
    haru, until = old_town["haru"], localdate(at) + timedelta(days=90)

    def hold():
        ruling.hold(
            label="people.User", words=f"/staff/people/{haru.pk}/", reason="裁判が続いているため",
            until_on=until, by=ono, at=at,
        )  # fmt: skip

    if when == "before":
        hold()
    proposal = proposing.propose(at=at)
    if when == "after":
        hold()
    for by in (ishida, ono):
        proposing.approve(proposal=proposal, by=by, at=at)
    destroying.destroy(proposal.pk, now=lambda: at)
    haru.refresh_from_db()
    assert haru.name == "坂本 ハル"
    outcomes = proposal.items.filter(held="people.accounts", key=str(haru.pk))
    assert [item.outcome for item in outcomes] == (["held"] if when == "after" else [])
    again = proposing.propose(at=at + timedelta(days=91))
    assert again.items.filter(key=str(haru.pk)).exists()  # The hold is over by itself.


def test_a_matter_held_by_its_number_keeps_its_words(old_town, ono, ishida, at):
    baton = old_town["baton"]
    hold = ruling.hold(
        label="batons.Baton", words=baton.number.lower(), reason="調査が続いているため",
        until_on=localdate(at), by=ono, at=at,
    )  # fmt: skip
    proposal = proposing.propose(at=at)
    assert not proposal.items.filter(held="batons.closed", key=str(baton.pk)).exists()
    assert not proposal.items.filter(held="batons.links").exists()
    ruling.lift(hold=hold, reason="調査が終わりました", by=ishida, at=at)
    with pytest.raises(Refused):
        ruling.lift(hold=hold, reason="調査が終わりました", by=ishida, at=at)


def test_somebody_who_signs_in_meanwhile_is_kept(approved, old_town, at):
    haru = old_town["haru"]
    type(haru).objects.filter(pk=haru.pk).update(last_login=at)
    destroying.destroy(approved.pk, now=lambda: at)
    haru.refresh_from_db()
    assert haru.email == "old@example.jp"
    assert approved.items.get(held="people.accounts", key=str(haru.pk)).outcome == "not_due"


def test_a_clock_that_was_ahead_destroys_nothing_once_it_is_right(desk, rules, ishida, ono, at):
    baton = closed_matter(desk, at=at)
    proposal = proposing.propose(at=at + timedelta(days=365 * 20))
    for by in (ishida, ono):
        proposing.approve(proposal=proposal, by=by, at=at + timedelta(days=365 * 20))
    destroying.destroy(proposal.pk, now=lambda: at)
    baton.refresh_from_db()
    assert baton.outcome_words == SECRET
    assert not Destruction.objects.exists()
    assert proposing.propose(at=at) is None  # Nothing is due, and the month does not block it.


def test_one_row_that_cannot_go_does_not_keep_the_others(approved, at, monkeypatch):
    held = retention.held("batons.closed")
    stuck = approved.items.filter(held="batons.closed").first().key

    def destroy(keys, *, at):
        if stuck in keys:
            raise RuntimeError("坂本 ハル")
        held.destroy(keys, at=at)

    changed = type(held)(**{**held.__dict__, "destroy": destroy})
    monkeypatch.setitem(retention._held, "batons.closed", changed)
    destroying.destroy(approved.pk, now=lambda: at)
    assert list(approved.items.filter(outcome="failed").values_list("key", flat=True)) == [stuck]
    finding = next(f for f in doctor.examine() if f.code == "retention.failed")
    assert finding.level == "warn"


def test_a_class_without_a_rule_is_kept_for_ever(desk, at):
    closed_matter(desk, at=OLD)
    assert proposing.propose(at=at) is None
    finding = next(f for f in doctor.examine() if f.code == "retention.rules")
    assert finding.level == "warn" and "終わった案件" in finding.sentence


@pytest.mark.parametrize(
    "verb", ["UPDATE retention_destruction SET count = 0", "DELETE FROM retention_destruction"]
)
def test_the_record_cannot_be_changed(approved, at, verb):
    destroying.destroy(approved.pk, now=lambda: at)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(verb)


def test_whoever_changes_it_past_the_triggers_is_found(approved, at):
    destroying.destroy(approved.pk, now=lambda: at)
    with guards_lifted(connection), connection.cursor() as cursor:
        cursor.execute("UPDATE retention_destruction SET count = count + 1 WHERE nth = 1")
    assert verifying.verify().bad


def test_names_and_reasons_of_openings_become_unreadable(
    db, rules, kobayashi, desk, ishida, ono, at
):
    from tests.factories import PersonFactory
    from tomoni.core import reading_log

    kiku = PersonFactory()
    reading_log.opened(kiku, by=None, by_name="見本の医師", reason=SECRET, at=OLD)
    assert reading_log.days(reading_log.readers_of(kiku))[0].reasons == [SECRET]
    proposal = proposing.propose(at=at)
    for by in (ishida, ono):
        proposing.approve(proposal=proposal, by=by, at=at)
    destroying.destroy(proposal.pk, now=lambda: at)
    day = reading_log.days(reading_log.readers_of(kiku))[0]
    assert SECRET not in str(day) and "見本の医師" not in str(day) and day.times == 1
    assert not RowKey.objects.filter(scope="core.Opening").exists()
    assert not verifying.verify().bad


def test_a_hold_on_a_person_keeps_the_reading_log(db, rules, desk, ono, at):
    from tests.factories import PersonFactory
    from tomoni.core import reading_log

    kiku = PersonFactory()
    reading_log.opened(kiku, by=None, reason=SECRET, at=OLD)
    Hold.objects.create(
        label="people.Person", key=str(kiku.pk), reason="裁判のため", until_on=localdate(at),
        placed_by=ono, placed_at=at,
    )  # fmt: skip
    assert proposing.propose(at=at) is None
