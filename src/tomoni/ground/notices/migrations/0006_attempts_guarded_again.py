"""The attempts are append-only again: altering the table took SQLite's triggers away."""

from django.db import migrations

from tomoni.core.guards import AppendOnlyAgain


class Migration(migrations.Migration):
    dependencies = [("notices", "0005_fewer_indexes")]
    operations = [AppendOnlyAgain("notices_attempt")]
