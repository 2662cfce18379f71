"""The database refuses to change or delete an audit row."""

from django.db import migrations

from tomoni.core.guards import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("core", "0002_initial")]
    operations = [AppendOnly("core_auditrow")]
