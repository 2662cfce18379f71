from django.db import migrations

from tomoni.doing.points.guards import KeepBalances


class Migration(migrations.Migration):
    dependencies = [("points", "0004_faster_booking")]
    operations = [KeepBalances()]
