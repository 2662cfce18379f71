"""Who somebody is at an identity provider outside, such as the city's or the one of digital certificates."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tomoni.ground.people.models.accounts import User


class OutsideIdentity(models.Model):
    """One way in: the subject of an issuer, which signs in one account and no other."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(
        User, models.CASCADE, related_name="outside_identities", verbose_name=_("アカウント")
    )
    issuer = models.CharField(_("本人確認をするところ"), max_length=255)
    subject = models.CharField(_("そこでの番号"), max_length=255)
    linked_at = models.DateTimeField(_("つないだ日時"))
    used_at = models.DateTimeField(_("最後に使った日時"), null=True)

    class Meta:
        verbose_name = _("外の本人確認")
        verbose_name_plural = _("外の本人確認")
        constraints = [
            models.UniqueConstraint(fields=["issuer", "subject"], name="one_account_of_a_subject"),
            models.UniqueConstraint(fields=["user", "issuer"], name="one_subject_of_an_account"),
            models.CheckConstraint(
                condition=~Q(issuer="") & ~Q(subject=""), name="identity_names_somebody"
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)
