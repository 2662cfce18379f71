"""Who has learnt what: courses of the events room, and the register that attending them fills."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tomoni.doing.events.models import Attendance, Series
from tomoni.ground.people.models import Person


class Register(models.TextChoices):
    """The registers a town keeps."""

    DEMENTIA = "dementia", _("認知症サポーター")
    DISASTER = "disaster", _("災害ボランティア")
    SAFETY = "safety", _("除雪の安全講習")
    LISTENING = "listening", _("傾聴ボランティア")


class Course(models.Model):
    """A series of events whose attendance enters a register."""

    series = models.OneToOneField(
        Series, models.PROTECT, related_name="volunteering_course", verbose_name=_("講座")
    )
    register = models.CharField(_("名簿"), max_length=10, choices=Register.choices)
    valid_years = models.PositiveSmallIntegerField(
        _("何年たったら受け直すか"), null=True, blank=True
    )
    kept_at = models.DateTimeField(_("決めた日時"))

    class Meta:
        verbose_name = _("名簿に入る講座")
        verbose_name_plural = _("名簿に入る講座")
        ordering = ["register", "id"]

    def __str__(self) -> str:
        return f"{self.series}"


class RegisteredQuerySet(models.QuerySet["Registered"]):
    def in_force(self, on: date) -> "RegisteredQuerySet":
        return self.filter(since_on__lte=on).filter(Q(until_on=None) | Q(until_on__gte=on))


class Registered(models.Model):
    """One person in one register from a day on; a later course adds a row."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="registered")
    register = models.CharField(_("名簿"), max_length=10, choices=Register.choices)
    since_on = models.DateField(_("受けた日"))
    until_on = models.DateField(_("いつまで"), null=True, blank=True)
    # The attendance it comes from; none when staff wrote down a paper from elsewhere.
    attendance = models.ForeignKey(
        Attendance, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    source = models.CharField(_("講座の名前"), max_length=200)
    entered_at = models.DateTimeField(_("書いた日時"))

    objects = RegisteredQuerySet.as_manager()

    class Meta:
        verbose_name = _("受講の名簿")
        verbose_name_plural = _("受講の名簿")
        ordering = ["-since_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "register", "since_on"], name="volunteering_one_entry_a_day"
            ),
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(until_on__gte=F("since_on")),
                name="volunteering_register_days_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_register_display()} {self.person}"
