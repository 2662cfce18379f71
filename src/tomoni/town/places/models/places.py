"""Where something is: an address, a point with its accuracy, and barrier-free facts."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tomoni.ground.districts.models import District, Town
from tomoni.ground.people.models import Organisation
from tomoni.town.places.rules import barriers


class Place(models.Model):
    """A building, room or spot. A place is shown only through the listings that are there."""

    class Level(models.TextChoices):
        """How exact the point is; the map draws a circle for everything but a building."""

        BUILDING = "building", _("建物の位置")
        ADDRESS = "address", _("番地の位置")
        TOWN = "town", _("町丁目の代表点（およその位置）")
        CITY = "city", _("市内のどこか")
        UNKNOWN = "unknown", _("位置は分かりません")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("場所の名前"), max_length=200)
    name_kana = models.CharField(_("読み"), max_length=300, blank=True)
    name_en = models.CharField(_("英語名"), max_length=200, blank=True)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="places"
    )
    city_code = models.CharField(_("市区町村コード"), max_length=6, blank=True, db_index=True)
    postcode = models.CharField(_("郵便番号"), max_length=7, blank=True)
    address = models.CharField(_("住所"), max_length=300, blank=True)
    building = models.CharField(_("建物名など"), max_length=200, blank=True)
    town = models.ForeignKey(Town, models.PROTECT, null=True, blank=True, related_name="places")
    lat = models.FloatField(_("緯度"), null=True, blank=True)
    lng = models.FloatField(_("経度"), null=True, blank=True)
    level = models.CharField(
        _("位置の正確さ"), max_length=10, choices=Level.choices, default=Level.UNKNOWN
    )
    accuracy_m = models.PositiveIntegerField(_("誤差の目安（m）"), null=True, blank=True)
    elevation_m = models.FloatField(_("標高（m）"), null=True, blank=True)
    access_text = models.TextField(_("行き方"), blank=True)
    parking_text = models.CharField(_("駐車場"), max_length=300, blank=True)
    version = models.PositiveIntegerField(_("版"), default=1)
    created_at = models.DateTimeField(_("作成日時"))
    updated_at = models.DateTimeField(_("更新日時"), db_index=True)

    class Meta:
        verbose_name = _("場所")
        verbose_name_plural = _("場所")
        ordering = ["name_kana", "name", "id"]
        indexes = [models.Index(fields=["lat", "lng"], name="place_point")]
        constraints = [
            models.CheckConstraint(
                condition=Q(lat=None, lng=None)
                | Q(lat__gte=-90, lat__lte=90, lng__gte=-180, lng__lte=180),
                name="place_point_on_earth",
            )
        ]

    def __str__(self) -> str:
        return self.name


class PlaceFact(models.Model):
    """One barrier-free fact in words: there is, there is not, or in part with a note."""

    class Code(models.TextChoices):
        STEP_FREE = "step_free", _("入口に段差がない")
        LIFT = "lift", _("エレベーター")
        WHEELCHAIR_TOILET = "wheelchair_toilet", _("車いすで使えるトイレ")
        OSTOMATE = "ostomate", _("オストメイト対応トイレ")
        NURSING_ROOM = "nursing_room", _("授乳室")
        NAPPY_TABLE = "nappy_table", _("おむつ替え台")
        PRAM = "pram", _("ベビーカーで入れる")
        DISABLED_PARKING = "disabled_parking", _("障がい者用駐車場")
        TACTILE = "tactile", _("点字ブロック")
        HEARING_LOOP = "hearing_loop", _("聞こえの補助（磁気ループなど）")
        SIGN_LANGUAGE = "sign_language", _("手話・筆談")
        ASSISTANCE_DOG = "assistance_dog", _("補助犬と入れる")
        CHAIR = "chair", _("いすに座って利用できる")

    class Value(models.TextChoices):
        YES = "yes", _("あります")
        PARTLY = "partly", _("一部あります")
        NO = "no", _("ありません")

    place = models.ForeignKey(Place, models.CASCADE, related_name="facts")
    code = models.CharField(_("項目"), max_length=20, choices=Code.choices)
    value = models.CharField(_("有無"), max_length=10, choices=Value.choices)
    note = models.CharField(_("メモ"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("バリアフリー情報")
        verbose_name_plural = _("バリアフリー情報")
        constraints = [models.UniqueConstraint(fields=["place", "code"], name="one_value_per_fact")]
        indexes = [models.Index(fields=["code", "value"], name="fact_value")]

    def __str__(self) -> str:
        return self.words

    @property
    def sentence(self) -> str:
        """The fact as a whole sentence, for the few whose name is one already; else empty."""
        return str(barriers.said(self.code, self.value))

    @property
    def words(self) -> str:
        """The fact in one line: its sentence, or the thing and whether it is there."""
        return self.sentence or f"{self.get_code_display()}: {self.get_value_display()}"


class ListingArea(models.Model):
    """A district whose people an entry is for; without any it is for the whole city."""

    listing = models.ForeignKey("places.Listing", models.CASCADE, related_name="areas")
    district = models.ForeignKey(District, models.PROTECT, related_name="served_by")

    class Meta:
        verbose_name = _("担当する地区")
        verbose_name_plural = _("担当する地区")
        constraints = [
            models.UniqueConstraint(fields=["listing", "district"], name="one_row_per_area")
        ]

    def __str__(self) -> str:
        return str(self.district)


class Hazard(models.Model):
    """A hazard for which a place is designated as an emergency evacuation site
    (災害対策基本法49条の4); never mixed with shelters for staying (49条の7)."""

    class Code(models.TextChoices):
        FLOOD = "flood", _("洪水")
        LANDSLIDE = "landslide", _("崖崩れ、土石流及び地滑り")
        STORM_SURGE = "storm_surge", _("高潮")
        EARTHQUAKE = "earthquake", _("地震")
        TSUNAMI = "tsunami", _("津波")
        FIRE = "fire", _("大規模な火事")
        INLAND_FLOOD = "inland_flood", _("内水氾濫")
        VOLCANO = "volcano", _("火山現象")

    listing = models.ForeignKey("places.Listing", models.CASCADE, related_name="hazards")
    code = models.CharField(_("災害の種類"), max_length=20, choices=Code.choices)

    class Meta:
        verbose_name = _("対応する災害")
        verbose_name_plural = _("対応する災害")
        constraints = [
            models.UniqueConstraint(fields=["listing", "code"], name="one_row_per_hazard")
        ]

    def __str__(self) -> str:
        return self.get_code_display()
