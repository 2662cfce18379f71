from django.db import migrations

from tomoni.core.guards import AppendOnly
from tomoni.ties.umbrellas.guards import KeepCounts


class Migration(migrations.Migration):
    dependencies = [("umbrellas", "0001_initial")]
    operations = [KeepCounts(), AppendOnly("umbrellas_move")]
