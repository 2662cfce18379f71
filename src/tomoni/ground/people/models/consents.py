"""What people agreed to, in which words, and that they took it back."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tomoni.ground.people.models.accounts import User
from tomoni.ground.people.models.mandates import Mandate
from tomoni.ground.people.models.persons import Person


class ConsentText(models.Model):
    """One version of what is asked; append-only, so that one sees years later what was agreed to."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.SlugField(_("同意の種類"), max_length=40)
    version = models.PositiveSmallIntegerField(_("版"))
    title = models.CharField(_("題"), max_length=100)
    purpose = models.TextField(_("何のために使うか"))
    items = models.TextField(_("どの情報を"))
    receivers = models.TextField(_("だれに渡すか"))
    period = models.CharField(_("いつまで"), max_length=200)
    easy = models.TextField(_("やさしい説明"))
    created_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name=_("作った人")
    )
    created_at = models.DateTimeField(_("作成日時"))

    class Meta:
        verbose_name = _("同意の文")
        verbose_name_plural = _("同意の文")
        ordering = ["kind", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "version"], name="one_consent_text_a_version"),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.version}"


class Consent(models.Model):
    """Somebody agreed, or took it back; append-only. The latest row of a kind is what holds."""

    class Act(models.TextChoices):
        GIVEN = "given", _("同意した")
        WITHDRAWN = "withdrawn", _("取りやめた")

    class Way(models.TextChoices):
        SIGNED = "signed", _("署名した紙")
        SPOKEN = "spoken", _("口頭")
        SCREEN = "screen", _("本人が画面で")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(
        Person, models.PROTECT, related_name="consents", verbose_name=_("本人")
    )
    text = models.ForeignKey(
        ConsentText, models.PROTECT, related_name="consents", verbose_name=_("同意の文")
    )
    kind = models.SlugField(_("同意の種類"), max_length=40)
    number = models.PositiveIntegerField(_("何番目か"))
    act = models.CharField(_("したこと"), max_length=10, choices=Act.choices)
    on = models.DateField(_("した日"))
    until_on = models.DateField(_("いつまで"), null=True, blank=True)
    way = models.CharField(_("どうやって"), max_length=8, choices=Way.choices)
    explained_by = models.CharField(_("説明した人"), max_length=100, blank=True)
    mandate = models.ForeignKey(
        Mandate, models.PROTECT, null=True, related_name="+", verbose_name=_("代わりにする約束")
    )
    paper = models.CharField(_("紙の番号・しまった場所"), max_length=100, blank=True)
    recorded_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name=_("記録した人")
    )
    at = models.DateTimeField(_("記録した日時"))

    class Meta:
        verbose_name = _("同意の記録")
        verbose_name_plural = _("同意の記録")
        ordering = ["-at", "-number"]
        constraints = [
            # Two at one moment would both be "the latest"; the number lets the database refuse one.
            models.UniqueConstraint(
                fields=["person", "kind", "number"], name="consents_one_after_another"
            ),
            models.CheckConstraint(
                condition=~Q(way="signed") | ~Q(paper=""), name="signed_consent_names_its_paper"
            ),
            models.CheckConstraint(
                condition=~Q(act="given", way__in=["signed", "spoken"]) | ~Q(explained_by=""),
                name="consent_was_explained_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(until_on__gte=F("on")),
                name="consent_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.act}"
