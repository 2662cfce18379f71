"""Small tasks for an afternoon, and requests to the city for staff."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tomoni.core.sealed import SealedTextField
from tomoni.ground.batons.models import Matter
from tomoni.ties.neighbourhoods.models.associations import Association


class Task(models.Model):
    """Something a student or a parent can do for an afternoon."""

    class ForWhom(models.TextChoices):
        ANYBODY = "anybody", _("だれでも")
        STUDENT = "student", _("学生（高校生から）")
        PUPIL = "pupil", _("小・中学生（おとなといっしょに）")
        PARENT = "parent", _("子育て中の人（子ども連れでよい）")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    association = models.ForeignKey(Association, models.PROTECT, related_name="tasks")
    title = models.CharField(_("すること"), max_length=120)
    text = models.TextField(_("説明・持ち物"), blank=True)
    starts_at = models.DateTimeField(_("始まり"))
    minutes = models.PositiveSmallIntegerField(_("かかる時間（分）"), default=120)
    place = models.CharField(_("集まる所"), max_length=200)
    for_whom = models.CharField(
        _("だれに"), max_length=10, choices=ForWhom.choices, default=ForWhom.ANYBODY
    )
    cancelled_at = models.DateTimeField(_("中止にした日時"), null=True, blank=True)
    created_at = models.DateTimeField(_("作成日時"))

    class Meta:
        verbose_name = _("ひとときの役")
        verbose_name_plural = _("ひとときの役")
        ordering = ["starts_at", "id"]
        indexes = [models.Index(fields=["association", "starts_at"], name="tasks_of_association")]

    def __str__(self) -> str:
        return self.title


class TaskPlace(models.Model):
    """One place of a task; there are as many rows as people are wanted."""

    task = models.ForeignKey(Task, models.PROTECT, related_name="places")
    number = models.PositiveSmallIntegerField(_("番号"))

    class Meta:
        verbose_name = _("ひとときの役の枠")
        verbose_name_plural = _("ひとときの役の枠")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["task", "number"], name="one_place_number"),
            models.CheckConstraint(condition=Q(number__gte=1), name="place_numbers_begin_at_one"),
        ]

    def __str__(self) -> str:
        return f"{self.task_id} {self.number}"


class Taking(models.Model):
    """Somebody took a place, with or without an account; one place is held by one person."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    place = models.ForeignKey(TaskPlace, models.PROTECT, related_name="takings")
    task = models.ForeignKey(Task, models.PROTECT, related_name="takings")
    token = models.UUIDField(_("受付の鍵"), unique=True, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    name = SealedTextField(_("お名前"))
    contact = SealedTextField(_("電話番号かメールアドレス"))
    from_hash = models.CharField(_("送り元"), max_length=64, blank=True)
    created_at = models.DateTimeField(_("申し込んだ日時"))
    given_up_at = models.DateTimeField(_("取りやめた日時"), null=True, blank=True)

    class Meta:
        verbose_name = _("ひとときの役の申し込み")
        verbose_name_plural = _("ひとときの役の申し込み")
        ordering = ["created_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["place"], condition=Q(given_up_at=None), name="one_taker_of_a_place"
            ),
            models.UniqueConstraint(
                fields=["task", "user"],
                condition=Q(given_up_at=None, user__isnull=False),
                name="one_place_a_person",
            ),
        ]

    def __str__(self) -> str:
        return str(self.place_id)


class DispatchRequest(Matter):
    """The association asks the city or the council to send staff: a talk, a hand, advice."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    association = models.ForeignKey(Association, models.PROTECT, related_name="requests")
    what = models.TextField(_("来てほしい理由"))
    wished_on = models.DateField(_("来てほしい日"), null=True, blank=True)
    place = models.CharField(_("場所"), max_length=200, blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    created_at = models.DateTimeField(_("頼んだ日時"))

    class Meta:
        verbose_name = _("職員の派遣の希望")
        verbose_name_plural = _("職員の派遣の希望")
        ordering = ["-created_at", "id"]

    def __str__(self) -> str:
        return str(self.association)
