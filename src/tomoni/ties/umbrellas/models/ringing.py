"""Who was rung about a call for umbrellas, by whom and with what answer."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tomoni.ground.people.models import Person
from tomoni.ties.umbrellas.models.town import Call, Helper

LEFT_LYING = timedelta(minutes=20)  # Longer than anybody talks about umbrellas.


class RingingQuerySet(models.QuerySet["Ringing"]):
    def holding(self) -> "RingingQuerySet":
        """Those that keep a second telephone call away: it rings now, or the person knows."""
        return self.filter(answer__in=Ringing.HOLDS)


class Ringing(models.Model):
    """One telephone call to one person about one call for umbrellas.

    It is written before anybody dials, so the database itself keeps two clerks from ringing the
    same person. Who did not pick up, or was not rung after all, can be rung again.
    """

    class Answer(models.TextChoices):
        BRINGS = "brings", _("持って来てくれる")
        REACHED = "reached", _("伝えた")
        MISSED = "missed", _("出なかった")
        LET_GO = "let_go", _("電話しなかった")

    HOLDS = ("", Answer.BRINGS, Answer.REACHED)

    call = models.ForeignKey(
        Call, models.PROTECT, related_name="ringings", verbose_name=_("傘の呼びかけ")
    )
    # Of the list and not of the person: two entries of one person can still be made one.
    helper = models.ForeignKey(
        Helper, models.SET_NULL, null=True, blank=True, related_name="ringings",
        verbose_name=_("傘の呼びかけを聞く人"),
    )  # fmt: skip
    person = models.ForeignKey(
        Person, models.CASCADE, related_name="umbrella_ringings", verbose_name=_("電話を受けた人")
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+",
        verbose_name=_("電話した人"),
    )  # fmt: skip
    begun_at = models.DateTimeField(_("電話をかけた日時"))
    answer = models.CharField(_("返事"), max_length=8, choices=Answer.choices, blank=True)
    number = models.PositiveSmallIntegerField(_("持って来る本数"), null=True, blank=True)
    note = models.CharField(_("ひとこと"), max_length=120, blank=True)
    answered_at = models.DateTimeField(_("返事を書いた日時"), null=True, blank=True)

    objects = RingingQuerySet.as_manager()

    class Meta:
        verbose_name = _("傘の呼びかけの電話")
        verbose_name_plural = _("傘の呼びかけの電話")
        ordering = ["-begun_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["call", "helper"],
                condition=Q(answer__in=("", "brings", "reached")),
                name="umbrellas_nobody_is_rung_twice",
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_at=None)
                | ~Q(answer="") & Q(answered_at__isnull=False),
                name="umbrellas_an_answer_has_its_time",
            ),
            models.CheckConstraint(
                condition=Q(number=None) | Q(answer="brings", number__gte=1),
                name="umbrellas_only_who_brings_has_a_number",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.call} {self.person}"

    def is_left_lying(self, at: datetime) -> bool:
        """Begun long ago and never answered: somebody else may ring."""
        return not self.answer and at - self.begun_at >= LEFT_LYING
