"""Bodies that run or answer for something, and who belongs to them."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tomoni.ground.people.models.accounts import User
from tomoni.ground.people.models.terms import TermQuerySet


class Organisation(models.Model):
    """A body that runs or answers for something: a city section, a council, an NPO, a shop."""

    class Kind(models.TextChoices):
        CITY = "city", _("市・公的機関")
        COUNCIL = "council", _("社会福祉協議会")
        WELFARE = "welfare", _("社会福祉法人")
        MEDICAL = "medical", _("医療法人・医療機関")
        NPO = "npo", _("NPO・市民団体")
        NEIGHBOURHOOD = "neighbourhood", _("町内会")
        BUSINESS = "business", _("会社・お店")
        SCHOOL = "school", _("学校")
        OTHER = "other", _("その他")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(_("名称"), max_length=200)
    name_kana = models.CharField(_("名称（カナ）"), max_length=200, blank=True)
    name_en = models.CharField(_("名称（英語）"), max_length=200, blank=True)
    kind = models.CharField(_("種類"), max_length=20, choices=Kind.choices, default=Kind.OTHER)
    corporate_number = models.CharField(_("法人番号"), max_length=13, blank=True)
    description = models.TextField(_("説明"), blank=True)
    phone = models.CharField(_("電話番号"), max_length=20, blank=True)
    email = models.EmailField(_("メールアドレス"), blank=True)
    url = models.URLField(_("ホームページ"), blank=True, max_length=500)
    is_sample = models.BooleanField(_("見本"), default=False)
    created_at = models.DateTimeField(_("作成日時"))
    updated_at = models.DateTimeField(_("更新日時"), db_index=True)

    class Meta:
        verbose_name = _("団体・事業者")
        verbose_name_plural = _("団体・事業者")
        ordering = ["name_kana", "name", "id"]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """A person belongs to an organisation; an editor may keep its listings up to date."""

    class Part(models.TextChoices):
        EDITOR = "editor", _("掲載の編集")
        MEMBER = "member", _("所属")

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="memberships")
    part = models.CharField(_("役割"), max_length=20, choices=Part.choices)
    from_on = models.DateField(_("いつから"))
    until_on = models.DateField(_("いつまで"), null=True, blank=True)

    objects = TermQuerySet.as_manager()

    class Meta:
        verbose_name = _("所属")
        verbose_name_plural = _("所属")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organisation", "part"],
                condition=Q(until_on=None),
                name="one_open_membership",
            ),
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(until_on__gte=F("from_on")),
                name="membership_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} – {self.organisation}"
