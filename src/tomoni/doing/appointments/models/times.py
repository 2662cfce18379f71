"""When somebody can be met: weekly rules, single openings, absences, calendars of their own."""

from datetime import date, datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tomoni.doing.appointments.models.desks import Worker
from tomoni.doing.appointments.rules.minutes import moment
from tomoni.doing.appointments.rules.modes import ALL

DAY = 24 * 60


class Opening(models.Model):
    """Open for appointments on one weekday between two times; times are minutes from midnight.

    `weeks` is a set of bits: 1 is the first week of the month … 16 the fifth, 32 the last; 0 is
    every week.
    """

    worker = models.ForeignKey(Worker, models.CASCADE, related_name="openings")
    weekday = models.PositiveSmallIntegerField(_("曜日"), help_text="0 = Monday")
    weeks = models.PositiveSmallIntegerField(_("第何週"), default=0)
    opens = models.PositiveSmallIntegerField(_("始まり"))
    closes = models.PositiveSmallIntegerField(_("終わり"))
    modes = models.PositiveSmallIntegerField(_("会い方"), default=ALL)
    valid_from = models.DateField(_("いつから"), null=True, blank=True)
    valid_until = models.DateField(_("いつまで"), null=True, blank=True)

    class Meta:
        verbose_name = _("予約を受ける曜日と時間")
        verbose_name_plural = _("予約を受ける曜日と時間")
        ordering = ["weekday", "opens", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(weekday__lte=6)
                & Q(weeks__lte=63)
                & Q(closes__gt=F("opens"))
                & Q(closes__lte=DAY),
                name="booking_hours_make_sense",
            )
        ]

    def __str__(self) -> str:
        return f"{self.weekday} {self.opens}–{self.closes}"


class ExtraOpening(models.Model):
    """One day on which somebody can be met besides the weekly rule, even when the desk rests."""

    worker = models.ForeignKey(Worker, models.CASCADE, related_name="extra_openings")
    day = models.DateField(_("日"))
    opens = models.PositiveSmallIntegerField(_("始まり"))
    closes = models.PositiveSmallIntegerField(_("終わり"))

    class Meta:
        verbose_name = _("臨時に予約を受ける日")
        verbose_name_plural = _("臨時に予約を受ける日")
        ordering = ["day", "opens", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes__gt=F("opens")) & Q(closes__lte=DAY),
                name="extra_hours_make_sense",
            )
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.opens}–{self.closes}"


class Span(models.Model):
    """From a minute until a minute, both counted from 1970 in UTC (rules/minutes.py)."""

    starts = models.BigIntegerField(_("始まり（分）"))
    ends = models.BigIntegerField(_("終わり（分）"))

    class Meta:
        abstract = True

    @property
    def starts_at(self) -> datetime:
        return moment(self.starts)

    @property
    def ends_at(self) -> datetime:
        return moment(self.ends)

    @property
    def day(self) -> date:
        """The day here on which it begins."""
        return timezone.localdate(self.starts_at)

    @property
    def last_day(self) -> date:
        return timezone.localdate(self.ends_at)

    @property
    def clock(self) -> int:
        """When it begins, in minutes from midnight here."""
        local = timezone.localtime(self.starts_at)
        return local.hour * 60 + local.minute

    @property
    def clock_end(self) -> int:
        local = timezone.localtime(self.ends_at)
        return local.hour * 60 + local.minute


class BusyCalendar(models.Model):
    """A calendar a worker keeps elsewhere; what is in it blocks time and is never shown."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="+"
    )
    url = models.CharField(_("カレンダーのアドレス"), max_length=300, blank=True)
    feed_digest = models.CharField(max_length=64, blank=True, editable=False, db_index=True)
    feed_turn = models.PositiveSmallIntegerField(default=0, editable=False)
    read_at = models.DateTimeField(_("読んだ日時"), null=True, blank=True)
    problem = models.CharField(_("読めなかった理由"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("自分のカレンダー")
        verbose_name_plural = _("自分のカレンダー")

    def __str__(self) -> str:
        return str(self.user)


class Absence(Span):
    """Somebody cannot be met; what was booked then becomes a list of work."""

    class Reason(models.TextChoices):
        LEAVE = "leave", _("休み")
        ILL = "ill", _("急な休み（体調など）")
        DUTY = "duty", _("ほかの仕事")
        CALENDAR = "calendar", _("自分のカレンダーの予定")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reason = models.CharField(_("理由"), max_length=10, choices=Reason.choices)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    made_at = models.DateTimeField(_("書いた日時"))

    class Meta:
        verbose_name = _("不在")
        verbose_name_plural = _("不在")
        ordering = ["starts", "id"]
        indexes = [models.Index(fields=["user", "ends", "starts"], name="absences_of_user")]
        constraints = [
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="absence_has_length")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.starts}–{self.ends}"
