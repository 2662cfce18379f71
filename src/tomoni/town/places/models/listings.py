"""What is offered: the entry a resident reads, at one or several places."""

import uuid
from datetime import date, timedelta
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tomoni.ground.people.models import Organisation
from tomoni.town.places.models.categories import Category
from tomoni.town.places.models.places import Place


class ListingQuerySet(models.QuerySet["Listing"]):
    """Ideas of the town about listings."""

    def public(self) -> "ListingQuerySet":
        """What everybody may see: published ones and those resting with a reason."""
        return self.filter(status__in=Listing.Status.visible())

    def published(self) -> "ListingQuerySet":
        return self.filter(status=Listing.Status.PUBLISHED)

    def stale(self, on: date) -> "ListingQuerySet":
        """Visible entries whose facts should have been checked again before `on`."""
        return self.public().filter(review_due_on__lt=on)

    def of_editor(self, user: Any, on: date) -> "ListingQuerySet":
        """The entries of the organisations this person edits today."""
        return self.filter(
            organisation__memberships__in=user.memberships.in_force(on).filter(part="editor")
        )


class DateKnown(models.TextChoices):
    """How much is known of the day on which something stopped.

    Papers often say only "as of January 2021": then nobody knows when it began, and a page that
    named the last of January as the first day would be wrong.
    """

    EXACT = "exact", _("その日から")
    MONTH = "month", _("その月から（日は分からない）")
    AS_OF = "as_of", _("その日にはそうだった（いつからかは分からない）")
    AS_OF_MONTH = "as_of_month", _("その月にはそうだった（いつからかは分からない）")


class Listing(models.Model):
    """One entry of the directory (掲載): what it is, for whom, how to get in, at which places.

    One source, several places: see `ListingAt`. Published needs a source and a day on which
    somebody checked the facts; the database refuses a published entry without them.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", _("下書き")
        PUBLISHED = "published", _("公開中")
        SUSPENDED = "suspended", _("休止中")
        CLOSED = "closed", _("終了")

        @classmethod
        def visible(cls) -> tuple[str, ...]:
            return (cls.PUBLISHED, cls.SUSPENDED)

    class Entry(models.TextChoices):
        """How a person gets in (利用のしかた)."""

        WALK_IN = "walk_in", _("そのまま行けます")
        CALL_FIRST = "call_first", _("先に電話してください")
        BOOKING = "booking", _("予約が必要です")
        APPLICATION = "application", _("申し込みが必要です")
        REFERRAL = "referral", _("紹介が必要です")
        UNKNOWN = "unknown", _("お問い合わせください")

    class FeeKind(models.TextChoices):
        FREE = "free", _("無料")
        PARTLY = "partly", _("一部有料")
        PAID = "paid", _("有料")
        UNKNOWN = "unknown", _("お問い合わせください")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField(_("アドレスの名前"), max_length=80, unique=True)
    name = models.CharField(_("名前"), max_length=200)
    name_kana = models.CharField(_("読み"), max_length=300, blank=True)
    name_en = models.CharField(_("英語名"), max_length=200, blank=True)
    also = models.CharField(_("ほかの呼び方"), max_length=300, blank=True)
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="listings",
        verbose_name=_("運営"),
    )
    category = models.ForeignKey(
        Category,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="listings",
        verbose_name=_("分類"),
    )
    more_categories = models.ManyToManyField(
        Category, blank=True, related_name="also_listings", verbose_name=_("ほかの分類")
    )
    places = models.ManyToManyField(Place, through="ListingAt", related_name="listings")

    summary = models.CharField(_("ひとことで"), max_length=200, blank=True)
    description = models.TextField(_("くわしく"), blank=True)
    who_for = models.TextField(_("どなたのため"), blank=True)
    age_min = models.PositiveSmallIntegerField(_("何歳から"), null=True, blank=True)
    age_max = models.PositiveSmallIntegerField(_("何歳まで"), null=True, blank=True)
    entry = models.CharField(
        _("利用のしかた"), max_length=20, choices=Entry.choices, default=Entry.UNKNOWN
    )
    entry_text = models.TextField(_("利用のしかた（くわしく）"), blank=True)
    fee_kind = models.CharField(
        _("料金"), max_length=10, choices=FeeKind.choices, default=FeeKind.UNKNOWN
    )
    fee_text = models.CharField(_("料金（くわしく）"), max_length=300, blank=True)
    documents = models.TextField(_("持ち物・書類"), blank=True, help_text=_("一行に一つ"))
    capacity = models.PositiveIntegerField(_("定員"), null=True, blank=True)
    capacity_text = models.CharField(_("定員（くわしく）"), max_length=200, blank=True)
    hours_text = models.CharField(_("利用時間のメモ"), max_length=500, blank=True)
    url = models.URLField(_("ホームページ"), max_length=500, blank=True)

    status = models.CharField(
        _("状態"), max_length=10, choices=Status.choices, default=Status.DRAFT
    )
    suspended_reason = models.CharField(_("休止の理由"), max_length=300, blank=True)
    suspended_reason_en = models.CharField(_("休止の理由（英語）"), max_length=300, blank=True)
    suspended_reason_easy = models.CharField(
        _("休止の理由（やさしい日本語）"), max_length=300, blank=True
    )
    suspended_from = models.DateField(_("休止の始まり"), null=True, blank=True)
    suspended_from_known = models.CharField(
        _("休止の始まりの分かり方"),
        max_length=12,
        choices=DateKnown.choices,
        default=DateKnown.EXACT,
    )
    suspended_until = models.DateField(_("再開の予定"), null=True, blank=True)
    closed_on = models.DateField(_("終了した日"), null=True, blank=True)
    closed_on_known = models.CharField(
        _("終了した日の分かり方"),
        max_length=12,
        choices=DateKnown.choices,
        default=DateKnown.EXACT,
    )
    closed_reason = models.CharField(_("終了の理由"), max_length=300, blank=True)
    closed_reason_en = models.CharField(_("終了の理由（英語）"), max_length=300, blank=True)
    closed_reason_easy = models.CharField(
        _("終了の理由（やさしい日本語）"), max_length=300, blank=True
    )

    source = models.CharField(_("情報のもと"), max_length=300, blank=True)
    source_url = models.URLField(_("情報のもと（アドレス）"), max_length=500, blank=True)
    licence = models.CharField(_("利用条件"), max_length=100, blank=True)
    checked_on = models.DateField(_("確かめた日"), null=True, blank=True)
    review_every_days = models.PositiveIntegerField(
        _("確認の間隔（日）"), null=True, blank=True, help_text=_("空欄は分類の間隔")
    )
    review_due_on = models.DateField(_("次に確かめる日"), null=True, blank=True, db_index=True)

    is_sample = models.BooleanField(_("見本"), default=False)
    dataset = models.CharField(_("データセット"), max_length=60, blank=True, db_index=True)
    origin = models.CharField(
        _("取り込み元の番号"), max_length=200, null=True, blank=True, unique=True
    )
    imported = models.JSONField(
        _("取り込んだ値"),
        default=dict,
        blank=True,
        help_text=_("前回の取り込みの値。人が直した項目を上書きしないために使う"),
    )
    extra = models.JSONField(_("取り込み元のほかの列"), default=dict, blank=True)

    version = models.PositiveIntegerField(
        _("版"), default=1, help_text=_("書くたびに一つ増える。二人の編集者の行き違いを見つける")
    )
    published_at = models.DateTimeField(_("公開日時"), null=True, blank=True)
    created_at = models.DateTimeField(_("作成日時"))
    updated_at = models.DateTimeField(_("更新日時"), db_index=True)

    objects = ListingQuerySet.as_manager()

    class Meta:
        verbose_name = _("掲載")
        verbose_name_plural = _("掲載")
        ordering = ["name_kana", "name", "id"]
        indexes = [models.Index(fields=["status", "name_kana", "id"], name="listing_order")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(status__in=("published", "suspended"))
                | (~Q(source="") & Q(checked_on__isnull=False)),
                name="published_needs_source_and_check",
            ),
            models.CheckConstraint(
                condition=~Q(status="suspended")
                | (~Q(suspended_reason="") & Q(suspended_from__isnull=False)),
                name="suspended_needs_reason_and_date",
            ),
            models.CheckConstraint(
                condition=~Q(status="closed") | Q(closed_on__isnull=False),
                name="closed_needs_date",
            ),
            models.CheckConstraint(
                condition=Q(age_min=None) | Q(age_max=None) | Q(age_max__gte=F("age_min")),
                name="ages_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("places:listing", args=[self.slug])

    def review_days(self) -> int:
        """The rhythm in days: its own, else its category's, else a year."""
        if self.review_every_days:
            return self.review_every_days
        return self.category.review_every_days if self.category else 365

    def next_review(self) -> date | None:
        """The day by which the facts should be checked again."""
        return self.checked_on + timedelta(days=self.review_days()) if self.checked_on else None


class ListingAt(models.Model):
    """A listing at one place, with its own hours."""

    class HolidayRule(models.TextChoices):
        OPEN = "open", _("祝日も同じ")
        CLOSED = "closed", _("祝日は休み")
        NEXT_DAY = "next_day", _("祝日は開き、次の平日に休み")
        UNKNOWN = "unknown", _("祝日はお問い合わせください")

    listing = models.ForeignKey(Listing, models.CASCADE, related_name="at")
    place = models.ForeignKey(Place, models.PROTECT, related_name="at")
    label = models.CharField(
        _("場所のメモ"), max_length=100, blank=True, help_text=_("2階ロビーなど")
    )
    is_main = models.BooleanField(_("主な場所"), default=True)
    order = models.PositiveSmallIntegerField(_("並び順"), default=0)
    holiday_rule = models.CharField(
        _("祝日"), max_length=10, choices=HolidayRule.choices, default=HolidayRule.UNKNOWN
    )
    closed_year_end = models.BooleanField(_("年末年始は休み"), default=False)

    class Meta:
        verbose_name = _("実施場所")
        verbose_name_plural = _("実施場所")
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(fields=["listing", "place"], name="one_row_per_place")
        ]

    def __str__(self) -> str:
        return f"{self.listing} – {self.place}"


class ListingText(models.Model):
    """The same entry in another language; Japanese stays on the listing itself."""

    listing = models.ForeignKey(Listing, models.CASCADE, related_name="texts")
    language = models.CharField(_("ことば"), max_length=10)  # ja-easy, en, zh-hans, ko …
    name = models.CharField(_("名前"), max_length=300, blank=True)
    summary = models.CharField(_("ひとことで"), max_length=400, blank=True)
    description = models.TextField(_("くわしく"), blank=True)
    who_for = models.TextField(_("どなたのため"), blank=True)
    entry_text = models.TextField(_("利用のしかた"), blank=True)
    fee_text = models.CharField(_("料金"), max_length=400, blank=True)
    documents = models.TextField(_("持ち物・書類"), blank=True)
    capacity_text = models.CharField(_("定員（くわしく）"), max_length=400, blank=True)
    hours_text = models.CharField(_("利用時間のメモ"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("ほかのことば")
        verbose_name_plural = _("ほかのことば")
        constraints = [
            models.UniqueConstraint(fields=["listing", "language"], name="one_text_per_language")
        ]

    def __str__(self) -> str:
        return f"{self.listing} ({self.language})"


class ListingLanguage(models.Model):
    """A language in which people are served there (BCP 47 code; sign language: jsl)."""

    listing = models.ForeignKey(Listing, models.CASCADE, related_name="languages")
    code = models.CharField(_("ことば"), max_length=10)
    note = models.CharField(_("メモ"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("対応することば")
        verbose_name_plural = _("対応することば")
        constraints = [
            models.UniqueConstraint(fields=["listing", "code"], name="one_row_per_language")
        ]

    def __str__(self) -> str:
        return self.code


class Fee(models.Model):
    """One price in yen, such as a child's ticket."""

    listing = models.ForeignKey(Listing, models.CASCADE, related_name="fees")
    label = models.CharField(_("だれが・何に"), max_length=100)
    yen = models.PositiveIntegerField(_("円"))
    order = models.PositiveSmallIntegerField(_("並び順"), default=0)

    class Meta:
        verbose_name = _("料金")
        verbose_name_plural = _("料金")
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return f"{self.label}: {self.yen}"


class Contact(models.Model):
    """How to reach it; the number for professionals is not shown to residents."""

    class Audience(models.TextChoices):
        RESIDENT = "resident", _("市民の方")
        PROFESSIONAL = "professional", _("支援機関・専門職の方")

    listing = models.ForeignKey(Listing, models.CASCADE, related_name="contacts")
    audience = models.CharField(
        _("だれ向け"), max_length=20, choices=Audience.choices, default=Audience.RESIDENT
    )
    label = models.CharField(_("窓口・担当"), max_length=100, blank=True)
    label_en = models.CharField(_("窓口・担当（英語）"), max_length=100, blank=True)
    label_easy = models.CharField(_("窓口・担当（やさしい日本語）"), max_length=100, blank=True)
    phone = models.CharField(_("電話番号"), max_length=20, blank=True)
    extension = models.CharField(_("内線"), max_length=40, blank=True)
    fax = models.CharField(_("FAX"), max_length=20, blank=True)
    email = models.EmailField(_("メール"), blank=True)
    url = models.URLField(_("問い合わせフォーム"), max_length=500, blank=True)
    note = models.CharField(_("メモ"), max_length=300, blank=True)
    note_en = models.CharField(_("メモ（英語）"), max_length=300, blank=True)
    note_easy = models.CharField(_("メモ（やさしい日本語）"), max_length=300, blank=True)
    order = models.PositiveSmallIntegerField(_("並び順"), default=0)

    class Meta:
        verbose_name = _("連絡先")
        verbose_name_plural = _("連絡先")
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return self.phone or self.email or self.label
