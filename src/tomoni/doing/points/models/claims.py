"""Points exchanged: what was asked, who checked and approved, and what the bank was told."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tomoni.core.fields import JSONText
from tomoni.core.sealed import SealedJSONField
from tomoni.doing.points.models.accounts import Account
from tomoni.doing.points.models.ledger import Transfer
from tomoni.doing.points.models.schemes import Scheme
from tomoni.ground.batons.models import Matter


class Claim(Matter):
    """Somebody exchanges points. The points are held until they are paid or given back."""

    class Status(models.TextChoices):
        ASKED = "asked", _("受け付けた")
        CHECKED = "checked", _("内容を確かめた")
        APPROVED = "approved", _("二人が承認した")
        SENT = "sent", _("銀行に送った")
        RETURNED = "returned", _("振り込めずに戻った")
        PAID = "paid", _("支払った")
        REFUSED = "refused", _("支払わないことにした")
        WITHDRAWN = "withdrawn", _("取り下げた")

    class Way(models.TextChoices):
        BANK = "bank", _("銀行の口座に振り込み")
        CASH = "cash", _("窓口で現金")
        VOUCHER = "voucher", _("商品券")
        GOODS = "goods", _("品物")
        GIFT = "gift", _("寄付する")

    OPEN = (Status.ASKED, Status.CHECKED, Status.APPROVED, Status.SENT, Status.RETURNED)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(_("受付番号"), max_length=12, unique=True)
    account = models.ForeignKey(
        Account, models.PROTECT, related_name="claims", verbose_name=_("口座")
    )
    held = models.OneToOneField(
        Transfer, models.PROTECT, related_name="claim", verbose_name=_("押さえたポイント")
    )
    points = models.PositiveIntegerField(_("ポイント"))
    yen = models.PositiveIntegerField(_("金額（円）"))
    way = models.CharField(_("受け取り方"), max_length=8, choices=Way.choices)
    status = models.CharField(
        _("状態"), max_length=10, choices=Status.choices, default=Status.ASKED
    )
    declared = JSONText(_("申し出たこと"), default=list, blank=True)
    asked_at = models.DateTimeField(_("受け付けた日時"))
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("入力した人"),
    )  # fmt: skip
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("内容を確かめた人"),
    )  # fmt: skip
    first_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("一人目の承認"),
    )  # fmt: skip
    second_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("二人目の承認"),
    )  # fmt: skip
    ended_at = models.DateTimeField(_("終わった日時"), null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("終わらせた人"),
    )  # fmt: skip
    reason = models.CharField(_("わけ"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("ポイントの交換")
        verbose_name_plural = _("ポイントの交換")
        ordering = ["asked_at", "id"]
        indexes = [models.Index(fields=["status", "asked_at"], name="points_claims_to_do")]
        constraints = [
            models.CheckConstraint(
                condition=Q(second_by=None)
                | (Q(first_by__isnull=False) & ~Q(second_by=F("first_by"))),
                name="points_two_different_persons_approve",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["approved", "sent", "returned", "paid"])
                | Q(second_by__isnull=False),
                name="points_nothing_paid_without_two",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["paid", "refused", "withdrawn"], ended_at__isnull=False)
                | Q(status__in=["asked", "checked", "approved", "sent", "returned"], ended_at=None),
                name="points_claim_ends_once",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class Payee(models.Model):
    """Where the money of one claim goes; sealed. Opening it is logged."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    claim = models.OneToOneField(Claim, models.PROTECT, related_name="payee")
    details = SealedJSONField(_("振込先"))

    class Meta:
        verbose_name = _("振込先")
        verbose_name_plural = _("振込先")

    def __str__(self) -> str:
        return str(self.claim_id)


class BankFile(models.Model):
    """One file of transfers for the bank. It is made anew from its rows whenever it is fetched,
    byte for byte as the hash says."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    scheme = models.ForeignKey(Scheme, models.PROTECT, related_name="bank_files")
    pay_on = models.DateField(_("振込日"))
    payer = JSONText(_("振り込む側"))
    digest = models.CharField(_("ファイルのハッシュ"), max_length=64)
    count = models.PositiveIntegerField(_("件数"))
    yen = models.PositiveBigIntegerField(_("合計（円）"))
    made_at = models.DateTimeField(_("作った日時"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("作った人"),
    )  # fmt: skip
    settled_at = models.DateTimeField(_("結果を入れた日時"), null=True, blank=True)

    class Meta:
        verbose_name = _("銀行へのファイル")
        verbose_name_plural = _("銀行へのファイル")
        ordering = ["-made_at", "id"]

    def __str__(self) -> str:
        return f"{self.pay_on:%Y-%m-%d}"


class Payment(models.Model):
    """One claim in one file, and what became of it."""

    class Outcome(models.TextChoices):
        WAITING = "", _("結果を待っている")
        PAID = "paid", _("振り込まれた")
        RETURNED = "returned", _("戻った")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file = models.ForeignKey(BankFile, models.PROTECT, related_name="payments")
    claim = models.ForeignKey(Claim, models.PROTECT, related_name="payments")
    nth = models.PositiveIntegerField(_("何番目"))
    yen = models.PositiveIntegerField(_("金額（円）"))
    details = SealedJSONField(_("そのときの振込先"))
    outcome = models.CharField(_("結果"), max_length=8, choices=Outcome.choices, blank=True)
    reason = models.CharField(_("戻ったわけ"), max_length=100, blank=True)

    class Meta:
        verbose_name = _("振り込み")
        verbose_name_plural = _("振り込み")
        ordering = ["file", "nth"]
        constraints = [
            models.UniqueConstraint(fields=["file", "nth"], name="points_payments_are_numbered"),
            models.UniqueConstraint(
                fields=["claim"],
                condition=Q(outcome__in=["", "paid"]),
                name="points_a_claim_is_paid_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.file_id} {self.nth}"
