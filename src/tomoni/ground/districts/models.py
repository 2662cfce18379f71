"""Towns with their representative points, stations, and districts as town lists."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext_lazy as _


class Town(models.Model):
    """A 町丁目 with one representative point, which is not the town's border or centre."""

    code = models.CharField(_("町コード"), max_length=20, unique=True, help_text="zenibako-1")
    name = models.CharField(_("町名"), max_length=60, unique=True)
    name_kana = models.CharField(_("読み"), max_length=120)
    name_en = models.CharField(_("英語名"), max_length=120, blank=True)
    base = models.CharField(_("丁目を除いた町名"), max_length=60, db_index=True)
    chome = models.PositiveSmallIntegerField(_("丁目"), null=True, blank=True)
    postcode = models.CharField(_("郵便番号"), max_length=7, blank=True)
    lat = models.FloatField(_("緯度"))
    lng = models.FloatField(_("経度"))
    accuracy_m = models.PositiveIntegerField(
        _("誤差の目安（m）"), help_text=_("代表点から町の端までのおよその距離")
    )
    order = models.PositiveSmallIntegerField(_("並び順"), default=0)

    class Meta:
        verbose_name = _("町")
        verbose_name_plural = _("町")
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return self.name

    @property
    def said(self) -> str:
        """The name in the language of the page; in Japanese where no other is known."""
        english = (translation.get_language() or "ja").startswith("en")
        return (self.name_en if english else "") or self.name


class Station(models.Model):
    """A railway station, used to search near it."""

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(_("駅名"), max_length=60)
    name_kana = models.CharField(_("読み"), max_length=120, blank=True)
    name_en = models.CharField(_("英語名"), max_length=120, blank=True)
    line = models.CharField(_("路線"), max_length=60, blank=True)
    city = models.CharField(
        _("所在の市町村"), max_length=60, blank=True, help_text=_("市内の駅では空にします。")
    )
    lat = models.FloatField(_("緯度"))
    lng = models.FloatField(_("経度"))
    accuracy_m = models.PositiveIntegerField(_("誤差の目安（m）"), default=100)
    order = models.PositiveSmallIntegerField(_("並び順"), default=0)

    class Meta:
        verbose_name = _("駅")
        verbose_name_plural = _("駅")
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return self.name


class District(models.Model):
    """A division of the city for one purpose: commissioners, support centres, associations."""

    class Kind(models.TextChoices):
        COMMISSIONER = "commissioner", _("民生委員の地区")
        SUPPORT_CENTRE = "support_centre", _("地域包括支援センターの担当地域")
        NEIGHBOURHOOD = "neighbourhood", _("町内会")
        OTHER = "other", _("その他")

    kind = models.CharField(_("種類"), max_length=20, choices=Kind.choices)
    code = models.CharField(_("コード"), max_length=40)
    name = models.CharField(_("名称"), max_length=100)
    name_kana = models.CharField(_("読み"), max_length=200, blank=True)
    name_en = models.CharField(_("英語名"), max_length=200, blank=True)
    source = models.CharField(_("出典"), max_length=300, blank=True)
    is_sample = models.BooleanField(_("見本"), default=False)
    order = models.PositiveSmallIntegerField(_("並び順"), default=0)

    class Meta:
        verbose_name = _("地区")
        verbose_name_plural = _("地区")
        ordering = ["kind", "order", "id"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "code"], name="one_district_per_code")
        ]

    def __str__(self) -> str:
        return self.name


class DistrictTownQuerySet(models.QuerySet["DistrictTown"]):
    def in_force(self, on: date) -> "DistrictTownQuerySet":
        """The town lists valid on that day."""
        return self.filter(valid_from__lte=on).filter(Q(valid_until=None) | Q(valid_until__gte=on))


class DistrictTown(models.Model):
    """A town belongs to a district from a day on; changes are new rows, so the past stays."""

    district = models.ForeignKey(District, models.CASCADE, related_name="towns")
    town = models.ForeignKey(Town, models.PROTECT, related_name="districts")
    valid_from = models.DateField(_("いつから"))
    valid_until = models.DateField(_("いつまで"), null=True, blank=True)

    objects = DistrictTownQuerySet.as_manager()

    class Meta:
        verbose_name = _("地区の町")
        verbose_name_plural = _("地区の町")
        constraints = [
            models.UniqueConstraint(
                fields=["district", "town"],
                condition=Q(valid_until=None),
                name="one_open_town_in_district",
            )
        ]

    def __str__(self) -> str:
        return f"{self.district} – {self.town}"
