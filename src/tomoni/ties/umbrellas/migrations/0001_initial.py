import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from tomoni.core.migrating import TablesAtOnce


class Migration(TablesAtOnce):
    initial = True

    dependencies = [
        ("people", "0009_outside_identities"),
        ("places", "0010_reply_by"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Umbrella",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(max_length=20, unique=True, verbose_name="番号")),
                ("note", models.CharField(blank=True, max_length=80, verbose_name="見た目")),
                (
                    "gone_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="なくなった日時"),
                ),
            ],
            options={
                "verbose_name": "番号つきの傘",
                "verbose_name_plural": "番号つきの傘",
                "ordering": ["code"],
            },
        ),
        migrations.CreateModel(
            name="Helper",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("since_at", models.DateTimeField(verbose_name="いつから")),
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="知らせる人",
                    ),
                ),
            ],
            options={
                "verbose_name": "傘の呼びかけを聞く人",
                "verbose_name_plural": "傘の呼びかけを聞く人",
            },
        ),
        migrations.CreateModel(
            name="Station",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "slug",
                    models.SlugField(max_length=60, unique=True, verbose_name="アドレスの名前"),
                ),
                (
                    "code",
                    models.CharField(
                        help_text="置き場の紙にだけ書いてある",
                        max_length=12,
                        unique=True,
                        verbose_name="QRの合言葉",
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="名前")),
                ("name_kana", models.CharField(blank=True, max_length=200, verbose_name="読み")),
                (
                    "name_en",
                    models.CharField(blank=True, max_length=120, verbose_name="英語の名前"),
                ),
                (
                    "name_zh",
                    models.CharField(blank=True, max_length=120, verbose_name="中国語の名前"),
                ),
                (
                    "name_ko",
                    models.CharField(blank=True, max_length=120, verbose_name="韓国語の名前"),
                ),
                (
                    "use",
                    models.CharField(
                        choices=[
                            ("both", "貸し出しと返却"),
                            ("borrow", "貸し出しだけ"),
                            ("return", "返却だけ（ホテルなど）"),
                        ],
                        default="both",
                        max_length=6,
                        verbose_name="使い方",
                    ),
                ),
                ("address", models.CharField(blank=True, max_length=200, verbose_name="住所")),
                ("lat", models.FloatField(verbose_name="緯度")),
                ("lng", models.FloatField(verbose_name="経度")),
                ("phone", models.CharField(blank=True, max_length=20, verbose_name="電話番号")),
                ("capacity", models.PositiveSmallIntegerField(verbose_name="置ける本数")),
                (
                    "low",
                    models.PositiveSmallIntegerField(
                        default=3, verbose_name="少ないと知らせる本数"
                    ),
                ),
                (
                    "count",
                    models.IntegerField(default=0, editable=False, verbose_name="いまの本数"),
                ),
                (
                    "moved_at",
                    models.DateTimeField(
                        editable=False, null=True, verbose_name="最後に動いた日時"
                    ),
                ),
                (
                    "counted_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="最後に数えた日時"
                    ),
                ),
                (
                    "link_turn",
                    models.PositiveSmallIntegerField(
                        default=1, verbose_name="店の専用ページの番号"
                    ),
                ),
                (
                    "link_digest",
                    models.CharField(max_length=64, unique=True, verbose_name="店の専用ページの鍵"),
                ),
                ("is_sample", models.BooleanField(default=False, verbose_name="見本")),
                ("opened_on", models.DateField(verbose_name="始めた日")),
                ("closed_on", models.DateField(blank=True, null=True, verbose_name="やめた日")),
                (
                    "listing",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="umbrella_stations",
                        to="places.listing",
                        verbose_name="掲載",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="umbrella_stations",
                        to="people.organisation",
                        verbose_name="店やホテル",
                    ),
                ),
            ],
            options={
                "verbose_name": "傘の置き場",
                "verbose_name_plural": "傘の置き場",
                "ordering": ["name_kana", "name", "id"],
            },
        ),
        migrations.CreateModel(
            name="Move",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("borrow", "借りた"),
                            ("return", "返した"),
                            ("give", "寄付"),
                            ("carry", "置き場から置き場へ運んだ"),
                            ("repair", "修理に出した"),
                            ("repaired", "修理から戻った"),
                            ("discard", "こわれて使えない"),
                            ("found", "数えたら多かった"),
                            ("missing", "数えたら少なかった"),
                            ("undo", "取り消し"),
                        ],
                        max_length=8,
                        verbose_name="何をしたか",
                    ),
                ),
                ("quantity", models.PositiveSmallIntegerField(verbose_name="本数")),
                ("slip", models.CharField(db_index=True, max_length=12, verbose_name="控えの番号")),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("stand", "置き場のQR"),
                            ("keeper", "店の専用ページ"),
                            ("staff", "職員の画面"),
                            ("phone", "電話"),
                            ("paper", "紙の記録"),
                        ],
                        max_length=6,
                        verbose_name="どこで押したか",
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("unnoted", "押さずに借りた・返した人がいる"),
                            ("taken", "持ち去られた"),
                            ("wrong", "前の数えまちがい"),
                            ("unknown", "分からない"),
                        ],
                        max_length=8,
                        verbose_name="数がちがったわけ",
                    ),
                ),
                (
                    "note",
                    models.CharField(
                        blank=True,
                        help_text="会社名など。個人の名前は書かない",
                        max_length=100,
                        verbose_name="メモ",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="日時")),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="記録した職員",
                    ),
                ),
                (
                    "of",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="undone_by",
                        to="umbrellas.move",
                        verbose_name="取り消したもの",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="left",
                        to="umbrellas.station",
                        verbose_name="出た置き場",
                    ),
                ),
                (
                    "target",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="came",
                        to="umbrellas.station",
                        verbose_name="入った置き場",
                    ),
                ),
                (
                    "umbrella",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="moves",
                        to="umbrellas.umbrella",
                        verbose_name="番号つきの傘",
                    ),
                ),
            ],
            options={
                "verbose_name": "傘の出入り",
                "verbose_name_plural": "傘の出入り",
                "ordering": ["-at", "id"],
            },
        ),
        migrations.CreateModel(
            name="Loan",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "borrowed",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="loan",
                        to="umbrellas.move",
                        verbose_name="借りた記録",
                    ),
                ),
                (
                    "returned",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ended_loan",
                        to="umbrellas.move",
                        verbose_name="返した記録",
                    ),
                ),
                (
                    "umbrella",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="loans",
                        to="umbrellas.umbrella",
                        verbose_name="傘",
                    ),
                ),
            ],
            options={
                "verbose_name": "番号つきの傘の貸し出し",
                "verbose_name_plural": "番号つきの傘の貸し出し",
            },
        ),
        migrations.CreateModel(
            name="Weather",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("on", models.DateField(unique=True, verbose_name="日")),
                ("chance", models.PositiveSmallIntegerField(verbose_name="雨や雪の確率（%）")),
                ("fell", models.BooleanField(blank=True, null=True, verbose_name="雨や雪がふった")),
                (
                    "source",
                    models.CharField(
                        choices=[("typed", "手で入れた"), ("jma", "気象庁XML")],
                        max_length=5,
                        verbose_name="出どころ",
                    ),
                ),
                ("area", models.CharField(blank=True, max_length=60, verbose_name="予報の区域")),
                ("told_at", models.DateTimeField(verbose_name="入れた日時")),
            ],
            options={
                "verbose_name": "日ごとの天気",
                "verbose_name_plural": "日ごとの天気",
                "ordering": ["-on"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("chance__gte", 0), ("chance__lte", 100)),
                        name="umbrellas_chance_is_a_percentage",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Call",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="ほしい本数")),
                ("words", models.CharField(blank=True, max_length=200, verbose_name="ひとこと")),
                ("until_on", models.DateField(verbose_name="いつまで")),
                ("begun_on", models.DateField(verbose_name="呼びかけた日")),
                ("at", models.DateTimeField(verbose_name="呼びかけた日時")),
                ("told", models.PositiveIntegerField(default=0, verbose_name="知らせた人数")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="呼びかけた人",
                    ),
                ),
            ],
            options={
                "verbose_name": "傘の呼びかけ",
                "verbose_name_plural": "傘の呼びかけ",
                "ordering": ["-at"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("number__gte", 1)), name="umbrellas_call_wants_some"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("until_on__gte", models.F("begun_on"))),
                        name="umbrellas_call_ends_later",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Press",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("device", models.CharField(max_length=40, verbose_name="端末の印")),
                ("sender", models.CharField(max_length=40, verbose_name="送り元の印")),
                ("is_known", models.BooleanField(verbose_name="前にも来た端末")),
                ("at", models.DateTimeField(db_index=True, verbose_name="日時")),
                (
                    "move",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="press",
                        to="umbrellas.move",
                    ),
                ),
            ],
            options={
                "verbose_name": "置き場で押した端末",
                "verbose_name_plural": "置き場で押した端末",
                "indexes": [
                    models.Index(fields=["device", "at"], name="umbrellas_press_device"),
                    models.Index(fields=["sender", "at"], name="umbrellas_press_sender"),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="station",
            constraint=models.CheckConstraint(
                condition=models.Q(("count__gte", 0)), name="umbrellas_count_not_below_zero"
            ),
        ),
        migrations.AddConstraint(
            model_name="station",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("lat__gte", -90), ("lat__lte", 90), ("lng__gte", -180), ("lng__lte", 180)
                ),
                name="umbrellas_station_on_earth",
            ),
        ),
        migrations.AddConstraint(
            model_name="station",
            constraint=models.CheckConstraint(
                condition=models.Q(("capacity__gte", 1), ("capacity__lte", 500)),
                name="umbrellas_station_has_room",
            ),
        ),
        migrations.AddIndex(
            model_name="move",
            index=models.Index(fields=["source", "at"], name="umbrellas_left_a_stand"),
        ),
        migrations.AddIndex(
            model_name="move",
            index=models.Index(fields=["target", "at"], name="umbrellas_came_to_a_stand"),
        ),
        migrations.AddIndex(
            model_name="move",
            index=models.Index(fields=["at"], name="umbrellas_moves_by_time"),
        ),
        migrations.AddConstraint(
            model_name="move",
            constraint=models.CheckConstraint(
                condition=models.Q(("quantity__gte", 1), ("quantity__lte", 500)),
                name="umbrellas_move_moves",
            ),
        ),
        migrations.AddConstraint(
            model_name="move",
            constraint=models.CheckConstraint(
                condition=models.Q(("umbrella", None), ("quantity", 1), _connector="OR"),
                name="umbrellas_coded_goes_alone",
            ),
        ),
        migrations.AddConstraint(
            model_name="move",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("source", None),
                    ("target", None),
                    models.Q(("source", models.F("target")), _negated=True),
                    _connector="OR",
                ),
                name="umbrellas_move_goes_somewhere",
            ),
        ),
        migrations.AddConstraint(
            model_name="move",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("kind__in", ("borrow", "repair", "missing")),
                        ("source__isnull", False),
                        ("target", None),
                    ),
                    models.Q(
                        ("kind__in", ("return", "give", "repaired", "found")),
                        ("source", None),
                        ("target__isnull", False),
                    ),
                    models.Q(
                        ("kind", "carry"), ("source__isnull", False), ("target__isnull", False)
                    ),
                    models.Q(("kind", "discard"), ("target", None)),
                    ("kind", "undo"),
                    _connector="OR",
                ),
                name="umbrellas_move_has_its_ends",
            ),
        ),
        migrations.AddConstraint(
            model_name="move",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "undo"), ("of__isnull", False)),
                    models.Q(models.Q(("kind", "undo"), _negated=True), ("of", None)),
                    _connector="OR",
                ),
                name="umbrellas_only_undo_points_back",
            ),
        ),
        migrations.AddConstraint(
            model_name="move",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind__in", ("found", "missing")), _negated=True),
                    models.Q(("reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="umbrellas_difference_has_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="loan",
            constraint=models.UniqueConstraint(
                condition=models.Q(("returned", None)),
                fields=("umbrella",),
                name="one_open_loan_per_umbrella",
            ),
        ),
    ]
