"""A town with old things in every class, and rules for all of them."""

from datetime import date, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests import sheets
from tests.factories import ListingFactory, PersonFactory, TeamFactory
from tests.people import person
from tomoni.core import retention
from tomoni.ground.batons import actions as batons
from tomoni.ground.batons.actions import attaching, links, parties, writing
from tomoni.ground.notices.actions import Recipient, tell
from tomoni.ground.notices.models import Delivery
from tomoni.ground.people.actions import codes, persons
from tomoni.ground.retention.actions import proposing, ruling
from tomoni.town.places.actions import suggestions
from tomoni.town.places.models import ImportBatch

OLD = datetime(2015, 5, 11, 10, 0, tzinfo=ZoneInfo("Asia/Tokyo"))
SECRET = "胃の薬のこと"


@pytest.fixture
def desk(ono):
    return TeamFactory(slug="sogo", name="福祉総合相談室", desk=True, leads=[ono])


@pytest.fixture
def rules(db, at):
    """A rule for every class: the suggested term, in force since long ago."""
    for held in retention.classes():
        term = held.suggested
        ruling.set_rule(
            held=held.code, years=term.years, months=term.months, clock=term.clock,
            source="見本の文書管理規程 第12条", from_on=OLD.date(), by=None, at=OLD,
        )  # fmt: skip


def paper(name):
    return SimpleUploadedFile(f"{name}.pdf", sheets.pdf())


def closed_matter(desk, *, at, name="坂本 ハル"):
    """A matter of the desk, ten years old, with words about a person in every corner."""
    baton = batons.open_baton(
        kind="desk.note", title="薬のこと", team=desk, by=None, at=at, by_name=name, note=SECRET
    )
    parties.add_sender(baton, by=None, at=at, name=name, contact="0134-11-2222")
    sender = baton.parties.get()
    link = links.make(party=sender, by=None, at=at, days=30)[0]
    writing.write_back(link=link, text=SECRET, token=uuid4(), at=at)
    attaching.attach(baton=baton, file=paper(name), words=SECRET, link=link, by=None, at=at)
    question = batons.ask(
        baton=baton, outside_name="見本薬局", text=SECRET, by=None, at=at + timedelta(hours=1)
    )
    batons.answer(question=question, text=SECRET, by=None, at=at + timedelta(hours=2))
    return batons.close(
        baton=baton, outcome="done", words=SECRET, by=None, at=at + timedelta(hours=3)
    )


@pytest.fixture
def old_town(desk, rules, at):
    """What each class of record holds, all of it due."""
    haru = person("old@example.jp", "坂本 ハル", "さかもと はる")
    type(haru).objects.filter(pk=haru.pk).update(joined_at=OLD, last_login=OLD)
    persons.of_account(user=haru, at=OLD)
    gone = PersonFactory(
        name="見本 キク",
        phone="0134-99-9999",
        address="見本町1-1",
        died_on=OLD.date(),
        birth_on=date(1935, 3, 3),
    )
    letter = codes.make_letter_code(
        person=gone, by=person("clerk@example.jp", "係", "かかり"), at=OLD
    )
    listing = ListingFactory()
    told = suggestions.send(
        listing=listing, kind="wrong", text=SECRET, contact="haru@example.jp", token=uuid4(),
        by=None, at=OLD,
    )  # fmt: skip
    batons.close(baton=told.baton, outcome="done", words="直しました", by=None, at=OLD)
    notice = tell(
        kind="batons.receipt", to=Recipient(name="坂本 ハル", email="haru@example.jp"), key="k",
        values={"number": "0511-AAAA", "title": "薬", "day": OLD.date(), "team": desk, "url": ""},
        at=OLD,
    )  # fmt: skip
    batch = ImportBatch.objects.create(
        file="名簿.csv", sha256="0" * 64, at=OLD, report={"value": SECRET}
    )
    baton = closed_matter(desk, at=OLD)
    Delivery.objects.update(status="sent")  # Nothing is on its way after eleven years.
    return {
        "haru": haru, "gone": gone, "letter": letter, "told": told, "notice": notice,
        "batch": batch, "baton": baton,
    }  # fmt: skip


@pytest.fixture
def approved(old_town, ishida, ono, at):
    """The list of all that, with both approvals."""
    proposal = proposing.propose(at=at)
    for by in (ishida, ono):
        proposal = proposing.approve(proposal=proposal, by=by, at=at)
    return proposal
