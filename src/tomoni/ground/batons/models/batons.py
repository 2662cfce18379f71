"""The baton: who has a matter in hand now, what comes next, and by when."""

import uuid
from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tomoni.ground.batons.models.kinds import Kind
from tomoni.ground.people.models import Team


class BatonQuerySet(models.QuerySet["Baton"]):
    """Batons by what a person at the desk would ask."""

    def open(self) -> "BatonQuerySet":
        return self.filter(status=Baton.Status.OPEN)

    def in_hands_of(self, user: Any) -> "BatonQuerySet":
        return self.open().filter(person=user)

    def held_by(self, teams: Any) -> "BatonQuerySet":
        return self.open().filter(team__in=teams)

    def overdue(self, *, on: date) -> "BatonQuerySet":
        """Open, and the date by which something had to happen has passed."""
        return self.open().filter(due_on__lt=on)

    def leaked(self) -> "BatonQuerySet":
        """Open without a team or a date; the database refuses it, so this is always empty."""
        return self.open().filter(Q(team=None) | Q(due_on=None))


class Baton(models.Model):
    """One open matter in exactly one team's hands, and perhaps one person's.

    `due_on` is the next day by which something must happen: the first answer, then the day
    set for the next step. `finish_by` is the last day of the whole matter. While an offer is
    open the giver still holds the baton.
    """

    class Status(models.TextChoices):
        OPEN = "open", _("対応中")
        CLOSED = "closed", _("終わり")

    class Outcome(models.TextChoices):
        DONE = "done", _("対応が終わった")
        ADVISED = "advised", _("説明・助言をした")
        ELSEWHERE = "elsewhere", _("ほかの機関が引き受けた")
        NOT_NEEDED = "not_needed", _("対応がいらなくなった")
        NO_CONTACT = "no_contact", _("本人と連絡がとれなかった")
        DECLINED = "declined", _("希望にそえなかった")
        JOINED = "joined", _("ほかの案件とまとめた")

    class Level(models.IntegerChoices):
        """How far up silence has climbed; an act of the holder brings it back to NONE."""

        NONE = 0, _("期限内")
        HOLDER = 1, _("担当に知らせた")
        LEAD = 2, _("リーダーに知らせた")
        DESK = 3, _("総合窓口に知らせた")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(_("番号"), max_length=20, unique=True)
    kind = models.ForeignKey(Kind, models.PROTECT, related_name="batons")
    title = models.CharField(
        _("件名"), max_length=200, help_text=_("名前や病気など、人のことは書かない")
    )
    team = models.ForeignKey(Team, models.PROTECT, null=True, related_name="batons")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="batons",
        verbose_name=_("担当者"),
    )
    next_step = models.CharField(_("次にすること"), max_length=300)
    due_on = models.DateField(_("期日"), null=True)
    finish_by = models.DateField(_("終わりの期限"), null=True)
    answered_at = models.DateTimeField(_("最初に対応した日時"), null=True, blank=True)
    is_urgent = models.BooleanField(_("急ぎ"), default=False)
    level = models.PositiveSmallIntegerField(
        _("遅れの知らせ"), choices=Level.choices, default=Level.NONE
    )
    status = models.CharField(_("状態"), max_length=10, choices=Status.choices, default=Status.OPEN)
    outcome = models.CharField(_("結果"), max_length=20, choices=Outcome.choices, blank=True)
    outcome_words = models.TextField(_("結果の説明"), blank=True)
    part_of = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="parts")
    joined_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="joined"
    )
    opened_at = models.DateTimeField(_("始まった日時"))
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    closed_at = models.DateTimeField(_("終わった日時"), null=True, blank=True)
    updated_at = models.DateTimeField(_("更新日時"))

    objects = BatonQuerySet.as_manager()

    class Meta:
        verbose_name = _("バトン")
        verbose_name_plural = _("バトン")
        ordering = ["due_on", "opened_at", "id"]
        indexes = [
            models.Index(
                fields=["team", "due_on", "id"],
                condition=Q(status="open"),
                name="open_batons_of_team",
            ),
            models.Index(
                fields=["person", "due_on", "id"],
                condition=Q(status="open"),
                name="open_batons_of_person",
            ),
            models.Index(
                fields=["due_on", "level"], condition=Q(status="open"), name="open_batons_by_day"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(status="closed")
                | (Q(team__isnull=False) & Q(due_on__isnull=False) & ~Q(next_step="")),
                name="open_baton_has_hand_and_day",
            ),
            models.CheckConstraint(
                condition=(Q(status="open") & Q(closed_at=None) & Q(outcome=""))
                | (Q(status="closed") & Q(closed_at__isnull=False) & ~Q(outcome="")),
                name="closed_baton_has_outcome",
            ),
            models.CheckConstraint(
                condition=Q(part_of=None) | ~Q(part_of=F("id")), name="no_part_of_itself"
            ),
            models.CheckConstraint(
                condition=(Q(outcome="joined") & Q(joined_into__isnull=False))
                | (~Q(outcome="joined") & Q(joined_into=None)),
                name="joined_names_the_other",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def is_open(self) -> bool:
        return self.status == self.Status.OPEN

    @property
    def next_said(self) -> str:
        """What comes next, in the reader's language where the program itself wrote it.

        Such steps are stored as the catalogues know them (`gettext_noop`), whoever caused them; what
        a person typed is in no catalogue and stays as it is.
        """
        return gettext(self.next_step) if self.next_step else ""

    @property
    def hand(self) -> Team:
        """The holding team; only the database's own guard can find none."""
        if self.team is None:
            raise ValueError(f"{self.number} is in nobody's hands")
        return self.team

    @property
    def due(self) -> date:
        """The next day; an open baton has one."""
        if self.due_on is None:
            raise ValueError(f"{self.number} has no day")
        return self.due_on

    @property
    def last_day(self) -> date:
        """The last day of the whole matter, or the next day where none was set."""
        return self.finish_by or self.due


class Matter(models.Model):
    """What every matter inherits: it cannot exist without its baton.

    A matter is open as long as its baton is; it has no second state that could disagree.
    """

    baton = models.OneToOneField(
        Baton, models.PROTECT, related_name="%(app_label)s_%(class)s", editable=False
    )

    class Meta:
        abstract = True
