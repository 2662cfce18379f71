"""A series of events and its texts: what, for whom, where, when, and how one gets in."""

import uuid
from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tomoni.ground.districts.models import District, Town
from tomoni.ground.people.models import Organisation
from tomoni.town.places.models import ListingAt


def own_uid() -> str:
    """A name for calendars that never changes (RFC 5545 §3.8.4.7)."""
    return f"{uuid.uuid4()}@tomoni"


class SeriesQuerySet(models.QuerySet["Series"]):
    def public(self) -> "SeriesQuerySet":
        """What everybody may see: also the cancelled and ended, so that no link is dead."""
        return self.exclude(status=Series.Status.DRAFT).filter(visibility=Series.Visibility.PUBLIC)

    def of_editor(self, user: Any, on: date) -> "SeriesQuerySet":
        """The series of the organisations this person edits today."""
        return self.filter(
            organisation__memberships__in=user.memberships.in_force(on).filter(part="editor")
        )


class Series(models.Model):
    """One event, or one that comes again; its dates are `Occurrence` rows made from the rule."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("下書き")
        PUBLISHED = "published", _("公開中")
        CANCELLED = "cancelled", pgettext_lazy("event", "中止")
        ENDED = "ended", _("終了")

    class Kind(models.TextChoices):
        SALON = "salon", _("サロン・カフェ")
        COURSE = "course", _("講座・教室")
        WALK = "walk", _("散歩・運動")
        EXCHANGE = "exchange", _("多世代の交流")
        SPORT = "sport", _("競技・大会")
        FESTIVAL = "festival", _("祭り・催し")
        HELPING = "helping", _("手伝い・雪かき")
        ADVICE = "advice", _("相談会")
        MEETING = "meeting", _("集まり・会議")
        OTHER = "other", _("その他")

    class HolidayRule(models.TextChoices):
        KEEP = "keep", _("祝日にも開く")
        SKIP = "skip", _("祝日は休む")
        SHIFT = "shift", _("祝日なら次の平日に移す")

    class Entry(models.TextChoices):
        OPEN = "open", _("申込みはいりません")
        SIGN_UP = "sign_up", _("申込みが必要です")
        APPROVAL = "approval", _("申し込むと、主催者が決めます")

    class FeeKind(models.TextChoices):
        FREE = "free", _("無料")
        PAID = "paid", _("有料")
        UNKNOWN = "unknown", _("お問い合わせください")

    class Visibility(models.TextChoices):
        PUBLIC = "public", _("だれでも見られる")
        INVITED = "invited", _("案内をもらった人だけ")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField(_("アドレスの名前"), max_length=80, unique=True)
    uid = models.CharField(max_length=255, unique=True, default=own_uid, editable=False)
    sequence = models.PositiveIntegerField(default=0, editable=False)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="event_series",
        verbose_name=_("主催"),
    )  # fmt: skip
    organiser_text = models.CharField(_("主催（団体の一覧にないとき）"), max_length=200, blank=True)
    kind = models.CharField(_("種類"), max_length=12, choices=Kind.choices, default=Kind.OTHER)
    title = models.CharField(_("題名"), max_length=200)
    title_kana = models.CharField(_("題名（かな）"), max_length=300, blank=True)
    summary = models.CharField(_("ひとことで"), max_length=300, blank=True)
    description = models.TextField(_("くわしく"), blank=True)
    programme = models.TextField(_("次第（一行に一つ）"), blank=True)
    who_for = models.CharField(_("どなたのため"), max_length=300, blank=True)
    age_min = models.PositiveSmallIntegerField(_("何歳から"), null=True, blank=True)
    age_max = models.PositiveSmallIntegerField(_("何歳まで"), null=True, blank=True)
    bring = models.TextField(_("持ち物"), blank=True)
    fee_kind = models.CharField(
        _("料金"), max_length=8, choices=FeeKind.choices, default=FeeKind.UNKNOWN
    )
    fee_text = models.CharField(_("料金（くわしく）"), max_length=300, blank=True)
    step_free = models.BooleanField(_("段差なしで入れる"), null=True, blank=True)
    access_text = models.CharField(_("バリアフリーのこと"), max_length=500, blank=True)
    phone = models.CharField(_("問い合わせの電話"), max_length=40, blank=True)
    email = models.EmailField(_("問い合わせのメール"), blank=True)
    url = models.URLField(_("ホームページ"), max_length=500, blank=True)

    venue = models.ForeignKey(
        ListingAt, models.SET_NULL, null=True, blank=True, related_name="event_series",
        verbose_name=_("会場"),
    )  # fmt: skip
    place_text = models.CharField(_("会場（一覧にないとき）"), max_length=300, blank=True)
    address = models.CharField(_("会場の住所"), max_length=300, blank=True)
    online_url = models.URLField(_("オンラインのアドレス"), max_length=500, blank=True)
    town = models.ForeignKey(Town, models.PROTECT, null=True, blank=True, related_name="+")
    district = models.ForeignKey(District, models.PROTECT, null=True, blank=True, related_name="+")
    lat = models.FloatField(_("緯度"), null=True, blank=True)
    lng = models.FloatField(_("経度"), null=True, blank=True)

    # The first start; the rule counts on the wall clock of `time_zone`.
    starts_at = models.DateTimeField(_("はじめの回の始まり"))
    minutes = models.PositiveIntegerField(_("長さ（分）"), default=60)
    all_day = models.BooleanField(_("一日中"), default=False)
    time_zone = models.CharField(_("タイムゾーン"), max_length=64, default="Asia/Tokyo")
    rrule = models.CharField(_("くり返し"), max_length=500, blank=True)
    rdates = models.JSONField(_("加える日時（ISO）"), default=list, blank=True)
    exdates = models.JSONField(_("除く日時（ISO）"), default=list, blank=True)
    holidays = models.CharField(
        _("祝日のとき"), max_length=6, choices=HolidayRule.choices, default=HolidayRule.KEEP
    )
    expanded_until = models.DateTimeField(null=True, blank=True, editable=False)

    entry = models.CharField(
        _("参加のしかた"), max_length=10, choices=Entry.choices, default=Entry.OPEN
    )
    # Days and hours before each start; the page says the moment itself.
    opens_days = models.PositiveSmallIntegerField(_("申込みの始まり（何日前）"), default=60)
    closes_hours = models.PositiveSmallIntegerField(_("申込みの締切（何時間前）"), default=1)
    hold_minutes = models.PositiveSmallIntegerField(_("席をおさえておく分"), default=20)
    offer_hours = models.PositiveSmallIntegerField(_("空きの返事を待つ時間"), default=24)
    most_in_party = models.PositiveSmallIntegerField(_("一度に申し込める人数"), default=4)
    children_with_adult = models.BooleanField(_("小学生以下は大人と"), default=False)
    questions = models.JSONField(_("申込みで聞くこと"), default=list, blank=True)
    requires = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("先に出ておくもの"),
    )  # fmt: skip
    visibility = models.CharField(
        _("見られる人"), max_length=8, choices=Visibility.choices, default=Visibility.PUBLIC
    )
    # Age band → people expected; what came is counted from the attendances.
    mix_planned = models.JSONField(_("見込む世代"), default=dict, blank=True)

    status = models.CharField(
        _("状態"), max_length=10, choices=Status.choices, default=Status.DRAFT
    )
    reason = models.CharField(_("中止の理由"), max_length=300, blank=True)
    continues = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="continued_by",
        verbose_name=_("前の決まり"),
    )  # fmt: skip
    is_template = models.BooleanField(_("ひな形"), default=False)
    is_sample = models.BooleanField(_("見本"), default=False)

    source = models.CharField(_("情報のもと"), max_length=300, blank=True)
    source_url = models.URLField(_("情報のもと（アドレス）"), max_length=500, blank=True)
    licence = models.CharField(_("利用条件"), max_length=100, blank=True)
    dataset = models.CharField(_("データセット"), max_length=60, blank=True, db_index=True)
    origin = models.CharField(
        _("取り込み元の番号"), max_length=400, null=True, blank=True, unique=True
    )
    imported = models.JSONField(_("取り込んだ値"), default=dict, blank=True)
    extra = models.JSONField(_("取り込み元のほかの列"), default=dict, blank=True)

    version = models.PositiveIntegerField(_("版"), default=1)
    published_at = models.DateTimeField(_("公開日時"), null=True, blank=True)
    created_at = models.DateTimeField(_("作成日時"))
    updated_at = models.DateTimeField(_("更新日時"), db_index=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = SeriesQuerySet.as_manager()

    class Meta:
        verbose_name = _("催し")
        verbose_name_plural = _("催し")
        ordering = ["title_kana", "title", "id"]
        indexes = [models.Index(fields=["status", "visibility"], name="series_shown")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(status="cancelled") | ~Q(reason=""),
                name="cancelled_series_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(age_min=None) | Q(age_max=None) | Q(age_max__gte=F("age_min")),
                name="series_ages_in_order",
            ),
            models.CheckConstraint(condition=Q(most_in_party__gte=1), name="series_party_of_one"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("events:series", args=[self.slug])


class SeriesText(models.Model):
    """The same series in another language; Japanese stays on the series itself."""

    series = models.ForeignKey(Series, models.CASCADE, related_name="texts")
    language = models.CharField(_("ことば"), max_length=10)  # ja-easy, en, zh-hans, ko …
    title = models.CharField(_("題名"), max_length=300, blank=True)
    summary = models.CharField(_("ひとことで"), max_length=400, blank=True)
    description = models.TextField(_("くわしく"), blank=True)
    who_for = models.CharField(_("どなたのため"), max_length=400, blank=True)
    bring = models.TextField(_("持ち物"), blank=True)
    fee_text = models.CharField(_("料金（くわしく）"), max_length=400, blank=True)

    class Meta:
        verbose_name = _("催しの文（ほかのことば）")
        verbose_name_plural = _("催しの文（ほかのことば）")
        constraints = [
            models.UniqueConstraint(
                fields=["series", "language"], name="one_series_text_a_language"
            )
        ]

    def __str__(self) -> str:
        return f"{self.series} ({self.language})"


class SeriesTag(models.Model):
    """A word under which a series is found and fed to calendars."""

    series = models.ForeignKey(Series, models.CASCADE, related_name="tags")
    word = models.CharField(_("ことばのしるし"), max_length=60, db_index=True)

    class Meta:
        verbose_name = _("催しのしるし")
        verbose_name_plural = _("催しのしるし")
        ordering = ["word"]
        constraints = [models.UniqueConstraint(fields=["series", "word"], name="one_tag_a_word")]

    def __str__(self) -> str:
        return self.word
