"""A circle and who belongs to it."""

import uuid
from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tomoni.core.sealed import SealedJSONField
from tomoni.ground.people.models import Organisation, Team


class CircleQuerySet(models.QuerySet["Circle"]):
    def public(self, on: date) -> "CircleQuerySet":
        """Those with a page for everybody."""
        return self.filter(is_public=True).filter(Q(ended_on=None) | Q(ended_on__gte=on))


class Circle(models.Model):
    """Organisations and people who meet for a purpose; a team keeps its papers."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField(_("アドレスの名前"), max_length=80, unique=True)
    name = models.CharField(_("名前"), max_length=120)
    name_kana = models.CharField(_("名前（かな）"), max_length=120, blank=True)
    name_en = models.CharField(_("名前（英語）"), max_length=120, blank=True)
    purpose = models.TextField(_("何のための集まりか"))
    purpose_easy = models.TextField(_("やさしい日本語の説明"), blank=True)
    purpose_en = models.TextField(_("英語の説明"), blank=True)
    rules_text = models.TextField(_("会の決まり"), blank=True)
    is_public = models.BooleanField(
        _("公開のページをもつ"),
        default=False,
        help_text=_("名前を出してよいと言った会員だけが載る"),
    )
    secretariat = models.ForeignKey(
        Team, models.PROTECT, related_name="circles", verbose_name=_("事務局のチーム")
    )
    ended_on = models.DateField(_("終わった日"), null=True, blank=True)
    is_sample = models.BooleanField(_("見本"), default=False)
    created_at = models.DateTimeField(_("作成日時"))
    updated_at = models.DateTimeField(_("更新日時"))

    objects = CircleQuerySet.as_manager()

    class Meta:
        verbose_name = _("ネットワーク")
        verbose_name_plural = _("ネットワーク")
        ordering = ["name_kana", "name", "id"]

    def __str__(self) -> str:
        return self.name


class MemberQuerySet(models.QuerySet["Member"]):
    def in_force(self, on: date) -> "MemberQuerySet":
        return self.filter(from_on__lte=on).filter(Q(until_on=None) | Q(until_on__gte=on))

    def of_user(self, user: Any, on: date) -> "MemberQuerySet":
        """Where somebody is a member, speaks for one, or belongs to a member organisation."""
        mine = (
            Q(user=user.pk)
            | Q(representative=user.pk)
            | (
                Q(organisation__memberships__user=user.pk)
                & Q(organisation__memberships__from_on__lte=on)
                & (
                    Q(organisation__memberships__until_on=None)
                    | Q(organisation__memberships__until_on__gte=on)
                )
            )
        )
        return self.in_force(on).filter(mine)


class Member(models.Model):
    """An organisation or a person in a circle for a time; paper reaches those without an account."""

    class Part(models.TextChoices):
        CHAIR = "chair", _("代表")
        DEPUTY = "deputy", _("副代表")
        SECRETARY = "secretary", _("事務局")
        MEMBER = "member", _("会員")
        ADVISER = "adviser", _("助言者")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    circle = models.ForeignKey(Circle, models.PROTECT, related_name="members")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="circle_members"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    name = models.CharField(_("お名前"), max_length=100, blank=True)
    representative = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    team = models.ForeignKey(
        Team,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("決まったことを渡すチーム"),
    )
    part = models.CharField(_("役割"), max_length=12, choices=Part.choices, default=Part.MEMBER)
    from_on = models.DateField(_("いつから"))
    until_on = models.DateField(_("いつまで"), null=True, blank=True)
    may_be_named = models.BooleanField(_("公開のページに名前を出してよい"), default=False)
    # Mail, telephone, postcode and address, as told for this circle; never on a page of the public.
    contact = SealedJSONField(_("連絡先"), null=True)

    objects = MemberQuerySet.as_manager()

    class Meta:
        verbose_name = _("ネットワークの会員")
        verbose_name_plural = _("ネットワークの会員")
        ordering = ["from_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(organisation__isnull=False) & Q(user=None) & Q(name=""))
                | (Q(organisation=None) & Q(user__isnull=False) & Q(name=""))
                | (Q(organisation=None) & Q(user=None) & ~Q(name="")),
                name="circle_member_is_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(until_on__gte=F("from_on")),
                name="circle_member_ends_after_start",
            ),
            models.UniqueConstraint(
                fields=["circle", "organisation"],
                condition=Q(until_on=None),
                name="one_open_circle_organisation",
            ),
            models.UniqueConstraint(
                fields=["circle", "user"],
                condition=Q(until_on=None),
                name="one_open_circle_person",
            ),
        ]

    def __str__(self) -> str:
        return str(self.organisation or self.user or self.name)
