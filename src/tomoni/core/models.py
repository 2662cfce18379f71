"""The audit row: who did what to which thing, when, and what changed; and what core needs beside."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from tomoni.core.chain.rows import Chained, place
from tomoni.core.fields import JSONText


class Lane(models.Model):
    """One chain of a record's rows. A transaction that writes holds the row of its lane; nothing
    in it ever changes."""

    table = models.CharField(_("記録の表"), max_length=63, db_index=True)

    class Meta:
        verbose_name = _("記録の列")
        verbose_name_plural = _("記録の列")

    def __str__(self) -> str:
        return f"{self.table} {self.pk}"


class AuditRow(Chained):
    """One act of one person or of the program itself. Rows are never changed or deleted:
    triggers in the database refuse both, and the chain shows it where somebody did it anyway."""

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
    changes = JSONText(_("変わった項目"), default=dict, blank=True)
    note = models.CharField(_("メモ"), max_length=400, blank=True)

    class Meta:
        verbose_name = _("操作の記録")
        verbose_name_plural = _("操作の記録")
        indexes = [models.Index(fields=["thing", "thing_id", "-id"], name="audit_of_thing")]
        constraints = [place("core_auditrow")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.act} {self.thing}:{self.thing_id}"


class SearchDoc(models.Model):
    """One thing that can be found; written only through `tomoni.core.search`.

    On SQLite triggers keep the FTS5 table `core_searchfts` equal to this one; on PostgreSQL
    GIN indexes stand on `tokens`. Whatever empties this table thus empties the index too.
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


class Beat(models.Model):
    """When the worker and the timetable were last seen alive; a row for each."""

    name = models.CharField(_("名前"), max_length=40, primary_key=True)
    at = models.DateTimeField(_("最後に動いた日時"))

    class Meta:
        verbose_name = _("動いているしるし")
        verbose_name_plural = _("動いているしるし")

    def __str__(self) -> str:
        return f"{self.name} {self.at:%Y-%m-%d %H:%M}"


class TimetableRun(models.Model):
    """The last run of one entry of the timetable; the entry decides by it what is due."""

    name = models.CharField(_("時間割の項目"), max_length=80, primary_key=True)
    served = models.DateTimeField(_("済ませた回"), null=True, help_text=_("どの時刻の回か"))
    ran_at = models.DateTimeField(_("最後に動いた日時"), null=True)
    failures = models.PositiveIntegerField(_("続けて失敗した回数"), default=0)
    failed_at = models.DateTimeField(_("最後に失敗した日時"), null=True)
    problem = models.TextField(_("失敗のわけ"), blank=True)

    class Meta:
        verbose_name = _("時間割")
        verbose_name_plural = _("時間割")

    def __str__(self) -> str:
        return self.name


class DeadLetter(models.Model):
    """A job that failed for the last time, until somebody in charge has been told of it."""

    job = models.UUIDField(_("仕事"), primary_key=True)
    name = models.CharField(_("仕事の名前"), max_length=80)
    args = models.JSONField(_("渡したもの"), default=list)
    tries = models.PositiveIntegerField(_("試した回数"))
    problem = models.TextField(_("失敗のわけ"))
    at = models.DateTimeField(_("あきらめた日時"))
    told_at = models.DateTimeField(_("知らせた日時"), null=True, blank=True)
    again_at = models.DateTimeField(_("やり直した日時"), null=True, blank=True)

    class Meta:
        verbose_name = _("届かなかった仕事")
        verbose_name_plural = _("届かなかった仕事")

    def __str__(self) -> str:
        return f"{self.name} {self.job}"
