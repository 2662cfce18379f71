"""The column first and its rows in the next migration: PostgreSQL does not alter a table whose
rows the same transaction has just changed."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("batons", "0001_initial"),
        ("people", "0003_persons_of_accounts"),
        ("places", "0005_import_under_way"),
    ]

    operations = [
        migrations.AddField(
            "suggestion",
            "baton",
            models.OneToOneField(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="%(app_label)s_%(class)s",
                to="batons.baton",
            ),
        ),
    ]
