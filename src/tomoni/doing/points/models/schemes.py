"""A scheme of points, and its rules as rows with a first day."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tomoni.core.chain import Chained, place
from tomoni.core.fields import JSONText
from tomoni.doing.points.rules.terms import Terms
from tomoni.ground.people.models import Team


class Scheme(models.Model):
    """Points of one kind: they are earned, kept and paid out among themselves only."""

    slug = models.SlugField(_("アドレスのことば"), max_length=60, unique=True)
    name = models.CharField(_("名前"), max_length=100)
    about = models.TextField(_("どんなポイントか"), blank=True)
    team = models.ForeignKey(
        Team, models.PROTECT, related_name="+", verbose_name=_("受け持つチーム")
    )
    begins_on = models.DateField(_("始まりの日"))
    ends_on = models.DateField(_("終わりの日"), null=True, blank=True)
    is_shown = models.BooleanField(_("市民のページに出す"), default=True)
    closed_until = models.DateTimeField(
        _("この時刻まで締めた"), null=True, blank=True, editable=False,
        help_text=_("この時刻までの記帳は、もう増えない"),
    )  # fmt: skip
    payer = JSONText(
        _("振り込む側"),
        default=dict,
        blank=True,
        help_text=_("銀行のファイルに入る、市や社協の口座"),
    )
    is_sample = models.BooleanField(_("見本"), default=False)

    class Meta:
        verbose_name = _("ポイントの制度")
        verbose_name_plural = _("ポイントの制度")
        ordering = ["name", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("begins_on")),
                name="points_scheme_ends_after_it_begins",
            )
        ]

    def __str__(self) -> str:
        return self.name


class RulingQuerySet(models.QuerySet["Ruling"]):
    def in_force(self, on: date) -> "RulingQuerySet":
        """Those that had begun on a day; the one that counts first. Of two that begin on one
        day the later decision counts."""
        return self.filter(from_on__lte=on).order_by("-from_on", "-id")


class Ruling(Chained):
    """The rules of a scheme from a day on, as decided once. A change is a new row."""

    scheme = models.ForeignKey(Scheme, models.PROTECT, related_name="rulings")
    from_on = models.DateField(_("いつから"))
    terms = JSONText(_("決まり"))
    source = models.CharField(_("根拠"), max_length=300, help_text=_("要綱や会議の名前と日付"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("決めた人"),
    )  # fmt: skip
    at = models.DateTimeField(_("決めた日時"))

    objects = models.Manager.from_queryset(RulingQuerySet)()

    class Meta:
        verbose_name = _("ポイントの決まり")
        verbose_name_plural = _("ポイントの決まり")
        ordering = ["-from_on", "-id"]
        indexes = [models.Index(fields=["scheme", "-from_on"], name="points_rulings_in_order")]
        constraints = [
            place("points_ruling"),
            models.CheckConstraint(condition=~Q(source=""), name="points_ruling_has_a_source"),
        ]

    def __str__(self) -> str:
        return f"{self.scheme} {self.from_on:%Y-%m-%d}"

    @property
    def read(self) -> Terms:
        """The rules as plain values."""
        return Terms.from_plain(self.terms)
