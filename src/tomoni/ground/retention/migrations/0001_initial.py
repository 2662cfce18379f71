"""Rules, holds, proposals and the record of destruction, append-only from its first row."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from tomoni.core.guards import AppendOnly
from tomoni.core.migrating import TablesAtOnce


class Migration(TablesAtOnce):
    initial = True

    dependencies = [
        ("batons", "0003_sealed_steps"),
        ("people", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="Proposal",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("proposed", "承認を待っている"),
                            ("approved", "破棄している"),
                            ("done", "破棄した"),
                            ("refused", "見送った"),
                        ],
                        default="proposed",
                        max_length=10,
                        verbose_name="状態",
                    ),
                ),
                ("is_under_way", models.BooleanField(default=True, verbose_name="進行中")),
                ("at", models.DateTimeField(verbose_name="作った日時")),
                (
                    "first_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="一人目の承認の日時"),
                ),
                (
                    "second_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="二人目の承認の日時"),
                ),
                (
                    "ended_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="終わった日時"),
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
                    "first_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="一人目の承認",
                    ),
                ),
                (
                    "second_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="二人目の承認",
                    ),
                ),
            ],
            options={
                "verbose_name": "破棄の案",
                "verbose_name_plural": "破棄の案",
                "ordering": ["-at", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("is_under_way", True)),
                        fields=("is_under_way",),
                        name="one_proposal_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("second_by", None),
                            models.Q(
                                ("first_by__isnull", False),
                                models.Q(("second_by", models.F("first_by")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="two_different_persons_approve",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status__in", ["proposed", "refused"]),
                            ("second_by__isnull", False),
                            _connector="OR",
                        ),
                        name="nothing_destroyed_without_two",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("ended_at", None),
                                ("is_under_way", True),
                                ("status__in", ["proposed", "approved"]),
                            ),
                            models.Q(
                                ("ended_at__isnull", False),
                                ("is_under_way", False),
                                ("status__in", ["done", "refused"]),
                            ),
                            _connector="OR",
                        ),
                        name="proposal_ends_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Item",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("held", models.CharField(max_length=60, verbose_name="記録の種類")),
                ("key", models.CharField(max_length=64, verbose_name="番号")),
                ("begins_on", models.DateField(verbose_name="期間の始まり")),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("waiting", "まだ"),
                            ("destroyed", "破棄した"),
                            ("held", "止める指定があった"),
                            ("not_due", "もう対象でない"),
                            ("failed", "できなかった"),
                        ],
                        default="waiting",
                        max_length=10,
                        verbose_name="結果",
                    ),
                ),
                (
                    "proposal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="items",
                        to="retention.proposal",
                    ),
                ),
            ],
            options={
                "verbose_name": "破棄の案の一件",
                "verbose_name_plural": "破棄の案の一件",
                "indexes": [
                    models.Index(fields=["proposal", "outcome", "held"], name="items_still_to_do")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("proposal", "held", "key"), name="once_on_a_list_of_destruction"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Rule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("held", models.CharField(max_length=60, verbose_name="記録の種類")),
                ("years", models.PositiveSmallIntegerField(default=0, verbose_name="年")),
                ("months", models.PositiveSmallIntegerField(default=0, verbose_name="か月")),
                (
                    "clock",
                    models.CharField(
                        choices=[("day", "その日から"), ("fiscal_year", "次の4月1日から")],
                        max_length=12,
                        verbose_name="いつから数えるか",
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        help_text="文書管理の規程や法律の名前と条",
                        max_length=300,
                        verbose_name="根拠",
                    ),
                ),
                ("from_on", models.DateField(verbose_name="いつから")),
                ("at", models.DateTimeField(verbose_name="決めた日時")),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "保存期間の決まり",
                "verbose_name_plural": "保存期間の決まり",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("held", "from_on"), name="one_retention_rule_a_day"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("years__gt", 0), ("months__gt", 0), _connector="OR"),
                        name="retention_rule_has_a_term",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("source", ""), _negated=True),
                        name="retention_rule_has_a_source",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Destruction",
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
                ("nth", models.PositiveIntegerField(verbose_name="何番目")),
                ("held", models.CharField(max_length=60, verbose_name="記録の種類")),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("deleted", "消した"),
                            ("emptied", "中身を消した"),
                            ("unreadable", "鍵を捨てて読めなくした"),
                        ],
                        max_length=12,
                        verbose_name="どう破棄したか",
                    ),
                ),
                ("count", models.PositiveIntegerField(verbose_name="件数")),
                ("digest", models.CharField(max_length=64, verbose_name="番号の並びのハッシュ")),
                ("oldest_on", models.DateField(verbose_name="いちばん古い始まり")),
                ("newest_on", models.DateField(verbose_name="いちばん新しい始まり")),
                ("at", models.DateTimeField(verbose_name="破棄した日時")),
                (
                    "first_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "second_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "proposal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="destructions",
                        to="retention.proposal",
                    ),
                ),
                (
                    "rule",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="retention.rule",
                    ),
                ),
            ],
            options={
                "verbose_name": "破棄の記録",
                "verbose_name_plural": "破棄の記録",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("lane", "number"), name="retention_destruction_place_in_chain"
                    ),
                    models.UniqueConstraint(
                        fields=("proposal", "nth"), name="destructions_are_numbered"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("first_by", models.F("second_by")), _negated=True),
                        name="destroyed_by_two_persons",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Hold",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("label", models.CharField(max_length=80, verbose_name="何を")),
                ("key", models.CharField(max_length=64, verbose_name="どれを")),
                (
                    "reason",
                    models.CharField(
                        help_text="人の名前や病気など、人のことは書かない",
                        max_length=300,
                        verbose_name="わけ",
                    ),
                ),
                ("until_on", models.DateField(verbose_name="いつまで")),
                ("placed_at", models.DateTimeField(verbose_name="止めた日時")),
                (
                    "lifted_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="解いた日時"),
                ),
                (
                    "lifted_because",
                    models.CharField(blank=True, max_length=300, verbose_name="解いたわけ"),
                ),
                (
                    "lifted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "placed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "破棄を止める指定",
                "verbose_name_plural": "破棄を止める指定",
                "ordering": ["until_on", "placed_at", "id"],
                "indexes": [models.Index(fields=["label", "key"], name="holds_of_something")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="hold_has_a_reason"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("lifted_at", None), ("lifted_because", ""), ("lifted_by", None)
                            ),
                            models.Q(
                                ("lifted_at__isnull", False),
                                ("lifted_by__isnull", False),
                                models.Q(("lifted_because", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="lifted_hold_says_by_whom_and_why",
                    ),
                ],
            },
        ),
        AppendOnly("retention_destruction"),
    ]
