"""One-time codes: on a letter from the office, or in a text message; kept only as keyed hashes."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tomoni.ground.people.models.accounts import User
from tomoni.ground.people.models.persons import Person


class LetterCode(models.Model):
    """A code on a letter, with which one person begins to sign in, once."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="letter_codes")
    digest = models.CharField(max_length=64, unique=True, editable=False)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("作った人"))
    made_at = models.DateTimeField(_("作った日時"))
    expires_at = models.DateTimeField(_("使える期限"))
    wrong = models.PositiveSmallIntegerField(_("まちがいの数"), default=0)
    used_at = models.DateTimeField(_("使った日時"), null=True)
    revoked_at = models.DateTimeField(_("取り消した日時"), null=True)

    class Meta:
        verbose_name = _("手紙の番号")
        verbose_name_plural = _("手紙の番号")
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(used_at=None, revoked_at=None),
                name="one_letter_code_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(used_at=None) | Q(revoked_at=None), name="letter_code_used_or_revoked"
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("made_at")), name="letter_code_expires"
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class TextCode(models.Model):
    """A code in a text message, good for the browser session that asked for it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number_digest = models.CharField(max_length=64, db_index=True, editable=False)
    digest = models.CharField(max_length=64, editable=False)
    sent_at = models.DateTimeField(_("送った日時"))
    expires_at = models.DateTimeField(_("使える期限"))
    wrong = models.PositiveSmallIntegerField(_("まちがいの数"), default=0)
    used_at = models.DateTimeField(_("使った日時"), null=True)

    class Meta:
        verbose_name = _("電話に送った番号")
        verbose_name_plural = _("電話に送った番号")
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("sent_at")), name="text_code_expires"
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)
