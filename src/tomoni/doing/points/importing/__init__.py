"""Taking over what stands on paper cards when a town begins: a list, row by row, as one act.

Running the same list again changes nothing, so that a row that was mended can come back with all
the others. One bad row stops no other; those not taken in go into a file with the reason beside.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import IO, Any
from uuid import UUID, uuid5

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from tomoni.core import audit
from tomoni.core.errors import Refused
from tomoni.core.locks import lock_word
from tomoni.core.tables import FileRefused, Row, Table, open_table
from tomoni.core.tables.cells import clean, shown, why_unusable
from tomoni.core.tables.headers import normalise
from tomoni.core.tables.rejected import RejectedRows
from tomoni.core.tables.report import FileReport
from tomoni.doing.points.actions import drafts
from tomoni.doing.points.actions.many import book_each
from tomoni.doing.points.actions.opening import past_years
from tomoni.doing.points.importing import who
from tomoni.doing.points.models import Account, Ruling, Scheme, Transfer
from tomoni.doing.points.queries import earned
from tomoni.doing.points.rules import opening, since
from tomoni.doing.points.rules.opening import Opening
from tomoni.doing.points.rules.years import last_day
from tomoni.ground.people import importing as people
from tomoni.ground.people.rules import my_number

COLUMNS = {
    "card": ("カードの番号", "カード番号", "card"),
    **{field: people.COLUMNS[field] for field in ("own_id", *who.WHO)},
    "points": ("ポイント", "残高", "残りのポイント", "残りポイント", "points", "balance"),
    "since": ("いつの分", "年度", "たまった日", "since"),
    "years": ("活動した年度", "活動した年度の数", "活動年数", "years"),
}
_MEANT = {
    normalise(word): (field, rank)
    for field, words in COLUMNS.items()
    for rank, word in enumerate(words)
}
LARGEST = 64 * 1024 * 1024
SPACE = UUID("5f0a2a3e-6a5b-4f0e-9a43-1f1f5f3f7b11")


@dataclass
class _Asked:
    """A row that can be booked."""

    row: Row
    account: Account
    said: Opening
    draft: Transfer | None
    was_there: bool


def take_in(
    path: Path,
    *,
    scheme: Scheme,
    by: Any,
    at: datetime,
    dry_run: bool,
    name: str = "",
    rejected: Callable[[], IO[str]] | None = None,
) -> FileReport:
    """Take in one list and say what became of every row; a dry run keeps nothing.

    Args:
        name: What the file is called in the report, when not as on the disk.
        rejected: Opens the file for the rejected rows; asked only when there is one.
    """
    report = FileReport(name or path.name)
    try:
        with transaction.atomic():
            # Two who bring one list in one moment would each make everybody on it known.
            lock_word(f"points.opening:{scheme.pk}")
            table = open_table(path, _MEANT.get, largest=LARGEST)
            bin_ = RejectedRows(rejected, table) if rejected else None
            _List(table, scheme, report, bin_, by, at).take()
            if not dry_run and report.counts["created"]:
                audit.record(
                    "points.balances_taken_in", scheme, by=by, at=at, note=str(report.counts)
                )
            transaction.set_rollback(dry_run)
    except FileRefused as refusal:
        report = FileReport(report.file, refused=str(refusal))
    except Refused as no:
        report = FileReport(report.file, refused=no.sentence)
    return report


class _List:
    """One list while it is read: first each row for itself, then all as one act."""

    def __init__(
        self, table: Table, scheme: Scheme, report: FileReport, bin_: RejectedRows | None, by: Any,
        at: datetime,
    ) -> None:  # fmt: skip
        self.table, self.scheme, self.report, self.bin = table, scheme, report, bin_
        self.by, self.at, self.today = by, at, timezone.localdate(at)
        self.columns = _columns(table.headers)
        self.source = earned.source_of(scheme)
        self.ruling = _ruling(scheme, self.today)
        self.known = _openings(scheme)
        self.seen: set[UUID] = set()

    def take(self) -> None:
        self.report.kind, self.report.encoding = self.table.kind, self.table.encoding
        self.report.notes += self.table.notes
        asked = []
        for row in self.table.rows():
            if not any(cell.strip() for cell in row.cells):
                continue
            try:
                if row.problem:
                    raise Refused(row.problem)
                with (
                    transaction.atomic()
                ):  # A person made known for a row that is then refused goes.
                    asked.append(self._asked(row))
            except Refused as no:
                self._reject(row, no)
        new = [one for one in asked if one.draft is not None]
        answers = book_each([one.draft for one in new if one.draft is not None])
        refused = {
            id(one): answer
            for one, answer in zip(new, answers, strict=True)
            if isinstance(answer, Refused)
        }
        self._years([one for one in asked if id(one) not in refused])
        for one in asked:
            if no := refused.get(id(one)):
                self._reject(one.row, no)
            else:
                self.report.count("unchanged" if one.was_there else "created")
        if self.bin:
            self.bin.close()

    def _asked(self, row: Row) -> _Asked:
        cells = {field: clean(row.cells[n])[0] for field, n in self.columns.items()}
        for field, value in cells.items():
            if why := why_unusable(value):
                raise Refused(why, field=field)
        said = opening.read(cells, today=self.today, begins=self.ruling.read.year_begins)
        account = who.account(cells, self.scheme, by=self.by, at=self.at)
        key = uuid5(SPACE, f"{self.scheme.pk} {account.person_id} {said.since or ''}")
        if key in self.seen:
            raise Refused(
                _("同じ人の同じ年度の行が、この表に二つあります。一つにまとめてください。"),
                field="name",
            )
        self.seen.add(key)
        return _Asked(row, account, said, *self._draft(key, account, said))

    def _draft(self, key: UUID, account: Account, said: Opening) -> tuple[Transfer | None, bool]:
        """What is to be booked, None for nothing; whether it was booked before."""
        before = self.known.get(account.pk, {})
        if not said.points:
            return None, False
        if said.points == before.get(key):
            return None, True
        if before.get(key):
            raise Refused(
                _("この人の残高は、%(points)sポイントで取り込み済みです。直すときは、口座の「ポイントを直す」を使ってください。")
                % {"points": before[key]},
                field="points",
            )  # fmt: skip
        if key in before or set(before) - self.seen:
            raise Refused(
                _("この人の残高は、もう取り込んであります。直すときは、口座の「ポイントを直す」を使ってください。"),
                field="points",
            )  # fmt: skip
        day = said.since or self.today
        last = last_day(day, self.ruling.read)
        if last is not None and last < self.today:
            raise Refused(
                _("この分は、期限（%(year)s年%(month)s月%(day)s日）が過ぎています。いつの分かを確かめてください。")
                % {"year": last.year, "month": last.month, "day": last.day},
                field="since",
            )  # fmt: skip
        return drafts.move(
            id=key, debit=self.source, credit=account, amount=said.points,
            purpose=Transfer.Purpose.ADJUSTED, by=self.by, at=self.at,
            note=since.noted(day),
        ), False  # fmt: skip

    def _years(self, asked: list[_Asked]) -> None:
        """Those that only paper knows; where nothing is to be booked, they say whether a row is new."""
        years = [(one.account, year) for one in asked for year in one.said.years]
        new = past_years(years, ruling=self.ruling, by=self.by, at=self.at)
        for one in asked:
            if one.draft is None:
                one.was_there = one.account.pk not in new

    def _reject(self, row: Row, no: Refused) -> None:
        # The number of a card of 個人番号 goes neither into the report nor into a file.
        safe = [people.HIDDEN if my_number.holds_one(cell) else cell for cell in row.cells]
        value = safe[self.columns[no.field]] if no.field in self.columns else ""
        self.report.reject(row.number, field=no.field or "", value=shown(value), reason=no.sentence)
        if self.bin:
            self.bin.add(Row(row.number, safe), no.sentence)


def _ruling(scheme: Scheme, today: date) -> Ruling:
    """The rules of today, or the first ones of a scheme that is still to begin."""
    found = earned.ruling_on(scheme, today) or scheme.rulings.order_by("from_on", "pk").first()
    if found is None:
        raise Refused(_("この制度の決まりがまだありません。先に、制度の決まりを登録してください。"))
    return found


def _openings(scheme: Scheme) -> dict[int, dict[UUID, int]]:
    """By account: the key and the points of what was taken over before, 0 where it was taken back."""
    back = Transfer.objects.filter(of=OuterRef("pk"), kind=Transfer.Kind.REVERSAL)
    rows = Transfer.objects.filter(
        scheme=scheme, purpose=Transfer.Purpose.ADJUSTED, note__startswith=since.MARK
    )
    found: dict[int, dict[UUID, int]] = {}
    for account, key, amount, is_back in rows.annotate(back=Exists(back)).values_list(
        "credit_id", "id", "amount", "back"
    ):
        found.setdefault(account, {})[key] = 0 if is_back else amount
    return found


def _columns(headers: list[str]) -> dict[str, int]:
    """Field → column; of several headings with one meaning the plainest counts."""
    best: dict[str, tuple[int, int]] = {}
    for column, header in enumerate(headers):
        if (known := _MEANT.get(normalise(header))) and known[1] < best.get(known[0], (99, 0))[0]:
            best[known[0]] = (known[1], column)
    if not {"points", "years"} & set(best) or not {"name", "card"} & set(best):
        raise FileRefused(
            _("「氏名」（か「カードの番号」）と「ポイント」の列が要ります。1行目に列の名前を書いてください。")
        )  # fmt: skip
    return {field: column for field, (_rank, column) in best.items()}
