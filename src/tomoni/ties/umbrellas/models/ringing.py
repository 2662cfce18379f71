"""Who was rung about a call for umbrellas, by whom and with what answer."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tomoni.ground.people.models import Person, Ring
from tomoni.ties.umbrellas.models.town import Call, Helper


class Ringing(Ring):
    """One telephone call to one person about one call for umbrellas."""

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
    answer = models.CharField(_("返事"), max_length=8, choices=Answer.choices, blank=True)
    number = models.PositiveSmallIntegerField(_("持って来る本数"), null=True, blank=True)
    note = models.CharField(_("ひとこと"), max_length=120, blank=True)

    class Meta(Ring.Meta):
        verbose_name = _("傘の呼びかけの電話")
        verbose_name_plural = _("傘の呼びかけの電話")
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
