"""When help is given: shifts, their posts with seats, and whose turn it is."""

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tomoni.doing.volunteering.models.needs import Need
from tomoni.doing.volunteering.models.volunteers import Volunteer


class ShiftQuerySet(models.QuerySet["Shift"]):
    def planned(self) -> "ShiftQuerySet":
        return self.filter(cancelled_at=None)

    def coming(self, at: datetime) -> "ShiftQuerySet":
        return self.planned().filter(ends_at__gt=at)


class Shift(models.Model):
    """One time at which people help with one need."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    need = models.ForeignKey(Need, models.PROTECT, related_name="shifts")
    starts_at = models.DateTimeField(_("始まり"))
    ends_at = models.DateTimeField(_("終わり"))
    meet = models.CharField(_("集まるところ（家の住所は書かない）"), max_length=200, blank=True)
    bring = models.CharField(_("持ち物・服装"), max_length=200, blank=True)
    # The secret in the code that hangs where one meets.
    door_key = models.CharField(max_length=40, blank=True, editable=False)
    cancelled_at = models.DateTimeField(_("中止にした日時"), null=True, blank=True)
    reason = models.CharField(_("中止の理由"), max_length=200, blank=True)
    told_at = models.DateTimeField(_("足りないと知らせた日時"), null=True, blank=True)
    created_at = models.DateTimeField(_("作成日時"))

    objects = ShiftQuerySet.as_manager()

    class Meta:
        verbose_name = _("手伝いの回")
        verbose_name_plural = _("手伝いの回")
        ordering = ["starts_at", "id"]
        indexes = [models.Index(fields=["starts_at", "ends_at"], name="volunteering_shift_time")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="volunteering_shift_takes_time"
            ),
            models.CheckConstraint(
                condition=Q(cancelled_at=None) | ~Q(reason=""),
                name="volunteering_cancelled_shift_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return str(self.need)

    @property
    def minutes(self) -> int:
        return int((self.ends_at - self.starts_at).total_seconds() // 60)


class Post(models.Model):
    """The seats of one role on one shift. Triggers keep `taken`; the database refuses one too many."""

    class Code(models.TextChoices):
        HELPER = "helper", pgettext_lazy("shift", "手伝う人")
        LEADER = "leader", _("まとめる人")
        DRIVER = "driver", pgettext_lazy("shift", "車を出す人")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    shift = models.ForeignKey(Shift, models.CASCADE, related_name="posts")
    code = models.CharField(_("役割"), max_length=10, choices=Code.choices)
    seats = models.PositiveSmallIntegerField(_("人数"))
    # Only the triggers on `Turn` write here (triggers.py): a counter that cannot be forgotten.
    taken = models.IntegerField(_("決まった人数"), default=0, editable=False)

    class Meta:
        verbose_name = _("手伝いの役割")
        verbose_name_plural = _("手伝いの役割")
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["shift", "code"], name="volunteering_one_post_a_role"),
            models.CheckConstraint(
                condition=Q(taken__gte=0, taken__lte=F("seats")),
                name="volunteering_no_more_than_seats",
            ),
        ]

    def __str__(self) -> str:
        return self.get_code_display()

    @property
    def left(self) -> int:
        return max(0, self.seats - self.taken)


class TurnQuerySet(models.QuerySet["Turn"]):
    def alive(self) -> "TurnQuerySet":
        return self.filter(status__in=Turn.ALIVE)

    def seated(self) -> "TurnQuerySet":
        return self.filter(status__in=Turn.SEATED)

    def waiting(self) -> "TurnQuerySet":
        """First come, first asked."""
        return self.filter(status=Turn.Status.WAITING).order_by("queued_at", "id")


class Turn(models.Model):
    """One volunteer in one post: coming, waiting, or asked whether they still want to."""

    class Status(models.TextChoices):
        COMING = "coming", _("行きます")
        WAITING = "waiting", _("空き待ち")
        OFFERED = "offered", _("空きが出ました（お返事待ち）")
        CANCELLED = "cancelled", _("取り消し")
        EXPIRED = "expired", _("期限切れ")
        MISSED = "missed", _("来なかった")

    class Channel(models.TextChoices):
        WEB = "web", _("この画面から")
        PHONE = "phone", _("電話")
        PAPER = "paper", _("用紙")
        DESK = "desk", _("窓口")

    SEATED = (Status.COMING, Status.OFFERED)
    ALIVE = (*SEATED, Status.WAITING)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(_("受付番号"), max_length=12, unique=True)
    shift = models.ForeignKey(Shift, models.PROTECT, related_name="turns")
    post = models.ForeignKey(Post, models.PROTECT, related_name="turns")
    volunteer = models.ForeignKey(Volunteer, models.PROTECT, related_name="turns")
    status = models.CharField(_("状態"), max_length=10, choices=Status.choices)
    channel = models.CharField(
        _("受けた方法"), max_length=6, choices=Channel.choices, default=Channel.WEB
    )
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    queued_at = models.DateTimeField(_("申し込んだ日時"))
    offered_until = models.DateTimeField(_("お返事の期限"), null=True, blank=True)
    reminded_at = models.DateTimeField(_("前もって知らせた日時"), null=True, blank=True)
    sure_at = models.DateTimeField(_("必ず行くと答えた日時"), null=True, blank=True)
    updated_at = models.DateTimeField(_("更新日時"))

    objects = TurnQuerySet.as_manager()

    class Meta:
        verbose_name = _("手伝いの出番")
        verbose_name_plural = _("手伝いの出番")
        ordering = ["queued_at", "id"]
        indexes = [
            models.Index(fields=["post", "status", "queued_at"], name="volunteering_line"),
            models.Index(fields=["status", "offered_until"], name="volunteering_offers"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["shift", "volunteer"],
                condition=Q(status__in=("coming", "waiting", "offered", "missed")),
                name="volunteering_one_turn_a_shift",
            ),
            models.CheckConstraint(
                condition=~Q(status="offered") | Q(offered_until__isnull=False),
                name="volunteering_offer_has_an_end",
            ),
        ]

    def __str__(self) -> str:
        return self.number
