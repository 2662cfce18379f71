"""What people say to those who run a service: thanks, a wish, a complaint."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from tomoni.ground.districts.models import Town
from tomoni.town.places.models.categories import Category
from tomoni.town.places.models.listings import Listing
from tomoni.town.places.models.suggestions import Answerable, MatterQuerySet


class Feedback(Answerable):
    """A word to the provider of a service; no correction, so the entry itself stays as it is.

    `category` and `town` are the entry's on the day the word came. The published counts of a
    quarter stay as they were when the entry moves later: two versions of one table, laid side by
    side, would tell what each of them hides.
    """

    class Kind(models.TextChoices):
        PRAISE = "praise", _("よかったこと・お礼")
        WISH = "wish", _("こうしてほしい（要望）")
        COMPLAINT = "complaint", _("困ったこと（苦情）")

    listing = models.ForeignKey(Listing, models.PROTECT, related_name="feedback")
    kind = models.CharField(_("種類"), max_length=10, choices=Kind.choices)
    category = models.ForeignKey(
        Category, models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
    town = models.ForeignKey(
        Town, models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
    wants_answer = models.BooleanField(_("お返事がほしい"), default=False)

    objects = MatterQuerySet.as_manager()

    class Meta:
        verbose_name = _("運営への声")
        verbose_name_plural = _("運営への声")
        ordering = ["created_at", "id"]
        indexes = [models.Index(fields=["kind", "created_at"], name="feedback_by_kind")]
