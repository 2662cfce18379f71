"""Wishes for a place to gather, rooms that are offered, and what staff decided about a pair."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tomoni.ground.districts.models import Town
from tomoni.ties.gathering_places.rules import stages, times
from tomoni.town.circles.models import Circle
from tomoni.town.places.models import Listing
from tomoni.town.places.models.suggestions import MatterQuerySet, Told


class BoardQuerySet(MatterQuerySet):
    def on_board(self) -> "BoardQuerySet":
        """What staff have read and put on the board, while it is open."""
        return self.open().filter(shown_at__isnull=False)  # type: ignore[return-value]


class WishQuerySet(BoardQuerySet):
    def on_board(self) -> "BoardQuerySet":
        """A wish that came true stays, because others read there that it can."""
        came_true = Q(became_listing__isnull=False) | Q(became_circle__isnull=False)
        return self.filter(Q(baton__status="open") | came_true, shown_at__isnull=False)


class OnBoard(Told):
    """What a wish and an offer share: the board shows words that staff have read, and no name."""

    people = models.PositiveSmallIntegerField(_("人数"))
    parts = models.PositiveSmallIntegerField(_("時間帯"), default=times.ALL)
    shown_text = models.TextField(_("掲示板に出すことば"), blank=True)
    shown_at = models.DateTimeField(_("掲示板に出した日時"), null=True, blank=True)
    is_sample = models.BooleanField(_("見本"), default=False)

    objects = BoardQuerySet.as_manager()

    class Meta(Told.Meta):
        abstract = True

    @property
    def times(self) -> list[object]:
        return list(times.parts_of(self.parts))

    @property
    def is_shown(self) -> bool:
        return self.shown_at is not None


class Wish(OnBoard):
    """「こんな場所がほしい」: open until somebody has told its writer what became of it."""

    town = models.ForeignKey(
        Town, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("町")
    )
    needs_step_free = models.BooleanField(_("段差のない場所が必要"), default=False)
    needs_wide_toilet = models.BooleanField(_("車いすで使えるトイレが必要"), default=False)
    most_fee = models.PositiveIntegerField(_("1回に出せる金額（円）"), null=True, blank=True)
    became_listing = models.ForeignKey(
        Listing, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("できた居場所"),
    )  # fmt: skip
    became_circle = models.ForeignKey(
        Circle, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("できたネットワーク"),
    )  # fmt: skip

    objects = WishQuerySet.as_manager()

    class Meta:
        verbose_name = _("居場所の希望")
        verbose_name_plural = _("居場所の希望")
        ordering = ["-created_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(shown_at=None) | ~Q(shown_text=""), name="shown_wish_has_words"
            ),
            models.CheckConstraint(
                condition=Q(people__gte=1) & Q(parts__gte=1) & Q(parts__lte=times.ALL),
                name="wish_is_for_somebody_at_some_time",
            ),
            models.CheckConstraint(
                condition=Q(became_listing=None) | Q(became_circle=None), name="wish_became_one_thing"
            ),
        ]  # fmt: skip


class MeToo(models.Model):
    """Somebody else would like it too; one for each device and each account."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    wish = models.ForeignKey(Wish, models.PROTECT, related_name="me_too")
    device = models.CharField(_("端末の印"), max_length=64)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    from_hash = models.CharField(_("送り元"), max_length=64, blank=True, db_index=True)
    created_at = models.DateTimeField(_("届いた日時"))

    class Meta:
        verbose_name = _("「わたしも」")
        verbose_name_plural = _("「わたしも」")
        ordering = ["created_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["wish", "device"], name="one_me_too_a_device"),
            models.UniqueConstraint(
                fields=["wish", "user"],
                condition=Q(user__isnull=False),
                name="one_me_too_an_account",
            ),
        ]

    def __str__(self) -> str:
        return str(self.wish_id)


class Venue(OnBoard):
    """A business or the owner of a house offers a room; open until it is used or taken back."""

    class Kind(models.TextChoices):
        SHOP = "shop", _("店や会社の空いている時間")
        HOUSE = "house", _("空き家・空き部屋")
        HALL = "hall", _("会館・施設の部屋")
        OTHER = "other", _("そのほか")

    class Toilet(models.TextChoices):
        NONE = "none", _("ない")
        ORDINARY = "ordinary", _("ある")
        WIDE = "wide", _("車いすで使える")

    town = models.ForeignKey(Town, models.PROTECT, related_name="+", verbose_name=_("町"))
    kind = models.CharField(_("どんな場所"), max_length=10, choices=Kind.choices)
    rooms = models.PositiveSmallIntegerField(_("部屋の数"), default=1)
    hours = models.CharField(_("使える曜日と時刻"), max_length=200, blank=True)
    fee = models.PositiveIntegerField(_("1回の料金（円）"), default=0)
    is_step_free = models.BooleanField(_("段差なしで入れる"), default=False)
    toilet = models.CharField(
        _("トイレ"), max_length=10, choices=Toilet.choices, default=Toilet.ORDINARY
    )

    class Meta:
        verbose_name = _("場所の申し出")
        verbose_name_plural = _("場所の申し出")
        ordering = ["-created_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(shown_at=None) | ~Q(shown_text=""), name="shown_venue_has_words"
            ),
            models.CheckConstraint(
                condition=Q(people__gte=1) & Q(parts__gte=1) & Q(parts__lte=times.ALL),
                name="venue_holds_somebody_at_some_time",
            ),
        ]  # fmt: skip


class Match(models.Model):
    """Staff decided on a wish and an offer that could fit; what is only suggested has no row."""

    class Answer(models.TextChoices):
        ACCEPTED = "accepted", _("紹介する")
        DECLINED = "declined", _("合わない")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    wish = models.ForeignKey(Wish, models.PROTECT, related_name="matches")
    venue = models.ForeignKey(Venue, models.PROTECT, related_name="matches")
    answer = models.CharField(_("決めたこと"), max_length=10, choices=Answer.choices)
    reason = models.TextField(_("理由"))
    points = models.PositiveSmallIntegerField(_("決めたときの点"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(_("決めた日時"))

    class Meta:
        verbose_name = _("希望と場所の組み合わせ")
        verbose_name_plural = _("希望と場所の組み合わせ")
        ordering = ["-decided_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["wish", "venue"], name="one_decision_a_pair"),
            models.CheckConstraint(condition=~Q(reason=""), name="decision_has_its_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.wish_id} {self.venue_id} {self.answer}"


class ModelDistrict(models.Model):
    """A part of the city chosen to begin an everyday place in; what was done there is told to all."""

    slug = models.SlugField(_("アドレスのことば"), max_length=40, unique=True)
    name = models.CharField(_("モデル地区の名前"), max_length=60)
    name_en = models.CharField(_("モデル地区の名前（英語）"), max_length=60, blank=True)
    name_easy = models.CharField(_("モデル地区の名前（やさしい日本語）"), max_length=60, blank=True)
    towns = models.ManyToManyField(Town, related_name="+", verbose_name=_("町"))
    why = models.TextField(_("選んだ理由"))
    why_en = models.TextField(_("選んだ理由（英語）"), blank=True)
    why_easy = models.TextField(_("選んだ理由（やさしい日本語）"), blank=True)
    chosen_on = models.DateField(_("選んだ日"))
    is_shown = models.BooleanField(_("公開する"), default=False)
    is_sample = models.BooleanField(_("見本"), default=False)

    class Meta:
        verbose_name = _("モデル地区")
        verbose_name_plural = _("モデル地区")
        ordering = ["chosen_on", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(why=""), name="model_district_has_its_reason")
        ]

    def __str__(self) -> str:
        return self.name


class ModelStep(models.Model):
    """One step of a model district. A wrong one is taken back, so that nobody rewrites the story."""

    district = models.ForeignKey(ModelDistrict, models.PROTECT, related_name="steps")
    stage = models.CharField(_("段階"), max_length=10, choices=stages.CHOICES)
    on = models.DateField(_("日"))
    words = models.CharField(_("したこと"), max_length=300)
    words_en = models.CharField(_("したこと（英語）"), max_length=300, blank=True)
    words_easy = models.CharField(_("したこと（やさしい日本語）"), max_length=300, blank=True)
    listing = models.ForeignKey(
        Listing, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("できた居場所"),
    )  # fmt: skip
    taken_back_at = models.DateTimeField(_("取り消した日時"), null=True, blank=True)
    created_at = models.DateTimeField(_("書いた日時"))

    class Meta:
        verbose_name = _("モデル地区の段階")
        verbose_name_plural = _("モデル地区の段階")
        ordering = ["on", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(words=""), name="model_step_says_what_was_done")
        ]

    def __str__(self) -> str:
        return f"{self.district} {self.on}"


class KitCheck(models.Model):
    """Somebody asked whether a rule of the starter kit still holds; only for the words as they were."""

    entry = models.SlugField(_("手引きの項目"), max_length=40)
    digest = models.CharField(max_length=64, editable=False)
    checked_on = models.DateField(_("確かめた日"))
    how = models.CharField(_("何で、だれに確かめたか"), max_length=200)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+",
        verbose_name=_("確かめた人"),
    )  # fmt: skip

    class Meta:
        verbose_name = _("手引きの点検")
        verbose_name_plural = _("手引きの点検")
        ordering = ["-checked_on", "-id"]
        indexes = [models.Index(fields=["entry", "digest"], name="kit_checks_of_an_entry")]
        constraints = [models.CheckConstraint(condition=~Q(how=""), name="kit_check_says_how")]

    def __str__(self) -> str:
        return f"{self.entry} {self.checked_on}"
