"""Who holds points, and balances as they stood at a moment that is closed."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tomoni.doing.points.models.schemes import Scheme
from tomoni.ground.people.models import Organisation, Person


class Account(models.Model):
    """Points of one holder in one scheme.

    `balance` and `held` are kept by triggers of the database in the statement that writes a
    transfer (guards.py), so no path can forget them and no stale value can be written back. A
    source or purse may go below zero and keeps none: a row that everybody writes would make
    everybody wait.
    """

    class Kind(models.TextChoices):
        PERSON = "person", _("人")
        ORGANISATION = "organisation", _("団体")
        SOURCE = "source", _("ポイントの出どころ")
        PURSE = "purse", _("市の財布（交換したポイント）")

    OPEN_ENDED = (Kind.SOURCE, Kind.PURSE)

    scheme = models.ForeignKey(Scheme, models.PROTECT, related_name="accounts")
    kind = models.CharField(_("種類"), max_length=12, choices=Kind.choices)
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="points_accounts",
        verbose_name=_("人"),
    )  # fmt: skip
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="points_accounts",
        verbose_name=_("団体"),
    )  # fmt: skip
    card = models.CharField(_("カードの番号"), max_length=7, unique=True, null=True, blank=True)
    may_go_below = models.BooleanField(_("0を下回ってよい"), default=False)
    balance = models.BigIntegerField(_("残高"), default=0, editable=False)
    held = models.BigIntegerField(_("交換の手続き中"), default=0, editable=False)
    opened_at = models.DateTimeField(_("開いた日時"))
    closed_at = models.DateTimeField(_("閉じた日時"), null=True, blank=True)

    class Meta:
        verbose_name = _("ポイントの口座")
        verbose_name_plural = _("ポイントの口座")
        ordering = ["scheme", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(may_go_below=True) | Q(balance__gte=F("held")),
                name="points_balance_not_below_zero",
            ),
            models.CheckConstraint(condition=Q(held__gte=0), name="points_held_not_below_zero"),
            models.CheckConstraint(
                condition=Q(may_go_below=False) | Q(balance=0, held=0),
                name="points_open_end_keeps_no_balance",
            ),
            models.CheckConstraint(
                condition=Q(kind="person", person__isnull=False, organisation=None)
                | Q(kind="organisation", person=None, organisation__isnull=False)
                | Q(kind__in=["source", "purse"], person=None, organisation=None),
                name="points_account_has_its_holder",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["source", "purse"], may_go_below=True)
                | Q(kind__in=["person", "organisation"], may_go_below=False),
                name="points_only_the_town_goes_below",
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None) | Q(balance=0, held=0),
                name="points_account_closes_empty",
            ),
            models.UniqueConstraint(
                fields=["scheme", "person"],
                condition=Q(closed_at=None, person__isnull=False),
                name="points_one_account_a_person",
            ),
            models.UniqueConstraint(
                fields=["scheme", "organisation"],
                condition=Q(closed_at=None, organisation__isnull=False),
                name="points_one_account_an_organisation",
            ),
            models.UniqueConstraint(
                fields=["scheme", "kind"],
                condition=Q(kind__in=["source", "purse"]),
                name="points_one_source_and_one_purse",
            ),
        ]

    def __str__(self) -> str:
        return str(self.person or self.organisation or self.get_kind_display())

    @property
    def free(self) -> int:
        """What can be given away or claimed now."""
        return self.balance - self.held


class Closing(models.Model):
    """What a busy account held when its scheme was closed up to a moment; never changes."""

    account = models.ForeignKey(Account, models.PROTECT, related_name="closings")
    until = models.DateTimeField(_("この時刻まで"))
    balance = models.BigIntegerField(_("残高"))
    held = models.BigIntegerField(_("交換の手続き中"))

    class Meta:
        verbose_name = _("締めた残高")
        verbose_name_plural = _("締めた残高")
        constraints = [
            models.UniqueConstraint(fields=["account", "until"], name="points_one_closing_a_moment")
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.until:%Y-%m-%d %H:%M}"
