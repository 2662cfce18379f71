"""Somebody is rung by staff about one thing: what every room that rings people writes down."""

from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

LEFT_LYING = timedelta(minutes=20)  # Longer than such a call takes.


class RingQuerySet(models.QuerySet[Any, Any]):
    def holding(self) -> Any:
        """Those that keep a second telephone call away: it rings now, or the person knows."""
        return self.filter(answer__in=self.model.HOLDS)


class Ring(models.Model):
    """One telephone call to one person about one thing.

    It is written before anybody dials, and the room's table has a unique key over those that are
    `HOLDS`, so the database itself keeps two people from ringing the same person. The room gives
    the answers; who did not pick up, or was not rung after all, can be rung again.
    """

    HOLDS: ClassVar[tuple[str, ...]]
    answer: Any

    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+",
        verbose_name=_("電話した人"),
    )  # fmt: skip
    begun_at = models.DateTimeField(_("電話をかけた日時"))
    answered_at = models.DateTimeField(_("返事を書いた日時"), null=True, blank=True)

    objects = RingQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["-begun_at", "-pk"]

    def is_left_lying(self, at: datetime) -> bool:
        """Begun long ago and never answered: somebody else may ring."""
        return not self.answer and at - self.begun_at >= LEFT_LYING
