import uuid

import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models

import tomoni.core.fields
from tomoni.core.migrating import TablesAtOnce


class Migration(TablesAtOnce):
    initial = True

    dependencies = [
        ("people", "0009_outside_identities"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Scheme",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "slug",
                    models.SlugField(max_length=60, unique=True, verbose_name="アドレスのことば"),
                ),
                ("name", models.CharField(max_length=100, verbose_name="名前")),
                ("about", models.TextField(blank=True, verbose_name="どんなポイントか")),
                ("begins_on", models.DateField(verbose_name="始まりの日")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="終わりの日")),
                ("is_shown", models.BooleanField(default=True, verbose_name="市民のページに出す")),
                (
                    "closed_until",
                    models.DateTimeField(
                        blank=True,
                        editable=False,
                        help_text="この時刻までの記帳は、もう増えない",
                        null=True,
                        verbose_name="この時刻まで締めた",
                    ),
                ),
                ("is_sample", models.BooleanField(default=False, verbose_name="見本")),
                (
                    "team",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.team",
                        verbose_name="受け持つチーム",
                    ),
                ),
            ],
            options={
                "verbose_name": "ポイントの制度",
                "verbose_name_plural": "ポイントの制度",
                "ordering": ["name", "id"],
            },
        ),
        migrations.CreateModel(
            name="Ruling",
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
                ("from_on", models.DateField(verbose_name="いつから")),
                ("terms", tomoni.core.fields.JSONText(verbose_name="決まり")),
                (
                    "source",
                    models.CharField(
                        help_text="要綱や会議の名前と日付", max_length=300, verbose_name="根拠"
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="決めた日時")),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="決めた人",
                    ),
                ),
                (
                    "scheme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rulings",
                        to="points.scheme",
                    ),
                ),
            ],
            options={
                "verbose_name": "ポイントの決まり",
                "verbose_name_plural": "ポイントの決まり",
                "ordering": ["-from_on", "-id"],
            },
        ),
        migrations.CreateModel(
            name="Account",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("person", "人"),
                            ("organisation", "団体"),
                            ("source", "ポイントの出どころ"),
                            ("purse", "市の財布（交換したポイント）"),
                        ],
                        max_length=12,
                        verbose_name="種類",
                    ),
                ),
                (
                    "card",
                    models.CharField(
                        blank=True,
                        max_length=7,
                        null=True,
                        unique=True,
                        verbose_name="カードの番号",
                    ),
                ),
                (
                    "may_go_below",
                    models.BooleanField(default=False, verbose_name="0を下回ってよい"),
                ),
                ("balance", models.BigIntegerField(default=0, editable=False, verbose_name="残高")),
                (
                    "held",
                    models.BigIntegerField(
                        default=0, editable=False, verbose_name="交換の手続き中"
                    ),
                ),
                ("opened_at", models.DateTimeField(verbose_name="開いた日時")),
                (
                    "closed_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="閉じた日時"),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="points_accounts",
                        to="people.organisation",
                        verbose_name="団体",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="points_accounts",
                        to="people.person",
                        verbose_name="人",
                    ),
                ),
                (
                    "scheme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="accounts",
                        to="points.scheme",
                    ),
                ),
            ],
            options={
                "verbose_name": "ポイントの口座",
                "verbose_name_plural": "ポイントの口座",
                "ordering": ["scheme", "id"],
            },
        ),
        migrations.CreateModel(
            name="Transfer",
            fields=[
                ("lane", models.BigIntegerField(editable=False, verbose_name="列")),
                ("number", models.BigIntegerField(editable=False, verbose_name="列の中の番号")),
                ("previous", models.BinaryField(max_length=32, verbose_name="前の行のハッシュ")),
                ("hash", models.BinaryField(max_length=32, verbose_name="この行のハッシュ")),
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
                            ("plain", "移した"),
                            ("pending", "押さえた"),
                            ("post", "押さえた分を移した"),
                            ("void", "押さえた分を戻した"),
                            ("expire", "押さえた期限が過ぎた"),
                            ("reversal", "取り消した"),
                        ],
                        max_length=8,
                        verbose_name="種類",
                    ),
                ),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("earned", "活動でたまった"),
                            ("adjusted", "職員が直した"),
                            ("given", "ゆずった"),
                            ("claimed", "交換した"),
                            ("expired", "期限が過ぎた"),
                        ],
                        max_length=8,
                        verbose_name="わけ",
                    ),
                ),
                ("amount", models.BigIntegerField(verbose_name="ポイント")),
                ("moved", models.BigIntegerField(verbose_name="移ったポイント")),
                ("holds", models.BigIntegerField(verbose_name="押さえたポイントの増減")),
                (
                    "until",
                    models.DateTimeField(blank=True, null=True, verbose_name="いつまで押さえるか"),
                ),
                (
                    "note",
                    models.CharField(
                        blank=True,
                        help_text="病気や家庭のことは書かない",
                        max_length=200,
                        verbose_name="メモ",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="記帳の日時")),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="記帳した人",
                    ),
                ),
                (
                    "credit",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="into",
                        to="points.account",
                        verbose_name="入った口座",
                    ),
                ),
                (
                    "debit",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="out",
                        to="points.account",
                        verbose_name="出た口座",
                    ),
                ),
                (
                    "of",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="outcomes",
                        to="points.transfer",
                        verbose_name="もとの記帳",
                    ),
                ),
                (
                    "scheme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="transfers",
                        to="points.scheme",
                    ),
                ),
            ],
            options={
                "verbose_name": "ポイントの記帳",
                "verbose_name_plural": "ポイントの記帳",
            },
        ),
        migrations.CreateModel(
            name="Earning",
            fields=[
                ("lane", models.BigIntegerField(editable=False, verbose_name="列")),
                ("number", models.BigIntegerField(editable=False, verbose_name="列の中の番号")),
                ("previous", models.BinaryField(max_length=32, verbose_name="前の行のハッシュ")),
                ("hash", models.BinaryField(max_length=32, verbose_name="この行のハッシュ")),
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("activity", models.CharField(max_length=40, verbose_name="活動")),
                (
                    "quantity",
                    models.PositiveIntegerField(
                        help_text="時間で数える活動は分、ほかは回や個", verbose_name="分または回"
                    ),
                ),
                ("on", models.DateField(verbose_name="活動した日")),
                (
                    "source",
                    models.CharField(
                        blank=True,
                        help_text="出席などの番号。一つに一度だけ",
                        max_length=80,
                        verbose_name="何の分か",
                    ),
                ),
                ("full", models.PositiveIntegerField(verbose_name="上限の前のポイント")),
                ("points", models.PositiveIntegerField(verbose_name="ついたポイント")),
                (
                    "cut",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "なし"),
                            ("activity", "この活動の1日の上限"),
                            ("day", "1日の上限"),
                            ("year", "年度の上限"),
                            ("short", "時間がたりない"),
                        ],
                        max_length=8,
                        verbose_name="へったわけ",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="つけた日時")),
                (
                    "account",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="earnings",
                        to="points.account",
                        verbose_name="口座",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="つけた人",
                    ),
                ),
                (
                    "receiver",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.organisation",
                        verbose_name="受け入れた団体",
                    ),
                ),
                (
                    "ruling",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="points.ruling",
                        verbose_name="当てはめた決まり",
                    ),
                ),
                (
                    "scheme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="earnings",
                        to="points.scheme",
                    ),
                ),
                (
                    "transfer",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="earning",
                        to="points.transfer",
                        verbose_name="記帳",
                    ),
                ),
            ],
            options={
                "verbose_name": "活動のポイント",
                "verbose_name_plural": "活動のポイント",
            },
        ),
        migrations.CreateModel(
            name="Closing",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("until", models.DateTimeField(verbose_name="この時刻まで")),
                ("balance", models.BigIntegerField(verbose_name="残高")),
                ("held", models.BigIntegerField(verbose_name="交換の手続き中")),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="closings",
                        to="points.account",
                    ),
                ),
            ],
            options={
                "verbose_name": "締めた残高",
                "verbose_name_plural": "締めた残高",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("account", "until"), name="points_one_closing_a_moment"
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="scheme",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ends_on", None), ("ends_on__gte", models.F("begins_on")), _connector="OR"
                ),
                name="points_scheme_ends_after_it_begins",
            ),
        ),
        migrations.AddIndex(
            model_name="ruling",
            index=models.Index(fields=["scheme", "-from_on"], name="points_rulings_in_order"),
        ),
        migrations.AddConstraint(
            model_name="ruling",
            constraint=models.UniqueConstraint(
                fields=("lane", "number"), name="points_ruling_place_in_chain"
            ),
        ),
        migrations.AddConstraint(
            model_name="ruling",
            constraint=models.CheckConstraint(
                condition=models.Q(("source", ""), _negated=True), name="points_ruling_has_a_source"
            ),
        ),
        migrations.AddConstraint(
            model_name="account",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("may_go_below", True), ("balance__gte", models.F("held")), _connector="OR"
                ),
                name="points_balance_not_below_zero",
            ),
        ),
        migrations.AddConstraint(
            model_name="account",
            constraint=models.CheckConstraint(
                condition=models.Q(("held__gte", 0)), name="points_held_not_below_zero"
            ),
        ),
        migrations.AddConstraint(
            model_name="account",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("may_go_below", False), models.Q(("balance", 0), ("held", 0)), _connector="OR"
                ),
                name="points_open_end_keeps_no_balance",
            ),
        ),
        migrations.AddConstraint(
            model_name="account",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "person"), ("organisation", None), ("person__isnull", False)),
                    models.Q(
                        ("kind", "organisation"), ("organisation__isnull", False), ("person", None)
                    ),
                    models.Q(
                        ("kind__in", ["source", "purse"]), ("organisation", None), ("person", None)
                    ),
                    _connector="OR",
                ),
                name="points_account_has_its_holder",
            ),
        ),
        migrations.AddConstraint(
            model_name="account",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind__in", ["source", "purse"]), ("may_go_below", True)),
                    models.Q(("kind__in", ["person", "organisation"]), ("may_go_below", False)),
                    _connector="OR",
                ),
                name="points_only_the_town_goes_below",
            ),
        ),
        migrations.AddConstraint(
            model_name="account",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("closed_at", None), models.Q(("balance", 0), ("held", 0)), _connector="OR"
                ),
                name="points_account_closes_empty",
            ),
        ),
        migrations.AddConstraint(
            model_name="account",
            constraint=models.UniqueConstraint(
                condition=models.Q(("closed_at", None), ("person__isnull", False)),
                fields=("scheme", "person"),
                name="points_one_account_a_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="account",
            constraint=models.UniqueConstraint(
                condition=models.Q(("closed_at", None), ("organisation__isnull", False)),
                fields=("scheme", "organisation"),
                name="points_one_account_an_organisation",
            ),
        ),
        migrations.AddConstraint(
            model_name="account",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind__in", ["source", "purse"])),
                fields=("scheme", "kind"),
                name="points_one_source_and_one_purse",
            ),
        ),
        migrations.AddIndex(
            model_name="transfer",
            index=models.Index(
                fields=["debit", "at", "moved", "holds"], name="points_out_of_an_account"
            ),
        ),
        migrations.AddIndex(
            model_name="transfer",
            index=models.Index(fields=["credit", "at", "moved"], name="points_into_an_account"),
        ),
        migrations.AddConstraint(
            model_name="transfer",
            constraint=models.UniqueConstraint(
                fields=("lane", "number"), name="points_transfer_place_in_chain"
            ),
        ),
        migrations.AddConstraint(
            model_name="transfer",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount__gt", 0)), name="points_amount_above_zero"
            ),
        ),
        migrations.AddConstraint(
            model_name="transfer",
            constraint=models.CheckConstraint(
                condition=models.Q(("debit", models.F("credit")), _negated=True),
                name="points_between_two_accounts",
            ),
        ),
        migrations.AddConstraint(
            model_name="transfer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("holds", 0),
                        ("kind__in", ["plain", "reversal"]),
                        ("moved", models.F("amount")),
                    ),
                    models.Q(("holds", models.F("amount")), ("kind", "pending"), ("moved", 0)),
                    models.Q(
                        (
                            "holds__lte",
                            django.db.models.expressions.CombinedExpression(
                                models.F("amount"), "*", models.Value(-1)
                            ),
                        ),
                        ("kind", "post"),
                        ("moved", models.F("amount")),
                    ),
                    models.Q(
                        (
                            "holds",
                            django.db.models.expressions.CombinedExpression(
                                models.F("amount"), "*", models.Value(-1)
                            ),
                        ),
                        ("kind__in", ["void", "expire"]),
                        ("moved", 0),
                    ),
                    _connector="OR",
                ),
                name="points_kind_says_what_moves",
            ),
        ),
        migrations.AddConstraint(
            model_name="transfer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind__in", ["plain", "pending"]), ("of", None)),
                    models.Q(
                        ("kind__in", ["post", "void", "expire", "reversal"]), ("of__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="points_outcome_is_of_something",
            ),
        ),
        migrations.AddConstraint(
            model_name="transfer",
            constraint=models.CheckConstraint(
                condition=models.Q(("until", None), ("kind", "pending"), _connector="OR"),
                name="points_only_held_until",
            ),
        ),
        migrations.AddConstraint(
            model_name="transfer",
            constraint=models.UniqueConstraint(
                condition=models.Q(("of__isnull", False)), fields=("of",), name="points_one_outcome"
            ),
        ),
        migrations.AddIndex(
            model_name="earning",
            index=models.Index(fields=["account", "on"], name="points_earned_on_days"),
        ),
        migrations.AddIndex(
            model_name="earning",
            index=models.Index(fields=["scheme", "on"], name="points_earned_in_a_scheme"),
        ),
        migrations.AddConstraint(
            model_name="earning",
            constraint=models.UniqueConstraint(
                fields=("lane", "number"), name="points_earning_place_in_chain"
            ),
        ),
        migrations.AddConstraint(
            model_name="earning",
            constraint=models.UniqueConstraint(
                condition=models.Q(("source", ""), _negated=True),
                fields=("scheme", "source"),
                name="points_once_for_one_thing",
            ),
        ),
        migrations.AddConstraint(
            model_name="earning",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("points", 0), ("transfer", None)),
                    models.Q(("points__gt", 0), ("transfer__isnull", False)),
                    _connector="OR",
                ),
                name="points_earned_are_in_the_ledger",
            ),
        ),
        migrations.AddConstraint(
            model_name="earning",
            constraint=models.CheckConstraint(
                condition=models.Q(("points__lte", models.F("full"))),
                name="points_never_more_than_full",
            ),
        ),
    ]
