"""No file is shown without a row about it, and the person can read who opened theirs."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.http import HttpResponse
from django.test import RequestFactory

from tests.factories import OrganisationFactory
from tomoni.core import chain, guards, reading_log
from tomoni.core.chain.verifying import verify
from tomoni.core.models import Opening
from tomoni.core.reading_log import days, opened, opens, readers_of


def ask(view, user):
    request = RequestFactory().get("/")
    request.user = user
    return view(request, pk=1)


@pytest.fixture
def file(db):
    return OrganisationFactory()  # Anything with a key; the rooms with files come later.


def test_the_row_is_there_before_the_page(file, mori):
    seen = []

    @opens(lambda request, pk: file, fields=["phone", "name"], basis="team")
    def show(request, thing):
        seen.append(Opening.objects.get().fields)
        return HttpResponse(thing.name)

    answer = ask(show, mori)
    assert answer.status_code == 200 and seen == [["name", "phone"]]
    assert answer["Cache-Control"] == "no-store"
    row = Opening.objects.get()
    assert (row.by, row.thing_id, row.about, row.basis) == (
        mori,
        str(file.pk),
        str(file.pk),
        "team",
    )


def test_without_a_row_no_page(file, mori, monkeypatch):
    shown = []
    show = opens(lambda request, pk: file)(lambda request, thing: shown.append(1))
    monkeypatch.setattr(Opening.objects, "create", lambda **_v: (_ for _ in ()).throw(OSError))
    with pytest.raises(OSError):
        ask(show, mori)
    assert not shown


def test_who_is_refused_leaves_no_row(file, ken):
    def find(request, pk):
        raise PermissionDenied

    with pytest.raises(PermissionDenied):
        ask(opens(find)(lambda request, thing: HttpResponse()), ken)
    assert not Opening.objects.exists()


def test_the_person_reads_who_read(file, mori, sato, at):
    for minutes in (0, 1, 300):
        opened(
            file, by=mori, at=at + timedelta(minutes=minutes), fields=["name"], reason="電話の相談"
        )
    opened(file, by=sato, at=at, fields=["phone"])
    opened(file, by=None, by_name="見本病院", at=at + timedelta(days=1), basis="link")
    opened(file, by=sato, at=at, basis="protection", withheld="child")
    assert Opening.objects.count() == 6  # Nothing is joined in the record.
    told = days(readers_of(file))
    assert [(d.by, d.by_name, d.times, d.reasons) for d in told] == [
        (None, "見本病院", 1, []), (sato, "", 1, []), (mori, "", 3, ["電話の相談"]),
    ]  # fmt: skip
    assert readers_of(file, to_the_person=False).count() == 6


def test_the_log_is_append_only_and_chained(file, mori, at, settings, tmp_path):
    settings.CHECKPOINTS_DIR = tmp_path
    opened(file, by=mori, at=at, fields=["name"], reason="一")
    assert {"core_opening", "core_glassrow"} <= set(guards.guarded_tables(connection))
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Opening.objects.update(reason="二")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Opening.objects.all()._raw_delete("default")
    assert chain.write_checkpoints(at)
    report = verify()
    assert report.ok and report.tables["core_opening"] == 1
    assert reading_log.readers_of("x").count() == 0
