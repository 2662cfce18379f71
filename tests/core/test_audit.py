"""Audit rows stay as they were written, on both databases."""

import pytest
from django.db import DatabaseError, transaction

from tomoni.core import audit
from tomoni.core.models import AuditRow
from tomoni.ground.people.models import Organisation


@pytest.fixture
def row(db, at):
    salon = Organisation.objects.create(
        slug="mihon-salon", name="見本サロン", created_at=at, updated_at=at
    )
    return audit.record("places.tried", salon, by=None, at=at, changes={"name": ("a", "b")})


def test_an_audit_row_cannot_be_changed(row):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        AuditRow.objects.filter(pk=row.pk).update(act="places.never")
    assert AuditRow.objects.get(pk=row.pk).act == "places.tried"


def test_an_audit_row_cannot_be_deleted(row):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        AuditRow.objects.filter(pk=row.pk).delete()
    assert AuditRow.objects.filter(pk=row.pk).exists()
