"""Desks, what can be booked there, with whom, and for which towns."""

import uuid
from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tomoni.doing.appointments.rules.modes import ALL, Mode
from tomoni.ground.districts.models import District, Town
from tomoni.ground.people.models import Team
from tomoni.town.places.models import Place


class DeskQuerySet(models.QuerySet["Desk"]):
    def open(self) -> "DeskQuerySet":
        """Desks that still take bookings."""
        return self.filter(closed_on=None)


class Desk(models.Model):
    """Where one can make an appointment; its team has the bookings in hand.

    Desks of one `family` do the same for different towns (the four support centres): whoever
    asks at the wrong one is led to the right one by their address.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField(_("アドレスのことば"), max_length=60, unique=True)
    team = models.ForeignKey(
        Team, models.PROTECT, related_name="appointment_desks", verbose_name=_("チーム")
    )
    family = models.SlugField(_("同じ仕事の窓口の組"), max_length=40, blank=True)
    name = models.CharField(_("窓口の名前"), max_length=120)
    name_en = models.CharField(_("窓口の名前（英語）"), max_length=120, blank=True)
    name_easy = models.CharField(_("窓口の名前（やさしい日本語）"), max_length=120, blank=True)
    about = models.TextField(_("どんな窓口か"), blank=True)
    about_en = models.TextField(_("どんな窓口か（英語）"), blank=True)
    about_easy = models.TextField(_("どんな窓口か（やさしい日本語）"), blank=True)
    place = models.ForeignKey(
        Place, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("場所")
    )
    where = models.CharField(_("行き方"), max_length=300, blank=True)
    where_en = models.CharField(_("行き方（英語）"), max_length=300, blank=True)
    phone = models.CharField(_("電話番号"), max_length=20)
    is_city_wide = models.BooleanField(_("市内のどこからでも"), default=True)
    order = models.PositiveSmallIntegerField(_("並び順"), default=50)
    closed_on = models.DateField(_("予約を終えた日"), null=True, blank=True)
    is_sample = models.BooleanField(_("見本"), default=False)
    created_at = models.DateTimeField(_("作成日時"))
    updated_at = models.DateTimeField(_("更新日時"))

    objects = DeskQuerySet.as_manager()

    class Meta:
        verbose_name = _("予約の窓口")
        verbose_name_plural = _("予約の窓口")
        ordering = ["order", "name", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(phone=""), name="desk_can_be_phoned"),
        ]

    def __str__(self) -> str:
        return self.name


class Kind(models.Model):
    """What can be booked at a desk: how long, how early, how, for whom, what to bring."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    desk = models.ForeignKey(Desk, models.PROTECT, related_name="kinds", verbose_name=_("窓口"))
    slug = models.SlugField(_("アドレスのことば"), max_length=60)
    name = models.CharField(_("予約の種類"), max_length=120)
    name_en = models.CharField(_("予約の種類（英語）"), max_length=120, blank=True)
    name_easy = models.CharField(_("予約の種類（やさしい日本語）"), max_length=120, blank=True)
    who_for = models.CharField(_("だれのためか"), max_length=200, blank=True)
    who_for_en = models.CharField(_("だれのためか（英語）"), max_length=200, blank=True)
    who_for_easy = models.CharField(_("だれのためか（やさしい日本語）"), max_length=200, blank=True)
    instructions = models.TextField(_("来る前に読むこと"), blank=True)
    instructions_en = models.TextField(_("来る前に読むこと（英語）"), blank=True)
    instructions_easy = models.TextField(_("来る前に読むこと（やさしい日本語）"), blank=True)
    bring = models.TextField(_("持ち物"), blank=True, help_text=_("一行に一つ"))
    bring_en = models.TextField(_("持ち物（英語）"), blank=True)
    bring_easy = models.TextField(_("持ち物（やさしい日本語）"), blank=True)
    minutes = models.PositiveSmallIntegerField(_("長さ（分）"), default=60)
    step = models.PositiveSmallIntegerField(_("始まりの間隔（分）"), default=30)
    before = models.PositiveSmallIntegerField(_("前に空ける時間（分）"), default=0)
    after = models.PositiveSmallIntegerField(_("後に空ける時間（分）"), default=0)
    notice_hours = models.PositiveSmallIntegerField(_("何時間前まで予約できるか"), default=24)
    most_days = models.PositiveSmallIntegerField(_("何日先まで予約できるか"), default=60)
    change_hours = models.PositiveSmallIntegerField(_("何時間前まで変えられるか"), default=24)
    remind_hours = models.PositiveSmallIntegerField(
        _("何時間前に知らせるか"), default=24, help_text=_("0なら知らせない")
    )
    modes = models.PositiveSmallIntegerField(
        _("会い方"),
        default=Mode.DESK.bit,
        help_text=_("窓口1、電話2、ビデオ4、訪問8を足した数"),
    )
    languages = models.CharField(
        _("話せることば"), max_length=60, default="ja", help_text=_("ja,en のように")
    )
    seats = models.PositiveSmallIntegerField(_("一度に会う人数"), default=1)
    needs_room = models.BooleanField(_("部屋がいる"), default=False)
    is_talk = models.BooleanField(_("出前の話"), default=False)
    order = models.PositiveSmallIntegerField(_("並び順"), default=50)
    closed_on = models.DateField(_("予約を終えた日"), null=True, blank=True)

    class Meta:
        verbose_name = _("予約の種類")
        verbose_name_plural = _("予約の種類")
        ordering = ["order", "name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["desk", "slug"], name="one_kind_for_a_word"),
            models.CheckConstraint(
                condition=Q(minutes__gte=5) & Q(minutes__lte=600) & Q(step__gte=5),
                name="kind_takes_some_time",
            ),
            models.CheckConstraint(
                condition=Q(modes__gte=1) & Q(modes__lte=ALL), name="kind_has_a_way_to_meet"
            ),
            models.CheckConstraint(condition=Q(seats__gte=1), name="kind_has_a_seat"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def ways(self) -> list[Mode]:
        return [mode for mode in Mode if self.modes & mode.bit]

    @property
    def is_group(self) -> bool:
        return self.seats > 1


class Room(models.Model):
    """A room of a desk; only one appointment is in it at a time."""

    desk = models.ForeignKey(Desk, models.PROTECT, related_name="rooms", verbose_name=_("窓口"))
    name = models.CharField(_("部屋"), max_length=60)
    closed_on = models.DateField(_("使わなくなった日"), null=True, blank=True)

    class Meta:
        verbose_name = _("部屋")
        verbose_name_plural = _("部屋")
        ordering = ["name", "id"]
        constraints = [models.UniqueConstraint(fields=["desk", "name"], name="one_room_for_a_name")]

    def __str__(self) -> str:
        return self.name


class WorkerQuerySet(models.QuerySet["Worker"]):
    def in_force(self, on: date) -> "WorkerQuerySet":
        return self.filter(from_on__lte=on).filter(Q(until_on=None) | Q(until_on__gte=on))


class Worker(models.Model):
    """Somebody takes appointments at a desk for a time."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    desk = models.ForeignKey(Desk, models.PROTECT, related_name="workers", verbose_name=_("窓口"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("担当者")
    )
    title = models.CharField(_("肩書き"), max_length=60, blank=True, help_text=_("例: 保健師"))
    languages = models.CharField(_("話せることば"), max_length=60, default="ja")
    modes = models.PositiveSmallIntegerField(_("会い方"), default=ALL)
    video_url = models.URLField(_("ビデオの部屋のアドレス"), blank=True, max_length=300)
    is_named = models.BooleanField(_("名前を住民に見せる"), default=True)
    from_on = models.DateField(_("いつから"))
    until_on = models.DateField(_("いつまで"), null=True, blank=True)

    objects = WorkerQuerySet.as_manager()

    class Meta:
        verbose_name = _("予約を受ける人")
        verbose_name_plural = _("予約を受ける人")
        ordering = ["desk", "user__name_kana", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["desk", "user"],
                condition=Q(until_on=None),
                name="one_open_worker_at_a_desk",
            ),
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(until_on__gte=F("from_on")),
                name="worker_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return self.user.name


class DeskArea(models.Model):
    """A desk, or one person of it, answers for a town or a district from a day until a day."""

    desk = models.ForeignKey(Desk, models.PROTECT, related_name="areas", verbose_name=_("窓口"))
    town = models.ForeignKey(
        Town, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("町")
    )
    district = models.ForeignKey(
        District, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("地区")
    )
    worker = models.ForeignKey(
        Worker, models.PROTECT, null=True, blank=True, related_name="areas",
        verbose_name=_("この町の担当者"),
    )  # fmt: skip
    valid_from = models.DateField(_("いつから"))
    valid_until = models.DateField(_("いつまで"), null=True, blank=True)

    class Meta:
        verbose_name = _("窓口が受け持つ町")
        verbose_name_plural = _("窓口が受け持つ町")
        constraints = [
            models.CheckConstraint(
                condition=Q(town__isnull=False, district=None)
                | Q(town=None, district__isnull=False),
                name="area_is_town_or_district",
            ),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
                name="area_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.desk} – {self.town or self.district}"
