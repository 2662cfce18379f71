"""What sorts of matter there are, and how long each may take: data, not program."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class Kind(models.Model):
    """A sort of matter, such as a consultation or a listing due for re-checking."""

    code = models.SlugField(_("種類の記号"), primary_key=True, max_length=60)
    name = models.CharField(_("種類"), max_length=100)
    name_en = models.CharField(_("種類（英語）"), max_length=100, blank=True)
    room = models.CharField(_("担う部屋"), max_length=60)

    class Meta:
        verbose_name = _("案件の種類")
        verbose_name_plural = _("案件の種類")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name

    @property
    def name_easy(self) -> str:
        """The name in easy Japanese, from the catalogue of the room that brings the kind."""
        return gettext(self.name)


class DeadlineQuerySet(models.QuerySet["Deadline"]):
    def in_force(self, on: date) -> "DeadlineQuerySet":
        """The newest rule that had begun on that day, for each kind, comes first."""
        return self.filter(from_on__lte=on).order_by("kind", "-from_on")


class Deadline(models.Model):
    """How many working days a kind of matter gives, from a day on.

    Days are working days of the team that holds the baton: its own opening days without
    Japanese holidays. A new rule is a new row; matters already open keep their dates.
    """

    kind = models.ForeignKey(Kind, models.PROTECT, related_name="deadlines")
    from_on = models.DateField(_("いつから"))
    answer_days = models.PositiveSmallIntegerField(_("最初の対応まで（営業日）"), default=3)
    finish_days = models.PositiveSmallIntegerField(_("終わるまで（営業日）"), default=20)
    offer_days = models.PositiveSmallIntegerField(_("引き受けの返事まで（営業日）"), default=2)
    remind_days = models.PositiveSmallIntegerField(
        _("返事や動きがないまま何営業日で担当に知らせるか"), default=1
    )
    lead_days = models.PositiveSmallIntegerField(_("同じくリーダーに知らせるまで"), default=2)
    desk_days = models.PositiveSmallIntegerField(_("同じく総合窓口に知らせるまで"), default=3)

    objects = DeadlineQuerySet.as_manager()

    class Meta:
        verbose_name = _("期限の決まり")
        verbose_name_plural = _("期限の決まり")
        constraints = [
            models.UniqueConstraint(fields=["kind", "from_on"], name="one_deadline_rule_a_day"),
            models.CheckConstraint(
                condition=Q(answer_days__lte=F("finish_days"))
                & Q(remind_days__gte=1)
                & Q(remind_days__lte=F("lead_days"))
                & Q(lead_days__lte=F("desk_days")),
                name="deadlines_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind_id} {self.from_on:%Y-%m-%d}"
