"""What the town knows besides: the weather of a day, calls for umbrellas, who wants to hear them."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tomoni.ground.people.models import Person


class Weather(models.Model):
    """How wet a day is expected to be, or was: typed in, or read from the weather office's XML."""

    class Source(models.TextChoices):
        TYPED = "typed", _("手で入れた")
        JMA = "jma", _("気象庁XML")

    on = models.DateField(_("日"), unique=True)
    chance = models.PositiveSmallIntegerField(_("雨や雪の確率（%）"))
    fell = models.BooleanField(_("雨や雪がふった"), null=True, blank=True)
    source = models.CharField(_("出どころ"), max_length=5, choices=Source.choices)
    area = models.CharField(_("予報の区域"), max_length=60, blank=True)
    told_at = models.DateTimeField(_("入れた日時"))

    class Meta:
        verbose_name = _("日ごとの天気")
        verbose_name_plural = _("日ごとの天気")
        ordering = ["-on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(chance__gte=0, chance__lte=100), name="umbrellas_chance_is_a_percentage"
            )
        ]

    def __str__(self) -> str:
        return f"{self.on} {self.chance}%"

    @property
    def is_wet(self) -> bool:
        """What fell counts; before it is known, what was more likely."""
        return self.fell if self.fell is not None else self.chance >= 50


class CallQuerySet(models.QuerySet["Call"]):
    def current(self, on: date) -> "Call | None":
        """The newest one that still asks on that day."""
        rows = self.filter(until_on__gte=on, ended_at=None)
        return rows.order_by("-at", "pk").first()


class Call(models.Model):
    """傘が足りません: a call for umbrellas, shown until a day and sent to those who want to hear it."""

    number = models.PositiveSmallIntegerField(_("ほしい本数"))
    words = models.CharField(_("ひとこと"), max_length=200, blank=True)
    until_on = models.DateField(_("いつまで"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+",
        verbose_name=_("呼びかけた人"),
    )  # fmt: skip
    begun_on = models.DateField(_("呼びかけた日"))
    at = models.DateTimeField(_("呼びかけた日時"))
    told = models.PositiveIntegerField(_("知らせた人数"), default=0)
    ended_at = models.DateTimeField(_("早く終えた日時"), null=True, blank=True)

    objects = CallQuerySet.as_manager()

    class Meta:
        verbose_name = _("傘の呼びかけ")
        verbose_name_plural = _("傘の呼びかけ")
        ordering = ["-at"]
        constraints = [
            models.CheckConstraint(condition=Q(number__gte=1), name="umbrellas_call_wants_some"),
            models.CheckConstraint(
                condition=Q(until_on__gte=F("begun_on")), name="umbrellas_call_ends_later"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.begun_on} {self.number}"


class Helper(models.Model):
    """Somebody who wants to hear when umbrellas are short: with an account, or told at the desk."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+",
        verbose_name=_("知らせる人"),
    )  # fmt: skip
    person = models.OneToOneField(
        Person, models.CASCADE, null=True, blank=True, related_name="umbrella_helper",
        verbose_name=_("知らせる人（アカウントのない人）"),
    )  # fmt: skip
    is_rung = models.BooleanField(_("電話で伝える"), default=False)
    since_at = models.DateTimeField(_("いつから"))

    class Meta:
        verbose_name = _("傘の呼びかけを聞く人")
        verbose_name_plural = _("傘の呼びかけを聞く人")
        constraints = [
            models.CheckConstraint(
                condition=Q(user=None, person__isnull=False) | Q(user__isnull=False, person=None),
                name="umbrellas_a_helper_is_a_user_or_a_person",
            )
        ]

    def __str__(self) -> str:
        return str(self.person or self.user_id)
