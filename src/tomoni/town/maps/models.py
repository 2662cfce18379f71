"""The log of base maps: which version was put in force, by whom, from which files."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class MapBuild(models.Model):
    """One base map put in force. The map itself lies on the disk, see `store`."""

    version = models.CharField(_("版"), max_length=16)
    kind = models.CharField(
        _("種類"), max_length=10, choices=[("sketch", _("略図")), ("imported", _("取り込んだ地図"))]
    )
    made_at = models.DateTimeField(_("作成日時"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    files = models.JSONField(_("元のファイル"), default=list)
    credits = models.JSONField(_("出典"), default=list)

    class Meta:
        verbose_name = _("背景地図の記録")
        verbose_name_plural = _("背景地図の記録")
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.version
