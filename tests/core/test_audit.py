"""Audit rows stay as they were written, on both databases, whichever way one tries."""

import pytest
from django.db import DatabaseError, connection, transaction

from tests.factories import OrganisationFactory
from tests.flushing import guards_lifted
from tomoni.core import audit, guards
from tomoni.core.models import AuditRow
from tomoni.ground.people.models import Organisation

TABLE = AuditRow._meta.db_table


@pytest.fixture
def salon_row(db, salon, at):
    return audit.record("places.tried", salon, by=None, at=at, changes={"name": ("a", "b")})


def sql(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)


ATTEMPTS = {
    "a queryset's update": lambda row: AuditRow.objects.filter(pk=row.pk).update(act="x.y"),
    "a queryset's delete": lambda row: AuditRow.objects.filter(pk=row.pk).delete(),
    "raw delete": lambda row: AuditRow.objects.all()._raw_delete("default"),
    "bulk_update": lambda row: AuditRow.objects.bulk_update([_with(row, act="x.y")], ["act"]),
    "saving the row again": lambda row: _with(row, act="x.y").save(),
    "deleting the row": lambda row: row.delete(),
    "an update in SQL": lambda row: sql(f"UPDATE {TABLE} SET note = 'x'"),
    "a delete in SQL": lambda row: sql(f"DELETE FROM {TABLE}"),
    "insert over it": lambda row: AuditRow.objects.bulk_create(
        [_with(row, act="x.y")],
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=["act"],
    ),
}


def _with(row, **fields):
    for name, value in fields.items():
        setattr(row, name, value)
    return row


@pytest.mark.parametrize("attempt", ATTEMPTS)
def test_no_way_changes_or_deletes_a_row(salon_row, attempt):
    pk = salon_row.pk
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        ATTEMPTS[attempt](salon_row)
    assert AuditRow.objects.get(pk=pk).act == "places.tried"


def test_truncate_is_refused(salon_row):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no TRUNCATE")
    sql("SET CONSTRAINTS ALL IMMEDIATE")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        sql(f"TRUNCATE {TABLE} CASCADE")
    assert AuditRow.objects.exists()


def test_replacing_a_row_is_refused_on_sqlite(salon_row):
    """INSERT OR REPLACE deletes the old row without firing its delete trigger."""
    if connection.vendor != "sqlite":
        pytest.skip("only SQLite knows INSERT OR REPLACE")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        sql(f"INSERT OR REPLACE INTO {TABLE} SELECT * FROM {TABLE}")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("time", [1, 2])
def test_tests_with_real_transactions_begin_empty(time, at):
    assert not AuditRow.objects.exists()
    audit.record("places.tried", OrganisationFactory(), by=None, at=at)
    assert guards.guarded_tables(connection) == guards.wanted_tables()
    assert TABLE in guards.wanted_tables()


def test_the_guard_is_what_refuses(salon_row):
    with guards_lifted(connection):
        assert TABLE not in guards.guarded_tables(connection)
        AuditRow.objects.filter(pk=salon_row.pk).update(act="x.y")
    assert AuditRow.objects.get(pk=salon_row.pk).act == "x.y"


def test_only_what_differs_is_written_down(salon, at):
    changes = audit.differences(salon, {"name": "見本サロン", "phone": "0134-00-0000"})
    assert changes == {"phone": ("", "0134-00-0000")}

    row = audit.record("people.organisation_edited", salon, by=None, at=at, changes=changes)

    assert row.changes == {"phone": ["", "0134-00-0000"]}


def test_values_of_every_kind_become_plain(salon, at):
    row = audit.record(
        "people.tried", salon, by=None, at=at,
        changes={"day": (None, at.date()), "at": (None, at), "who": (salon, {salon.pk}), "n": (1, 2.5)},
    )  # fmt: skip
    row.refresh_from_db()
    assert row.changes["day"] == [None, "2026-11-24"]
    assert row.changes["who"] == ["見本サロン", [str(salon.pk)]]


def test_history_is_newest_first_and_of_one_thing(salon_row, salon, mori, at):
    other = OrganisationFactory()
    audit.record("people.tried", other, by=mori, at=at)
    audit.record("people.tried_again", salon, by=mori, at=at)

    rows = list(audit.history(salon))

    assert [row.act for row in rows] == ["people.tried_again", "places.tried"]
    assert rows[0].by == mori


def test_many_rows_are_written_at_once(db, at, django_assert_max_num_queries):
    """However many there are: a lane, its end, their keys, the rows and two savepoint lines."""
    things = [(OrganisationFactory(), {"name": ("", "x")}) for _ in range(20)]
    audit.record("people.tried", things[0][0], by=None, at=at)
    with django_assert_max_num_queries(6):
        audit.record_many("people.organisation_created", things, by=None, at=at, note="取り込み")
    assert AuditRow.objects.filter(note="取り込み").count() == 20


def test_rolled_back_with_the_change_it_tells_of(db, at):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        made = OrganisationFactory()
        audit.record("people.organisation_created", made, by=None, at=at)
        raise ZeroDivisionError
    assert not AuditRow.objects.exists() and not Organisation.objects.exists()
