"""What is written to and fro about a matter, and who has had, opened and answered it."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tomoni.core.sealed import SealedTextField
from tomoni.ground.batons.models.batons import Baton
from tomoni.ground.batons.models.offers import Way
from tomoni.ground.batons.models.parties import Party
from tomoni.ground.people.models import Team


class Message(models.Model):
    """One message between the holder and one other side: a party of the matter or a team.

    Rows are never changed or deleted; triggers refuse both. `text` is also sealed under the
    matter's own key (core/shredding.py), so that the words can be forgotten with the matter;
    `queries.messages.opened` reads it. What the readers did with it stands in `Receipt`. The key comes from the form, so that a second press sends nothing twice.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    baton = models.ForeignKey(Baton, models.PROTECT, related_name="messages")
    party = models.ForeignKey(Party, models.PROTECT, null=True, blank=True, related_name="messages")
    team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="+")
    is_from_holder = models.BooleanField(_("受け持つ側から"))
    text = SealedTextField(_("文"))
    at = models.DateTimeField(_("日時"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    way = models.CharField(_("手段"), max_length=10, choices=Way.choices, default=Way.SCREEN)

    class Meta:
        verbose_name = _("やりとりの文")
        verbose_name_plural = _("やりとりの文")
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["baton", "at"], name="messages_of_baton")]
        constraints = [
            models.CheckConstraint(
                condition=Q(party__isnull=False, team=None) | Q(party=None, team__isnull=False),
                name="message_has_one_other_side",
            )
        ]

    def __str__(self) -> str:
        return f"{self.baton_id} {self.at:%Y-%m-%d %H:%M}"


class Receipt(models.Model):
    """One reader of one message: when they opened and when they answered it.

    When it was delivered is not kept here: the outbox knows it (`queries.messages`).
    """

    message = models.ForeignKey(Message, models.PROTECT, related_name="receipts")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    party = models.ForeignKey(Party, models.PROTECT, null=True, blank=True, related_name="+")
    opened_at = models.DateTimeField(_("開いた日時"), null=True, blank=True)
    answered_at = models.DateTimeField(_("返事をした日時"), null=True, blank=True)

    class Meta:
        verbose_name = _("文の受け取り")
        verbose_name_plural = _("文の受け取り")
        indexes = [
            models.Index(fields=["user"], condition=Q(opened_at=None), name="unread_of_user")
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["message", "user"], condition=Q(party=None), name="one_receipt_a_user"
            ),
            models.UniqueConstraint(
                fields=["message", "party"], condition=Q(user=None), name="one_receipt_a_party"
            ),
            models.CheckConstraint(
                condition=Q(user__isnull=False, party=None) | Q(user=None, party__isnull=False),
                name="receipt_has_one_reader",
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None) | Q(opened_at__isnull=False),
                name="answered_was_opened",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.message_id} {self.user_id or self.party_id}"
