from django.db import migrations

from tomoni.core.guards import AppendOnly
from tomoni.doing.points.guards import KeepBalances


class Migration(migrations.Migration):
    dependencies = [("points", "0001_initial")]
    operations = [
        KeepBalances(),
        AppendOnly("points_transfer"),
        AppendOnly("points_earning"),
        AppendOnly("points_ruling"),
        AppendOnly("points_closing"),
    ]
