"""Links for people without an account: one purpose, one time, and not for ever."""

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tomoni.ground.batons.models.batons import Baton
from tomoni.ground.batons.models.offers import Offer, Question
from tomoni.ground.batons.models.parties import Party


class LinkQuerySet(models.QuerySet["Link"]):
    def live(self, at: datetime) -> "LinkQuerySet":
        """Those that still open something."""
        return self.filter(revoked_at=None, expires_at__gt=at)


class Link(models.Model):
    """A key to one page for one purpose. Only its hash is kept: a copy of the database opens nothing.

    Opening it shows the page and does nothing else, so that a mail scanner that follows every
    link neither accepts nor uses it up; only the button on the page acts.
    """

    class Purpose(models.TextChoices):
        OFFER = "offer", _("引き継ぎの返事")
        QUESTION = "question", _("問い合わせの返事")
        RECEIPT = "receipt", _("受付票")
        TALK = "talk", _("文と写真のやりとり")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    digest = models.CharField(_("鍵の印"), max_length=64, unique=True, editable=False)
    purpose = models.CharField(_("目的"), max_length=10, choices=Purpose.choices)
    baton = models.ForeignKey(Baton, models.PROTECT, related_name="links")
    offer = models.ForeignKey(Offer, models.PROTECT, null=True, blank=True, related_name="links")
    question = models.ForeignKey(
        Question, models.PROTECT, null=True, blank=True, related_name="links"
    )
    party = models.ForeignKey(Party, models.PROTECT, null=True, blank=True, related_name="links")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    made_at = models.DateTimeField(_("作った日時"))
    expires_at = models.DateTimeField(_("いつまで"))
    revoked_at = models.DateTimeField(_("止めた日時"), null=True, blank=True)
    used_at = models.DateTimeField(_("使われた日時"), null=True, blank=True)
    opened_at = models.DateTimeField(_("最初に開かれた日時"), null=True, blank=True)
    last_used_at = models.DateTimeField(_("最後に使われた日時"), null=True, blank=True)

    objects = LinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("返事用のリンク")
        verbose_name_plural = _("返事用のリンク")
        constraints = [
            models.CheckConstraint(
                condition=Q(purpose="offer", offer__isnull=False, question=None)
                | Q(purpose="question", question__isnull=False, offer=None)
                | Q(purpose="receipt", offer=None, question=None)
                | Q(purpose="talk", offer=None, question=None, party__isnull=False),
                name="link_has_its_purpose",
            )
        ]

    def __str__(self) -> str:
        return f"{self.baton_id} {self.purpose}"

    @property
    def receiver(self) -> str:
        """Whoever it was made for, as far as we know a name."""
        thing = self.offer or self.question
        return thing.receiver if thing else str(self.party or "")


class Miss(models.Model):
    """A link that did not exist was tried: counted for a while, so that nobody can guess on."""

    from_hash = models.CharField(_("送り元"), max_length=64)
    at = models.DateTimeField(_("日時"), db_index=True)

    class Meta:
        verbose_name = _("外れたリンク")
        verbose_name_plural = _("外れたリンク")
        indexes = [models.Index(fields=["from_hash", "at"], name="misses_of_sender")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}"
