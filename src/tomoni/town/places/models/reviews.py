"""A listing is due for re-checking: somebody must ask its holder."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tomoni.ground.batons.models import Matter
from tomoni.town.places.models.listings import Listing
from tomoni.town.places.models.suggestions import MatterQuerySet


class ListingReview(Matter):
    """One round of re-checking one entry.

    `is_under_way` is what lets the database refuse a second open round of one listing: a unique
    constraint cannot look into the baton's table. The action that closes the baton clears it in
    the same transaction.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    listing = models.ForeignKey(Listing, models.PROTECT, related_name="reviews")
    is_under_way = models.BooleanField(_("確かめている途中"), default=True)
    was_due_on = models.DateField(_("確かめる日だった日"), null=True, blank=True)
    created_at = models.DateTimeField(_("始めた日時"))

    objects = MatterQuerySet.as_manager()

    class Meta:
        verbose_name = _("掲載の確かめ")
        verbose_name_plural = _("掲載の確かめ")
        ordering = ["created_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["listing"],
                condition=Q(is_under_way=True),
                name="one_open_review_per_listing",
            )
        ]

    def __str__(self) -> str:
        return self.baton.number
