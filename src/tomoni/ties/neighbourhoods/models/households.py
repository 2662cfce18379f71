"""Households that joined, their dues, and the list for a disaster, which is kept apart."""

import uuid
from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tomoni.core.sealed import SealedTextField
from tomoni.ties.neighbourhoods.models.associations import Association, Group


class HouseholdQuerySet(models.QuerySet["MemberHousehold"]):
    def in_force(self, on: date) -> "HouseholdQuerySet":
        return self.filter(joined_on__lte=on).filter(Q(left_on=None) | Q(left_on__gte=on))


class MemberHousehold(models.Model):
    """A household that joined of its own will. Name, address and telephone lie sealed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    association = models.ForeignKey(Association, models.PROTECT, related_name="households")
    number = models.PositiveIntegerField(_("会員番号"))
    group = models.ForeignKey(
        Group,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="households",
        verbose_name=_("班"),
    )
    route_order = models.PositiveSmallIntegerField(_("回覧の順"), default=0)
    name = SealedTextField(_("世帯の名前"))
    address = SealedTextField(_("住所"), null=True)
    phone = SealedTextField(_("電話番号"), null=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    joined_on = models.DateField(_("入った日"))
    left_on = models.DateField(_("抜けた日"), null=True, blank=True)
    is_sample = models.BooleanField(_("見本"), default=False)

    objects = HouseholdQuerySet.as_manager()

    class Meta:
        verbose_name = _("会員の世帯")
        verbose_name_plural = _("会員の世帯")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["association", "number"], name="one_household_number"),
            models.CheckConstraint(
                condition=Q(left_on=None) | Q(left_on__gte=F("joined_on")),
                name="household_leaves_after_joining",
            ),
        ]

    def __str__(self) -> str:
        return _("会員番号 %(number)s") % {"number": self.number}


class Due(models.Model):
    """The dues of one household for one year were received. Who has not paid has no row."""

    class Way(models.TextChoices):
        CASH = "cash", _("現金")
        BANK = "bank", _("振込")

    association = models.ForeignKey(Association, models.PROTECT, related_name="dues")
    household = models.ForeignKey(MemberHousehold, models.PROTECT, related_name="dues")
    year = models.PositiveSmallIntegerField(_("年度"))
    amount = models.PositiveIntegerField(_("金額（円）"))
    receipt = models.PositiveIntegerField(_("領収書の番号"))
    way = models.CharField(_("受け取り方"), max_length=6, choices=Way.choices, default=Way.CASH)
    paid_on = models.DateField(_("受け取った日"))
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("会費の受け取り")
        verbose_name_plural = _("会費の受け取り")
        ordering = ["receipt"]
        constraints = [
            models.UniqueConstraint(fields=["household", "year"], name="one_due_of_a_year"),
            models.UniqueConstraint(
                fields=["association", "year", "receipt"], name="one_receipt_number"
            ),
            models.CheckConstraint(condition=Q(amount__gte=1), name="due_is_some_money"),
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.receipt}"


class EmergencyEntry(models.Model):
    """Somebody agreed that neighbours may look after them in a disaster; not the members' list."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    association = models.ForeignKey(Association, models.PROTECT, related_name="emergency")
    name = SealedTextField(_("お名前"))
    address = SealedTextField(_("住所"))
    phone = SealedTextField(_("電話番号"), null=True)
    needs = SealedTextField(_("手助けがいること"))
    helper = SealedTextField(_("声をかける人"), null=True)
    agreed_on = models.DateField(_("本人が承知した日"))
    paper = models.CharField(_("承知の書面の番号"), max_length=60, blank=True)
    ended_on = models.DateField(_("名簿から外した日"), null=True, blank=True)

    class Meta:
        verbose_name = _("災害時名簿の人")
        verbose_name_plural = _("災害時名簿の人")
        ordering = ["agreed_on", "id"]

    def __str__(self) -> str:
        return _("災害時名簿の人")
