"""What help is asked for, by whom, and where."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from tomoni.core.sealed import SealedJSONField
from tomoni.doing.points.models import Scheme
from tomoni.ground.batons.models import Matter
from tomoni.ground.districts.models import Town
from tomoni.ground.people.models import Organisation, Person


def _reading() -> str:
    """The language of the page that is being made."""
    return get_language() or "ja"


class Kind(models.TextChoices):
    """Kinds of help, as people ask for them."""

    SNOW = "snow", _("雪かき")
    VISIT = "visit", _("訪問・話し相手")
    MEALS = "meals", _("配食")
    SALON = "salon", _("サロンの手伝い")
    SCHOOL = "school", _("学校の手伝い")
    RIDE = "ride", _("送り迎え・付きそい")
    HOUSE = "house", _("家の中の小さな手伝い")
    EVENT = "event", _("行事の手伝い")
    WATCH = "watch", _("見守り")
    DISASTER = "disaster", _("災害のときの手伝い")
    OTHER = "other", _("そのほかの手伝い")


class Skill(models.TextChoices):
    """What somebody can do, and what a need asks for."""

    SNOW = "snow", _("雪かきができる")
    LISTEN = "listen", _("話を聞くのが得意")
    DRIVE = "drive", _("車を運転できる")
    COOK = "cook", _("料理ができる")
    REPAIR = "repair", _("大工・修理ができる")
    COMPUTER = "computer", _("パソコン・スマートフォンに強い")
    CHILDREN = "children", _("子どもの相手ができる")
    SIGN = "sign", _("手話・要約筆記ができる")
    LANGUAGE = "language", _("外国語が話せる")
    LEAD = "lead", _("まとめ役ができる")


class NeedQuerySet(models.QuerySet["Need"]):
    def open(self) -> "NeedQuerySet":
        """Those whose matter is still in somebody's hands."""
        return self.filter(baton__status="open")

    def on_the_board(self) -> "NeedQuerySet":
        """Those that everybody may read: asked, checked by staff, and put up."""
        return self.open().exclude(shown_at=None)


class Need(Matter):
    """One wish for help. It is open as long as its baton is.

    `title`, `about` and the town are for everybody once it is shown; `words` and `contact` are
    sealed and for staff and for those who come.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(_("受付番号"), max_length=12, unique=True)
    kind = models.CharField(_("種類"), max_length=10, choices=Kind.choices)
    title = models.CharField(_("見出し（名前や住所は書かない）"), max_length=120)
    title_en = models.CharField(_("見出し（英語）"), max_length=120, blank=True)
    title_easy = models.CharField(_("見出し（やさしい日本語）"), max_length=120, blank=True)
    about = models.TextField(_("みんなに見せる説明"), max_length=1000, blank=True)
    about_en = models.TextField(_("みんなに見せる説明（英語）"), max_length=1000, blank=True)
    about_easy = models.TextField(
        _("みんなに見せる説明（やさしい日本語）"), max_length=1000, blank=True
    )
    words = SealedJSONField(_("くわしいこと"), null=True)  # What was told, and the exact place.
    contact = SealedJSONField(_("連絡先"), null=True)
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="needs",
        verbose_name=_("手伝ってもらう人"),
    )  # fmt: skip
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="needs",
        verbose_name=_("受け入れる団体"),
    )  # fmt: skip
    # The thing of another room that asked, such as ``snow.request:<id>``; one asks once.
    origin = models.CharField(max_length=100, null=True, blank=True, unique=True, editable=False)
    town = models.ForeignKey(
        Town, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("町")
    )
    skill = models.CharField(_("いるわざ"), max_length=10, choices=Skill.choices, blank=True)
    needs_vehicle = models.BooleanField(_("車がいる"), default=False)
    needs_insurance = models.BooleanField(_("ボランティア保険がいる"), default=False)
    training = models.CharField(_("先に受ける講座"), max_length=10, blank=True)
    age_min = models.PositiveSmallIntegerField(_("何歳から"), default=12)
    least = models.PositiveSmallIntegerField(_("少なくとも何人で"), default=1)
    scheme = models.ForeignKey(
        Scheme, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("ポイントの制度"),
    )  # fmt: skip
    activity = models.CharField(_("ポイントの活動"), max_length=40, blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(_("受け付けた日時"))
    from_hash = models.CharField(max_length=64, blank=True, editable=False)
    shown_at = models.DateTimeField(_("みんなに見せた日時"), null=True, blank=True)
    client_id = models.UUIDField(null=True, blank=True, unique=True, editable=False)
    is_sample = models.BooleanField(_("見本"), default=False)

    objects = NeedQuerySet.as_manager()

    class Meta:
        verbose_name = _("手伝いの希望")
        verbose_name_plural = _("手伝いの希望")
        ordering = ["-created_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(shown_at=None) | ~Q(title=""), name="volunteering_shown_need_has_title"
            ),
            models.CheckConstraint(
                condition=Q(scheme=None, activity="") | Q(scheme__isnull=False) & ~Q(activity=""),
                name="volunteering_points_need_scheme_and_activity",
            ),
            models.CheckConstraint(condition=Q(least__gte=1), name="volunteering_least_is_one"),
        ]

    def __str__(self) -> str:
        return self.title or self.number

    @property
    def said(self) -> str:
        """The heading in the reader's language; in English without one of its own, the kind."""
        if _reading() == "en":
            return self.title_en or str(self.get_kind_display())
        return (self.title_easy if _reading() == "ja-easy" else "") or str(self)

    @property
    def original(self) -> str:
        """The Japanese heading, where `said` only says the kind; "" otherwise."""
        return "" if _reading() != "en" or self.title_en else str(self)

    @property
    def said_about(self) -> str:
        """What everybody reads, in the reader's language where somebody wrote it."""
        own = {"en": self.about_en, "ja-easy": self.about_easy}
        return own.get(_reading()) or self.about

    @property
    def is_open(self) -> bool:
        return bool(self.baton.status == "open")
