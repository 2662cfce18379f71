"""How many words of thanks, wishes and complaints came in, without pointing at anybody.

Counted is by whole quarters, each for itself, and no sum over quarters is given: a sum less the
quarters that are shown would be what one of them hides.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db.models import Count, Max, Min
from django.utils import timezone
from django.utils.translation import gettext as _

from tomoni.core import small_cells
from tomoni.core.city import city
from tomoni.ground.districts.models import District, DistrictTown
from tomoni.town.places.models import Category, Feedback
from tomoni.town.places.rules import quarters
from tomoni.town.places.rules.quarters import Quarter

KINDS: tuple[str, ...] = tuple(str(kind) for kind in Feedback.Kind.values)
NOWHERE = ""  # The row of what stands in no district or no category.


@dataclass(frozen=True)
class Row:
    """One line of a table: the counts in the order of KINDS, and their sum; None is hidden."""

    code: str
    name: str
    cells: tuple[int | None, ...]
    total: int | None


@dataclass(frozen=True)
class Statistics:
    """What may be said of one quarter. A table is None when it may not be shown at all, and empty
    where the town has no districts of the kind it counts by."""

    quarter: Quarter
    whole: Row
    by_district: list[Row] | None
    by_category: list[Row] | None


def over(*, on: date) -> list[Quarter]:
    """The quarters that are over, newest first, from the first word that ever came."""
    ends = Feedback.objects.aggregate(first=Min("created_at"), last=Max("created_at"))
    if ends["first"] is None:
        return []
    one = quarters.quarter_of(timezone.localdate(ends["first"]))
    found = []
    while quarters.is_over(one, on=on):
        found.append(one)
        one = one.next
    return found[::-1]


def statistics(quarter: Quarter, name_of: Callable[[Any], str]) -> Statistics:
    """The counts of a quarter that is over, small cells hidden.

    Args:
        name_of: The name of a district or category in the reader's language.
    """
    rows = _counted(quarter)
    counts = dict.fromkeys(KINDS, 0)
    for _category, _town, kind, n in rows:
        counts[kind] += n
    cells, total = small_cells.line(counts, city().smallest_count)
    whole = Row("", _("市全体"), tuple(cells[kind] for kind in KINDS), total)
    return Statistics(
        quarter,
        whole,
        _by_district(rows, quarter, name_of),
        _by_category(rows, name_of),
    )


def as_lists(*, on: date) -> Iterator[list[str]]:
    """Every quarter as rows of the open table; x stands for a count that is not shown."""
    for quarter in reversed(over(on=on)):
        found = statistics(quarter, lambda row: str(row.name))
        parts = [("全体", [found.whole])]
        parts += [("地区", found.by_district or []), ("分類", found.by_category or [])]
        for part, rows in parts:
            for row in rows:
                yield [
                    quarter.begins.isoformat(), quarter.ends.isoformat(), part, row.code, row.name,
                    *("x" if n is None else str(n) for n in (*row.cells, row.total)),
                    str(city().smallest_count),
                ]  # fmt: skip


HEADER = [
    "期間の初日", "期間の末日", "分け方", "コード", "名称", "お礼", "要望", "苦情", "計",
    "これより小さい数はx",
]  # fmt: skip


def _counted(quarter: Quarter) -> list[tuple[str | None, int | None, str, int]]:
    """Category, town, kind and how many of each."""
    zone = timezone.get_default_timezone()
    begins, after = (
        datetime.combine(day, time(), tzinfo=zone) for day in (quarter.begins, quarter.next.begins)
    )
    rows = Feedback.objects.filter(created_at__gte=begins, created_at__lt=after)
    return list(rows.values_list("category", "town", "kind").annotate(n=Count("pk")).order_by())


def _by_district(
    rows: list[tuple[str | None, int | None, str, int]],
    quarter: Quarter,
    name_of: Callable[[Any], str],
) -> list[Row] | None:
    """By the districts of the one kind the city counts by, as their towns were on the last day."""
    kind = city().counted_by
    districts = list(District.objects.filter(kind=kind).order_by("order", "id"))
    if not districts:
        return []
    lists = DistrictTown.objects.in_force(quarter.ends).filter(district__kind=kind)
    place = dict(lists.order_by("pk").values_list("town", "district__code"))
    names = {one.code: name_of(one) for one in districts}
    names[NOWHERE] = _("地区に入らないもの（場所のない活動など）")
    table = {code: dict.fromkeys(KINDS, 0) for code in names}
    for _category, town, what, n in rows:
        table[place.get(town, NOWHERE)][what] += n
    return _rows(table, names)


def _by_category(
    rows: list[tuple[str | None, int | None, str, int]], name_of: Callable[[Any], str]
) -> list[Row] | None:
    """By the groups of categories; the finer ones would show a single salon."""
    known = Category.objects.select_related("parent").order_by("order", "code")
    group = {one.code: one.parent or one for one in known}
    names = {one.code: name_of(one) for one in known if one.parent_id is None}
    names[NOWHERE] = _("分類のないもの")
    table = {code: dict.fromkeys(KINDS, 0) for code in names}
    for category, _town, what, n in rows:
        found = group.get(category or "")
        table[found.code if found else NOWHERE][what] += n
    return _rows({code: row for code, row in table.items() if any(row.values())}, names)


def _rows(table: dict[str, dict[str, int]], names: dict[str, str]) -> list[Row] | None:
    shown = small_cells.protect(table, city().smallest_count)
    if shown is None:
        return None
    return [
        Row(code, names[code], tuple(row[kind] for kind in KINDS), shown.row_totals[code])
        for code, row in shown.rows.items()
    ]
