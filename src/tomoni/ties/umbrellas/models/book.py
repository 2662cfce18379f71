"""The book of moves: what left a stand, what came, who counted. Rows are never changed or deleted."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tomoni.ties.umbrellas.models.stations import Station


class Umbrella(models.Model):
    """An umbrella with a number of its own. Most have none: they are only counted."""

    code = models.SlugField(_("番号"), max_length=20, unique=True)
    note = models.CharField(_("見た目"), max_length=80, blank=True)
    gone_at = models.DateTimeField(_("なくなった日時"), null=True, blank=True)

    class Meta:
        verbose_name = _("番号つきの傘")
        verbose_name_plural = _("番号つきの傘")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.code


class Move(models.Model):
    """Umbrellas go from a stand, to a stand, or between two. One row, both ends.

    An end that is empty is outside: in somebody's hand, in the workshop, or gone for good. The key
    is made with the form, so that sending twice moves once. A mistake is taken back by a row of
    its own that points to it.
    """

    class Kind(models.TextChoices):
        BORROW = "borrow", _("借りた")
        RETURN = "return", _("返した")
        GIVE = "give", _("寄付")
        CARRY = "carry", _("置き場から置き場へ運んだ")
        REPAIR = "repair", _("修理に出した")
        REPAIRED = "repaired", _("修理から戻った")
        DISCARD = "discard", _("こわれて使えない")
        FOUND = "found", _("数えたら多かった")
        MISSING = "missing", _("数えたら少なかった")
        UNDO = "undo", _("取り消し")

    class Way(models.TextChoices):
        STAND = "stand", _("置き場のQR")
        KEEPER = "keeper", _("店の専用ページ")
        STAFF = "staff", _("職員の画面")
        PHONE = "phone", _("電話")
        PAPER = "paper", _("紙の記録")

    class Reason(models.TextChoices):
        UNNOTED = "unnoted", _("押さずに借りた・返した人がいる")
        TAKEN = "taken", _("持ち去られた")
        WRONG = "wrong", _("前の数えまちがい")
        UNKNOWN = "unknown", _("分からない")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(_("何をしたか"), max_length=8, choices=Kind.choices)
    source = models.ForeignKey(
        Station, models.PROTECT, null=True, blank=True, related_name="left",
        verbose_name=_("出た置き場"), db_index=False,
    )  # fmt: skip
    target = models.ForeignKey(
        Station, models.PROTECT, null=True, blank=True, related_name="came",
        verbose_name=_("入った置き場"), db_index=False,
    )  # fmt: skip
    quantity = models.PositiveSmallIntegerField(_("本数"))
    umbrella = models.ForeignKey(
        Umbrella, models.PROTECT, null=True, blank=True, related_name="moves",
        verbose_name=_("番号つきの傘"),
    )  # fmt: skip
    of = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="undone_by",
        verbose_name=_("取り消したもの"),
    )  # fmt: skip
    slip = models.CharField(_("控えの番号"), max_length=12, db_index=True)
    way = models.CharField(_("どこで押したか"), max_length=6, choices=Way.choices)
    reason = models.CharField(
        _("数がちがったわけ"), max_length=8, choices=Reason.choices, blank=True
    )
    note = models.CharField(
        _("メモ"), max_length=100, blank=True, help_text=_("会社名など。個人の名前は書かない")
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("記録した職員"), db_index=False,
    )  # fmt: skip
    at = models.DateTimeField(_("日時"))

    class Meta:
        verbose_name = _("傘の出入り")
        verbose_name_plural = _("傘の出入り")
        ordering = ["-at", "id"]
        indexes = [
            models.Index(fields=["source", "at"], name="umbrellas_left_a_stand"),
            models.Index(fields=["target", "at"], name="umbrellas_came_to_a_stand"),
            models.Index(fields=["at"], name="umbrellas_moves_by_time"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(quantity__gte=1, quantity__lte=500), name="umbrellas_move_moves"
            ),
            models.CheckConstraint(
                condition=Q(umbrella=None) | Q(quantity=1), name="umbrellas_coded_goes_alone"
            ),
            models.CheckConstraint(
                condition=Q(source=None) | Q(target=None) | ~Q(source=F("target")),
                name="umbrellas_move_goes_somewhere",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=("borrow", "repair", "missing"), source__isnull=False, target=None)
                | Q(kind__in=("return", "give", "repaired", "found"), source=None, target__isnull=False)
                | Q(kind="carry", source__isnull=False, target__isnull=False)
                | Q(kind="discard", target=None)
                | Q(kind="undo"),
                name="umbrellas_move_has_its_ends",
            ),
            models.CheckConstraint(
                condition=Q(kind="undo", of__isnull=False) | (~Q(kind="undo") & Q(of=None)),
                name="umbrellas_only_undo_points_back",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=("found", "missing")) | ~Q(reason=""),
                name="umbrellas_difference_has_a_reason",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.slip} {self.kind} {self.quantity}"

    @property
    def station(self) -> Station | None:
        """The stand at which it was noted."""
        return self.source or self.target


class Loan(models.Model):
    """A coded umbrella in somebody's hand, until it is back. Nobody's name stands here."""

    umbrella = models.ForeignKey(
        Umbrella, models.PROTECT, related_name="loans", verbose_name=_("傘")
    )
    borrowed = models.OneToOneField(
        Move, models.PROTECT, related_name="loan", verbose_name=_("借りた記録")
    )
    returned = models.OneToOneField(
        Move, models.PROTECT, null=True, blank=True, related_name="ended_loan",
        verbose_name=_("返した記録"),
    )  # fmt: skip

    class Meta:
        verbose_name = _("番号つきの傘の貸し出し")
        verbose_name_plural = _("番号つきの傘の貸し出し")
        constraints = [
            models.UniqueConstraint(
                fields=["umbrella"],
                condition=Q(returned=None),
                name="one_open_loan_per_umbrella",
            )
        ]

    def __str__(self) -> str:
        return f"{self.umbrella}"


class Press(models.Model):
    """Which device pressed at a stand, so that a double press counts once. Gone after two days.

    All three are marks that cannot be read back: of the number we gave the device, of what a device
    says about itself with its address, and of the address alone.
    """

    move = models.OneToOneField(Move, models.PROTECT, related_name="press")
    device = models.CharField(_("端末の印"), max_length=40)
    guise = models.CharField(_("端末の見かけの印"), max_length=40, default="")
    sender = models.CharField(_("送り元の印"), max_length=40)
    is_known = models.BooleanField(_("前にも来た端末"))
    at = models.DateTimeField(_("日時"), db_index=True)

    class Meta:
        verbose_name = _("置き場で押した端末")
        verbose_name_plural = _("置き場で押した端末")
        indexes = [
            models.Index(fields=["device", "at"], name="umbrellas_press_device"),
            models.Index(fields=["guise", "at"], name="umbrellas_press_guise"),
            models.Index(fields=["sender", "at"], name="umbrellas_press_sender"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}"
