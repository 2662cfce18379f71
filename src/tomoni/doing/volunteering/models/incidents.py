"""What went wrong: a matter with its baton, so that nobody forgets it."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from tomoni.core.sealed import SealedJSONField
from tomoni.doing.volunteering.models.shifts import Shift
from tomoni.doing.volunteering.models.volunteers import Volunteer
from tomoni.ground.batons.models import Matter


class Incident(Matter):
    """An accident, a damage, a fright or a quarrel; its words are sealed."""

    class Kind(models.TextChoices):
        INJURY = "injury", _("けが・病気")
        DAMAGE = "damage", _("物をこわした")
        NEAR = "near", _("もう少しで事故になった")
        TROUBLE = "trouble", _("困ったこと・もめごと")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(_("受付番号"), max_length=12, unique=True)
    shift = models.ForeignKey(
        Shift, models.PROTECT, null=True, blank=True, related_name="incidents"
    )
    volunteer = models.ForeignKey(
        Volunteer, models.PROTECT, null=True, blank=True, related_name="incidents"
    )
    kind = models.CharField(_("何がありましたか"), max_length=8, choices=Kind.choices)
    happened_on = models.DateField(_("いつのことですか"))
    words = SealedJSONField(_("ようす"), null=True)
    told_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    told_at = models.DateTimeField(_("知らせた日時"))
    client_id = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    class Meta:
        verbose_name = _("手伝い中の出来事")
        verbose_name_plural = _("手伝い中の出来事")
        ordering = ["-told_at", "id"]

    def __str__(self) -> str:
        return self.number
