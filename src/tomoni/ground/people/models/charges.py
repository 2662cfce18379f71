"""Whose persons somebody may see: the districts in their charge."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tomoni.ground.districts.models import District
from tomoni.ground.people.models.accounts import User
from tomoni.ground.people.models.terms import TermQuerySet


class Charge(models.Model):
    """A district in somebody's charge (担当区域) for a time, such as a commissioner's term."""

    user = models.ForeignKey(User, models.PROTECT, related_name="charges")
    district = models.ForeignKey(
        District, models.PROTECT, related_name="charges", verbose_name=_("担当の地区")
    )
    from_on = models.DateField(_("いつから"))
    until_on = models.DateField(
        _("いつまで"), help_text=_("民生委員の任期は3年。終わる日を必ず決めます。")
    )

    objects = TermQuerySet.as_manager()

    class Meta:
        verbose_name = _("担当の地区")
        verbose_name_plural = _("担当の地区")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "district", "from_on"], name="one_charge_of_a_district"
            ),
            models.CheckConstraint(
                condition=Q(until_on__gte=F("from_on")), name="charge_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} – {self.district}"
