"""Who may act for whom, and what was done in somebody's name."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tomoni.ground.people.models.accounts import User
from tomoni.ground.people.models.persons import Person


class Scope(models.TextChoices):
    """What somebody may do for another; the words of a mandate."""

    ASK = "ask", _("相談や問い合わせをする")
    BOOK = "book", _("予約や参加の申し込みをする")
    RECEIVE = "receive", _("お知らせや書類を受け取る")
    APPLY = "apply", _("手続きの申請をする")
    READ = "read", _("記録を見る")
    CORRECT = "correct", _("登録していることを直す")
    CONSENT = "consent", _("同意する・同意を取りやめる")
    MONEY = "money", _("お金の受け取りや支払いをする")


# A commissioner helps somebody who decides for themselves (民生委員法14条: 援助).
ASSISTING = (Scope.ASK, Scope.BOOK, Scope.RECEIVE)
_BEYOND_HELP = tuple(scope for scope in Scope if scope not in ASSISTING)


class MandateQuerySet(models.QuerySet["Mandate"]):
    def in_force(self, on: object) -> "MandateQuerySet":
        """Not ended, and valid on that day with both ends included."""
        return self.filter(ended_at=None, from_on__lte=on).filter(
            Q(until_on=None) | Q(until_on__gte=on)
        )


class Mandate(models.Model):
    """`delegate` may act for `person`, within these scopes and days, on this proof."""

    class Kind(models.TextChoices):
        FAMILY = "family", _("家族など（本人の委任）")
        GUARDIAN = "guardian", _("成年後見人")
        CURATOR = "curator", _("保佐人（代理権の目録による）")
        ASSISTANT = "assistant", _("補助人（代理権の目録による）")
        BY_CONTRACT = "by_contract", _("任意後見人")
        PARENT = "parent", _("親権者・未成年後見人")
        COMMISSIONER = "commissioner", _("民生委員（手伝うことだけ）")

    class Proof(models.TextChoices):
        LETTER = "letter", _("本人が書いた委任状")
        SPOKEN = "spoken", _("職員の前で本人が言った")
        REGISTER = "register", _("登記事項証明書")
        COURT = "court", _("家庭裁判所の審判書")
        FAMILY_REGISTER = "family_register", _("戸籍の証明")
        APPOINTMENT = "appointment", _("委嘱状・身分証")

    class Ended(models.TextChoices):
        PERSON = "person", _("本人がやめた")
        DELEGATE = "delegate", _("代わりの人がやめた")
        DIED = "died", _("どちらかが亡くなった")
        COURT = "court", _("裁判所の決定が変わった")
        MISTAKE = "mistake", _("登録のまちがい")
        OFFICE = "office", _("窓口が止めた")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(
        Person, models.PROTECT, related_name="mandates", verbose_name=_("本人")
    )
    delegate = models.ForeignKey(
        Person, models.PROTECT, related_name="mandates_held", verbose_name=_("代わりの人")
    )
    kind = models.CharField(_("立場"), max_length=12, choices=Kind.choices)
    scopes = models.CharField(_("できること"), max_length=120)
    powers = models.TextField(_("代理権の目録"), blank=True)
    from_on = models.DateField(_("いつから"))
    until_on = models.DateField(_("いつまで"), null=True, blank=True)
    proof = models.CharField(_("確かめたもの"), max_length=16, choices=Proof.choices)
    proof_reference = models.CharField(_("証明の番号・控えの場所"), max_length=100, blank=True)
    checked_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name=_("確かめた人")
    )
    created_at = models.DateTimeField(_("登録日時"))
    ended_at = models.DateTimeField(_("終わった日時"), null=True)
    ended_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name=_("終わらせた人")
    )
    ended_because = models.CharField(
        _("終わったわけ"), max_length=10, choices=Ended.choices, blank=True
    )

    objects = MandateQuerySet.as_manager()

    class Meta:
        verbose_name = _("代わりにする約束")
        verbose_name_plural = _("代わりにする約束")
        ordering = ["-from_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(person=F("delegate")), name="nobody_is_their_own_delegate"
            ),
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(until_on__gte=F("from_on")),
                name="mandate_ends_after_start",
            ),
            # What rests on the person's own will is renewed; only a court's or the law's has no end.
            models.CheckConstraint(
                condition=~Q(kind__in=["family", "commissioner"]) | Q(until_on__isnull=False),
                name="mandate_of_will_has_an_end",
            ),
            models.CheckConstraint(condition=~Q(scopes=""), name="mandate_has_a_scope"),
            models.CheckConstraint(
                condition=Q(proof="spoken") | ~Q(proof_reference=""),
                name="mandate_proof_has_a_reference",
            ),
            models.CheckConstraint(
                condition=~Q(kind="commissioner")
                | ~(
                    Q(scopes__contains="apply")
                    | Q(scopes__contains="read")
                    | Q(scopes__contains="correct")
                    | Q(scopes__contains="consent")
                    | Q(scopes__contains="money")
                ),
                name="commissioner_only_assists",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_because="")
                | Q(ended_at__isnull=False) & ~Q(ended_because=""),
                name="mandate_ends_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.delegate_id} → {self.person_id}"

    @property
    def scope_codes(self) -> list[str]:
        return self.scopes.split()

    @property
    def scope_names(self) -> list[str]:
        names = dict(Scope.choices)
        return [str(names.get(code, code)) for code in self.scope_codes]


class OfficeRun(models.Model):
    """The office does everything on screen for somebody without internet, and writes letters."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="office_runs")
    since = models.DateField(_("いつから"))
    asked = models.CharField(_("本人の頼み方"), max_length=100)
    begun_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("始めた人"))
    ended_on = models.DateField(_("いつまで"), null=True)
    ended_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name=_("終わらせた人")
    )

    class Meta:
        verbose_name = _("窓口が代わりにする登録")
        verbose_name_plural = _("窓口が代わりにする登録")
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(ended_on=None), name="office_runs_once"
            ),
        ]

    def __str__(self) -> str:
        return str(self.person_id)


class ActFor(models.Model):
    """One thing done in somebody's name; append-only, and the person is told of each."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="done_for")
    mandate = models.ForeignKey(Mandate, models.PROTECT, null=True, related_name="acts")
    office = models.ForeignKey(OfficeRun, models.PROTECT, null=True, related_name="acts")
    scope = models.CharField(_("できること"), max_length=10, choices=Scope.choices)
    words = models.CharField(_("したこと"), max_length=200)
    url = models.CharField(_("開くところ"), max_length=200, blank=True)
    key = models.CharField(max_length=100, unique=True, editable=False)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("した人"))
    at = models.DateTimeField(_("日時"))

    class Meta:
        verbose_name = _("代わりにしたこと")
        verbose_name_plural = _("代わりにしたこと")
        ordering = ["-at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(mandate=None, office__isnull=False)
                | Q(mandate__isnull=False, office=None),
                name="act_rests_on_one_ground",
            ),
        ]

    def __str__(self) -> str:
        return self.words
