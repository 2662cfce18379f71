"""Two entries of one person made one, in a way that can be undone exactly."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tomoni.ground.people.models.accounts import User
from tomoni.ground.people.models.persons import Person


class PersonMerge(models.Model):
    """What was moved from the entry that went to the one that was kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kept = models.ForeignKey(
        Person, models.PROTECT, related_name="merges", verbose_name=_("残した登録")
    )
    gone = models.ForeignKey(
        Person, models.PROTECT, related_name="merged_away", verbose_name=_("まとめた登録")
    )
    moved = models.JSONField(_("移した行"), default=list)
    filled = models.JSONField(_("補った項目"), default=list)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("した人"))
    at = models.DateTimeField(_("日時"))
    undone_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name=_("元に戻した人")
    )
    undone_at = models.DateTimeField(_("元に戻した日時"), null=True)

    class Meta:
        verbose_name = _("登録のまとめ")
        verbose_name_plural = _("登録のまとめ")
        ordering = ["-at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["gone"], condition=Q(undone_at=None), name="merged_away_once"
            ),
            models.CheckConstraint(condition=~Q(kept=F("gone")), name="merge_joins_two"),
        ]

    def __str__(self) -> str:
        return f"{self.gone_id} → {self.kept_id}"
