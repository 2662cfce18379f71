"""What became of it: who came, what they said, and how teams did."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tomoni.core.sealed import SealedJSONField
from tomoni.doing.events.models.occurrences import Occurrence
from tomoni.doing.events.models.signups import AgeBand, Attendee


class Attendance(models.Model):
    """One human being on one date. The database refuses a second row for the same one."""

    class State(models.TextChoices):
        CAME = "came", _("来た")
        STAND_IN = "stand_in", _("代わりの人が来た")
        EXCUSED = "excused", _("休みの連絡があった")
        ABSENT = "absent", _("来なかった")

    class Way(models.TextChoices):
        CODE = "code", _("会場のコード")
        ROSTER = "roster", _("名簿")
        WALK_IN = "walk_in", _("当日そのまま")

    HERE = (State.CAME, State.STAND_IN)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    occurrence = models.ForeignKey(Occurrence, models.PROTECT, related_name="attendances")
    attendee = models.ForeignKey(
        Attendee, models.CASCADE, null=True, blank=True, related_name="attendances"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    who = SealedJSONField(_("お名前"), null=True)  # A walk-in's name, or the stand-in's.
    age_band = models.CharField(
        _("世代"), max_length=8, choices=AgeBand.choices, default=AgeBand.UNKNOWN
    )
    state = models.CharField(_("出欠"), max_length=8, choices=State.choices)
    way = models.CharField(_("受けた方法"), max_length=8, choices=Way.choices)
    client_id = models.CharField(max_length=40, blank=True)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(_("日時"))

    class Meta:
        verbose_name = _("催しの出欠")
        verbose_name_plural = _("催しの出欠")
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["occurrence", "attendee"],
                condition=Q(attendee__isnull=False),
                name="one_check_in_an_attendee",
            ),
            models.UniqueConstraint(
                fields=["occurrence", "user"],
                condition=Q(user__isnull=False),
                name="one_check_in_an_account",
            ),
            models.UniqueConstraint(
                fields=["occurrence", "client_id"],
                condition=~Q(client_id=""),
                name="one_check_in_a_form",
            ),
        ]

    def __str__(self) -> str:
        return self.get_state_display()


class Feedback(models.Model):
    """What somebody said afterwards, without a name unless they gave one."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    occurrence = models.ForeignKey(Occurrence, models.CASCADE, related_name="feedbacks")
    stars = models.PositiveSmallIntegerField(_("どうでしたか（1〜5）"))
    words = SealedJSONField(_("感想"), null=True)
    again = models.BooleanField(_("また来たい"), null=True, blank=True)
    client_id = models.CharField(max_length=40, unique=True)
    at = models.DateTimeField(_("日時"))

    class Meta:
        verbose_name = _("催しの感想")
        verbose_name_plural = _("催しの感想")
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(stars__gte=1, stars__lte=5), name="feedback_one_to_five"
            )
        ]

    def __str__(self) -> str:
        return str(self.stars)


class CompetitionRule(models.Model):
    """How a competition is scored: in what, whether more or less wins, and how many rounds."""

    series = models.OneToOneField(
        "events.Series", models.CASCADE, related_name="competition", primary_key=True
    )
    unit = models.CharField(_("何で競うか"), max_length=40)
    more_wins = models.BooleanField(_("多いほうが勝ち"), default=True)
    rounds = models.PositiveSmallIntegerField(_("回数"), default=1)
    team_size = models.PositiveSmallIntegerField(_("一組の人数"), default=5)
    words = models.TextField(_("決まり"), blank=True)

    class Meta:
        verbose_name = _("競技の決まり")
        verbose_name_plural = _("競技の決まり")

    def __str__(self) -> str:
        return self.unit


class CompetitionTeam(models.Model):
    """A team on one date of a competition; called a name, never by its people."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    occurrence = models.ForeignKey(Occurrence, models.CASCADE, related_name="teams")
    name = models.CharField(_("組の名前"), max_length=60)
    members = models.PositiveSmallIntegerField(_("人数"), default=1)

    class Meta:
        verbose_name = _("競技の組")
        verbose_name_plural = _("競技の組")
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["occurrence", "name"], name="one_team_a_name")
        ]

    def __str__(self) -> str:
        return self.name


class Score(models.Model):
    """What a team reached in one round; a correction is a new number with its reason in the audit."""

    team = models.ForeignKey(CompetitionTeam, models.CASCADE, related_name="scores")
    nth = models.PositiveSmallIntegerField(_("何回目"), default=1)
    value = models.DecimalField(_("記録"), max_digits=9, decimal_places=2)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(_("日時"))

    class Meta:
        verbose_name = _("競技の記録")
        verbose_name_plural = _("競技の記録")
        ordering = ["nth", "id"]
        constraints = [models.UniqueConstraint(fields=["team", "nth"], name="one_score_a_round")]

    def __str__(self) -> str:
        return str(self.value)
