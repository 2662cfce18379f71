"""The words of steps are sealed, so that they can be forgotten; the steps stay append-only."""

from django.db import migrations, models

from tomoni.core.guards import AppendOnlyAgain


class Migration(migrations.Migration):
    dependencies = [
        ("batons", "0002_files_messages_links"),
        ("core", "0009_row_keys"),
    ]

    operations = [
        migrations.AlterField(
            model_name="step",
            name="by_name",
            field=models.TextField(
                blank=True, help_text="アカウントのない人。封じてある", verbose_name="した人の名"
            ),
        ),
        migrations.AlterField(
            model_name="step",
            name="note",
            field=models.TextField(blank=True, help_text="封じてある", verbose_name="メモ"),
        ),
        AppendOnlyAgain("batons_step"),
    ]
