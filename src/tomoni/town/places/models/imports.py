"""One file taken in: what it was and what became of each row."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class ImportBatch(models.Model):
    """The receipt of one import; `report` has the form of DESIGN §4 for one file."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file = models.CharField(_("ファイル名"), max_length=300)
    sha256 = models.CharField(max_length=64)
    dataset = models.CharField(_("データセット"), max_length=60, blank=True)
    edition = models.CharField(_("版"), max_length=40, blank=True)
    city_code = models.CharField(_("市区町村コード"), max_length=6, blank=True)
    dry_run = models.BooleanField(_("試し"), default=False)
    rows = models.PositiveIntegerField(_("行"), default=0)
    created = models.PositiveIntegerField(_("新しく載せた"), default=0)
    updated = models.PositiveIntegerField(_("直した"), default=0)
    unchanged = models.PositiveIntegerField(_("変わらない"), default=0)
    rejected = models.PositiveIntegerField(_("受け付けられない"), default=0)
    under_way = models.BooleanField(
        _("書き込み中"), default=False, help_text=_("途中で止まったら、次の起動が続きから終える")
    )
    written_to = models.BigIntegerField(_("どこまで書いたか"), default=0)
    report = models.JSONField(_("報告"), default=dict, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(_("日時"), db_index=True)

    class Meta:
        verbose_name = _("取り込み")
        verbose_name_plural = _("取り込み")
        ordering = ["-at", "id"]

    def __str__(self) -> str:
        return self.file
