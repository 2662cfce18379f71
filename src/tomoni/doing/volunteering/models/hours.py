"""What was done: who was there, how long, who says so; and what that is worth on paper."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tomoni.core.fields import JSONText
from tomoni.doing.points.models import Earning
from tomoni.doing.volunteering.models.needs import Need
from tomoni.doing.volunteering.models.shifts import Shift, Turn
from tomoni.doing.volunteering.models.volunteers import Volunteer
from tomoni.ground.people.models import Person


class AttendanceQuerySet(models.QuerySet["Attendance"]):
    def approved(self) -> "AttendanceQuerySet":
        """What counts as hours."""
        return self.filter(status=Attendance.Status.APPROVED)

    def to_approve(self) -> "AttendanceQuerySet":
        """Ended, told, and nobody has said yes or no."""
        return self.filter(status=Attendance.Status.REPORTED)


class Attendance(models.Model):
    """One volunteer who helped with one need on one day.

    `here` while checked in; `reported` with its minutes; then approved by who was helped, or sent
    back with a reason. Giver and receiver are written down so that the database itself refuses
    help of somebody to themselves.
    """

    class Status(models.TextChoices):
        HERE = "here", _("来ている")
        REPORTED = "reported", _("確かめ待ち")
        APPROVED = "approved", _("時間が決まった")
        RETURNED = "returned", _("確かめられなかった")

    class Way(models.TextChoices):
        CODE = "code", _("会場のコード")
        HOST = "host", _("受け入れた人の記入")
        GRID = "grid", _("月の表")
        SELF = "self", _("本人の申し出")

    class Said(models.TextChoices):
        LINK = "link", _("リンクから")
        PHONE = "phone", _("電話で")
        SCREEN = "screen", _("画面で")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    turn = models.OneToOneField(
        Turn, models.PROTECT, null=True, blank=True, related_name="attendance"
    )
    shift = models.ForeignKey(
        Shift, models.PROTECT, null=True, blank=True, related_name="attendances"
    )
    need = models.ForeignKey(Need, models.PROTECT, related_name="attendances")
    volunteer = models.ForeignKey(Volunteer, models.PROTECT, related_name="attendances")
    giver = models.ForeignKey(Person, models.PROTECT, related_name="+")
    receiver = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    on = models.DateField(_("手伝った日"))
    came_at = models.DateTimeField(_("来た時刻"), null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(_("分"), default=0)
    way = models.CharField(_("書いた方法"), max_length=6, choices=Way.choices)
    status = models.CharField(_("状態"), max_length=10, choices=Status.choices)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    noted_at = models.DateTimeField(_("書いた日時"))
    said_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    said_name = models.CharField(_("確かめた人"), max_length=100, blank=True)
    said_way = models.CharField(_("確かめた方法"), max_length=6, choices=Said.choices, blank=True)
    said_at = models.DateTimeField(_("確かめた日時"), null=True, blank=True)
    reason = models.CharField(_("わけ"), max_length=200, blank=True)
    earning = models.OneToOneField(Earning, models.PROTECT, null=True, blank=True, related_name="+")
    client_id = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        verbose_name = _("手伝った時間")
        verbose_name_plural = _("手伝った時間")
        ordering = ["-on", "id"]
        indexes = [
            models.Index(fields=["volunteer", "on"], name="volunteering_hours_of"),
            models.Index(fields=["status", "on"], name="volunteering_hours_state"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(receiver=None) | ~Q(giver=F("receiver")),
                name="volunteering_nobody_helps_themselves",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=("reported", "approved"))
                | Q(minutes__gte=1, minutes__lte=1440),
                name="volunteering_hours_are_of_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=("approved", "returned"))
                | Q(said_at__isnull=False) & ~Q(said_way=""),
                name="volunteering_answer_has_who_and_when",
            ),
            models.UniqueConstraint(
                fields=["need", "volunteer", "on"],
                condition=Q(turn=None) & ~Q(status="returned"),
                name="volunteering_one_row_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.on} {self.volunteer}"


class Feedback(models.Model):
    """What one side said after a turn; read by staff, never by the other side."""

    class Side(models.TextChoices):
        GIVER = "giver", _("手伝った人")
        RECEIVER = "receiver", _("手伝ってもらった人")

    attendance = models.ForeignKey(Attendance, models.CASCADE, related_name="feedback")
    side = models.CharField(_("どちらから"), max_length=8, choices=Side.choices)
    stars = models.PositiveSmallIntegerField(_("よかったか（1〜5）"))
    words = models.CharField(_("ひとこと"), max_length=500, blank=True)
    at = models.DateTimeField(_("日時"))

    class Meta:
        verbose_name = _("手伝いの感想")
        verbose_name_plural = _("手伝いの感想")
        ordering = ["-at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["attendance", "side"], name="volunteering_one_word_a_side"
            ),
            models.CheckConstraint(
                condition=Q(stars__gte=1, stars__lte=5), name="volunteering_stars_to_five"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.stars}"


class Certificate(models.Model):
    """A paper that says how much somebody helped, with a signature that needs us no more."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(_("番号"), max_length=12, unique=True)
    volunteer = models.ForeignKey(Volunteer, models.PROTECT, related_name="certificates")
    facts = JSONText(_("署名した内容"))
    key = models.CharField(_("鍵の名前"), max_length=16)
    signature = models.CharField(_("署名"), max_length=100)
    made_at = models.DateTimeField(_("作った日時"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("活動の証明書")
        verbose_name_plural = _("活動の証明書")
        ordering = ["-made_at", "id"]

    def __str__(self) -> str:
        return self.number
