"""Who is told about a matter."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tomoni.ground.batons.models.batons import Baton
from tomoni.ground.people.models import Person


class Party(models.Model):
    """Somebody of a matter who is no team: who told us of it, whom it is about, or who helps
    from outside. The first two are told that it came in and what became of it; all may be
    written to."""

    class Part(models.TextChoices):
        SENDER = "sender", _("知らせてくれた人")
        CONCERNED = "concerned", _("本人")
        RECEIVER = "receiver", _("外部の相手")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    baton = models.ForeignKey(Baton, models.PROTECT, related_name="parties")
    part = models.CharField(_("立場"), max_length=10, choices=Part.choices)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="parties"
    )
    name = models.CharField(_("お名前"), max_length=100, blank=True)
    email = models.EmailField(_("メールアドレス"), blank=True)
    phone = models.CharField(_("電話番号"), max_length=20, blank=True)
    postcode = models.CharField(_("郵便番号"), max_length=8, blank=True)
    address = models.CharField(_("住所"), max_length=300, blank=True)
    language = models.CharField(_("使うことば"), max_length=10, default="ja")
    added_at = models.DateTimeField(_("加えた日時"))

    class Meta:
        verbose_name = _("連絡する相手")
        verbose_name_plural = _("連絡する相手")
        constraints = [
            models.UniqueConstraint(
                fields=["baton", "user"], condition=Q(user__isnull=False), name="one_party_a_user"
            )
        ]

    def __str__(self) -> str:
        return self.name or str(self.user or self.email or self.phone)

    @property
    def can_be_reached(self) -> bool:
        return bool(self.user_id or self.email or self.phone or self.address)
