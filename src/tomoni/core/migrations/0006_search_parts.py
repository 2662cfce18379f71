"""On PostgreSQL, frequent words are answered from the first documents alone."""

from django.db import migrations

from tomoni.core.search.schema import SearchParts


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0005_jobs"),
    ]

    operations = [SearchParts()]
