import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import tomoni.core.fields
import tomoni.core.sealed
from tomoni.core.migrating import TablesAtOnce
from tomoni.doing.points.guards import KeepBalances, LiftBalances


class Migration(TablesAtOnce):
    dependencies = [
        ("batons", "0004_shown_files"),
        ("points", "0002_guards"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="BankFile",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("pay_on", models.DateField(verbose_name="振込日")),
                ("payer", tomoni.core.fields.JSONText(verbose_name="振り込む側")),
                ("digest", models.CharField(max_length=64, verbose_name="ファイルのハッシュ")),
                ("count", models.PositiveIntegerField(verbose_name="件数")),
                ("yen", models.PositiveBigIntegerField(verbose_name="合計（円）")),
                ("made_at", models.DateTimeField(verbose_name="作った日時")),
                (
                    "settled_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="結果を入れた日時"),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="作った人",
                    ),
                ),
                (
                    "scheme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bank_files",
                        to="points.scheme",
                    ),
                ),
            ],
            options={
                "verbose_name": "銀行へのファイル",
                "verbose_name_plural": "銀行へのファイル",
                "ordering": ["-made_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="Claim",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.CharField(max_length=12, unique=True, verbose_name="受付番号")),
                ("points", models.PositiveIntegerField(verbose_name="ポイント")),
                ("yen", models.PositiveIntegerField(verbose_name="金額（円）")),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("bank", "銀行の口座に振り込み"),
                            ("cash", "窓口で現金"),
                            ("voucher", "商品券"),
                            ("goods", "品物"),
                            ("gift", "寄付する"),
                        ],
                        max_length=8,
                        verbose_name="受け取り方",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("asked", "受け付けた"),
                            ("checked", "内容を確かめた"),
                            ("approved", "二人が承認した"),
                            ("sent", "銀行に送った"),
                            ("returned", "振り込めずに戻った"),
                            ("paid", "支払った"),
                            ("refused", "支払わないことにした"),
                            ("withdrawn", "取り下げた"),
                        ],
                        default="asked",
                        max_length=10,
                        verbose_name="状態",
                    ),
                ),
                (
                    "declared",
                    tomoni.core.fields.JSONText(
                        blank=True, default=list, verbose_name="申し出たこと"
                    ),
                ),
                ("asked_at", models.DateTimeField(verbose_name="受け付けた日時")),
                (
                    "ended_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="終わった日時"),
                ),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="わけ")),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="claims",
                        to="points.account",
                        verbose_name="口座",
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="入力した人",
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
                    "checked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="内容を確かめた人",
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="終わらせた人",
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
                    "held",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="claim",
                        to="points.transfer",
                        verbose_name="押さえたポイント",
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
                "verbose_name": "ポイントの交換",
                "verbose_name_plural": "ポイントの交換",
                "ordering": ["asked_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="Payee",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("details", tomoni.core.sealed.SealedJSONField(verbose_name="振込先")),
                (
                    "claim",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payee",
                        to="points.claim",
                    ),
                ),
            ],
            options={
                "verbose_name": "振込先",
                "verbose_name_plural": "振込先",
            },
        ),
        migrations.CreateModel(
            name="Payment",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("nth", models.PositiveIntegerField(verbose_name="何番目")),
                ("yen", models.PositiveIntegerField(verbose_name="金額（円）")),
                ("details", tomoni.core.sealed.SealedJSONField(verbose_name="そのときの振込先")),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "結果を待っている"),
                            ("paid", "振り込まれた"),
                            ("returned", "戻った"),
                        ],
                        max_length=8,
                        verbose_name="結果",
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=100, verbose_name="戻ったわけ")),
                (
                    "claim",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payments",
                        to="points.claim",
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payments",
                        to="points.bankfile",
                    ),
                ),
            ],
            options={
                "verbose_name": "振り込み",
                "verbose_name_plural": "振り込み",
                "ordering": ["file", "nth"],
            },
        ),
        migrations.AddIndex(
            model_name="claim",
            index=models.Index(fields=["status", "asked_at"], name="points_claims_to_do"),
        ),
        migrations.AddConstraint(
            model_name="claim",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("second_by", None),
                    models.Q(
                        ("first_by__isnull", False),
                        models.Q(("second_by", models.F("first_by")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="points_two_different_persons_approve",
            ),
        ),
        migrations.AddConstraint(
            model_name="claim",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("status__in", ["approved", "sent", "returned", "paid"]), _negated=True
                    ),
                    ("second_by__isnull", False),
                    _connector="OR",
                ),
                name="points_nothing_paid_without_two",
            ),
        ),
        migrations.AddConstraint(
            model_name="claim",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("ended_at__isnull", False),
                        ("status__in", ["paid", "refused", "withdrawn"]),
                    ),
                    models.Q(
                        ("ended_at", None),
                        ("status__in", ["asked", "checked", "approved", "sent", "returned"]),
                    ),
                    _connector="OR",
                ),
                name="points_claim_ends_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="payment",
            constraint=models.UniqueConstraint(
                fields=("file", "nth"), name="points_payments_are_numbered"
            ),
        ),
        migrations.AddConstraint(
            model_name="payment",
            constraint=models.UniqueConstraint(
                condition=models.Q(("outcome__in", ["", "paid"])),
                fields=("claim",),
                name="points_a_claim_is_paid_once",
            ),
        ),
        LiftBalances(),
        migrations.AddField(
            model_name="scheme",
            name="payer",
            field=tomoni.core.fields.JSONText(
                blank=True,
                default=dict,
                help_text="銀行のファイルに入る、市や社協の口座",
                verbose_name="振り込む側",
            ),
        ),
        KeepBalances(),
    ]
