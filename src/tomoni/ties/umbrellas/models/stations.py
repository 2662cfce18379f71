"""A stand: where umbrellas are taken and brought back, and how many are there now."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from tomoni.ground.people.models import Organisation
from tomoni.town.places.models import Listing


class StationQuerySet(models.QuerySet["Station"]):
    def open(self) -> "StationQuerySet":
        """Stands that can be used today."""
        return self.filter(closed_on=None)


class Station(models.Model):
    """A stand of umbrellas (傘の置き場).

    `count` and `moved_at` are kept by triggers of the database in the statement that writes a
    move (guards.py), so no path can forget them and no stale value can be written back.
    """

    class Use(models.TextChoices):
        BOTH = "both", _("貸し出しと返却")
        BORROW = "borrow", _("貸し出しだけ")
        RETURN = "return", _("返却だけ（ホテルなど）")

    slug = models.SlugField(_("アドレスの名前"), max_length=60, unique=True)
    code = models.CharField(
        _("QRの合言葉"), max_length=12, unique=True, help_text=_("置き場の紙にだけ書いてある")
    )
    name = models.CharField(_("名前"), max_length=120)
    name_kana = models.CharField(_("読み"), max_length=200, blank=True)
    name_en = models.CharField(_("英語の名前"), max_length=120, blank=True)
    name_zh = models.CharField(_("中国語の名前"), max_length=120, blank=True)
    name_ko = models.CharField(_("韓国語の名前"), max_length=120, blank=True)
    use = models.CharField(_("使い方"), max_length=6, choices=Use.choices, default=Use.BOTH)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="umbrella_stations",
        verbose_name=_("店やホテル"),
    )  # fmt: skip
    listing = models.ForeignKey(
        Listing, models.PROTECT, null=True, blank=True, related_name="umbrella_stations",
        verbose_name=_("掲載"),
    )  # fmt: skip
    address = models.CharField(_("住所"), max_length=200, blank=True)
    lat = models.FloatField(_("緯度"))
    lng = models.FloatField(_("経度"))
    phone = models.CharField(_("電話番号"), max_length=20, blank=True)
    capacity = models.PositiveSmallIntegerField(_("置ける本数"))
    low = models.PositiveSmallIntegerField(_("少ないと知らせる本数"), default=3)
    count = models.IntegerField(_("いまの本数"), default=0, editable=False)
    moved_at = models.DateTimeField(_("最後に動いた日時"), null=True, editable=False)
    counted_at = models.DateTimeField(_("最後に数えた日時"), null=True, blank=True, editable=False)
    link_turn = models.PositiveSmallIntegerField(_("店の専用ページの番号"), default=1)
    link_digest = models.CharField(_("店の専用ページの鍵"), max_length=64, unique=True)
    is_sample = models.BooleanField(_("見本"), default=False)
    opened_on = models.DateField(_("始めた日"))
    closed_on = models.DateField(_("やめた日"), null=True, blank=True)

    objects = StationQuerySet.as_manager()

    class Meta:
        verbose_name = _("傘の置き場")
        verbose_name_plural = _("傘の置き場")
        ordering = ["name_kana", "name", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(count__gte=0), name="umbrellas_count_not_below_zero"
            ),
            # Of the row itself, so it also holds for a return at the moment the stand closes.
            models.CheckConstraint(
                condition=Q(closed_on=None) | Q(count=0), name="umbrellas_closed_stand_is_empty"
            ),
            models.CheckConstraint(
                condition=Q(lat__gte=-90, lat__lte=90, lng__gte=-180, lng__lte=180),
                name="umbrellas_station_on_earth",
            ),
            models.CheckConstraint(
                condition=Q(capacity__gte=1, capacity__lte=500), name="umbrellas_station_has_room"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("umbrellas:station", kwargs={"slug": self.slug})

    @property
    def lends(self) -> bool:
        return self.closed_on is None and self.use != self.Use.RETURN

    @property
    def takes(self) -> bool:
        return self.closed_on is None and self.use != self.Use.BORROW

    @property
    def is_low(self) -> bool:
        return self.lends and self.count <= self.low

    def named(self, reading: str = "") -> str:
        """The name for a reader of ja, en, zh-Hans or ko; English where theirs is missing."""
        reading = reading or translation.get_language() or "ja"
        own = {"zh-Hans": self.name_zh, "zh-hans": self.name_zh, "ko": self.name_ko}
        if reading.startswith("ja"):
            return self.name
        return own.get(reading) or self.name_en or self.name

    @property
    def said(self) -> str:
        """The name in the language of the page."""
        return self.named()

    @property
    def said_in(self) -> str:
        """The language `said` is in, for its `lang`."""
        return "ja" if self.said == self.name else "en"
