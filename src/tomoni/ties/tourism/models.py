"""Walks with a guide, who guides, tips of the day, and their texts in four languages."""

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tomoni.doing.appointments.models import Booking, Kind, Worker
from tomoni.ties.tourism.rules import seasons
from tomoni.ties.tourism.rules.languages import CHOICES, OWN, best


class Words(models.Model):
    """A text in one language; the row it was written in stays marked, so that it is never lost.

    A text in a language nobody at the desk grew up with says for staff whether somebody who did has read
    it; other words must be read anew.
    """

    language = models.CharField(_("ことば"), max_length=10, choices=CHOICES)
    is_source = models.BooleanField(_("はじめに書いたことば"), default=False)
    read_by = models.CharField(_("読んで確かめた人"), max_length=60, blank=True)
    read_on = models.DateField(_("読んで確かめた日"), null=True, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(language__in=[code for code, _name in CHOICES]),
                name="%(class)s_in_a_known_language",
            ),
            models.CheckConstraint(
                condition=Q(read_by="", read_on=None) | (~Q(read_by="") & Q(read_on__isnull=False)),
                name="%(class)s_read_by_somebody_on_a_day",
            ),
        ]

    def __str__(self) -> str:
        return self.language

    @property
    def awaits_reader(self) -> bool:
        """Whether nobody who grew up with the language has read it yet."""
        return self.language in OWN and not self.is_source and self.read_on is None


class Spoken(models.Model):
    """What has texts in several languages; `texts` should be prefetched."""

    class Meta:
        abstract = True

    def words(self, reading: str) -> Words | None:
        """The row for a reader of this language, or the next best one."""
        rows = {one.language: one for one in self.texts.all()}  # type: ignore[attr-defined]
        source = next((code for code, one in rows.items() if one.is_source), "")
        return rows.get(best(reading, set(rows), source))

    def text_in(self, language: str) -> Words | None:
        """The row in exactly this language."""
        return next((one for one in self.texts.all() if one.language == language), None)  # type: ignore[attr-defined]


class Guide(Spoken):
    """A resident who shows visitors around; shown only after they agreed themselves."""

    worker = models.OneToOneField(
        Worker, models.PROTECT, related_name="guide", verbose_name=_("予約を受ける人")
    )
    consented_on = models.DateField(_("公開に同意した日"), null=True, blank=True)
    is_shown = models.BooleanField(_("公開する"), default=False)

    class Meta:
        verbose_name = _("ガイド")
        verbose_name_plural = _("ガイド")
        ordering = ["worker__user__name_kana", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_shown=False) | Q(consented_on__isnull=False),
                name="shown_guide_has_agreed",
            )
        ]

    def __str__(self) -> str:
        return self.worker.user.name


class GuideText(Words):
    guide = models.ForeignKey(Guide, models.CASCADE, related_name="texts")
    about = models.TextField(_("紹介と得意な話"))

    class Meta(Words.Meta):
        verbose_name = _("ガイドの紹介")
        verbose_name_plural = _("ガイドの紹介")
        constraints = [
            *Words.Meta.constraints,
            models.UniqueConstraint(fields=["guide", "language"], name="one_guide_text_a_language"),
        ]


class Programme(Spoken):
    """A walk: what is booked is a kind of appointment, which knows its length and its people."""

    class Slope(models.TextChoices):
        FLAT = "flat", _("平らな道")
        GENTLE = "gentle", _("ゆるい坂")
        STEEP = "steep", _("急な坂")

    kind = models.OneToOneField(
        Kind, models.PROTECT, related_name="programme", verbose_name=_("予約の種類")
    )
    metres = models.PositiveIntegerField(_("歩く道のり（m）"))
    slope = models.CharField(_("坂"), max_length=10, choices=Slope.choices)
    steps = models.PositiveSmallIntegerField(_("階段の段数"), default=0)
    is_for_wheelchairs = models.BooleanField(_("車いすで回れる"), default=False)
    months = models.PositiveSmallIntegerField(_("歩ける月"), default=seasons.ALL)
    most_people = models.PositiveSmallIntegerField(_("一組の人数の上限"), default=10)
    fee = models.PositiveIntegerField(_("一組の料金（円）"), default=0)
    is_shown = models.BooleanField(_("公開する"), default=False)
    order = models.PositiveSmallIntegerField(_("並び順"), default=50)

    class Meta:
        verbose_name = _("まち歩き")
        verbose_name_plural = _("まち歩き")
        ordering = ["order", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(months__gte=1) & Q(months__lte=seasons.ALL) & Q(most_people__gte=1),
                name="walk_has_a_season_and_people",
            )
        ]

    def __str__(self) -> str:
        return self.kind.name

    @property
    def season(self) -> list[int]:
        return seasons.months_of(self.months)

    @property
    def kilometres(self) -> str:
        return f"{self.metres / 1000:.1f}"


class ProgrammeText(Words):
    programme = models.ForeignKey(Programme, models.CASCADE, related_name="texts")
    title = models.CharField(_("題"), max_length=120)
    about = models.TextField(_("内容"))
    meeting = models.CharField(_("待ち合わせの場所"), max_length=200)

    class Meta(Words.Meta):
        verbose_name = _("まち歩きの説明")
        verbose_name_plural = _("まち歩きの説明")
        constraints = [
            *Words.Meta.constraints,
            models.UniqueConstraint(
                fields=["programme", "language"], name="one_walk_text_a_language"
            ),
        ]


class TipQuerySet(models.QuerySet["Tip"]):
    def live(self, at: datetime) -> "TipQuerySet":
        """What holds now: not run out and not taken back."""
        return self.filter(expires_at__gt=at, withdrawn_at=None)


class Tip(Spoken):
    """「いま、運河の道が凍っています」: said by somebody, true until a moment."""

    class About(models.TextChoices):
        WAY = "way", _("道のようす")
        WEATHER = "weather", _("天気")
        CROWD = "crowd", _("混みぐあい")
        EVENT = "event", _("きょうの催し")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    about = models.CharField(_("何のこと"), max_length=10, choices=About.choices)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+",
        verbose_name=_("書いた人"),
    )  # fmt: skip
    signed = models.CharField(_("ページに出す書いた人"), max_length=60)
    written_at = models.DateTimeField(_("書いた日時"))
    expires_at = models.DateTimeField(_("いつまで出すか"))
    withdrawn_at = models.DateTimeField(_("下げた日時"), null=True, blank=True)

    objects = TipQuerySet.as_manager()

    class Meta:
        verbose_name = _("いまの町のようす")
        verbose_name_plural = _("いまの町のようす")
        ordering = ["-written_at", "id"]
        indexes = [models.Index(fields=["expires_at"], name="tips_by_their_end")]
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("written_at")), name="tip_ends_after_it_begins"
            ),
            models.CheckConstraint(condition=~Q(signed=""), name="tip_says_who_wrote_it"),
        ]

    def __str__(self) -> str:
        return self.get_about_display()


class TipText(Words):
    tip = models.ForeignKey(Tip, models.CASCADE, related_name="texts")
    text = models.CharField(_("ことば"), max_length=300)

    class Meta(Words.Meta):
        verbose_name = _("いまの町のようすのことば")
        verbose_name_plural = _("いまの町のようすのことば")
        constraints = [
            *Words.Meta.constraints,
            models.UniqueConstraint(fields=["tip", "language"], name="one_tip_text_a_language"),
            models.UniqueConstraint(
                fields=["tip"], condition=Q(is_source=True), name="one_source_of_a_tip"
            ),
        ]


class Visit(models.Model):
    """Who comes with a booking: how many, and in which language they read."""

    booking = models.OneToOneField(Booking, models.PROTECT, related_name="visit")
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="visits")
    people = models.PositiveSmallIntegerField(_("人数"))
    language = models.CharField(_("ことば"), max_length=10, choices=CHOICES)

    class Meta:
        verbose_name = _("まち歩きの組")
        verbose_name_plural = _("まち歩きの組")
        constraints = [
            models.CheckConstraint(condition=Q(people__gte=1), name="visit_is_of_somebody")
        ]

    def __str__(self) -> str:
        return str(self.booking_id)


class PageWordsRead(models.Model):
    """Somebody who grew up with a language read the fixed words of the visitors' pages (buttons, headings)."""

    language = models.CharField(_("ことば"), max_length=10, choices=CHOICES)
    read_by = models.CharField(_("読んで確かめた人"), max_length=60)
    read_on = models.DateField(_("読んで確かめた日"))

    class Meta:
        verbose_name = _("決まり文句の点検")
        verbose_name_plural = _("決まり文句の点検")
        ordering = ["-read_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(read_by="") & Q(language__in=[code for code, _name in CHOICES]),
                name="page_words_read_by_somebody",
            )
        ]

    def __str__(self) -> str:
        return f"{self.language} {self.read_on}"
