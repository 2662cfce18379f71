"""Who helps: what they can do, when, from where, and what they must not be asked for."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tomoni.doing.volunteering.models.needs import Skill
from tomoni.ground.districts.models import Town
from tomoni.ground.people.models import Person


class VolunteerQuerySet(models.QuerySet["Volunteer"]):
    def active(self) -> "VolunteerQuerySet":
        """Those who may be asked now."""
        return self.filter(ended_at=None, is_paused=False)


class Volunteer(models.Model):
    """Somebody who helps. Name, telephone and day of birth stay with the person.

    `times` has a bit for each part of the week (rules/times.py); 0 says nothing was told, and then
    every time may be asked.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.OneToOneField(
        Person, models.PROTECT, related_name="volunteer", verbose_name=_("人")
    )
    town = models.ForeignKey(
        Town, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("出かける町")
    )
    reach_m = models.PositiveIntegerField(_("行ける距離（m）"), default=3000)
    times = models.PositiveIntegerField(_("来られるとき"), default=0)
    has_vehicle = models.BooleanField(_("車を出せる"), default=False)
    insured_until = models.DateField(_("ボランティア保険の終わりの日"), null=True, blank=True)
    guardian_name = models.CharField(_("保護者のお名前"), max_length=100, blank=True)
    guardian_on = models.DateField(_("保護者が承諾した日"), null=True, blank=True)
    wish = models.CharField(_("希望"), max_length=10, blank=True)  # A kind of help liked best.
    note = models.CharField(_("お願いするときの注意"), max_length=200, blank=True)
    most_a_week = models.PositiveSmallIntegerField(_("週に何回まで"), default=3)
    is_paused = models.BooleanField(_("お休み中"), default=False)
    joined_at = models.DateTimeField(_("登録した日時"))
    ended_at = models.DateTimeField(_("やめた日時"), null=True, blank=True)
    is_sample = models.BooleanField(_("見本"), default=False)

    objects = VolunteerQuerySet.as_manager()

    class Meta:
        verbose_name = _("ボランティア")
        verbose_name_plural = _("ボランティア")
        ordering = ["person__kana_key", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(guardian_on=None, guardian_name="")
                | Q(guardian_on__isnull=False) & ~Q(guardian_name=""),
                name="volunteering_consent_has_name_and_day",
            )
        ]

    def __str__(self) -> str:
        return str(self.person)


class VolunteerSkill(models.Model):
    """One thing a volunteer can do."""

    volunteer = models.ForeignKey(Volunteer, models.CASCADE, related_name="skills")
    code = models.CharField(_("わざ"), max_length=10, choices=Skill.choices)

    class Meta:
        verbose_name = _("ボランティアのわざ")
        verbose_name_plural = _("ボランティアのわざ")
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(
                fields=["volunteer", "code"], name="volunteering_one_row_a_skill"
            )
        ]

    def __str__(self) -> str:
        return self.get_code_display()
