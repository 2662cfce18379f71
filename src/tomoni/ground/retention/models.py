"""Rules with dates, holds, the one proposal, its list, and the record of what was destroyed."""

import uuid
from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tomoni.core import retention
from tomoni.core.chain import Chained, place
from tomoni.ground.batons.models import Matter


class RuleQuerySet(models.QuerySet["Rule"]):
    def in_force(self, on: date) -> "RuleQuerySet":
        """The rules that had begun on that day, the newest of each class first."""
        return self.filter(from_on__lte=on).order_by("held", "-from_on")


class Rule(models.Model):
    """How long one class of record is kept, from a day on. A new rule is a new row."""

    class Clock(models.TextChoices):
        DAY = retention.Clock.DAY.value, _("その日から")
        FISCAL_YEAR = retention.Clock.FISCAL_YEAR.value, _("次の4月1日から")

    held = models.CharField(_("記録の種類"), max_length=60)
    years = models.PositiveSmallIntegerField(_("年"), default=0)
    months = models.PositiveSmallIntegerField(_("か月"), default=0)
    clock = models.CharField(_("いつから数えるか"), max_length=12, choices=Clock.choices)
    source = models.CharField(
        _("根拠"), max_length=300, help_text=_("文書管理の規程や法律の名前と条")
    )
    from_on = models.DateField(_("いつから"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(_("決めた日時"))

    objects = RuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("保存期間の決まり")
        verbose_name_plural = _("保存期間の決まり")
        constraints = [
            models.UniqueConstraint(fields=["held", "from_on"], name="one_retention_rule_a_day"),
            models.CheckConstraint(
                condition=Q(years__gt=0) | Q(months__gt=0), name="retention_rule_has_a_term"
            ),
            models.CheckConstraint(condition=~Q(source=""), name="retention_rule_has_a_source"),
        ]

    def __str__(self) -> str:
        return f"{self.held} {self.from_on:%Y-%m-%d}"

    @property
    def term(self) -> retention.Term:
        return retention.Term(self.years, self.months, self.clock)


class HoldQuerySet(models.QuerySet["Hold"]):
    def in_force(self, on: date) -> "HoldQuerySet":
        return self.filter(lifted_at=None, until_on__gte=on)


class Hold(models.Model):
    """A person or matter that nothing is destroyed of until a day: a lawsuit, an inquiry."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    label = models.CharField(_("何を"), max_length=80)
    key = models.CharField(_("どれを"), max_length=64)
    reason = models.CharField(
        _("わけ"), max_length=300, help_text=_("人の名前や病気など、人のことは書かない")
    )
    until_on = models.DateField(_("いつまで"))
    placed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    placed_at = models.DateTimeField(_("止めた日時"))
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    lifted_at = models.DateTimeField(_("解いた日時"), null=True, blank=True)
    lifted_because = models.CharField(_("解いたわけ"), max_length=300, blank=True)

    objects = HoldQuerySet.as_manager()

    class Meta:
        verbose_name = _("破棄を止める指定")
        verbose_name_plural = _("破棄を止める指定")
        ordering = ["until_on", "placed_at", "id"]
        indexes = [models.Index(fields=["label", "key"], name="holds_of_something")]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="hold_has_a_reason"),
            models.CheckConstraint(
                condition=Q(lifted_at=None, lifted_by=None, lifted_because="")
                | (Q(lifted_at__isnull=False, lifted_by__isnull=False) & ~Q(lifted_because="")),
                name="lifted_hold_says_by_whom_and_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.key}"


class Proposal(Matter):
    """What is due on one day, as one list. Its baton says who has it in hand and by when."""

    class Status(models.TextChoices):
        PROPOSED = "proposed", _("承認を待っている")
        APPROVED = "approved", _("破棄している")
        DONE = "done", _("破棄した")
        REFUSED = "refused", _("見送った")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    status = models.CharField(
        _("状態"), max_length=10, choices=Status.choices, default=Status.PROPOSED
    )
    is_under_way = models.BooleanField(_("進行中"), default=True)
    at = models.DateTimeField(_("作った日時"))
    first_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("一人目の承認"),
    )  # fmt: skip
    first_at = models.DateTimeField(_("一人目の承認の日時"), null=True, blank=True)
    second_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("二人目の承認"),
    )  # fmt: skip
    second_at = models.DateTimeField(_("二人目の承認の日時"), null=True, blank=True)
    ended_at = models.DateTimeField(_("終わった日時"), null=True, blank=True)

    class Meta:
        verbose_name = _("破棄の案")
        verbose_name_plural = _("破棄の案")
        ordering = ["-at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["is_under_way"], condition=Q(is_under_way=True), name="one_proposal_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(second_by=None) | (Q(first_by__isnull=False) & ~Q(second_by=F("first_by"))),
                name="two_different_persons_approve",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["proposed", "refused"]) | Q(second_by__isnull=False),
                name="nothing_destroyed_without_two",
            ),
            models.CheckConstraint(
                condition=(Q(status__in=["proposed", "approved"], is_under_way=True, ended_at=None))
                | Q(status__in=["done", "refused"], is_under_way=False, ended_at__isnull=False),
                name="proposal_ends_once",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d}"


class Item(models.Model):
    """One row on the list, by its class and key; it says what became of it."""

    class Outcome(models.TextChoices):
        WAITING = "waiting", _("まだ")
        DESTROYED = "destroyed", _("破棄した")
        HELD = "held", _("止める指定があった")
        NOT_DUE = "not_due", _("もう対象でない")
        FAILED = "failed", _("できなかった")

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="items")
    held = models.CharField(_("記録の種類"), max_length=60)
    key = models.CharField(_("番号"), max_length=64)
    begins_on = models.DateField(_("期間の始まり"))
    outcome = models.CharField(
        _("結果"), max_length=10, choices=Outcome.choices, default=Outcome.WAITING
    )

    class Meta:
        verbose_name = _("破棄の案の一件")
        verbose_name_plural = _("破棄の案の一件")
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "held", "key"], name="once_on_a_list_of_destruction"
            )
        ]
        indexes = [
            models.Index(fields=["proposal", "outcome", "held"], name="items_still_to_do"),
        ]

    def __str__(self) -> str:
        return f"{self.held} {self.key}"


class Destruction(Chained):
    """What one breath destroyed: append-only, chained, and without a word about a person."""

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="destructions")
    nth = models.PositiveIntegerField(_("何番目"))
    held = models.CharField(_("記録の種類"), max_length=60)
    rule = models.ForeignKey(Rule, models.PROTECT, related_name="+")
    way = models.CharField(
        _("どう破棄したか"),
        max_length=12,
        choices=[
            (retention.Way.DELETED.value, _("消した")),
            (retention.Way.EMPTIED.value, _("中身を消した")),
            (retention.Way.UNREADABLE.value, _("鍵を捨てて読めなくした")),
        ],
    )
    count = models.PositiveIntegerField(_("件数"))
    digest = models.CharField(_("番号の並びのハッシュ"), max_length=64)
    oldest_on = models.DateField(_("いちばん古い始まり"))
    newest_on = models.DateField(_("いちばん新しい始まり"))
    first_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    second_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("破棄した日時"))

    class Meta:
        verbose_name = _("破棄の記録")
        verbose_name_plural = _("破棄の記録")
        constraints = [
            place("retention_destruction"),
            models.UniqueConstraint(fields=["proposal", "nth"], name="destructions_are_numbered"),
            models.CheckConstraint(
                condition=~Q(first_by=F("second_by")), name="destroyed_by_two_persons"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.proposal_id} {self.nth}"


def newest_rules(on: date) -> dict[str, Any]:
    """The rule in force of each class on a day."""
    found: dict[str, Any] = {}
    for rule in Rule.objects.in_force(on):
        found.setdefault(rule.held, rule)
    return found
