import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from tomoni.core.migrating import TablesAtOnce


class Migration(TablesAtOnce):
    initial = True

    dependencies = [
        ("appointments", "0002_guards"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Guide",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "consented_on",
                    models.DateField(blank=True, null=True, verbose_name="公開に同意した日"),
                ),
                ("is_shown", models.BooleanField(default=False, verbose_name="公開する")),
                (
                    "worker",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="guide",
                        to="appointments.worker",
                        verbose_name="予約を受ける人",
                    ),
                ),
            ],
            options={
                "verbose_name": "ガイド",
                "verbose_name_plural": "ガイド",
                "ordering": ["worker__user__name_kana", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_shown", False), ("consented_on__isnull", False), _connector="OR"
                        ),
                        name="shown_guide_has_agreed",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="GuideText",
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
                (
                    "is_source",
                    models.BooleanField(default=False, verbose_name="はじめに書いたことば"),
                ),
                ("about", models.TextField(verbose_name="紹介と得意な話")),
                (
                    "guide",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="texts",
                        to="tourism.guide",
                    ),
                ),
            ],
            options={
                "verbose_name": "ガイドの紹介",
                "verbose_name_plural": "ガイドの紹介",
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("language__in", ["ja", "en", "zh-Hans", "ko"])),
                        name="guidetext_in_a_known_language",
                    ),
                    models.UniqueConstraint(
                        fields=("guide", "language"), name="one_guide_text_a_language"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Programme",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("metres", models.PositiveIntegerField(verbose_name="歩く道のり（m）")),
                (
                    "slope",
                    models.CharField(
                        choices=[("flat", "平らな道"), ("gentle", "ゆるい坂"), ("steep", "急な坂")],
                        max_length=10,
                        verbose_name="坂",
                    ),
                ),
                ("steps", models.PositiveSmallIntegerField(default=0, verbose_name="階段の段数")),
                (
                    "is_for_wheelchairs",
                    models.BooleanField(default=False, verbose_name="車いすで回れる"),
                ),
                ("months", models.PositiveSmallIntegerField(default=4095, verbose_name="歩ける月")),
                (
                    "most_people",
                    models.PositiveSmallIntegerField(default=10, verbose_name="一組の人数の上限"),
                ),
                ("fee", models.PositiveIntegerField(default=0, verbose_name="一組の料金（円）")),
                ("is_shown", models.BooleanField(default=False, verbose_name="公開する")),
                ("order", models.PositiveSmallIntegerField(default=50, verbose_name="並び順")),
                (
                    "kind",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="programme",
                        to="appointments.kind",
                        verbose_name="予約の種類",
                    ),
                ),
            ],
            options={
                "verbose_name": "まち歩き",
                "verbose_name_plural": "まち歩き",
                "ordering": ["order", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("months__gte", 1), ("months__lte", 4095), ("most_people__gte", 1)
                        ),
                        name="walk_has_a_season_and_people",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ProgrammeText",
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
                (
                    "is_source",
                    models.BooleanField(default=False, verbose_name="はじめに書いたことば"),
                ),
                ("title", models.CharField(max_length=120, verbose_name="題")),
                ("about", models.TextField(verbose_name="内容")),
                ("meeting", models.CharField(max_length=200, verbose_name="待ち合わせの場所")),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="texts",
                        to="tourism.programme",
                    ),
                ),
            ],
            options={
                "verbose_name": "まち歩きの説明",
                "verbose_name_plural": "まち歩きの説明",
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("language__in", ["ja", "en", "zh-Hans", "ko"])),
                        name="programmetext_in_a_known_language",
                    ),
                    models.UniqueConstraint(
                        fields=("programme", "language"), name="one_walk_text_a_language"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Tip",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "about",
                    models.CharField(
                        choices=[
                            ("way", "道のようす"),
                            ("weather", "天気"),
                            ("crowd", "混みぐあい"),
                            ("event", "きょうの催し"),
                        ],
                        max_length=10,
                        verbose_name="何のこと",
                    ),
                ),
                ("signed", models.CharField(max_length=60, verbose_name="ページに出す書いた人")),
                ("written_at", models.DateTimeField(verbose_name="書いた日時")),
                ("expires_at", models.DateTimeField(verbose_name="いつまで出すか")),
                (
                    "withdrawn_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="下げた日時"),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="書いた人",
                    ),
                ),
            ],
            options={
                "verbose_name": "いまの町のようす",
                "verbose_name_plural": "いまの町のようす",
                "ordering": ["-written_at", "id"],
                "indexes": [models.Index(fields=["expires_at"], name="tips_by_their_end")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("expires_at__gt", models.F("written_at"))),
                        name="tip_ends_after_it_begins",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("signed", ""), _negated=True),
                        name="tip_says_who_wrote_it",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TipText",
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
                (
                    "is_source",
                    models.BooleanField(default=False, verbose_name="はじめに書いたことば"),
                ),
                ("text", models.CharField(max_length=300, verbose_name="ことば")),
                (
                    "tip",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="texts",
                        to="tourism.tip",
                    ),
                ),
            ],
            options={
                "verbose_name": "いまの町のようすのことば",
                "verbose_name_plural": "いまの町のようすのことば",
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("language__in", ["ja", "en", "zh-Hans", "ko"])),
                        name="tiptext_in_a_known_language",
                    ),
                    models.UniqueConstraint(
                        fields=("tip", "language"), name="one_tip_text_a_language"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("is_source", True)),
                        fields=("tip",),
                        name="one_source_of_a_tip",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Visit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("people", models.PositiveSmallIntegerField(verbose_name="人数")),
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
                (
                    "booking",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="visit",
                        to="appointments.booking",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="visits",
                        to="tourism.programme",
                    ),
                ),
            ],
            options={
                "verbose_name": "まち歩きの組",
                "verbose_name_plural": "まち歩きの組",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("people__gte", 1)), name="visit_is_of_somebody"
                    )
                ],
            },
        ),
    ]
