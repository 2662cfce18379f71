import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from tomoni.core.migrating import TablesAtOnce


class Migration(TablesAtOnce):
    initial = True

    dependencies = [
        ("batons", "0001_initial"),
        ("circles", "0001_initial"),
        ("districts", "0002_station_city"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("places", "0007_derived_from_batons"),
    ]

    operations = [
        migrations.CreateModel(
            name="Venue",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "token",
                    models.UUIDField(
                        editable=False,
                        help_text="受付票の住所になる。同じ送信が二度届いても一件にする",
                        null=True,
                        unique=True,
                        verbose_name="送信の控え",
                    ),
                ),
                ("text", models.TextField(verbose_name="内容")),
                (
                    "contact",
                    models.CharField(blank=True, max_length=200, verbose_name="返事の連絡先"),
                ),
                (
                    "from_hash",
                    models.CharField(
                        blank=True,
                        db_index=True,
                        help_text="その日だけ通じる印。多すぎる送信を止めるためで、住所は残さない",
                        max_length=64,
                        verbose_name="送り元",
                    ),
                ),
                ("created_at", models.DateTimeField(verbose_name="届いた日時")),
                ("people", models.PositiveSmallIntegerField(verbose_name="人数")),
                ("parts", models.PositiveSmallIntegerField(default=15, verbose_name="時間帯")),
                ("shown_text", models.TextField(blank=True, verbose_name="掲示板に出すことば")),
                (
                    "shown_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="掲示板に出した日時"),
                ),
                ("is_sample", models.BooleanField(default=False, verbose_name="見本")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("shop", "店や会社の空いている時間"),
                            ("house", "空き家・空き部屋"),
                            ("hall", "会館・施設の部屋"),
                            ("other", "そのほか"),
                        ],
                        max_length=10,
                        verbose_name="どんな場所",
                    ),
                ),
                ("rooms", models.PositiveSmallIntegerField(default=1, verbose_name="部屋の数")),
                (
                    "hours",
                    models.CharField(blank=True, max_length=200, verbose_name="使える曜日と時刻"),
                ),
                ("fee", models.PositiveIntegerField(default=0, verbose_name="1回の料金（円）")),
                (
                    "is_step_free",
                    models.BooleanField(default=False, verbose_name="段差なしで入れる"),
                ),
                (
                    "toilet",
                    models.CharField(
                        choices=[
                            ("none", "ない"),
                            ("ordinary", "ある"),
                            ("wide", "車いすで使える"),
                        ],
                        default="ordinary",
                        max_length=10,
                        verbose_name="トイレ",
                    ),
                ),
                (
                    "baton",
                    models.OneToOneField(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(app_label)s_%(class)s",
                        to="batons.baton",
                    ),
                ),
                (
                    "town",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="districts.town",
                        verbose_name="町",
                    ),
                ),
            ],
            options={
                "verbose_name": "場所の申し出",
                "verbose_name_plural": "場所の申し出",
                "ordering": ["-created_at", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("shown_at", None),
                            models.Q(("shown_text", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="shown_venue_has_words",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("people__gte", 1), ("parts__gte", 1), ("parts__lte", 15)
                        ),
                        name="venue_holds_somebody_at_some_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Wish",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "token",
                    models.UUIDField(
                        editable=False,
                        help_text="受付票の住所になる。同じ送信が二度届いても一件にする",
                        null=True,
                        unique=True,
                        verbose_name="送信の控え",
                    ),
                ),
                ("text", models.TextField(verbose_name="内容")),
                (
                    "contact",
                    models.CharField(blank=True, max_length=200, verbose_name="返事の連絡先"),
                ),
                (
                    "from_hash",
                    models.CharField(
                        blank=True,
                        db_index=True,
                        help_text="その日だけ通じる印。多すぎる送信を止めるためで、住所は残さない",
                        max_length=64,
                        verbose_name="送り元",
                    ),
                ),
                ("created_at", models.DateTimeField(verbose_name="届いた日時")),
                ("people", models.PositiveSmallIntegerField(verbose_name="人数")),
                ("parts", models.PositiveSmallIntegerField(default=15, verbose_name="時間帯")),
                ("shown_text", models.TextField(blank=True, verbose_name="掲示板に出すことば")),
                (
                    "shown_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="掲示板に出した日時"),
                ),
                ("is_sample", models.BooleanField(default=False, verbose_name="見本")),
                (
                    "needs_step_free",
                    models.BooleanField(default=False, verbose_name="段差のない場所が必要"),
                ),
                (
                    "needs_wide_toilet",
                    models.BooleanField(default=False, verbose_name="車いすで使えるトイレが必要"),
                ),
                (
                    "most_fee",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="1回に出せる金額（円）"
                    ),
                ),
                (
                    "baton",
                    models.OneToOneField(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(app_label)s_%(class)s",
                        to="batons.baton",
                    ),
                ),
                (
                    "became_circle",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="circles.circle",
                        verbose_name="できたネットワーク",
                    ),
                ),
                (
                    "became_listing",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="places.listing",
                        verbose_name="できた居場所",
                    ),
                ),
                (
                    "town",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="districts.town",
                        verbose_name="町",
                    ),
                ),
            ],
            options={
                "verbose_name": "居場所の希望",
                "verbose_name_plural": "居場所の希望",
                "ordering": ["-created_at", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("shown_at", None),
                            models.Q(("shown_text", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="shown_wish_has_words",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("people__gte", 1), ("parts__gte", 1), ("parts__lte", 15)
                        ),
                        name="wish_is_for_somebody_at_some_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("became_listing", None), ("became_circle", None), _connector="OR"
                        ),
                        name="wish_became_one_thing",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MeToo",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("device", models.CharField(max_length=64, verbose_name="端末の印")),
                (
                    "from_hash",
                    models.CharField(
                        blank=True, db_index=True, max_length=64, verbose_name="送り元"
                    ),
                ),
                ("created_at", models.DateTimeField(verbose_name="届いた日時")),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "wish",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="me_too",
                        to="gathering_places.wish",
                    ),
                ),
            ],
            options={
                "verbose_name": "「わたしも」",
                "verbose_name_plural": "「わたしも」",
                "ordering": ["created_at", "id"],
                "constraints": [
                    models.UniqueConstraint(fields=("wish", "device"), name="one_me_too_a_device"),
                    models.UniqueConstraint(
                        condition=models.Q(("user__isnull", False)),
                        fields=("wish", "user"),
                        name="one_me_too_an_account",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Match",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "answer",
                    models.CharField(
                        choices=[("accepted", "紹介する"), ("declined", "合わない")],
                        max_length=10,
                        verbose_name="決めたこと",
                    ),
                ),
                ("reason", models.TextField(verbose_name="理由")),
                ("points", models.PositiveSmallIntegerField(verbose_name="決めたときの点")),
                ("decided_at", models.DateTimeField(verbose_name="決めた日時")),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "venue",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="matches",
                        to="gathering_places.venue",
                    ),
                ),
                (
                    "wish",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="matches",
                        to="gathering_places.wish",
                    ),
                ),
            ],
            options={
                "verbose_name": "希望と場所の組み合わせ",
                "verbose_name_plural": "希望と場所の組み合わせ",
                "ordering": ["-decided_at", "id"],
                "constraints": [
                    models.UniqueConstraint(fields=("wish", "venue"), name="one_decision_a_pair"),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="decision_has_its_reason",
                    ),
                ],
            },
        ),
    ]
