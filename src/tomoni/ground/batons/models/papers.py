"""Papers that go with a baton."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from tomoni.ground.batons.models.batons import Baton


class Attachment(models.Model):
    """A file that was looked into before it was taken; thrown away when its time is over.

    The row stays when the file goes, so that a reader of the steps sees what there was.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    baton = models.ForeignKey(Baton, models.PROTECT, related_name="attachments")
    name = models.CharField(_("ファイルの名前"), max_length=150)
    media_type = models.CharField(_("種類"), max_length=80)
    size = models.PositiveIntegerField(_("大きさ（バイト）"))
    sha256 = models.CharField(max_length=64)
    filed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    filed_by_name = models.CharField(_("付けた人の名"), max_length=100, blank=True)
    filed_at = models.DateTimeField(_("付けた日時"))
    expires_on = models.DateField(_("いつまで置くか"))
    gone_at = models.DateTimeField(_("消した日時"), null=True, blank=True)

    class Meta:
        verbose_name = _("付いた書類")
        verbose_name_plural = _("付いた書類")
        ordering = ["filed_at", "id"]

    def __str__(self) -> str:
        return self.name
