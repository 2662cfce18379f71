"""Handing over and asking: both have two sides, and neither is done until the other acts."""

import uuid
from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tomoni.ground.batons.models.batons import Baton
from tomoni.ground.people.models import Team


class Way(models.TextChoices):
    """How something came to us or went out: the screen, or its paper and telephone twins."""

    SCREEN = "screen", _("画面")
    LINK = "link", _("リンク")
    PHONE = "phone", _("電話")
    PAPER = "paper", _("書面")
    FAX = "fax", _("ファクス")
    TALK = "talk", _("対面")


class OpenQuerySet(models.QuerySet[Any]):
    def open(self) -> "OpenQuerySet":
        return self.filter(status="open")

    def overdue(self, *, on: date) -> "OpenQuerySet":
        return self.open().filter(answer_by__lt=on)


class Offer(models.Model):
    """A baton held out to another team, or to somebody outside. The giver still holds it."""

    class Status(models.TextChoices):
        OPEN = "open", _("返事待ち")
        ACCEPTED = "accepted", _("引き受けた")
        RETURNED = "returned", _("戻した")
        WITHDRAWN = "withdrawn", _("取り下げた")

    class Reason(models.TextChoices):
        """Why a baton is given back; coded, so that the plan's review can count them."""

        OTHER_DESK = "other_desk", _("担当がちがう")
        MORE_FACTS = "more_facts", _("情報が足りない")
        NO_CAPACITY = "no_capacity", _("いまは手が足りない")
        NO_CONSENT = "no_consent", _("本人の同意がない")
        OUT_OF_AREA = "out_of_area", _("区域の外")
        DONE_ALREADY = "done_already", _("すでに対応している")
        OTHER = "other", _("その他")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    baton = models.ForeignKey(Baton, models.PROTECT, related_name="offers")
    from_team = models.ForeignKey(Team, models.PROTECT, related_name="+")
    to_team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="offers")
    to_person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    outside_name = models.CharField(_("外部の相手"), max_length=200, blank=True)
    outside_contact = models.CharField(_("相手の連絡先"), max_length=200, blank=True)
    note = models.TextField(_("引き継ぎのことば"), blank=True)
    way = models.CharField(_("手段"), max_length=10, choices=Way.choices, default=Way.SCREEN)
    answer_by = models.DateField(_("返事の期日"))
    level = models.PositiveSmallIntegerField(
        _("遅れの知らせ"), choices=Baton.Level.choices, default=Baton.Level.NONE
    )
    status = models.CharField(_("状態"), max_length=10, choices=Status.choices, default=Status.OPEN)
    reason = models.CharField(_("戻した理由"), max_length=20, choices=Reason.choices, blank=True)
    reply = models.TextField(_("返事のことば"), blank=True)
    offered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    offered_at = models.DateTimeField(_("差し出した日時"))
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_name = models.CharField(_("返事をした人"), max_length=100, blank=True)
    answered_at = models.DateTimeField(_("返事の日時"), null=True, blank=True)

    objects = OpenQuerySet.as_manager()

    class Meta:
        verbose_name = _("引き継ぎ")
        verbose_name_plural = _("引き継ぎ")
        ordering = ["answer_by", "offered_at", "id"]
        indexes = [
            models.Index(
                fields=["to_team", "answer_by"], condition=Q(status="open"), name="offers_to_team"
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["baton"], condition=Q(status="open"), name="one_open_offer_per_baton"
            ),
            models.CheckConstraint(
                condition=(Q(to_team__isnull=False) & Q(outside_name=""))
                | (Q(to_team=None) & ~Q(outside_name="")),
                name="offer_has_one_receiver",
            ),
            models.CheckConstraint(
                condition=(Q(status="open") & Q(answered_at=None))
                | (~Q(status="open") & Q(answered_at__isnull=False)),
                name="offer_answered_once",
            ),
            models.CheckConstraint(
                condition=~Q(status="returned") | ~Q(reason=""), name="returned_offer_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.baton_id} → {self.receiver}"

    @property
    def receiver(self) -> str:
        return str(self.to_team) if self.to_team_id else self.outside_name


class Question(models.Model):
    """Something asked of another team or of somebody outside, without giving the baton away."""

    class Status(models.TextChoices):
        OPEN = "open", _("返事待ち")
        ANSWERED = "answered", _("返事あり")
        WITHDRAWN = "withdrawn", _("取り下げた")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    baton = models.ForeignKey(Baton, models.PROTECT, related_name="questions")
    to_team = models.ForeignKey(
        Team, models.PROTECT, null=True, blank=True, related_name="questions"
    )
    outside_name = models.CharField(_("外部の相手"), max_length=200, blank=True)
    outside_contact = models.CharField(_("相手の連絡先"), max_length=200, blank=True)
    text = models.TextField(_("たずねること"))
    answer_by = models.DateField(_("返事の期日"))
    level = models.PositiveSmallIntegerField(
        _("遅れの知らせ"), choices=Baton.Level.choices, default=Baton.Level.NONE
    )
    status = models.CharField(_("状態"), max_length=10, choices=Status.choices, default=Status.OPEN)
    answer = models.TextField(_("返事"), blank=True)
    way = models.CharField(_("手段"), max_length=10, choices=Way.choices, default=Way.SCREEN)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    asked_at = models.DateTimeField(_("たずねた日時"))
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_name = models.CharField(_("返事をした人"), max_length=100, blank=True)
    answered_at = models.DateTimeField(_("返事の日時"), null=True, blank=True)

    objects = OpenQuerySet.as_manager()

    class Meta:
        verbose_name = _("問い合わせ")
        verbose_name_plural = _("問い合わせ")
        ordering = ["answer_by", "asked_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(to_team__isnull=False) & Q(outside_name=""))
                | (Q(to_team=None) & ~Q(outside_name="")),
                name="question_has_one_receiver",
            ),
            models.CheckConstraint(
                condition=(Q(status="open") & Q(answered_at=None))
                | (~Q(status="open") & Q(answered_at__isnull=False)),
                name="question_answered_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.baton_id} ? {self.receiver}"

    @property
    def receiver(self) -> str:
        return str(self.to_team) if self.to_team_id else self.outside_name
