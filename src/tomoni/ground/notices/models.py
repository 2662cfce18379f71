"""Notices, how each was delivered, and what people chose."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tomoni.ground.people.models import Person, User


class Channel(models.TextChoices):
    MAIL = "mail", _("メール")
    PUSH = "push", _("スマートフォンへの通知")
    LINE = "line", "LINE"
    SMS = "sms", _("ショートメッセージ")
    LETTER = "letter", _("手紙")


class Wording(models.Model):
    """The words of a notice in one language. A message to thousands is kept once."""

    digest = models.CharField(max_length=64, unique=True, editable=False)
    language = models.CharField(_("ことば"), max_length=10)
    subject = models.CharField(_("件名"), max_length=200)
    short = models.CharField(_("短い文"), max_length=400)
    text = models.TextField(_("本文"))
    url = models.CharField(_("開くページ"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("お知らせの文")
        verbose_name_plural = _("お知らせの文")

    def __str__(self) -> str:
        return self.subject


class Mailing(models.Model):
    """One message to many people; it may be taken up again after a crash."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(_("種類"), max_length=80)
    key = models.CharField(_("合い鍵"), max_length=120)
    subject = models.CharField(_("件名"), max_length=200)
    by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(_("日時"))
    told = models.PositiveIntegerField(_("知らせた人数"), default=0)
    finished_at = models.DateTimeField(_("書き終えた日時"), null=True, blank=True)

    class Meta:
        verbose_name = _("一斉のお知らせ")
        verbose_name_plural = _("一斉のお知らせ")
        constraints = [
            models.UniqueConstraint(fields=["kind", "key"], name="one_mailing_for_a_key")
        ]

    def __str__(self) -> str:
        return self.subject


class Notice(models.Model):
    """One message to one person. The database refuses the same message twice."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(_("種類"), max_length=80)
    key = models.CharField(_("合い鍵"), max_length=120)
    recipient = models.CharField(_("だれへ"), max_length=60)
    user = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="notices")
    person = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="notices"
    )
    name = models.CharField(_("お名前"), max_length=100, blank=True)
    wording = models.ForeignKey(Wording, models.PROTECT, related_name="notices")
    mailing = models.ForeignKey(
        Mailing, models.PROTECT, null=True, blank=True, related_name="notices"
    )
    at = models.DateTimeField(_("日時"))
    by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )

    class Meta:
        verbose_name = _("お知らせ")
        verbose_name_plural = _("お知らせ")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "key", "recipient"], name="one_notice_for_a_person_and_key"
            )
        ]
        indexes = [
            models.Index(fields=["recipient", "-at"], name="notices_of_somebody"),
            models.Index(fields=["-at"], name="notices_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class Delivery(models.Model):
    """One way by which a notice was sent. At most one of a notice's ways is under way or done."""

    class Status(models.TextChoices):
        READY = "ready", _("これから送る")
        SENDING = "sending", _("送っている")
        PRINTED = "printed", _("印刷した")
        SENT = "sent", _("送った")
        COLLECTED = "collected", _("まとめて送った")
        FAILED = "failed", _("送れなかった")
        BOUNCED = "bounced", _("戻ってきた")
        WITHDRAWN = "withdrawn", _("取りやめた")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # No index of its own: the constraints below have it, and each one costs when thousands go out.
    notice = models.ForeignKey(Notice, models.CASCADE, related_name="deliveries", db_index=False)
    channel = models.CharField(_("送り方"), max_length=10, choices=Channel.choices)
    round = models.PositiveSmallIntegerField(_("何回目か"), default=1)
    address = models.CharField(_("あて先"), max_length=400)
    status = models.CharField(
        _("状態"), max_length=10, choices=Status.choices, default=Status.READY
    )
    later = models.JSONField(
        _("続けて試す送り方"), default=list, blank=True, help_text='[["letter", "0470024\\n…"], …]'
    )
    not_before = models.DateTimeField(_("これより前には送らない"))
    for_digest = models.BooleanField(_("まとめて送る"), default=False)
    first_at = models.DateTimeField(_("はじめて試した日時"), null=True, blank=True)
    tries = models.PositiveSmallIntegerField(_("試した回数"), default=0)
    claimed_by = models.CharField(max_length=60, blank=True, editable=False)
    settled_at = models.DateTimeField(_("終わった日時"), null=True, blank=True)
    carrier = models.ForeignKey(
        Notice, models.PROTECT, null=True, blank=True, related_name="collected"
    )
    batch = models.ForeignKey(
        "LetterBatch", models.PROTECT, null=True, blank=True, related_name="deliveries"
    )

    class Meta:
        verbose_name = _("届け方の記録")
        verbose_name_plural = _("届け方の記録")
        constraints = [
            models.UniqueConstraint(
                fields=["notice", "channel", "round"], name="one_delivery_for_a_round"
            ),
            models.UniqueConstraint(
                fields=["notice"],
                condition=Q(status__in=["ready", "sending", "printed", "sent", "collected"]),
                name="a_notice_goes_one_way_at_a_time",
            ),
        ]
        indexes = [
            # Whole indexes: SQLite does not see that a bound value fits a partial one.
            models.Index(fields=["status", "channel", "not_before"], name="deliveries_ready"),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.status}"


class Attempt(models.Model):
    """One try of one delivery and what the other side said; never changed or removed."""

    delivery = models.ForeignKey(
        Delivery, models.DO_NOTHING, related_name="attempts", db_index=False
    )
    at = models.DateTimeField(_("日時"))
    outcome = models.CharField(
        _("結果"),
        max_length=10,
        choices=[
            ("accepted", _("受け取られた")),
            ("soft", _("あとでもう一度")),
            ("hard", _("断られた")),
            ("unclear", _("受け取られたか分からない")),
            ("bounced", _("戻ってきた")),
            ("delayed", _("遅れているとの知らせ")),
        ],
    )
    said = models.CharField(_("相手の答え"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("送った試み")
        verbose_name_plural = _("送った試み")
        indexes = [models.Index(fields=["delivery", "at"], name="attempts_of_delivery")]

    def __str__(self) -> str:
        return f"{self.outcome} {self.said}"


class Preference(models.Model):
    """How somebody wants to be told in general."""

    recipient = models.CharField(_("だれが"), max_length=60, primary_key=True)
    channels = models.JSONField(_("送り方の順"), default=list, blank=True)
    quiet_from = models.PositiveSmallIntegerField(_("静かな時間の始まり"), null=True, blank=True)
    quiet_until = models.PositiveSmallIntegerField(_("静かな時間の終わり"), null=True, blank=True)
    digest_at = models.PositiveSmallIntegerField(_("まとめて送る時刻"), default=8 * 60)
    large_print = models.BooleanField(_("大きな字の手紙"), default=False)
    updated_at = models.DateTimeField(_("更新日時"))

    class Meta:
        verbose_name = _("お知らせの受け取り方")
        verbose_name_plural = _("お知らせの受け取り方")

    def __str__(self) -> str:
        return self.recipient


class Choice(models.Model):
    """What somebody chose for one kind of notice."""

    recipient = models.CharField(_("だれが"), max_length=60)
    kind = models.CharField(_("種類"), max_length=80)
    channel = models.CharField(
        _("送り方"), max_length=10, blank=True, choices=[("off", _("送らない")), *Channel.choices]
    )
    digest = models.BooleanField(_("まとめて受け取る"), null=True, blank=True)
    updated_at = models.DateTimeField(_("更新日時"))

    class Meta:
        verbose_name = _("種類ごとの選択")
        verbose_name_plural = _("種類ごとの選択")
        constraints = [
            models.UniqueConstraint(fields=["recipient", "kind"], name="one_choice_for_a_kind")
        ]

    def __str__(self) -> str:
        return f"{self.recipient} {self.kind}"


class Suppression(models.Model):
    """An address to which nothing is sent, because it is known not to exist."""

    channel = models.CharField(_("送り方"), max_length=10, choices=Channel.choices)
    address = models.CharField(_("あて先"), max_length=400)
    reason = models.CharField(_("わけ"), max_length=200)
    at = models.DateTimeField(_("日時"))

    class Meta:
        verbose_name = _("止めたあて先")
        verbose_name_plural = _("止めたあて先")
        constraints = [
            models.UniqueConstraint(fields=["channel", "address"], name="one_suppression")
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.address}"


class PushSubscription(models.Model):
    """A browser of somebody's that shows our notices; its keys are made by the browser."""

    user = models.ForeignKey(User, models.CASCADE, related_name="push_subscriptions")
    endpoint = models.URLField(_("通知の窓口"), max_length=500, unique=True)
    p256dh = models.CharField(max_length=120, editable=False)
    auth = models.CharField(max_length=40, editable=False)
    device = models.CharField(_("端末"), max_length=100, blank=True)
    at = models.DateTimeField(_("登録日時"))

    class Meta:
        verbose_name = _("通知を受け取る端末")
        verbose_name_plural = _("通知を受け取る端末")

    def __str__(self) -> str:
        return self.device


class LineLink(models.Model):
    """Somebody's LINE account, joined by a number they sent to ours."""

    user = models.OneToOneField(User, models.CASCADE, related_name="line_link")
    code = models.CharField(_("つなぐ番号"), max_length=12, unique=True, null=True, blank=True)
    code_until = models.DateTimeField(_("番号の期限"), null=True, blank=True)
    line_id = models.CharField(max_length=60, unique=True, null=True, blank=True, editable=False)
    at = models.DateTimeField(_("つないだ日時"), null=True, blank=True)

    class Meta:
        verbose_name = _("LINE とのつながり")
        verbose_name_plural = _("LINE とのつながり")

    def __str__(self) -> str:
        return str(self.user)


class LetterBatch(models.Model):
    """Letters printed together, until somebody says that they were posted."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    made_at = models.DateTimeField(_("印刷した日時"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("印刷した人"))
    count = models.PositiveIntegerField(_("通数"))
    posted_at = models.DateTimeField(_("投かんした日時"), null=True, blank=True)

    class Meta:
        verbose_name = _("手紙の束")
        verbose_name_plural = _("手紙の束")

    def __str__(self) -> str:
        return f"{self.made_at:%Y-%m-%d %H:%M} {self.count}"


class Way(models.Model):
    """How a channel's other side is doing; while it is shut, nobody's letter-box is blamed."""

    channel = models.CharField(
        _("送り方"), max_length=10, choices=Channel.choices, primary_key=True
    )
    shut_since = models.DateTimeField(_("つながらなくなった日時"), null=True, blank=True)
    again_at = models.DateTimeField(_("次に試す日時"), null=True, blank=True)
    troubles = models.PositiveIntegerField(_("続けて失敗した回数"), default=0)
    said = models.CharField(_("相手の答え"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("送り方の調子")
        verbose_name_plural = _("送り方の調子")

    def __str__(self) -> str:
        return self.channel
