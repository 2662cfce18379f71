from django.db import migrations

from tomoni.core.guards import AppendOnly
from tomoni.doing.appointments.guards import NoTwoAtOnce


class Migration(migrations.Migration):
    dependencies = [("appointments", "0001_initial")]
    operations = [NoTwoAtOnce(), AppendOnly("appointments_change")]
