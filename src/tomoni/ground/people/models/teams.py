"""Teams: who answers together, on which days, who leads, and who covers for whom."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tomoni.ground.people.models.accounts import User
from tomoni.ground.people.models.organisations import Organisation
from tomoni.ground.people.models.terms import TermQuerySet

MONDAY_TO_FRIDAY = 0b0011111
EVERY_DAY = 0b1111111


class TeamQuerySet(models.QuerySet["Team"]):
    def open(self) -> "TeamQuerySet":
        """Teams that still answer."""
        return self.filter(dissolved_on=None)


class Team(models.Model):
    """The people of one organisation who take matters in hand together."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField(max_length=80, unique=True)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="teams", verbose_name=_("団体")
    )
    name = models.CharField(_("チームの名前"), max_length=120)
    name_kana = models.CharField(_("チームの名前（かな）"), max_length=120, blank=True)
    name_en = models.CharField(_("チームの名前（英語）"), max_length=120, blank=True)
    phone = models.CharField(_("電話番号"), max_length=20, blank=True)
    email = models.EmailField(_("メールアドレス"), blank=True)
    open_weekdays = models.PositiveSmallIntegerField(
        _("開いている曜日"),
        default=MONDAY_TO_FRIDAY,
        help_text=_("月曜を1、火曜を2、水曜を4…日曜を64として足した数"),
    )
    works_on_holidays = models.BooleanField(_("祝日も開いている"), default=False)
    is_comprehensive_desk = models.BooleanField(
        _("総合窓口"),
        default=False,
        help_text=_("どこにも進まない用件が最後に届く窓口。ひとつだけです。"),
    )
    escalates_to = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="escalated_from",
        verbose_name=_("期限を過ぎた用件の送り先"),
        help_text=_("空欄なら総合窓口"),
    )
    dissolved_on = models.DateField(_("解散した日"), null=True, blank=True)
    is_sample = models.BooleanField(_("見本"), default=False)
    created_at = models.DateTimeField(_("作成日時"))
    updated_at = models.DateTimeField(_("更新日時"))

    objects = TeamQuerySet.as_manager()

    class Meta:
        verbose_name = _("チーム")
        verbose_name_plural = _("チーム")
        ordering = ["name_kana", "name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["is_comprehensive_desk"],
                condition=Q(is_comprehensive_desk=True),
                name="one_comprehensive_desk",
            ),
            models.CheckConstraint(
                condition=Q(is_comprehensive_desk=False) | Q(dissolved_on=None),
                name="comprehensive_desk_stays_open",
            ),
            # A team that never opens would hold its matters for ever.
            models.CheckConstraint(
                condition=Q(open_weekdays__gte=1) & Q(open_weekdays__lte=EVERY_DAY),
                name="team_opens_some_day",
            ),
            models.CheckConstraint(
                condition=Q(escalates_to=None) | ~Q(escalates_to=F("id")),
                name="team_escalates_to_another",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class TeamMembership(models.Model):
    """Somebody works in a team for a time; a lead is told when its matters are late."""

    class Part(models.TextChoices):
        LEAD = "lead", _("リーダー")
        MEMBER = "member", _("メンバー")

    user = models.ForeignKey(User, models.PROTECT, related_name="team_memberships")
    team = models.ForeignKey(Team, models.PROTECT, related_name="memberships")
    part = models.CharField(_("役割"), max_length=10, choices=Part.choices, default=Part.MEMBER)
    from_on = models.DateField(_("いつから"))
    until_on = models.DateField(_("いつまで"), null=True, blank=True)

    objects = TermQuerySet.as_manager()

    class Meta:
        verbose_name = _("チームの所属")
        verbose_name_plural = _("チームの所属")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "team"],
                condition=Q(until_on=None),
                name="one_open_team_membership",
            ),
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(until_on__gte=F("from_on")),
                name="team_membership_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} – {self.team}"


class TeamDay(models.Model):
    """One day on which a team opens or closes against its usual week."""

    team = models.ForeignKey(Team, models.CASCADE, related_name="days")
    day = models.DateField(_("日"))
    is_open = models.BooleanField(_("開いている"))
    note = models.CharField(_("理由"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("チームの特別な日")
        verbose_name_plural = _("チームの特別な日")
        ordering = ["day"]
        constraints = [
            models.UniqueConstraint(fields=["team", "day"], name="one_word_for_a_team_day"),
        ]

    def __str__(self) -> str:
        return f"{self.team} {self.day}"


class Cover(models.Model):
    """Who answers for somebody who is away; for one team or for all of them."""

    absent = models.ForeignKey(
        User, models.PROTECT, related_name="covered", verbose_name=_("休む人")
    )
    covered_by = models.ForeignKey(
        User, models.PROTECT, related_name="covering", verbose_name=_("代わりの人")
    )
    team = models.ForeignKey(
        Team,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="covers",
        verbose_name=_("チーム"),
        help_text=_("空欄なら、すべてのチームの仕事"),
    )
    from_on = models.DateField(_("いつから"))
    until_on = models.DateField(_("いつまで"))
    note = models.CharField(_("メモ"), max_length=200, blank=True)

    objects = TermQuerySet.as_manager()

    class Meta:
        verbose_name = _("代わりの人")
        verbose_name_plural = _("代わりの人")
        constraints = [
            models.CheckConstraint(
                condition=~Q(absent=F("covered_by")), name="nobody_covers_for_themselves"
            ),
            models.CheckConstraint(
                condition=Q(until_on__gte=F("from_on")), name="cover_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.absent} → {self.covered_by}"
