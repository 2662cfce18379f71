"""Who was asked on the telephone for which shift, by whom and with what answer."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tomoni.doing.volunteering.models.shifts import Shift
from tomoni.doing.volunteering.models.volunteers import Volunteer
from tomoni.ground.people.models import Ring


class Sounding(Ring):
    """One volunteer is asked on the telephone for one shift."""

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
    answer = models.CharField(_("返事"), max_length=8, choices=Answer.choices, blank=True)

    class Meta(Ring.Meta):
        verbose_name = _("手伝いの声かけ")
        verbose_name_plural = _("手伝いの声かけ")
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
