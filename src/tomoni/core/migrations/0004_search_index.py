"""The full-text index: its table, and what stands beside it on each database."""

from django.db import migrations, models

from tomoni.core.migrating import TablesAtOnce
from tomoni.core.search.schema import SearchIndex


class Migration(TablesAtOnce):
    dependencies = [
        ("core", "0003_audit_append_only"),
    ]

    operations = [
        migrations.CreateModel(
            name="SearchDoc",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("key", models.UUIDField()),
                ("name", models.TextField()),
                ("names", models.TextField()),
                ("words", models.TextField()),
                ("body", models.TextField()),
                ("tokens", models.TextField()),
            ],
            options={
                "verbose_name": "検索の索引",
                "verbose_name_plural": "検索の索引",
                "indexes": [models.Index(fields=["key"], name="searchdoc_key")],
            },
        ),
        SearchIndex(),
    ]
