"""Keys of words in records that nobody can change; names and reasons of openings are sealed."""

import uuid

from django.db import migrations, models

from tomoni.core.guards import AppendOnlyAgain
from tomoni.core.migrating import TablesAtOnce


class Migration(TablesAtOnce):
    dependencies = [
        ("core", "0008_reading_log"),
    ]

    operations = [
        migrations.CreateModel(
            name="RowKey",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("scope", models.CharField(max_length=80, verbose_name="何のことばか")),
                ("subject", models.CharField(max_length=80, verbose_name="だれ・何についてか")),
                ("secret", models.BinaryField(max_length=32, verbose_name="鍵")),
                (
                    "runs_from",
                    models.DateTimeField(
                        db_index=True,
                        help_text="ことばの保存期間の始まり",
                        verbose_name="いつから数えるか",
                    ),
                ),
            ],
            options={
                "verbose_name": "ことばの鍵",
                "verbose_name_plural": "ことばの鍵",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("scope", "subject"), name="one_key_for_a_subject"
                    )
                ],
            },
        ),
        migrations.AlterField(
            model_name="opening",
            name="by_name",
            field=models.TextField(
                blank=True, help_text="アカウントのない人。封じてある", verbose_name="開いた人の名"
            ),
        ),
        migrations.AlterField(
            model_name="opening",
            name="reason",
            field=models.TextField(blank=True, help_text="封じてある", verbose_name="わけ"),
        ),
        AppendOnlyAgain("core_opening"),
    ]
