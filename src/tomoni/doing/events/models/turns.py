"""Forms that were sent while many others were: each waits until those sent before it are done."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tomoni.core.sealed import SealedJSONField
from tomoni.doing.events.models.occurrences import Role
from tomoni.doing.events.models.signups import SignUp


class InLineQuerySet(models.QuerySet["Turn"]):
    def open(self) -> "InLineQuerySet":
        """In the order in which they came."""
        return self.filter(settled_at=None).order_by("arrived_at", "id")


class Turn(models.Model):
    """One form in the order of its arrival. Open until it has become a sign-up or was refused."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    role = models.ForeignKey(Role, models.CASCADE, related_name="turns")
    arrived_at = models.DateTimeField(_("届いた時刻"))
    seats = models.PositiveSmallIntegerField(_("人数"), default=1)
    # What was told and what was typed. Gone once it has become a sign-up, which has its own.
    form = SealedJSONField(_("書いたこと"), null=True)
    language = models.CharField(_("使うことば"), max_length=10, default="ja")
    # Made by the form once: the same form sent twice has one turn.
    client_id = models.CharField(max_length=40, null=True, blank=True, unique=True)
    settled_at = models.DateTimeField(_("順番が来た時刻"), null=True, blank=True)
    sign_up = models.ForeignKey(
        SignUp, models.SET_NULL, null=True, blank=True, related_name="turns"
    )
    refusal = models.CharField(_("受け付けられなかったわけ"), max_length=500, blank=True)
    field = models.CharField(max_length=40, blank=True, editable=False)

    objects = InLineQuerySet.as_manager()

    class Meta:
        verbose_name = _("申込みの順番")
        verbose_name_plural = _("申込みの順番")
        ordering = ["arrived_at", "id"]
        indexes = [
            models.Index(fields=["role", "settled_at", "arrived_at"], name="turns_in_order"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(settled_at__isnull=False) | Q(form__isnull=False),
                name="open_turn_keeps_its_form",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)
