"""Who was asked on the telephone for which shift, by whom and with what answer."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tomoni.doing.volunteering.models.shifts import Shift
from tomoni.doing.volunteering.models.volunteers import Volunteer

LEFT_LYING = timedelta(minutes=20)  # Longer than such a call takes.


class SoundingQuerySet(models.QuerySet["Sounding"]):
    def holding(self) -> "SoundingQuerySet":
        """Those that keep a second telephone call away: it rings now, or they have said it."""
        return self.filter(answer__in=Sounding.HOLDS)


class Sounding(models.Model):
    """One volunteer is asked for one shift. Written before anybody dials, so that the database
    itself keeps two people from ringing them; who did not pick up can be rung again."""

    class Answer(models.TextChoices):
        YES = "yes", pgettext_lazy("sounding", "行きます")
        NO = "no", pgettext_lazy("sounding", "行けません")
        MISSED = "missed", _("出なかった")
        LET_GO = "let_go", _("電話しなかった")

    HOLDS = ("", Answer.YES, Answer.NO)

    shift = models.ForeignKey(
        Shift, models.PROTECT, related_name="soundings", verbose_name=_("手伝いの回")
    )
    volunteer = models.ForeignKey(
        Volunteer, models.CASCADE, related_name="soundings", verbose_name=_("ボランティア")
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+",
        verbose_name=_("電話した人"),
    )  # fmt: skip
    begun_at = models.DateTimeField(_("電話をかけた日時"))
    answer = models.CharField(_("返事"), max_length=8, choices=Answer.choices, blank=True)
    answered_at = models.DateTimeField(_("返事を書いた日時"), null=True, blank=True)

    objects = SoundingQuerySet.as_manager()

    class Meta:
        verbose_name = _("手伝いの声かけ")
        verbose_name_plural = _("手伝いの声かけ")
        ordering = ["-begun_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["shift", "volunteer"],
                condition=Q(answer__in=("", "yes", "no")),
                name="volunteering_nobody_is_asked_twice",
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_at=None)
                | ~Q(answer="") & Q(answered_at__isnull=False),
                name="volunteering_an_answer_has_its_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.shift} {self.volunteer}"

    def is_left_lying(self, at: datetime) -> bool:
        """Begun long ago and never answered: somebody else may ring."""
        return not self.answer and at - self.begun_at >= LEFT_LYING
