"""Somebody who has a matter in hand, and a team that has one, cannot simply be gone."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError

from tomoni.ground.batons.actions import assign
from tomoni.ground.people.models import User

pytestmark = pytest.mark.django_db


def deleted_past_the_program(row):
    """As somebody at the database's own prompt would do it; the check of keys is made now."""
    with transaction.atomic():
        type(row)._base_manager.filter(pk=row.pk)._raw_delete("default")
        connection.check_constraints()


def test_a_person_with_a_matter_in_hand_is_not_deleted(baton, cho, at):
    assign(baton=baton, person=cho, by=cho, at=at)
    with pytest.raises(ProtectedError):
        User.objects.get(pk=cho.pk).delete()
    with pytest.raises(IntegrityError):
        deleted_past_the_program(cho)
    baton.refresh_from_db()
    assert baton.person == cho and baton.team_id and baton.due_on


def test_a_team_with_a_matter_is_not_deleted(baton, snow):
    with pytest.raises(ProtectedError):
        type(snow).objects.get(pk=snow.pk).delete()
    baton.refresh_from_db()
    assert baton.team == snow
