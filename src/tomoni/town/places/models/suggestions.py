"""What people outside tell us: this is wrong, this is missing."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tomoni.town.places.models.listings import Listing


class Suggestion(models.Model):
    """A word from somebody without an account about an entry, or about one that is missing."""

    class Kind(models.TextChoices):
        WRONG = "wrong", _("違っているところがある")
        CLOSED = "closed", _("もうやっていない・休んでいる")
        MISSING = "missing", _("載っていない場所がある")

    class Status(models.TextChoices):
        OPEN = "open", _("未対応")
        ACCEPTED = "accepted", _("反映した")
        DECLINED = "declined", _("反映しない")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(_("受付番号"), max_length=20, unique=True)
    token = models.UUIDField(
        _("送信の控え"),
        null=True,
        unique=True,
        editable=False,
        help_text=_("受付票の住所になる。同じ送信が二度届いても一件にする"),
    )
    listing = models.ForeignKey(
        Listing, models.CASCADE, null=True, blank=True, related_name="suggestions"
    )
    kind = models.CharField(_("種類"), max_length=10, choices=Kind.choices)
    about = models.CharField(_("どの項目"), max_length=40, blank=True)
    text = models.TextField(_("内容"))
    contact = models.CharField(_("返事の連絡先"), max_length=200, blank=True)
    due_on = models.DateField(_("お返事の期日"), null=True, blank=True)
    from_hash = models.CharField(
        _("送り元"),
        max_length=64,
        blank=True,
        db_index=True,
        help_text=_("その日だけ通じる印。多すぎる送信を止めるためで、住所は残さない"),
    )
    status = models.CharField(
        _("状態"), max_length=10, choices=Status.choices, default=Status.OPEN, db_index=True
    )
    answer = models.TextField(_("対応の内容"), blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(_("対応した日時"), null=True, blank=True)
    created_at = models.DateTimeField(_("届いた日時"))
    updated_at = models.DateTimeField(_("更新日時"))

    class Meta:
        verbose_name = _("情報のご指摘")
        verbose_name_plural = _("情報のご指摘")
        ordering = ["created_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="missing") | Q(listing__isnull=False),
                name="suggestion_names_its_listing",
            )
        ]

    def __str__(self) -> str:
        return self.number
