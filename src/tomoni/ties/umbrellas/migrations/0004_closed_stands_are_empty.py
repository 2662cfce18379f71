from django.db import migrations, models

from tomoni.ties.umbrellas.guards import KeepCounts, LiftCounts


class Migration(migrations.Migration):
    dependencies = [
        ("umbrellas", "0003_guise_of_a_device"),
    ]

    operations = [
        LiftCounts(),
        # A stand that closed with umbrellas left is open again, so that they can be carried away.
        migrations.RunSQL(
            "UPDATE umbrellas_station SET closed_on = NULL "
            "WHERE closed_on IS NOT NULL AND count <> 0",
            migrations.RunSQL.noop,
        ),
        migrations.AddConstraint(
            model_name="station",
            constraint=models.CheckConstraint(
                condition=models.Q(("closed_on", None), ("count", 0), _connector="OR"),
                name="umbrellas_closed_stand_is_empty",
            ),
        ),
        KeepCounts(),
    ]
