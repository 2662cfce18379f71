from django.db import migrations

from tomoni.core.one_check import ChecksInOne
from tomoni.doing.points.guards import KeepBalances, WithoutKeys


class Migration(migrations.Migration):
    dependencies = [("points", "0005_many_at_once")]
    operations = [
        KeepBalances(),
        WithoutKeys(),
        ChecksInOne("transfer"),
        ChecksInOne("account"),
    ]
