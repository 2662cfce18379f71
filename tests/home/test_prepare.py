"""A real town begins with its facts and without anything invented."""

from django.core.management import call_command

from tomoni.core.models import AuditRow
from tomoni.ground.people.models import User
from tomoni.town.places.models import Listing


def test_a_real_town_is_prepared_once_and_holds_nothing_invented(db, capsys, client):
    call_command("prepare")
    rows = AuditRow.objects.count()
    call_command("prepare")

    assert "144 towns" in capsys.readouterr().out
    assert not Listing.objects.exists()
    assert not User.objects.exists()
    # Drawing the map anew is written down each time.
    assert AuditRow.objects.exclude(act__startswith="maps.").count() <= rows
    assert client.get("/plan/").status_code == 200
