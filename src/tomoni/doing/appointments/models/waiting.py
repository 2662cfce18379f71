"""Who waits for a free time; the one whose turn it is has an offer that ends."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tomoni.core.sealed import SealedJSONField
from tomoni.doing.appointments.models.bookings import Booking, Session
from tomoni.doing.appointments.models.desks import Kind, Worker
from tomoni.doing.appointments.rules.modes import CHOICES
from tomoni.ground.districts.models import Town


class WaitEntry(models.Model):
    """Somebody would take a time that becomes free, within the days they named.

    While an offer stands the offered time is held for them (Hold.wait), so that nobody else gets it.
    """

    class Status(models.TextChoices):
        WAITING = "waiting", _("待っている")
        OFFERED = "offered", _("空きをお知らせした")
        TAKEN = "taken", _("予約になった")
        ENDED = "ended", _("終わり")

    class Part(models.TextChoices):
        ANY = "any", _("いつでも")
        MORNING = "morning", _("午前")
        AFTERNOON = "afternoon", _("午後")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    token = models.UUIDField(unique=True, editable=False, default=uuid.uuid4)
    kind = models.ForeignKey(Kind, models.PROTECT, related_name="waiting")
    session = models.ForeignKey(
        Session, models.PROTECT, null=True, blank=True, related_name="waiting"
    )
    mode = models.CharField(_("会い方"), max_length=10, choices=CHOICES)
    town = models.ForeignKey(Town, models.PROTECT, null=True, blank=True, related_name="+")
    from_on = models.DateField(_("いつから"))
    until_on = models.DateField(_("いつまで"))
    part = models.CharField(_("時間帯"), max_length=10, choices=Part.choices, default=Part.ANY)
    contact = SealedJSONField(_("連絡先"))
    by_letter = models.BooleanField(_("手紙で知らせる"), default=False)
    language = models.CharField(_("使うことば"), max_length=10, default="ja")
    status = models.CharField(
        _("状態"), max_length=10, choices=Status.choices, default=Status.WAITING
    )
    offered_worker = models.ForeignKey(
        Worker, models.PROTECT, null=True, blank=True, related_name="+"
    )
    offered_starts_at = models.DateTimeField(_("お知らせした日時"), null=True, blank=True)
    offer_ends_at = models.DateTimeField(_("返事の期限"), null=True, blank=True)
    offers = models.PositiveSmallIntegerField(_("お知らせした回数"), default=0)
    booking = models.OneToOneField(
        Booking, models.PROTECT, null=True, blank=True, related_name="waited"
    )
    from_hash = models.CharField(max_length=64, blank=True, editable=False)
    created_at = models.DateTimeField(_("受けた日時"))
    updated_at = models.DateTimeField(_("更新日時"))

    class Meta:
        verbose_name = _("空き待ち")
        verbose_name_plural = _("空き待ち")
        ordering = ["created_at", "id"]
        indexes = [models.Index(fields=["kind", "status", "created_at"], name="waiting_for_kind")]
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on__gte=F("from_on")), name="waiting_ends_after_start"
            ),
            models.CheckConstraint(
                condition=~Q(status="offered")
                | Q(
                    offered_starts_at__isnull=False,
                    offer_ends_at__isnull=False,
                    offered_worker__isnull=False,
                ),
                name="offer_has_time_and_end",
            ),
            models.CheckConstraint(
                condition=(Q(status="taken") & Q(booking__isnull=False))
                | (~Q(status="taken") & Q(booking=None)),
                name="taken_place_has_its_booking",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind_id} {self.status}"
