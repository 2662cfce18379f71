"""Visiting talks: a catalogue of themes, and groups that ask for one."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from tomoni.core.sealed import SealedJSONField
from tomoni.doing.appointments.models.bookings import Booking
from tomoni.doing.appointments.models.desks import Kind
from tomoni.doing.appointments.models.times import Absence
from tomoni.ground.batons.models import Matter
from tomoni.ground.people.models import Team


class TalkTheme(models.Model):
    """What a group can hear about; the desk behind `kind` sends somebody."""

    kind = models.ForeignKey(Kind, models.PROTECT, related_name="themes")
    slug = models.SlugField(_("アドレスのことば"), max_length=60, unique=True)
    title = models.CharField(_("題"), max_length=120)
    title_en = models.CharField(_("題（英語）"), max_length=120, blank=True)
    title_easy = models.CharField(_("題（やさしい日本語）"), max_length=120, blank=True)
    about = models.TextField(_("内容"), blank=True)
    about_en = models.TextField(_("内容（英語）"), blank=True)
    about_easy = models.TextField(_("内容（やさしい日本語）"), blank=True)
    field = models.CharField(_("分野"), max_length=60, blank=True)
    field_en = models.CharField(_("分野（英語）"), max_length=60, blank=True)
    section = models.CharField(_("話す人"), max_length=120, blank=True)
    section_en = models.CharField(_("話す人（英語）"), max_length=120, blank=True)
    order = models.PositiveSmallIntegerField(_("並び順"), default=50)
    closed_on = models.DateField(_("終えた日"), null=True, blank=True)
    is_sample = models.BooleanField(_("見本"), default=False)

    class Meta:
        verbose_name = _("ふれあいトークの題")
        verbose_name_plural = _("ふれあいトークの題")
        ordering = ["order", "slug"]

    def __str__(self) -> str:
        return self.title


class TalkRequest(Matter):
    """A group asks for a talk; open as long as its baton is."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    token = models.UUIDField(unique=True, editable=False, default=uuid.uuid4)
    theme = models.ForeignKey(TalkTheme, models.PROTECT, related_name="requests")
    group = models.CharField(_("団体の名前"), max_length=120)
    contact = SealedJSONField(_("連絡先"))
    wishes = models.JSONField(_("希望の日時"), default=list)
    place = models.CharField(_("会場"), max_length=200)
    people = models.PositiveSmallIntegerField(_("来る人の数"))
    needs = models.CharField(_("配慮してほしいこと"), max_length=300, blank=True)
    by_letter = models.BooleanField(_("手紙で知らせる"), default=False)
    language = models.CharField(_("使うことば"), max_length=10, default="ja")
    booking = models.OneToOneField(
        Booking, models.PROTECT, null=True, blank=True, related_name="talk"
    )
    from_hash = models.CharField(max_length=64, blank=True, editable=False)
    created_at = models.DateTimeField(_("届いた日時"))

    class Meta:
        verbose_name = _("ふれあいトークの申し込み")
        verbose_name_plural = _("ふれあいトークの申し込み")
        ordering = ["created_at", "id"]

    def __str__(self) -> str:
        return f"{self.theme_id} {self.created_at:%Y-%m-%d}"


class Worklist(Matter):
    """The bookings that an absence has made impossible at one desk: open until each has its answer."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    absence = models.ForeignKey(Absence, models.PROTECT, related_name="worklists")
    team = models.ForeignKey(Team, models.PROTECT, related_name="+")
    bookings = models.ManyToManyField(Booking, related_name="worklists")
    created_at = models.DateTimeField(_("できた日時"))

    class Meta:
        verbose_name = _("不在で動かす予約")
        verbose_name_plural = _("不在で動かす予約")
        ordering = ["-created_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["absence", "team"], name="one_worklist_for_an_absence")
        ]

    def __str__(self) -> str:
        return f"{self.team_id} {self.created_at:%Y-%m-%d}"
