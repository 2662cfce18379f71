"""Weekly hours by week of the month, and days that differ."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tomoni.town.places.models.listings import ListingAt

EVERY_WEEK = 0  # `weeks` is a set of bits: 1 → first … 16 → fifth, 32 → last of the month.
LAST_WEEK = 32
DAY = 24 * 60


class Opening(models.Model):
    """Open on one weekday between two times.

    Times are minutes from midnight; a closing past midnight is above 1440, so 22:00 to 02:00
    is 1320 to 1560. `season_from`/`season_until` are month × 100 + day and come back each
    year; they may run across New Year (1201 to 331).
    """

    at = models.ForeignKey(ListingAt, models.CASCADE, related_name="openings")
    weekday = models.PositiveSmallIntegerField(_("曜日"), help_text="0 = Monday")
    weeks = models.PositiveSmallIntegerField(_("第何週"), default=EVERY_WEEK)
    opens = models.PositiveSmallIntegerField(_("開く"))
    closes = models.PositiveSmallIntegerField(_("閉まる"))
    season_from = models.PositiveSmallIntegerField(_("季節の始まり"), null=True, blank=True)
    season_until = models.PositiveSmallIntegerField(_("季節の終わり"), null=True, blank=True)
    valid_from = models.DateField(_("いつから"), null=True, blank=True)
    valid_until = models.DateField(_("いつまで"), null=True, blank=True)
    note = models.CharField(_("メモ"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("利用時間")
        verbose_name_plural = _("利用時間")
        ordering = ["weekday", "opens", "id"]
        # By place first: SQLite took an index by weekday for each place anew, which grew with the
        # square of the town.
        indexes = [models.Index(fields=["at", "weekday", "opens"], name="opening_by_place")]
        constraints = [
            models.CheckConstraint(
                condition=Q(weekday__lte=6)
                & Q(opens__lt=DAY)
                & Q(closes__gt=F("opens"))
                & Q(closes__lte=2 * DAY)
                & Q(weeks__lte=63),
                name="opening_makes_sense",
            )
        ]

    def __str__(self) -> str:
        return f"{self.weekday} {self.opens}–{self.closes}"


class OpeningException(models.Model):
    """Days that differ: closed, or open at other times, with the reason."""

    at = models.ForeignKey(ListingAt, models.CASCADE, related_name="exceptions")
    from_on = models.DateField(_("いつから"))
    until_on = models.DateField(_("いつまで"))
    opens = models.PositiveSmallIntegerField(_("開く"), null=True, blank=True)
    closes = models.PositiveSmallIntegerField(_("閉まる"), null=True, blank=True)
    reason = models.CharField(_("理由"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("いつもと違う日")
        verbose_name_plural = _("いつもと違う日")
        ordering = ["from_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on__gte=F("from_on"))
                & (
                    Q(opens=None, closes=None)
                    | Q(opens__lt=DAY, closes__gt=F("opens"), closes__lte=2 * DAY)
                ),
                name="exception_makes_sense",
            )
        ]

    def __str__(self) -> str:
        return f"{self.from_on}–{self.until_on}"

    @property
    def is_closed(self) -> bool:
        """Closed all day when no times are given."""
        return self.opens is None
