"""A booking, what it holds (a person, a room, a seat), and every step of it."""

import uuid
from datetime import date, datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tomoni.core.sealed import BlindIndexField, SealedJSONField, SealedTextField
from tomoni.doing.appointments.models.desks import Desk, Kind, Room, Worker
from tomoni.doing.appointments.models.times import Span
from tomoni.doing.appointments.rules.modes import CHOICES, CODES, Mode
from tomoni.ground.districts.models import Town
from tomoni.ground.people.models import Person


def minutes_of_day(at: datetime) -> int:
    """The time of day here, in minutes from midnight."""
    local = timezone.localtime(at)
    return local.hour * 60 + local.minute


class Resource(models.Model):
    """What can be in one place only at a time: a person or a room."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    room = models.OneToOneField(
        Room, models.PROTECT, null=True, blank=True, related_name="resource"
    )

    class Meta:
        verbose_name = _("予約される人や部屋")
        verbose_name_plural = _("予約される人や部屋")
        constraints = [
            models.CheckConstraint(
                condition=Q(user__isnull=False, room=None) | Q(user=None, room__isnull=False),
                name="resource_is_person_or_room",
            )
        ]

    def __str__(self) -> str:
        return str(self.user or self.room)


class Session(Span):
    """A group meets once: so many seats, one worker, perhaps a room."""

    kind = models.ForeignKey(Kind, models.PROTECT, related_name="sessions")
    worker = models.ForeignKey(Worker, models.PROTECT, related_name="sessions")
    room = models.ForeignKey(Room, models.PROTECT, null=True, blank=True, related_name="+")
    cancelled_at = models.DateTimeField(_("中止した日時"), null=True, blank=True)
    made_at = models.DateTimeField(_("作成日時"))

    class Meta:
        verbose_name = _("集まって行う回")
        verbose_name_plural = _("集まって行う回")
        ordering = ["starts", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="session_has_length")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.starts}"


class Seat(models.Model):
    """One seat of a session. There are as many rows as seats, so no more can be taken."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="seats")
    number = models.PositiveSmallIntegerField(_("番号"))
    wait = models.OneToOneField(
        "appointments.WaitEntry", models.SET_NULL, null=True, blank=True, related_name="seat"
    )

    class Meta:
        verbose_name = _("席")
        verbose_name_plural = _("席")
        constraints = [
            models.UniqueConstraint(fields=["session", "number"], name="one_seat_for_a_number")
        ]

    def __str__(self) -> str:
        return str(self.number)


class BookingQuerySet(models.QuerySet["Booking"]):
    def live(self) -> "BookingQuerySet":
        """Those that still take place."""
        return self.filter(status__in=Booking.LIVE)


class Booking(models.Model):
    """Somebody meets somebody at a time. What was told is sealed; the link's key is kept as a hash."""

    class Status(models.TextChoices):
        BOOKED = "booked", _("予約")
        MOVED = "moved", _("予約（日時を変えた）")
        CAME = "came", _("来た・会えた")
        ABSENT = "absent", _("来なかった・会えなかった")
        CANCELLED = "cancelled", _("取りやめ")

    class Whose(models.TextChoices):
        SELF = "self", _("自分のこと")
        FAMILY = "family", _("家族のこと")
        OTHER = "other", _("家族ではない人のこと")

    class Channel(models.TextChoices):
        SCREEN = "screen", _("画面から")
        PHONE = "phone", _("電話で")
        COUNTER = "counter", _("窓口で")
        PAPER = "paper", _("紙で")
        WALK_IN = "walk_in", _("予約なしで来た")
        WAITING = "waiting", _("空き待ちから")
        REQUEST = "request", _("出前の申し込みから")

    LIVE = (Status.BOOKED, Status.MOVED)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(_("受付番号"), max_length=20, unique=True)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    token = models.UUIDField(unique=True, editable=False, default=uuid.uuid4)
    desk = models.ForeignKey(Desk, models.PROTECT, related_name="bookings")
    kind = models.ForeignKey(Kind, models.PROTECT, related_name="bookings")
    worker = models.ForeignKey(Worker, models.PROTECT, related_name="bookings")
    room = models.ForeignKey(Room, models.PROTECT, null=True, blank=True, related_name="+")
    session = models.ForeignKey(
        Session, models.PROTECT, null=True, blank=True, related_name="bookings"
    )
    seat = models.OneToOneField(Seat, models.PROTECT, null=True, blank=True, related_name="booking")
    mode = models.CharField(_("会い方"), max_length=10, choices=CHOICES)
    starts_at = models.DateTimeField(_("始まり"))
    ends_at = models.DateTimeField(_("終わり"))
    status = models.CharField(
        _("状態"), max_length=10, choices=Status.choices, default=Status.BOOKED
    )
    whose = models.CharField(_("だれのことか"), max_length=10, choices=Whose.choices)
    channel = models.CharField(_("受けた方法"), max_length=10, choices=Channel.choices)
    contact = SealedJSONField(_("連絡先"))
    phone = SealedTextField(_("電話番号"), null=True)
    phone_index = BlindIndexField("phone", normalise="digits")
    concerned = SealedJSONField(_("本人のお名前と連絡先"), null=True)
    consent = SealedTextField(_("本人の同意"), null=True)
    about = SealedTextField(_("話したいこと"), null=True)
    carried = SealedJSONField(_("ほかの画面から引き継いだこと"), null=True)
    has_consent = models.BooleanField(_("本人の同意を聞いた"), default=False)
    by_letter = models.BooleanField(_("手紙で知らせる"), default=False)
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="appointments"
    )
    town = models.ForeignKey(Town, models.PROTECT, null=True, blank=True, related_name="+")
    language = models.CharField(_("使うことば"), max_length=10, default="ja")
    wants_new_time = models.BooleanField(_("ほかの日時を選んでもらっている"), default=False)
    sequence = models.PositiveSmallIntegerField(_("変えた回数"), default=0)
    reminded_at = models.DateTimeField(_("前もって知らせた日時"), null=True, blank=True)
    from_hash = models.CharField(max_length=64, blank=True, editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(_("受けた日時"))
    updated_at = models.DateTimeField(_("更新日時"))

    objects = BookingQuerySet.as_manager()

    class Meta:
        verbose_name = _("予約")
        verbose_name_plural = _("予約")
        ordering = ["starts_at", "id"]
        indexes = [
            models.Index(fields=["worker", "starts_at"], name="bookings_of_worker"),
            models.Index(fields=["desk", "starts_at"], name="bookings_of_desk"),
            models.Index(fields=["status", "starts_at"], name="bookings_by_status"),
            models.Index(fields=["from_hash", "created_at"], name="bookings_from_sender"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="booking_has_length"
            ),
            # Whoever books for somebody who is no relative has that person's word for it.
            models.CheckConstraint(
                condition=~Q(whose="other") | Q(has_consent=True), name="third_party_has_consent"
            ),
            models.CheckConstraint(
                condition=Q(session=None, seat=None)
                | Q(session__isnull=False, seat__isnull=False)
                | ~Q(status__in=["booked", "moved"]),
                name="seat_while_it_takes_place",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_live(self) -> bool:
        return self.status in self.LIVE

    @property
    def day(self) -> date:
        """The day here on which it begins."""
        return timezone.localdate(self.starts_at)

    @property
    def clock(self) -> int:
        """When it begins, in minutes from midnight here."""
        return minutes_of_day(self.starts_at)

    @property
    def clock_end(self) -> int:
        return minutes_of_day(self.ends_at)

    @property
    def way(self) -> Mode:
        return CODES[self.mode]


class Hold(Span):
    """A person or a room is taken from a minute until a minute, times between included.

    The database refuses two holds of one resource that overlap: an exclusion constraint on
    PostgreSQL, triggers on SQLite (migrations, docs/adr/0045).
    """

    resource = models.ForeignKey(Resource, models.PROTECT, related_name="holds")
    booking = models.ForeignKey(
        Booking, models.CASCADE, null=True, blank=True, related_name="holds"
    )
    session = models.ForeignKey(
        Session, models.CASCADE, null=True, blank=True, related_name="holds"
    )
    wait = models.ForeignKey(
        "appointments.WaitEntry", models.CASCADE, null=True, blank=True, related_name="holds"
    )

    class Meta:
        verbose_name = _("ふさがった時間")
        verbose_name_plural = _("ふさがった時間")
        ordering = ["starts", "id"]
        indexes = [models.Index(fields=["resource", "starts", "ends"], name="holds_of_resource")]
        constraints = [
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="hold_has_length"),
            models.CheckConstraint(
                condition=Q(booking__isnull=False) | Q(session__isnull=False)
                | Q(wait__isnull=False),
                name="hold_is_for_something",
            ),
            models.UniqueConstraint(
                fields=["wait"], condition=Q(wait__isnull=False), name="one_time_for_an_offer"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.resource_id} {self.starts}–{self.ends}"


class Change(models.Model):
    """One step of a booking; never changed, never removed."""

    class Act(models.TextChoices):
        BOOKED = "booked", _("予約した")
        MOVED = "moved", _("日時を変えた")
        HANDED = "handed", _("担当者を変えた")
        ASKED = "asked", _("ほかの日時を選んでもらうよう頼んだ")
        CANCELLED = "cancelled", _("取りやめた")
        CAME = "came", _("来た・会えた")
        ABSENT = "absent", _("来なかった・会えなかった")

    booking = models.ForeignKey(Booking, models.PROTECT, related_name="changes")
    act = models.CharField(_("したこと"), max_length=10, choices=Act.choices)
    at = models.DateTimeField(_("日時"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    through_link = models.BooleanField(_("本人がリンクから"), default=False)
    starts_at = models.DateTimeField(_("その時点の日時"))
    worker = models.ForeignKey(Worker, models.PROTECT, related_name="+")
    reason = models.CharField(_("理由"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("予約の経過")
        verbose_name_plural = _("予約の経過")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.booking_id} {self.act}"
