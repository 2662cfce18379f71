from django.db import migrations, models

from tomoni.core.migrating import TablesAtOnce


class Migration(TablesAtOnce):
    dependencies = [
        ("tourism", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="PageWordsRead",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        choices=[
                            ("ja", "日本語"),
                            ("en", "English"),
                            ("zh-Hans", "简体中文"),
                            ("ko", "한국어"),
                        ],
                        max_length=10,
                        verbose_name="ことば",
                    ),
                ),
                ("read_by", models.CharField(max_length=60, verbose_name="読んで確かめた人")),
                ("read_on", models.DateField(verbose_name="読んで確かめた日")),
            ],
            options={
                "verbose_name": "決まり文句の点検",
                "verbose_name_plural": "決まり文句の点検",
                "ordering": ["-read_on", "-id"],
            },
        ),
        migrations.AddField(
            model_name="guidetext",
            name="read_by",
            field=models.CharField(blank=True, max_length=60, verbose_name="読んで確かめた人"),
        ),
        migrations.AddField(
            model_name="guidetext",
            name="read_on",
            field=models.DateField(blank=True, null=True, verbose_name="読んで確かめた日"),
        ),
        migrations.AddField(
            model_name="programmetext",
            name="read_by",
            field=models.CharField(blank=True, max_length=60, verbose_name="読んで確かめた人"),
        ),
        migrations.AddField(
            model_name="programmetext",
            name="read_on",
            field=models.DateField(blank=True, null=True, verbose_name="読んで確かめた日"),
        ),
        migrations.AddField(
            model_name="tiptext",
            name="read_by",
            field=models.CharField(blank=True, max_length=60, verbose_name="読んで確かめた人"),
        ),
        migrations.AddField(
            model_name="tiptext",
            name="read_on",
            field=models.DateField(blank=True, null=True, verbose_name="読んで確かめた日"),
        ),
        migrations.AddConstraint(
            model_name="guidetext",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("read_by", ""), ("read_on", None)),
                    models.Q(models.Q(("read_by", ""), _negated=True), ("read_on__isnull", False)),
                    _connector="OR",
                ),
                name="guidetext_read_by_somebody_on_a_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="programmetext",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("read_by", ""), ("read_on", None)),
                    models.Q(models.Q(("read_by", ""), _negated=True), ("read_on__isnull", False)),
                    _connector="OR",
                ),
                name="programmetext_read_by_somebody_on_a_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="tiptext",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("read_by", ""), ("read_on", None)),
                    models.Q(models.Q(("read_by", ""), _negated=True), ("read_on__isnull", False)),
                    _connector="OR",
                ),
                name="tiptext_read_by_somebody_on_a_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="pagewordsread",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("read_by", ""), _negated=True),
                    ("language__in", ["ja", "en", "zh-Hans", "ko"]),
                ),
                name="page_words_read_by_somebody",
            ),
        ),
    ]
