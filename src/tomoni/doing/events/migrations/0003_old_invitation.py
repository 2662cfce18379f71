from django.db import migrations


class Migration(migrations.Migration):
    """The table of invitations that nothing ever wrote to; it is made anew in the next step."""

    dependencies = [
        ("events", "0002_drivers"),
    ]

    operations = [
        migrations.DeleteModel(name="Invitation"),
    ]
