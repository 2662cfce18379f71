"""The ledger: transfers, and what was counted for whom. Rows are never changed or deleted."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tomoni.core.chain import Chained, place
from tomoni.doing.points.models.accounts import Account
from tomoni.doing.points.models.schemes import Ruling, Scheme
from tomoni.ground.people.models import Organisation


class Transfer(Chained):
    """Points go from one account to another, or are held back for that. One row, both sides.

    The key is made by whoever asks, so that asking twice moves once. A held transfer ends by a
    row of its own that points to it: posted (whole or in part), voided or expired.
    """

    class Kind(models.TextChoices):
        PLAIN = "plain", _("移した")
        PENDING = "pending", _("押さえた")
        POST = "post", _("押さえた分を移した")
        VOID = "void", _("押さえた分を戻した")
        EXPIRE = "expire", _("押さえた期限が過ぎた")
        REVERSAL = "reversal", _("取り消した")

    class Purpose(models.TextChoices):
        EARNED = "earned", _("活動でたまった")
        ADJUSTED = "adjusted", _("職員が直した")
        GIVEN = "given", _("ゆずった")
        CLAIMED = "claimed", _("交換した")
        EXPIRED = "expired", _("期限が過ぎた")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # A scheme holds a large part of all rows, which an index does not help to find.
    scheme = models.ForeignKey(Scheme, models.PROTECT, related_name="transfers", db_index=False)
    kind = models.CharField(_("種類"), max_length=8, choices=Kind.choices)
    purpose = models.CharField(_("わけ"), max_length=8, choices=Purpose.choices)
    debit = models.ForeignKey(
        Account, models.PROTECT, related_name="out", verbose_name=_("出た口座"), db_index=False
    )
    credit = models.ForeignKey(
        Account, models.PROTECT, related_name="into", verbose_name=_("入った口座"), db_index=False
    )
    amount = models.BigIntegerField(_("ポイント"))
    moved = models.BigIntegerField(_("移ったポイント"))
    holds = models.BigIntegerField(_("押さえたポイントの増減"))
    of = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="outcomes",
        verbose_name=_("もとの記帳"), db_index=False,
    )  # fmt: skip
    until = models.DateTimeField(_("いつまで押さえるか"), null=True, blank=True)
    note = models.CharField(
        _("メモ"), max_length=200, blank=True, help_text=_("病気や家庭のことは書かない")
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("記帳した人"), db_index=False,
    )  # fmt: skip
    at = models.DateTimeField(_("記帳の日時"))

    class Meta:
        verbose_name = _("ポイントの記帳")
        verbose_name_plural = _("ポイントの記帳")
        indexes = [
            # With the amounts inside, a balance is summed from the index alone.
            models.Index(fields=["debit", "at", "moved", "holds"], name="points_out_of_an_account"),
            models.Index(fields=["credit", "at", "moved"], name="points_into_an_account"),
        ]
        constraints = [
            place("points_transfer"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="points_amount_above_zero"),
            models.CheckConstraint(
                condition=~Q(debit=F("credit")), name="points_between_two_accounts"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["plain", "reversal"], moved=F("amount"), holds=0)
                | Q(kind="pending", moved=0, holds=F("amount"))
                | Q(kind="post", moved=F("amount"), holds__lte=F("amount") * -1)
                | Q(kind__in=["void", "expire"], moved=0, holds=F("amount") * -1),
                name="points_kind_says_what_moves",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["plain", "pending"], of=None)
                | Q(kind__in=["post", "void", "expire", "reversal"], of__isnull=False),
                name="points_outcome_is_of_something",
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(kind="pending"), name="points_only_held_until"
            ),
            models.UniqueConstraint(
                fields=["of"], condition=Q(of__isnull=False), name="points_one_outcome"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d} {self.kind} {self.amount}"


class Earning(Chained):
    """Something somebody did, and what it was worth by the rules of its day, even if nothing.

    What stayed above a cap is kept as well: a changed rule can be tried on it.
    """

    class Cut(models.TextChoices):
        NOTHING = "", _("なし")
        ACTIVITY = "activity", _("この活動の1日の上限")
        DAY = "day", _("1日の上限")
        YEAR = "year", _("年度の上限")
        SHORT = "short", _("時間がたりない")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    scheme = models.ForeignKey(Scheme, models.PROTECT, related_name="earnings")
    account = models.ForeignKey(
        Account, models.PROTECT, related_name="earnings", verbose_name=_("口座"), db_index=False
    )
    ruling = models.ForeignKey(
        Ruling, models.PROTECT, related_name="+", verbose_name=_("当てはめた決まり")
    )
    activity = models.CharField(_("活動"), max_length=40)
    quantity = models.PositiveIntegerField(
        _("分または回"), help_text=_("時間で数える活動は分、ほかは回や個")
    )
    on = models.DateField(_("活動した日"))
    receiver = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("受け入れた団体"),
    )  # fmt: skip
    source = models.CharField(
        _("何の分か"), max_length=80, blank=True, help_text=_("出席などの番号。一つに一度だけ")
    )
    full = models.PositiveIntegerField(_("上限の前のポイント"))
    points = models.PositiveIntegerField(_("ついたポイント"))
    cut = models.CharField(_("へったわけ"), max_length=8, choices=Cut.choices, blank=True)
    transfer = models.OneToOneField(
        Transfer, models.PROTECT, null=True, blank=True, related_name="earning",
        verbose_name=_("記帳"),
    )  # fmt: skip
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("つけた人"), db_index=False,
    )  # fmt: skip
    at = models.DateTimeField(_("つけた日時"))

    class Meta:
        verbose_name = _("活動のポイント")
        verbose_name_plural = _("活動のポイント")
        indexes = [
            models.Index(fields=["account", "on"], name="points_earned_on_days"),
            models.Index(fields=["scheme", "on"], name="points_earned_in_a_scheme"),
        ]
        constraints = [
            place("points_earning"),
            models.UniqueConstraint(
                fields=["scheme", "source"],
                condition=~Q(source=""),
                name="points_once_for_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(points=0, transfer=None) | Q(points__gt=0, transfer__isnull=False),
                name="points_earned_are_in_the_ledger",
            ),
            models.CheckConstraint(
                condition=Q(points__lte=F("full")), name="points_never_more_than_full"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.on:%Y-%m-%d} {self.activity} {self.points}"
