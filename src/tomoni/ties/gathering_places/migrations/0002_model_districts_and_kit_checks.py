import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from tomoni.core.migrating import TablesAtOnce


class Migration(TablesAtOnce):
    dependencies = [
        ("districts", "0002_station_city"),
        ("gathering_places", "0001_initial"),
        ("places", "0007_derived_from_batons"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ModelDistrict",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "slug",
                    models.SlugField(max_length=40, unique=True, verbose_name="アドレスのことば"),
                ),
                ("name", models.CharField(max_length=60, verbose_name="モデル地区の名前")),
                (
                    "name_en",
                    models.CharField(
                        blank=True, max_length=60, verbose_name="モデル地区の名前（英語）"
                    ),
                ),
                (
                    "name_easy",
                    models.CharField(
                        blank=True, max_length=60, verbose_name="モデル地区の名前（やさしい日本語）"
                    ),
                ),
                ("why", models.TextField(verbose_name="選んだ理由")),
                ("why_en", models.TextField(blank=True, verbose_name="選んだ理由（英語）")),
                (
                    "why_easy",
                    models.TextField(blank=True, verbose_name="選んだ理由（やさしい日本語）"),
                ),
                ("chosen_on", models.DateField(verbose_name="選んだ日")),
                ("is_shown", models.BooleanField(default=False, verbose_name="公開する")),
                ("is_sample", models.BooleanField(default=False, verbose_name="見本")),
                (
                    "towns",
                    models.ManyToManyField(
                        related_name="+", to="districts.town", verbose_name="町"
                    ),
                ),
            ],
            options={
                "verbose_name": "モデル地区",
                "verbose_name_plural": "モデル地区",
                "ordering": ["chosen_on", "id"],
            },
        ),
        migrations.CreateModel(
            name="ModelStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("talk", "住民と話した"),
                            ("room", "場所をさがした"),
                            ("trial", "試しに開いた"),
                            ("open", "いつも開いている場所ができた"),
                            ("other", "そのほか"),
                        ],
                        max_length=10,
                        verbose_name="段階",
                    ),
                ),
                ("on", models.DateField(verbose_name="日")),
                ("words", models.CharField(max_length=300, verbose_name="したこと")),
                (
                    "words_en",
                    models.CharField(blank=True, max_length=300, verbose_name="したこと（英語）"),
                ),
                (
                    "words_easy",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="したこと（やさしい日本語）"
                    ),
                ),
                (
                    "taken_back_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="取り消した日時"),
                ),
                ("created_at", models.DateTimeField(verbose_name="書いた日時")),
                (
                    "district",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="gathering_places.modeldistrict",
                    ),
                ),
                (
                    "listing",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="places.listing",
                        verbose_name="できた居場所",
                    ),
                ),
            ],
            options={
                "verbose_name": "モデル地区の段階",
                "verbose_name_plural": "モデル地区の段階",
                "ordering": ["on", "id"],
            },
        ),
        migrations.CreateModel(
            name="KitCheck",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("entry", models.SlugField(max_length=40, verbose_name="手引きの項目")),
                ("digest", models.CharField(editable=False, max_length=64)),
                ("checked_on", models.DateField(verbose_name="確かめた日")),
                ("how", models.CharField(max_length=200, verbose_name="何で、だれに確かめたか")),
                (
                    "checked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="確かめた人",
                    ),
                ),
            ],
            options={
                "verbose_name": "手引きの点検",
                "verbose_name_plural": "手引きの点検",
                "ordering": ["-checked_on", "-id"],
                "indexes": [
                    models.Index(fields=["entry", "digest"], name="kit_checks_of_an_entry")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("how", ""), _negated=True), name="kit_check_says_how"
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="modeldistrict",
            constraint=models.CheckConstraint(
                condition=models.Q(("why", ""), _negated=True), name="model_district_has_its_reason"
            ),
        ),
        migrations.AddConstraint(
            model_name="modelstep",
            constraint=models.CheckConstraint(
                condition=models.Q(("words", ""), _negated=True),
                name="model_step_says_what_was_done",
            ),
        ),
    ]
