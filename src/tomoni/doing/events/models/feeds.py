"""The secret address under which somebody's own calendar is read."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class OwnFeed(models.Model):
    """One address an account; another one is a new row, and the old address finds nothing.

    The address itself is made of the row's number and the installation's secret (core/link_keys.py);
    here lies only its digest, by which it is found.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="events_feed"
    )
    digest = models.CharField(max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField(_("作った日時"))

    class Meta:
        verbose_name = _("自分のカレンダーのアドレス")
        verbose_name_plural = _("自分のカレンダーのアドレス")

    def __str__(self) -> str:
        return str(self.pk)
