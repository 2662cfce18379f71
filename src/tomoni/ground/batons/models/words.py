"""Who is told about a matter, and the words that go back and forth."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tomoni.ground.batons.models.batons import Baton
from tomoni.ground.batons.models.offers import Way


class Party(models.Model):
    """Somebody who is told that a matter came in and what became of it."""

    class Part(models.TextChoices):
        SENDER = "sender", _("知らせてくれた人")
        CONCERNED = "concerned", _("本人")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    baton = models.ForeignKey(Baton, models.PROTECT, related_name="parties")
    part = models.CharField(_("立場"), max_length=10, choices=Part.choices)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
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


class Message(models.Model):
    """A word between those who hold a matter and those it is about."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    baton = models.ForeignKey(Baton, models.PROTECT, related_name="messages")
    is_from_us = models.BooleanField(_("こちらから"))
    text = models.TextField(_("内容"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    by_name = models.CharField(_("書いた人の名"), max_length=100, blank=True)
    way = models.CharField(_("手段"), max_length=10, choices=Way.choices, default=Way.SCREEN)
    at = models.DateTimeField(_("日時"))

    class Meta:
        verbose_name = _("連絡")
        verbose_name_plural = _("連絡")
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return self.text[:40]


class MessageRead(models.Model):
    """Somebody has read a message: the receipt its writer sees."""

    message = models.ForeignKey(Message, models.PROTECT, related_name="reads")
    reader = models.CharField(_("読んだ人"), max_length=64, help_text=_("アカウントの番号か、立場"))
    name = models.CharField(_("読んだ人の名"), max_length=100)
    at = models.DateTimeField(_("日時"))

    class Meta:
        verbose_name = _("連絡を読んだ記録")
        verbose_name_plural = _("連絡を読んだ記録")
        constraints = [
            models.UniqueConstraint(fields=["message", "reader"], name="one_receipt_a_reader")
        ]

    def __str__(self) -> str:
        return f"{self.message_id} {self.at:%Y-%m-%d %H:%M}"
