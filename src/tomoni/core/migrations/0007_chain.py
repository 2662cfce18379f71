"""Every audit row gets its place in a chain, the old ones too."""

from typing import Any

from django.db import migrations, models

from tomoni.core.chain.rows import link_existing
from tomoni.core.fields import JSONText
from tomoni.core.guards import AppendOnly, LiftAppendOnly
from tomoni.core.migrating import TablesAtOnce


def chain(apps: Any, editor: Any) -> None:
    link_existing(editor.connection, apps.get_model("core", "AuditRow"))


class Migration(TablesAtOnce):
    dependencies = [("core", "0006_search_parts")]
    operations = [
        migrations.CreateModel(
            name="Lane",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "table",
                    models.CharField(db_index=True, max_length=63, verbose_name="記録の表"),
                ),
            ],
            options={"verbose_name": "記録の列", "verbose_name_plural": "記録の列"},
        ),
        LiftAppendOnly("core_auditrow"),
        migrations.AlterField(
            model_name="auditrow",
            name="changes",
            field=JSONText(blank=True, default=dict, verbose_name="変わった項目"),
        ),
        migrations.AddField(
            model_name="auditrow",
            name="lane",
            field=models.BigIntegerField(default=0, editable=False, verbose_name="列"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="auditrow",
            name="number",
            field=models.BigIntegerField(default=0, editable=False, verbose_name="列の中の番号"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="auditrow",
            name="previous",
            field=models.BinaryField(
                default=b"", editable=False, max_length=32, verbose_name="前の行のハッシュ"
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="auditrow",
            name="hash",
            field=models.BinaryField(
                default=b"", editable=False, max_length=32, verbose_name="この行のハッシュ"
            ),
            preserve_default=False,
        ),
        migrations.RunPython(chain, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="auditrow",
            constraint=models.UniqueConstraint(
                fields=("lane", "number"), name="core_auditrow_place_in_chain"
            ),
        ),
        AppendOnly("core_auditrow"),
    ]
