"""The audit row: who did what to which thing, when, and what changed."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class AuditRow(models.Model):
    """One act of one person or of the program itself. Rows are never changed or deleted:
    triggers in the database refuse both."""

    at = models.DateTimeField(_("日時"), db_index=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("した人"),
        help_text=_("空欄は、ログインしていない人またはプログラム"),
    )
    act = models.CharField(_("したこと"), max_length=80, help_text="places.published")
    thing = models.CharField(_("対象の種類"), max_length=80, help_text="places.Listing")
    thing_id = models.CharField(_("対象"), max_length=64)
    changes = models.JSONField(_("変わった項目"), default=dict, blank=True)
    note = models.CharField(_("メモ"), max_length=400, blank=True)

    class Meta:
        verbose_name = _("操作の記録")
        verbose_name_plural = _("操作の記録")
        indexes = [models.Index(fields=["thing", "thing_id", "-id"], name="audit_of_thing")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.act} {self.thing}:{self.thing_id}"


class SearchDoc(models.Model):
    """One thing that can be found; written only through `tomoni.core.search`.

    On SQLite triggers keep the FTS5 table `core_searchfts` equal to this one; on PostgreSQL a
    GIN index stands on `tokens`. Whatever empties this table thus empties the index too.
    A migration that alters this table on SQLite must make the triggers again.
    """

    id = models.BigIntegerField(primary_key=True)
    key = models.UUIDField()
    name = models.TextField()
    names = models.TextField()
    words = models.TextField()
    body = models.TextField()
    tokens = models.TextField()

    class Meta:
        verbose_name = _("検索の索引")
        verbose_name_plural = _("検索の索引")
        indexes = [models.Index(fields=["key"], name="searchdoc_key")]

    def __str__(self) -> str:
        return self.name
