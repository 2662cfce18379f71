"""Who comes: sign-ups with their party, the waiting list's offers, invitations."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tomoni.core.sealed import SealedJSONField
from tomoni.doing.events.models.occurrences import Role
from tomoni.ground.people.models import Organisation, Person


class AgeBand(models.TextChoices):
    """The generations the plan wants to bring together."""

    CHILD = "child", _("子ども（中学生まで）")
    YOUTH = "youth", _("若い人（高校生から20代）")
    ADULT = "adult", _("大人（30歳から64歳）")
    OLDER = "older", _("65歳以上")
    UNKNOWN = "unknown", _("聞いていない")


class SignUpQuerySet(models.QuerySet["SignUp"]):
    def seated(self) -> "SignUpQuerySet":
        """Those that have a seat now, or one kept for them."""
        return self.filter(status__in=SignUp.SEATED)

    def waiting(self) -> "SignUpQuerySet":
        """First come, first asked."""
        return self.filter(status=SignUp.Status.WAITING).order_by("queued_at", "id")

    def alive(self) -> "SignUpQuerySet":
        return self.filter(status__in=SignUp.ALIVE)


class SignUp(models.Model):
    """A party that wants to come to one date in one role; its people are `Attendee` rows."""

    class Status(models.TextChoices):
        HELD = "held", _("席をおさえています")
        ASKED = "asked", _("主催者の返事待ち")
        CONFIRMED = "confirmed", _("申込みができました")
        WAITING = "waiting", _("空き待ち")
        OFFERED = "offered", _("席が空きました")
        CANCELLED = "cancelled", _("取り消し")
        EXPIRED = "expired", _("期限切れ")
        DECLINED = "declined", _("お断り")

    class Channel(models.TextChoices):
        WEB = "web", _("この画面から")
        PHONE = "phone", _("電話")
        PAPER = "paper", _("用紙")
        DESK = "desk", _("窓口")

    SEATED = (Status.HELD, Status.ASKED, Status.CONFIRMED, Status.OFFERED)
    ALIVE = (*SEATED, Status.WAITING)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(_("受付番号"), max_length=12, unique=True)
    role = models.ForeignKey(Role, models.PROTECT, related_name="sign_ups")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="sign_ups"
    )
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="sign_ups"
    )
    # Name, kana, mail, telephone, postcode and address of whoever asked, as told for this date.
    contact = SealedJSONField(_("連絡先"), null=True)
    # A keyed digest of the contact: the same household is not seated twice, and nobody reads it.
    contact_key = models.CharField(max_length=64, blank=True, editable=False)
    language = models.CharField(_("使うことば"), max_length=10, default="ja")
    seats = models.PositiveSmallIntegerField(_("人数"), default=1)
    answers = SealedJSONField(_("答え"), null=True)
    status = models.CharField(_("状態"), max_length=10, choices=Status.choices)
    channel = models.CharField(
        _("受けた方法"), max_length=6, choices=Channel.choices, default=Channel.WEB
    )
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    queued_at = models.DateTimeField(_("申し込んだ日時"))
    held_until = models.DateTimeField(_("いつまでおさえるか"), null=True, blank=True)
    reminded_at = models.DateTimeField(_("前もって知らせた日時"), null=True, blank=True)
    # Made by the form once: the same form sent twice is one sign-up.
    client_id = models.CharField(max_length=40, null=True, blank=True, unique=True)
    is_sample = models.BooleanField(_("見本"), default=False)
    created_at = models.DateTimeField(_("作成日時"))
    updated_at = models.DateTimeField(_("更新日時"))

    objects = SignUpQuerySet.as_manager()

    class Meta:
        verbose_name = _("催しの申込み")
        verbose_name_plural = _("催しの申込み")
        ordering = ["queued_at", "id"]
        indexes = [
            models.Index(fields=["role", "status", "queued_at"], name="sign_up_queue"),
            models.Index(fields=["status", "held_until"], name="sign_up_deadline"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(seats__gte=1), name="sign_up_of_somebody"),
            models.CheckConstraint(
                condition=~Q(status__in=("held", "offered")) | Q(held_until__isnull=False),
                name="held_seat_has_its_end",
            ),
            models.UniqueConstraint(
                fields=["role", "user"],
                condition=Q(
                    user__isnull=False,
                    entered_by=None,
                    status__in=("held", "asked", "confirmed", "waiting", "offered"),
                ),
                name="one_sign_up_an_account",
            ),
            models.UniqueConstraint(
                fields=["role", "contact_key"],
                condition=~Q(contact_key="")
                & Q(status__in=("held", "asked", "confirmed", "waiting", "offered")),
                name="one_sign_up_a_contact",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class Attendee(models.Model):
    """One human being of a party; the name is sealed, the age band is counted."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sign_up = models.ForeignKey(SignUp, models.CASCADE, related_name="attendees")
    who = SealedJSONField(_("お名前"), null=True)  # name, kana, what to look out for
    age_band = models.CharField(
        _("世代"), max_length=8, choices=AgeBand.choices, default=AgeBand.UNKNOWN
    )
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("申込みの一人")
        verbose_name_plural = _("申込みの一人")
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(fields=["sign_up", "order"], name="one_attendee_an_order")
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Offer(models.Model):
    """A freed seat offered to the first who waits, until an hour. One open offer a sign-up."""

    class Outcome(models.TextChoices):
        OPEN = "", _("返事待ち")
        TAKEN = "taken", _("参加する")
        LEFT = "left", _("断った")
        EXPIRED = "expired", _("返事がなかった")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sign_up = models.ForeignKey(SignUp, models.CASCADE, related_name="offers")
    offered_at = models.DateTimeField(_("知らせた日時"))
    until_at = models.DateTimeField(_("いつまで"))
    outcome = models.CharField(
        _("返事"), max_length=8, choices=Outcome.choices, default=Outcome.OPEN, blank=True
    )
    answered_at = models.DateTimeField(_("返事の日時"), null=True, blank=True)

    class Meta:
        verbose_name = _("空きの案内")
        verbose_name_plural = _("空きの案内")
        ordering = ["offered_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["sign_up"], condition=Q(outcome=""), name="one_open_offer_a_sign_up"
            )
        ]

    def __str__(self) -> str:
        return str(self.sign_up)


class Invitation(models.Model):
    """A party asked by name to one date. Seats may be kept for it: then `sign_up` holds them."""

    class Status(models.TextChoices):
        OPEN = "open", _("返事を待っています")
        COMING = "coming", _("行きます")
        NOT = "not", _("行けません")
        WITHDRAWN = "withdrawn", _("取り下げました")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(_("案内の番号"), max_length=12, unique=True)
    role = models.ForeignKey(Role, models.PROTECT, related_name="invitations")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    # Name and ways to reach them as the organiser or the circle had them; a name alone gets a link.
    contact = SealedJSONField(_("連絡先"), null=True)
    contact_key = models.CharField(max_length=64, editable=False)
    language = models.CharField(_("使うことば"), max_length=10, default="ja")
    seats = models.PositiveSmallIntegerField(_("人数"), default=1)
    # The seats kept for it while unanswered, and its sign-up after a yes.
    sign_up = models.OneToOneField(
        SignUp, models.SET_NULL, null=True, blank=True, related_name="invitation"
    )
    kept_until = models.DateTimeField(_("いつまで席を取っておくか"), null=True, blank=True)
    words = models.CharField(_("ひとこと"), max_length=500, blank=True)
    status = models.CharField(_("返事"), max_length=10, choices=Status.choices, default=Status.OPEN)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    invited_at = models.DateTimeField(_("案内した日時"))
    answered_at = models.DateTimeField(_("返事の日時"), null=True, blank=True)

    class Meta:
        verbose_name = _("催しの案内")
        verbose_name_plural = _("催しの案内")
        ordering = ["invited_at", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(seats__gte=1), name="invitation_of_somebody"),
            models.UniqueConstraint(
                fields=["role", "contact_key"],
                condition=~Q(status="withdrawn"),
                name="one_invitation_a_contact",
            ),
        ]

    def __str__(self) -> str:
        return self.number
