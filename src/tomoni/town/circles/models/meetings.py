"""A meeting: what is on, who came, what was written down and what was decided."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tomoni.core.sealed import SealedTextField
from tomoni.ground.batons.models import Matter
from tomoni.town.circles.models.circles import Circle, Member


class Meeting(models.Model):
    """One meeting. Those about a case say on what basis they share, and open only to who is let in."""

    class Basis(models.TextChoices):
        PLAIN = "plain", _("ふつうの会議（人の事情は話さない）")
        WITHOUT_CONSENT = (
            "without_consent",
            _("支援会議（社会福祉法106条の6。同意がなくても共有できる）"),
        )
        WITH_CONSENT = "with_consent", _("重層的支援会議（本人の同意のもとで共有する）")

    class Status(models.TextChoices):
        PLANNED = "planned", _("これから")
        HELD = "held", _("開いた")
        CANCELLED = "cancelled", _("中止")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    circle = models.ForeignKey(Circle, models.PROTECT, related_name="meetings")
    title = models.CharField(
        _("会議の名前"), max_length=120, help_text=_("人の名前や病気のことは書かない")
    )
    starts_at = models.DateTimeField(_("始まり"))
    place = models.CharField(_("会場"), max_length=200, blank=True)
    basis = models.CharField(
        _("会議の種類"), max_length=16, choices=Basis.choices, default=Basis.PLAIN
    )
    case_number = models.CharField(_("案件の番号"), max_length=40, blank=True)
    consent = models.CharField(_("本人の同意（日付・書面）"), max_length=200, blank=True)
    no_consent_reason = SealedTextField(_("同意を得ずに共有する理由"), null=True)
    is_closed = models.BooleanField(_("議事録は秘密を守ると約束した人だけが読む"), default=False)
    is_public = models.BooleanField(_("公開のページに載せる"), default=False)
    status = models.CharField(
        _("状態"), max_length=10, choices=Status.choices, default=Status.PLANNED
    )
    created_at = models.DateTimeField(_("作成日時"))
    updated_at = models.DateTimeField(_("更新日時"))

    class Meta:
        verbose_name = _("会議")
        verbose_name_plural = _("会議")
        ordering = ["-starts_at", "id"]
        indexes = [models.Index(fields=["circle", "starts_at"], name="meetings_of_circle")]
        constraints = [
            models.CheckConstraint(
                condition=Q(basis="plain")
                | (Q(basis="with_consent") & ~Q(consent=""))
                | (Q(basis="without_consent") & Q(no_consent_reason__isnull=False)),
                name="case_meeting_has_basis",
            ),
            models.CheckConstraint(
                condition=Q(basis="plain")
                | (Q(is_closed=True) & Q(is_public=False) & ~Q(case_number="")),
                name="case_meeting_is_closed",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_case(self) -> bool:
        return self.basis != self.Basis.PLAIN


class AgendaItem(models.Model):
    """One thing to talk about; papers are named, and linked where they lie elsewhere."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="agenda")
    number = models.PositiveSmallIntegerField(_("順番"))
    title = models.CharField(_("議題"), max_length=200)
    material = models.TextField(_("資料・説明"), blank=True)

    class Meta:
        verbose_name = _("議題")
        verbose_name_plural = _("議題")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "number"], name="one_agenda_number"),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"


class Attendance(models.Model):
    """Whether a member comes, came, was excused, or sent somebody."""

    class State(models.TextChoices):
        COMING = "coming", _("出席の予定")
        EXCUSED = "excused", _("欠席の連絡あり")
        PRESENT = "present", _("出席した")
        STAND_IN = "stand_in", _("代理が出席した")
        ABSENT = "absent", _("来なかった")

    HERE = (State.PRESENT, State.STAND_IN)

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="attendances")
    member = models.ForeignKey(Member, models.PROTECT, related_name="attendances")
    state = models.CharField(_("出欠"), max_length=10, choices=State.choices)
    stand_in = models.CharField(_("代理の人"), max_length=100, blank=True)
    noted_at = models.DateTimeField(_("記録した日時"))

    class Meta:
        verbose_name = _("出欠")
        verbose_name_plural = _("出欠")
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "member"], name="one_attendance_of_a_circle_member"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member}: {self.get_state_display()}"


class CaseAccess(models.Model):
    """Somebody may open one case meeting until a moment; it ends by itself."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="accesses")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    from_at = models.DateTimeField(_("いつから"))
    until_at = models.DateTimeField(_("いつまで"))
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("会議を見られる人")
        verbose_name_plural = _("会議を見られる人")
        ordering = ["until_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "user"], name="one_access_to_a_meeting"),
            models.CheckConstraint(
                condition=Q(until_at__gt=F("from_at")), name="access_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} – {self.until_at:%Y-%m-%d}"


class SecrecyOath(models.Model):
    """Somebody read what secrecy means here and promised it, before opening the minutes."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="oaths")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    words = models.TextField(_("読んだ文"))
    at = models.DateTimeField(_("日時"))

    class Meta:
        verbose_name = _("秘密を守る約束")
        verbose_name_plural = _("秘密を守る約束")
        constraints = [
            models.UniqueConstraint(fields=["meeting", "user"], name="one_oath_for_a_meeting"),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.at:%Y-%m-%d}"


class Minutes(models.Model):
    """One version of the minutes; a correction is a new version, never a change."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="minutes")
    version = models.PositiveSmallIntegerField(_("版"))
    text = SealedTextField(_("議事録"))
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    written_at = models.DateTimeField(_("書いた日時"))

    class Meta:
        verbose_name = _("議事録")
        verbose_name_plural = _("議事録")
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "version"], name="one_version_of_minutes"),
        ]

    def __str__(self) -> str:
        return f"{self.meeting} v{self.version}"


class MinutesApproval(models.Model):
    """One version of the minutes was approved."""

    minutes = models.OneToOneField(Minutes, models.PROTECT, related_name="approval")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(_("承認した日時"))

    class Meta:
        verbose_name = _("議事録の承認")
        verbose_name_plural = _("議事録の承認")

    def __str__(self) -> str:
        return f"{self.minutes} {self.at:%Y-%m-%d}"


class Decision(Matter):
    """Something the meeting decided; whoever does it holds its baton."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="decisions")
    number = models.PositiveSmallIntegerField(_("番号"))
    words = models.CharField(_("決まったこと"), max_length=300)
    plain_words = models.CharField(_("だれにでも分かることばで"), max_length=300, blank=True)
    is_public = models.BooleanField(_("公開のページに載せる"), default=False)
    decided_at = models.DateTimeField(_("決まった日時"))

    class Meta:
        verbose_name = _("決まったこと")
        verbose_name_plural = _("決まったこと")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "number"], name="one_decision_number"),
            models.UniqueConstraint(fields=["meeting", "words"], name="decided_once"),
            models.CheckConstraint(
                condition=Q(is_public=False) | ~Q(plain_words=""),
                name="public_decision_has_plain_words",
            ),
        ]

    def __str__(self) -> str:
        return self.words


class Printout(models.Model):
    """One numbered copy of a meeting's papers; whose name stands across it, and who printed it."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="printouts")
    number = models.PositiveSmallIntegerField(_("部の番号"))
    for_whom = models.CharField(_("渡す相手"), max_length=100)
    printed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    printed_at = models.DateTimeField(_("印刷した日時"))

    class Meta:
        verbose_name = _("番号つきの印刷")
        verbose_name_plural = _("番号つきの印刷")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "number"], name="one_number_a_printout"),
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.number}"
