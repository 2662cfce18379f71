"""An account's statement: what it held, every entry, what it holds."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tomoni.doing.points.models import Account, Transfer
from tomoni.doing.points.queries.balances import stood
from tomoni.doing.points.rules import since
from tomoni.web.dates import bare_date

MOST = 2000
WITH_HOLDERS = tuple(
    f"{side}__{holder}" for side in ("debit", "credit") for holder in ("person", "organisation")
)


@dataclass(frozen=True)
class Line:
    """One entry as the holder reads it; `change` is 0 where points were only held or freed."""

    row: Transfer
    change: int
    balance: int
    what: str
    is_reversed: bool

    @property
    def note(self) -> str:
        """What was written beside it; the day of the activity where it was booked on another, and
        from when points count that came from somebody."""
        since_on, words = since.read(self.row.note)
        language = get_language() or "ja"
        if since_on is not None:
            day = _("%(day)sからの分") % {"day": bare_date(since_on, language)}
            return f"{day} {words}".strip()
        earning = getattr(self.row, "earning", None)
        if earning is not None and earning.on != timezone.localdate(self.row.at):
            return _("%(day)sの活動") % {"day": bare_date(earning.on, language)}
        return words


@dataclass(frozen=True)
class Statement:
    """From the first moment of one day to the last of another."""

    account: Account
    first: date
    last: date
    before: int
    lines: list[Line]
    after: int
    held: int


def moments(first: date, last: date) -> tuple[datetime, datetime]:
    """The last moment before `first` and the last of `last`, by the clock of the town."""
    tick = timedelta(microseconds=1)
    begins = timezone.make_aware(datetime.combine(first, time.min))
    ends = timezone.make_aware(datetime.combine(last + timedelta(days=1), time.min))
    return begins - tick, ends - tick


def statement(account: Account, first: date, last: date) -> Statement:
    """The entries of these days, the oldest first; always four statements of SQL."""
    begins, ends = moments(first, last)
    before, _held = stood(account, begins)
    rows = (
        Transfer.objects.filter(Q(debit=account) | Q(credit=account), at__gt=begins, at__lte=ends)
        .select_related("earning__ruling", "by", *WITH_HOLDERS)
        .order_by("at", "lane", "number")[:MOST]
    )
    rows = list(rows)
    reversed_ones = set(
        Transfer.objects.filter(of__in=rows, kind=Transfer.Kind.REVERSAL).values_list(
            "of_id", flat=True
        )
    )
    lines, balance = [], before
    for row in rows:
        change = row.moved if row.credit_id == account.pk else -row.moved
        balance += change
        lines.append(Line(row, change, balance, what(row, account), row.pk in reversed_ones))
    after, held = stood(account, ends)
    return Statement(account, first, last, before, lines, after, held)


def what(row: Transfer, account: Account) -> str:
    """What an entry is, as the holder of this account reads it."""
    if row.purpose == Transfer.Purpose.GIVEN and row.kind == Transfer.Kind.PLAIN:
        return _given(row, account)
    if row.kind != Transfer.Kind.PLAIN:
        return str(row.get_kind_display())
    if row.purpose == Transfer.Purpose.ADJUSTED and since.read(row.note)[0]:
        return _("紙のカードから移した")
    earning = getattr(row, "earning", None)
    if earning is None:
        return str(row.get_purpose_display())
    terms: Any = earning.ruling.terms
    english = (get_language() or "ja").startswith("en")
    names = {
        one["code"]: (one.get("name_en") if english else "") or one["name"]
        for one in terms["activities"]
    }
    return str(names.get(earning.activity, earning.activity))


def _given(row: Transfer, account: Account) -> str:
    """Whoever gave hears the card they wrote, whoever received hears the name of the giver, who
    was told so: neither learns what the other side did not say."""
    if row.credit_id == account.pk:
        return _("%(name)sさんからゆずられた") % {"name": row.debit}
    return _("カード%(card)sの人にゆずった") % {"card": row.credit.card or "–"}
