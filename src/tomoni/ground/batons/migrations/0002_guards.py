"""Steps and receipts are never changed or deleted; neither is the row of a closed matter lost."""

from django.db import migrations

from tomoni.core.guards import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("batons", "0001_initial")]
    operations = [AppendOnly("batons_step"), AppendOnly("batons_messageread")]
