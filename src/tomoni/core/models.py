"""The audit row: who did what to which thing, when, and what changed; and what core needs beside."""

import uuid

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


class Opening(Chained):
    """Somebody opened somebody's file: who, when, what of it, why. One row for each opening;
    written through `tomoni.core.reading_log` before anything is shown."""

    at = models.DateTimeField(_("日時"), db_index=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("開いた人"),
    )
    by_name = models.TextField(
        _("開いた人の名"), blank=True, help_text=_("アカウントのない人。封じてある")
    )
    thing = models.CharField(_("開いたものの種類"), max_length=80)
    thing_id = models.CharField(_("開いたもの"), max_length=64)
    about = models.CharField(_("だれのことか"), max_length=64)
    fields = JSONText(_("見せた項目"), default=list, blank=True)
    reason = models.TextField(_("わけ"), blank=True, help_text=_("封じてある"))
    basis = models.CharField(_("根拠"), max_length=80, blank=True)
    withheld = models.CharField(
        _("本人に見せないわけ"), max_length=80, blank=True, help_text=_("空欄なら本人が見られる")
    )

    class Meta:
        verbose_name = _("閲覧の記録")
        verbose_name_plural = _("閲覧の記録")
        indexes = [
            models.Index(fields=["about", "-id"], name="opening_about"),
            models.Index(fields=["thing", "thing_id", "-id"], name="opening_of_thing"),
        ]
        constraints = [place("core_opening")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.thing}:{self.thing_id}"


class GlassRow(Chained):
    """Emergency access as it happened: begun with a reason and a time limit, ended, looked at
    afterwards. Written through `tomoni.core.break_glass` only."""

    class Act(models.TextChoices):
        BEGUN = "begun", _("始めた")
        ENDED = "ended", _("終えた")
        REVIEWED = "reviewed", _("点検した")

    release = models.UUIDField(_("緊急の閲覧"), db_index=True)
    act = models.CharField(_("したこと"), max_length=10, choices=Act.choices)
    at = models.DateTimeField(_("日時"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("した人")
    )
    thing = models.CharField(_("対象の種類"), max_length=80)
    thing_id = models.CharField(_("対象"), max_length=64)
    reason = models.CharField(_("わけ"), max_length=400)
    until = models.DateTimeField(_("いつまで"), null=True, blank=True)

    class Meta:
        verbose_name = _("緊急の閲覧の記録")
        verbose_name_plural = _("緊急の閲覧の記録")
        constraints = [
            place("core_glassrow"),
            models.UniqueConstraint(fields=["release", "act"], name="a_release_ends_once"),
            models.CheckConstraint(
                condition=models.Q(until__isnull=False) | ~models.Q(act="begun"),
                name="a_release_has_an_end",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.act} {self.thing}:{self.thing_id}"


class RowKey(models.Model):
    """The key to one subject's words in records that nobody can change. When it is gone, the
    words are; the records themselves stay whole. Written through `tomoni.core.shredding` only."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    scope = models.CharField(_("何のことばか"), max_length=80)
    subject = models.CharField(_("だれ・何についてか"), max_length=80)
    secret = models.BinaryField(_("鍵"), max_length=32)
    runs_from = models.DateTimeField(
        _("いつから数えるか"), db_index=True, help_text=_("ことばの保存期間の始まり")
    )

    class Meta:
        verbose_name = _("ことばの鍵")
        verbose_name_plural = _("ことばの鍵")
        constraints = [
            models.UniqueConstraint(fields=["scope", "subject"], name="one_key_for_a_subject")
        ]

    def __str__(self) -> str:
        return f"{self.scope} {self.subject}"


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
