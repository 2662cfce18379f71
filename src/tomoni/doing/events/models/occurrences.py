"""One date of a series, and how many seats each role has on it."""

import uuid
from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tomoni.doing.events.models.series import Series
from tomoni.ground.districts.models import Town
from tomoni.town.places.models import ListingAt


class OccurrenceQuerySet(models.QuerySet["Occurrence"]):
    def public(self) -> "OccurrenceQuerySet":
        """Dates of series everybody may see; cancelled ones stay, said to be so."""
        return self.filter(
            series__status__in=("published", "cancelled", "ended"), series__visibility="public"
        )

    def between(self, after: datetime, before: datetime) -> "OccurrenceQuerySet":
        """Those that go on at some moment from `after` until before `before`."""
        return self.filter(starts_at__lt=before, ends_at__gt=after)

    def planned(self) -> "OccurrenceQuerySet":
        return self.filter(status=Occurrence.Status.PLANNED)


class Occurrence(models.Model):
    """One date. `original_at` is where the rule put it and names it for ever (RECURRENCE-ID)."""

    class Status(models.TextChoices):
        PLANNED = "planned", _("予定")
        CANCELLED = "cancelled", pgettext_lazy("event", "中止")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    series = models.ForeignKey(Series, models.CASCADE, related_name="occurrences")
    original_at = models.DateTimeField(_("決まりのとおりの始まり"))
    starts_at = models.DateTimeField(_("始まり"))
    ends_at = models.DateTimeField(_("終わり"))
    status = models.CharField(
        _("状態"), max_length=10, choices=Status.choices, default=Status.PLANNED
    )
    reason = models.CharField(_("変わった理由"), max_length=300, blank=True)
    # Changed by hand: the rule must not write over it when the series is laid out again.
    is_edited = models.BooleanField(_("この回だけ直した"), default=False)
    sequence = models.PositiveIntegerField(default=0, editable=False)
    title = models.CharField(_("この回の題名"), max_length=200, blank=True)
    note = models.TextField(_("この回だけのこと"), blank=True)
    venue = models.ForeignKey(
        ListingAt, models.SET_NULL, null=True, blank=True, related_name="event_occurrences",
        verbose_name=_("この回の会場"),
    )  # fmt: skip
    place_text = models.CharField(_("この回の会場（一覧にないとき）"), max_length=300, blank=True)
    # Where it really is, of the occurrence's own venue or else the series'; lists filter by it.
    town = models.ForeignKey(Town, models.PROTECT, null=True, blank=True, related_name="+")
    lat = models.FloatField(_("緯度"), null=True, blank=True)
    lng = models.FloatField(_("経度"), null=True, blank=True)
    # The door's secret: the words in the venue's code are made of it and the time.
    door_key = models.CharField(max_length=40, blank=True, editable=False)
    created_at = models.DateTimeField(_("作成日時"))
    updated_at = models.DateTimeField(_("更新日時"))

    objects = OccurrenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("催しの一回")
        verbose_name_plural = _("催しの一回")
        ordering = ["starts_at", "id"]
        indexes = [
            models.Index(fields=["starts_at", "ends_at"], name="occurrence_time"),
            models.Index(fields=["lat", "lng"], name="occurrence_point"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["series", "original_at"], name="one_row_a_date"),
            models.CheckConstraint(
                condition=Q(ends_at__gte=F("starts_at")), name="occurrence_ends_after_start"
            ),
            models.CheckConstraint(
                condition=~Q(status="cancelled") | ~Q(reason=""),
                name="cancelled_occurrence_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.series.title

    def get_absolute_url(self) -> str:
        return reverse("events:occurrence", args=[self.series.slug, self.pk])

    @property
    def is_moved(self) -> bool:
        return self.starts_at != self.original_at

    @property
    def is_cancelled(self) -> bool:
        return self.status == self.Status.CANCELLED or self.series.status == "cancelled"


class RolePlan(models.Model):
    """A role every date of a series has: how many may take part, help, or come as children."""

    class Code(models.TextChoices):
        PARTICIPANT = "participant", _("参加する人")
        HELPER = "helper", _("手伝う人")
        DRIVER = "driver", _("車を出す人")
        CHILD = "child", _("子ども")

    series = models.ForeignKey(Series, models.CASCADE, related_name="role_plans")
    code = models.CharField(_("役割"), max_length=12, choices=Code.choices)
    capacity = models.PositiveIntegerField(_("定員（空欄は制限なし）"), null=True, blank=True)

    class Meta:
        verbose_name = _("役割ごとの定員")
        verbose_name_plural = _("役割ごとの定員")
        ordering = ["-code"]
        constraints = [models.UniqueConstraint(fields=["series", "code"], name="one_plan_a_role")]

    def __str__(self) -> str:
        return self.get_code_display()


class Role(models.Model):
    """The seats of one role on one date. Triggers keep `taken`; the database refuses one too many."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    occurrence = models.ForeignKey(Occurrence, models.CASCADE, related_name="roles")
    code = models.CharField(_("役割"), max_length=12, choices=RolePlan.Code.choices)
    capacity = models.PositiveIntegerField(_("定員（空欄は制限なし）"), null=True, blank=True)
    # Only the triggers on `SignUp` write here (migrations/0001): a counter that cannot be forgotten.
    taken = models.IntegerField(_("ふさがった席"), default=0, editable=False)

    class Meta:
        verbose_name = _("一回の定員")
        verbose_name_plural = _("一回の定員")
        ordering = ["-code"]
        constraints = [
            models.UniqueConstraint(fields=["occurrence", "code"], name="one_role_a_date"),
            models.CheckConstraint(
                condition=Q(capacity=None) | Q(taken__lte=F("capacity")),
                name="no_more_than_capacity",
            ),
            models.CheckConstraint(condition=Q(taken__gte=0), name="taken_not_negative"),
        ]

    def __str__(self) -> str:
        return self.get_code_display()

    @property
    def left(self) -> int | None:
        """Free seats; None where there is no limit."""
        return None if self.capacity is None else max(0, self.capacity - self.taken)
