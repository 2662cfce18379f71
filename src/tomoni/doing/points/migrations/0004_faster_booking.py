import django.db.models.deletion
from django.db import migrations, models

from tomoni.doing.points.booking import BookInOne
from tomoni.doing.points.guards import KeepBalances

# Made with the table under the same name on both databases.
INDEX = "points_transfer_scheme_id_8bffe1bc"


class Migration(migrations.Migration):
    dependencies = [("points", "0003_claims")]
    operations = [
        # Only the index goes. As an AlterField, SQLite would write the whole ledger anew.
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    f'DROP INDEX IF EXISTS "{INDEX}"',
                    f'CREATE INDEX "{INDEX}" ON "points_transfer" ("scheme_id")',
                )
            ],
            state_operations=[
                migrations.AlterField(
                    model_name="transfer",
                    name="scheme",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="transfers",
                        to="points.scheme",
                    ),
                )
            ],
        ),
        KeepBalances(),
        BookInOne(),
    ]
