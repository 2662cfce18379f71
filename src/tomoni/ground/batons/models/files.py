"""Papers and photographs of a matter, and the dated rule of what may come in and how long it stays."""

import uuid
from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tomoni.core.fields import JSONText
from tomoni.core.sealed import SealedTextField
from tomoni.ground.batons.models.batons import Baton
from tomoni.ground.batons.models.offers import Offer, Question
from tomoni.ground.batons.models.parties import Party
from tomoni.ground.batons.rules import files as rules


class FileRuleQuerySet(models.QuerySet["FileRule"]):
    def in_force(self, on: date) -> "FileRule":
        """The newest rule that had begun on that day; before the first one, what rules/files says."""
        found = self.filter(from_on__lte=on).order_by("-from_on").first()
        return found or FileRule(from_on=on)


class FileRule(models.Model):
    """What may be attached to a matter, from a day on. A new rule is a new row."""

    from_on = models.DateField(_("いつから"), unique=True)
    most_bytes = models.PositiveIntegerField(
        _("一つの大きさ（バイトまで）"), default=rules.MOST_BYTES
    )
    most_files = models.PositiveSmallIntegerField(_("一つの案件の数"), default=rules.MOST_FILES)
    keep_days = models.PositiveSmallIntegerField(
        _("終わった日から残す日数"), default=rules.KEEP_DAYS
    )
    formats: models.Field[Any, Any] = JSONText(_("受け付ける種類"), default=rules.codes)

    objects = FileRuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("ファイルの決まり")
        verbose_name_plural = _("ファイルの決まり")
        ordering = ["-from_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(most_bytes__gte=1, most_bytes__lte=rules.LARGEST, most_files__gte=1),
                name="file_rule_makes_sense",
            )
        ]

    def __str__(self) -> str:
        return f"{self.from_on:%Y-%m-%d}"

    @property
    def names(self) -> str:
        return rules.names(self.formats)

    @property
    def megabytes(self) -> float:
        return round(self.most_bytes / 2**20, 1)


class Attachment(models.Model):
    """One file of a matter. Its bytes lie in the data folder, sealed with a key of their own that
    stands, itself sealed, in `secret`. When the file goes the key goes, so that no copy of the
    folder opens any more; name, size and hash stay and tell what there was.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    baton = models.ForeignKey(Baton, models.PROTECT, related_name="attachments")
    name = SealedTextField(_("ファイルの名前"))
    words = SealedTextField(_("何のファイルか"))
    format = models.CharField(_("種類"), max_length=10)
    size = models.PositiveIntegerField(_("大きさ（バイト）"))
    sha256 = models.CharField(max_length=64, editable=False)
    secret = SealedTextField(null=True)
    added_at = models.DateTimeField(_("加えた日時"))
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    party = models.ForeignKey(
        Party, models.PROTECT, null=True, blank=True, related_name="attachments"
    )
    by_name = models.CharField(_("送った人の名"), max_length=100, blank=True)
    gone_at = models.DateTimeField(_("なくなった日時"), null=True, blank=True)

    class Meta:
        verbose_name = _("ファイル")
        verbose_name_plural = _("ファイル")
        ordering = ["added_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(gone_at=None, secret__isnull=False)
                | Q(gone_at__isnull=False, secret__isnull=True),
                name="a_file_that_is_gone_has_no_key",
            ),
            models.UniqueConstraint(
                fields=["baton", "sha256"], condition=Q(gone_at=None), name="one_file_once_a_baton"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.baton_id} {self.format} {self.size}"

    @property
    def is_here(self) -> bool:
        return self.gone_at is None

    @property
    def format_name(self) -> str:
        return rules.names([self.format])


class Shown(models.Model):
    """A file that the holder lets one receiver outside save: whoever answers an offer or a
    question, or a party they write with. Without a row nobody outside learns of a file.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    attachment = models.ForeignKey(Attachment, models.CASCADE, related_name="shown")
    offer = models.ForeignKey(Offer, models.CASCADE, null=True, blank=True, related_name="+")
    question = models.ForeignKey(Question, models.CASCADE, null=True, blank=True, related_name="+")
    party = models.ForeignKey(Party, models.CASCADE, null=True, blank=True, related_name="+")
    shown_at = models.DateTimeField(_("見せた日時"))
    shown_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("外部の相手に見せたファイル")
        verbose_name_plural = _("外部の相手に見せたファイル")
        ordering = ["shown_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(offer__isnull=False, question=None, party=None)
                | Q(offer=None, question__isnull=False, party=None)
                | Q(offer=None, question=None, party__isnull=False),
                name="a_file_is_shown_to_one_receiver",
            ),
            *(
                models.UniqueConstraint(
                    fields=["attachment", of],
                    condition=Q(**{f"{of}__isnull": False}),
                    name=f"one_file_shown_once_{of}",
                )
                for of in ("offer", "question", "party")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.attachment_id} → {self.receiver}"

    @property
    def to(self) -> Offer | Question | Party | None:
        return self.offer or self.question or self.party

    @property
    def receiver(self) -> str:
        thing = self.offer or self.question
        return thing.receiver if thing else str(self.party or "")
