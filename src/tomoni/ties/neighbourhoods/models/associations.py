"""An association: its page, its officers with terms, its groups, and what is handed over."""

import uuid
from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tomoni.core.sealed import SealedTextField
from tomoni.ground.districts.models import Town
from tomoni.ground.people.models import Organisation, Team


class Association(models.Model):
    """A neighbourhood association (町会). Joining is voluntary; its page says how."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField(_("アドレスの名前"), max_length=80, unique=True)
    organisation = models.OneToOneField(
        Organisation, models.PROTECT, related_name="association", verbose_name=_("団体")
    )
    about = models.TextField(_("していること"))
    about_easy = models.TextField(_("やさしい日本語の説明"), blank=True)
    about_en = models.TextField(_("英語の説明"), blank=True)
    how_to_join = models.TextField(_("入り方"), blank=True)
    dues_words = models.CharField(_("会費の説明"), max_length=200, blank=True)
    hall = models.CharField(_("会館・集まる所"), max_length=200, blank=True)
    phone_who = models.CharField(_("電話に出る人（役の名前）"), max_length=60, blank=True)
    phone = models.CharField(_("電話番号"), max_length=20, blank=True)
    is_public = models.BooleanField(_("公開する"), default=False)
    supported_by = models.ForeignKey(
        Team,
        models.PROTECT,
        related_name="associations",
        verbose_name=_("町会を支える市・社協のチーム"),
        help_text=_("職員の派遣の希望は、このチームに届く"),
    )
    quorum_numerator = models.PositiveSmallIntegerField(_("定足数の分子"), default=1)
    quorum_denominator = models.PositiveSmallIntegerField(_("定足数の分母"), default=2)
    quorum_strictly = models.BooleanField(_("ちょうどでは足りない（過半数）"), default=False)
    notice_days = models.PositiveSmallIntegerField(_("総会の何日前までに知らせるか"), default=7)
    yearly_dues = models.PositiveIntegerField(_("一年の会費（円）"), default=0)
    is_sample = models.BooleanField(_("見本"), default=False)
    created_at = models.DateTimeField(_("作成日時"))
    updated_at = models.DateTimeField(_("更新日時"))

    class Meta:
        verbose_name = _("町内会")
        verbose_name_plural = _("町内会")
        ordering = ["organisation__name_kana", "organisation__name", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(quorum_denominator__gte=1)
                & Q(quorum_numerator__gte=1)
                & Q(quorum_numerator__lte=F("quorum_denominator")),
                name="quorum_is_a_fraction",
            )
        ]

    def __str__(self) -> str:
        return self.organisation.name


class AreaTown(models.Model):
    """A town, or a part of one, that the association is for."""

    association = models.ForeignKey(Association, models.CASCADE, related_name="area")
    town = models.ForeignKey(Town, models.PROTECT, related_name="+", verbose_name=_("町"))
    part = models.CharField(_("そのうちの番地など"), max_length=100, blank=True)

    class Meta:
        verbose_name = _("町内会の区域")
        verbose_name_plural = _("町内会の区域")
        constraints = [
            models.UniqueConstraint(fields=["association", "town"], name="one_town_of_an_area"),
        ]

    def __str__(self) -> str:
        return f"{self.town}{self.part}"


class OfficerQuerySet(models.QuerySet["Officer"]):
    def in_force(self, on: date) -> "OfficerQuerySet":
        return self.filter(from_on__lte=on, until_on__gte=on)

    def of_user(self, user: Any, on: date) -> "OfficerQuerySet":
        return self.in_force(on).filter(user=user.pk)


class Officer(models.Model):
    """Somebody holds a post for a term that ends; the page names only those who agreed."""

    class Post(models.TextChoices):
        CHAIR = "chair", _("会長")
        DEPUTY = "deputy", _("副会長")
        SECRETARY = "secretary", _("総務")
        TREASURER = "treasurer", _("会計")
        SAFETY = "safety", _("防災の担当")
        GROUP_LEADER = "group_leader", _("班長")
        AUDITOR = "auditor", _("監事")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    association = models.ForeignKey(Association, models.PROTECT, related_name="officers")
    post = models.CharField(_("役"), max_length=12, choices=Post.choices)
    # A group leader's post is for one 班; the others are for the whole association.
    group = models.ForeignKey(
        "Group", models.PROTECT, null=True, blank=True, related_name="leaders", verbose_name=_("班")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    name = SealedTextField(_("お名前"))
    phone = SealedTextField(_("電話番号"), null=True)
    may_be_named = models.BooleanField(_("公開のページに名前を出してよい"), default=False)
    from_on = models.DateField(_("いつから"))
    until_on = models.DateField(_("任期の終わり"))
    handed_over_on = models.DateField(_("引き継ぎが終わった日"), null=True, blank=True)

    objects = OfficerQuerySet.as_manager()

    class Meta:
        verbose_name = _("町内会の役員")
        verbose_name_plural = _("町内会の役員")
        ordering = ["from_on", "id"]
        indexes = [models.Index(fields=["user", "until_on"], name="officers_by_user")]
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on__gte=F("from_on")), name="officer_term_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(group=None) | Q(post="group_leader"), name="only_leaders_have_a_group"
            ),
            models.UniqueConstraint(
                fields=["association", "post", "from_on"],
                condition=Q(post__in=["chair", "secretary", "treasurer"]),
                name="one_holder_of_a_post_from_a_day",
            ),
        ]

    def __str__(self) -> str:
        return self.get_post_display()


class Group(models.Model):
    """A 班: ten to twenty households that pass one circular on."""

    association = models.ForeignKey(Association, models.PROTECT, related_name="groups")
    number = models.PositiveSmallIntegerField(_("班の番号"))
    name = models.CharField(_("班の名前"), max_length=60, blank=True)
    boards = models.PositiveSmallIntegerField(_("回覧板の数"), default=1)

    class Meta:
        verbose_name = _("班")
        verbose_name_plural = _("班")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["association", "number"], name="one_group_number"),
            models.CheckConstraint(condition=Q(boards__gte=1), name="group_has_a_board"),
        ]

    def __str__(self) -> str:
        return self.name or _("%(number)s班") % {"number": self.number}


class YearDate(models.Model):
    """Something of every year, for the calendar of new officers: general meeting, summer festival."""

    association = models.ForeignKey(Association, models.CASCADE, related_name="year")
    month = models.PositiveSmallIntegerField(_("月"))
    words = models.CharField(_("すること"), max_length=200)

    class Meta:
        verbose_name = _("一年の予定")
        verbose_name_plural = _("一年の予定")
        ordering = ["month", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(month__gte=1) & Q(month__lte=12), name="year_date_in_a_month"
            )
        ]

    def __str__(self) -> str:
        return self.words


class HandoverNote(models.Model):
    """What the next officers must know: keys, accounts, books, whom to ask; sealed."""

    class Kind(models.TextChoices):
        KEY = "key", _("鍵")
        ACCOUNT = "account", _("口座・通帳")
        BOOK = "book", _("帳面・書類")
        CONTACT = "contact", _("連絡先")
        OTHER = "other", _("そのほか")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    association = models.ForeignKey(Association, models.PROTECT, related_name="notes")
    kind = models.CharField(_("種類"), max_length=10, choices=Kind.choices)
    title = models.CharField(_("何の"), max_length=100)
    details = SealedTextField(_("どこに、だれが持っているか"))
    written_at = models.DateTimeField(_("書いた日時"))

    class Meta:
        verbose_name = _("引き継ぎの覚え")
        verbose_name_plural = _("引き継ぎの覚え")
        ordering = ["kind", "title", "id"]

    def __str__(self) -> str:
        return self.title
