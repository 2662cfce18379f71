"""The reading log and emergency access, append-only from their first row."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import tomoni.core.fields
from tomoni.core.guards import AppendOnly
from tomoni.core.migrating import TablesAtOnce


class Migration(TablesAtOnce):
    dependencies = [
        ("core", "0007_chain"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="GlassRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("lane", models.BigIntegerField(editable=False, verbose_name="列")),
                ("number", models.BigIntegerField(editable=False, verbose_name="列の中の番号")),
                ("previous", models.BinaryField(max_length=32, verbose_name="前の行のハッシュ")),
                ("hash", models.BinaryField(max_length=32, verbose_name="この行のハッシュ")),
                ("release", models.UUIDField(db_index=True, verbose_name="緊急の閲覧")),
                (
                    "act",
                    models.CharField(
                        choices=[
                            ("begun", "始めた"),
                            ("ended", "終えた"),
                            ("reviewed", "点検した"),
                        ],
                        max_length=10,
                        verbose_name="したこと",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="日時")),
                ("thing", models.CharField(max_length=80, verbose_name="対象の種類")),
                ("thing_id", models.CharField(max_length=64, verbose_name="対象")),
                ("reason", models.CharField(max_length=400, verbose_name="わけ")),
                ("until", models.DateTimeField(blank=True, null=True, verbose_name="いつまで")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="した人",
                    ),
                ),
            ],
            options={
                "verbose_name": "緊急の閲覧の記録",
                "verbose_name_plural": "緊急の閲覧の記録",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("lane", "number"), name="core_glassrow_place_in_chain"
                    ),
                    models.UniqueConstraint(fields=("release", "act"), name="a_release_ends_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until__isnull", False),
                            models.Q(("act", "begun"), _negated=True),
                            _connector="OR",
                        ),
                        name="a_release_has_an_end",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Opening",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("lane", models.BigIntegerField(editable=False, verbose_name="列")),
                ("number", models.BigIntegerField(editable=False, verbose_name="列の中の番号")),
                ("previous", models.BinaryField(max_length=32, verbose_name="前の行のハッシュ")),
                ("hash", models.BinaryField(max_length=32, verbose_name="この行のハッシュ")),
                ("at", models.DateTimeField(db_index=True, verbose_name="日時")),
                (
                    "by_name",
                    models.CharField(
                        blank=True,
                        help_text="アカウントのない人",
                        max_length=100,
                        verbose_name="開いた人の名",
                    ),
                ),
                ("thing", models.CharField(max_length=80, verbose_name="開いたものの種類")),
                ("thing_id", models.CharField(max_length=64, verbose_name="開いたもの")),
                ("about", models.CharField(max_length=64, verbose_name="だれのことか")),
                (
                    "fields",
                    tomoni.core.fields.JSONText(
                        blank=True, default=list, verbose_name="見せた項目"
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=400, verbose_name="わけ")),
                ("basis", models.CharField(blank=True, max_length=80, verbose_name="根拠")),
                (
                    "withheld",
                    models.CharField(
                        blank=True,
                        help_text="空欄なら本人が見られる",
                        max_length=80,
                        verbose_name="本人に見せないわけ",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="開いた人",
                    ),
                ),
            ],
            options={
                "verbose_name": "閲覧の記録",
                "verbose_name_plural": "閲覧の記録",
                "indexes": [
                    models.Index(fields=["about", "-id"], name="opening_about"),
                    models.Index(fields=["thing", "thing_id", "-id"], name="opening_of_thing"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("lane", "number"), name="core_opening_place_in_chain"
                    )
                ],
            },
        ),
        AppendOnly("core_opening"),
        AppendOnly("core_glassrow"),
    ]
