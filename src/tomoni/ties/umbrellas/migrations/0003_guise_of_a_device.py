from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("umbrellas", "0002_guards"),
    ]

    operations = [
        migrations.AddField(
            model_name="press",
            name="guise",
            field=models.CharField(default="", max_length=40, verbose_name="端末の見かけの印"),
        ),
        migrations.AddIndex(
            model_name="press",
            index=models.Index(fields=["guise", "at"], name="umbrellas_press_guise"),
        ),
    ]
