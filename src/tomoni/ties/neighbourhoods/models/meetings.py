"""The general meeting: who takes part how, and how each household voted – once."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tomoni.ties.neighbourhoods.models.associations import Association
from tomoni.ties.neighbourhoods.models.households import MemberHousehold


class Majority(models.Model):
    """A rule of the association's statutes for carrying a motion; rules are data with a first day."""

    class Base(models.TextChoices):
        CAST = "cast", _("賛成と反対の合計")
        ATTENDING = "attending", _("参加した世帯")
        ALL = "all", _("全部の会員世帯")

    association = models.ForeignKey(Association, models.PROTECT, related_name="majorities")
    name = models.CharField(_("名前"), max_length=60)
    numerator = models.PositiveSmallIntegerField(_("分子"))
    denominator = models.PositiveSmallIntegerField(_("分母"))
    strictly = models.BooleanField(_("ちょうどでは足りない（過半数）"), default=False)
    base = models.CharField(_("何に対して"), max_length=10, choices=Base.choices)
    from_on = models.DateField(_("いつから"))

    class Meta:
        verbose_name = _("採決の決まり")
        verbose_name_plural = _("採決の決まり")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["association", "name", "from_on"], name="one_majority_of_a_name"
            ),
            models.CheckConstraint(
                condition=Q(numerator__gte=1) & Q(denominator__gte=models.F("numerator")),
                name="majority_is_a_fraction",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class GeneralMeeting(models.Model):
    """The yearly (or extraordinary) meeting at which every household has one vote."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("準備中")
        CALLED = "called", _("案内を出した")
        CLOSED = "closed", _("終わった")
        CANCELLED = "cancelled", _("中止")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    association = models.ForeignKey(Association, models.PROTECT, related_name="meetings")
    title = models.CharField(_("総会の名前"), max_length=100)
    starts_at = models.DateTimeField(_("始まり"))
    place = models.CharField(_("会場"), max_length=200)
    status = models.CharField(
        _("状態"), max_length=10, choices=Status.choices, default=Status.DRAFT
    )
    # Counted when the notice goes out: who joins later has no vote at this meeting.
    households = models.PositiveIntegerField(_("会員の世帯数"), default=0)
    quorum = models.PositiveIntegerField(_("成立に必要な世帯数"), default=0)
    called_on = models.DateField(_("案内を出した日"), null=True, blank=True)
    closed_at = models.DateTimeField(_("終わった日時"), null=True, blank=True)
    leader = models.CharField(_("議長"), max_length=60, blank=True)
    signers = models.CharField(_("議事録に署名する人"), max_length=120, blank=True)
    record = models.TextField(_("話し合いのあらまし"), blank=True)
    created_at = models.DateTimeField(_("作成日時"))
    updated_at = models.DateTimeField(_("更新日時"))

    class Meta:
        verbose_name = _("総会")
        verbose_name_plural = _("総会")
        ordering = ["-starts_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(status__in=["called", "closed"])
                | (Q(households__gte=1) & Q(quorum__gte=1) & Q(called_on__isnull=False)),
                name="called_meeting_knows_its_quorum",
            ),
            models.CheckConstraint(
                condition=~Q(status="closed") | Q(closed_at__isnull=False),
                name="closed_meeting_has_its_hour",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Item(models.Model):
    """A motion (議案)."""

    meeting = models.ForeignKey(GeneralMeeting, models.PROTECT, related_name="items")
    number = models.PositiveSmallIntegerField(_("議案の番号"))
    title = models.CharField(_("議案"), max_length=200)
    text = models.TextField(_("説明"), blank=True)
    majority = models.ForeignKey(
        Majority, models.PROTECT, related_name="+", verbose_name=_("採決の決まり")
    )

    class Meta:
        verbose_name = _("議案")
        verbose_name_plural = _("議案")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "number"], name="one_item_number"),
        ]

    def __str__(self) -> str:
        return self.title


class Ballot(models.Model):
    """The word on one household's notice; only its hash is kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey(GeneralMeeting, models.PROTECT, related_name="ballots")
    household = models.ForeignKey(MemberHousehold, models.PROTECT, related_name="+")
    digest = models.CharField(_("鍵の印"), max_length=64, unique=True, editable=False)

    class Meta:
        verbose_name = _("総会の参加の合言葉")
        verbose_name_plural = _("総会の参加の合言葉")
        constraints = [
            models.UniqueConstraint(fields=["meeting", "household"], name="one_ballot"),
        ]

    def __str__(self) -> str:
        return str(self.household_id)


class StandingQuerySet(models.QuerySet[Any]):
    def standing(self) -> "StandingQuerySet":
        """Those that count: not taken back."""
        return self.filter(void_at=None)


class Presence(models.Model):
    """How one household takes part: in the hall, by proxy, by a written vote, on screen – one way.

    Who comes to the hall after all takes paper back: the old row stays, and counts nothing.
    """

    class Way(models.TextChoices):
        HALL = "hall", _("会場に来た")
        PROXY = "proxy", _("委任状")
        WRITTEN = "written", _("書面表決")
        SCREEN = "screen", _("画面で表決")

    # Those whose vote is a raised hand, their own or the proxy's.
    HANDS = (Way.HALL, Way.PROXY)

    meeting = models.ForeignKey(GeneralMeeting, models.PROTECT, related_name="presences")
    household = models.ForeignKey(MemberHousehold, models.PROTECT, related_name="presences")
    way = models.CharField(_("参加のしかた"), max_length=8, choices=Way.choices)
    proxy_to = models.CharField(_("だれに任せるか"), max_length=60, blank=True)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField(_("日時"))
    void_at = models.DateTimeField(_("取り消した日時"), null=True, blank=True)

    objects = StandingQuerySet.as_manager()

    class Meta:
        verbose_name = _("総会への参加")
        verbose_name_plural = _("総会への参加")
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "household"],
                condition=Q(void_at=None),
                name="one_presence_of_a_household",
            ),
            models.CheckConstraint(
                condition=~Q(way="proxy") | ~Q(proxy_to=""), name="proxy_names_somebody"
            ),
        ]

    def __str__(self) -> str:
        return self.get_way_display()


class Vote(models.Model):
    """One household's vote on one motion, written or on screen. A void one stays, and counts nothing."""

    class Choice(models.TextChoices):
        YES = "yes", _("賛成")
        NO = "no", _("反対")
        ABSTAIN = "abstain", _("棄権")

    item = models.ForeignKey(Item, models.PROTECT, related_name="votes")
    household = models.ForeignKey(MemberHousehold, models.PROTECT, related_name="+")
    choice = models.CharField(_("表決"), max_length=8, choices=Choice.choices)
    keyed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField(_("日時"))
    void_at = models.DateTimeField(_("取り消した日時"), null=True, blank=True)

    objects = StandingQuerySet.as_manager()

    class Meta:
        verbose_name = _("表決")
        verbose_name_plural = _("表決")
        constraints = [
            models.UniqueConstraint(
                fields=["item", "household"], condition=Q(void_at=None), name="one_vote_a_household"
            ),
        ]

    def __str__(self) -> str:
        return self.get_choice_display()


class Hands(models.Model):
    """The raised hands of one motion, proxies with them."""

    item = models.OneToOneField(Item, models.PROTECT, related_name="hands")
    yes = models.PositiveIntegerField(_("賛成の手"))
    no = models.PositiveIntegerField(_("反対の手"), default=0)
    abstain = models.PositiveIntegerField(_("棄権"), default=0)
    counted_at = models.DateTimeField(_("数えた日時"))

    class Meta:
        verbose_name = _("挙手の数")
        verbose_name_plural = _("挙手の数")

    def __str__(self) -> str:
        return f"{self.yes} / {self.no} / {self.abstain}"
