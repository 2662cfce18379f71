from django.db import migrations

from tomoni.core.guards import AppendOnly


class Migration(migrations.Migration):
    """What was tried, and what the other side said, is never changed afterwards."""

    dependencies = [("notices", "0001_initial")]
    operations = [AppendOnly("notices_attempt")]
