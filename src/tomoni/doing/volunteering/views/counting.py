"""The figures of a year for the review, without names."""

import csv
from datetime import date, timedelta
from io import StringIO

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from tomoni.core.access import needs
from tomoni.core.tables.cells import guarded
from tomoni.doing.points.rules.years import year_of
from tomoni.doing.volunteering.access import Ability
from tomoni.doing.volunteering.queries import figures as queries
from tomoni.doing.volunteering.views.needs import crumbs


def _asked(request: HttpRequest) -> tuple[date, date]:
    text = request.GET.get("year", "")
    if len(text) == 4 and text.isascii() and text.isdigit() and 2000 <= int(text) <= 2100:
        return year_of(date(int(text), 4, 1))
    return year_of(localdate())


def _heads() -> list[str]:
    return [
        _("種類"), _("17歳まで"), _("18〜29歳"), _("30〜64歳"), _("65歳以上"), _("年齢がわからない"),
        _("合計（人）"), _("時間"),
    ]  # fmt: skip


def _sums(now: queries.Totals, first: date, last: date) -> list[tuple[str, str, str]]:
    """What each sum is called, this year's and the year before's."""
    before = queries.totals(*year_of(first - timedelta(days=1)))
    few = _("少ないので出しません")
    names = {
        "people": _("手伝った人"), "times": _("活動した回数"), "hours": _("活動した時間"),
        "wishes": _("手伝いの希望"), "helped": _("そのうち、手伝いがあった"),
        "shifts": _("終わった回"), "filled": _("そのうち、人がそろった"),
        "asked": _("申し込み"), "missed": _("そのうち、来なかった"),
    }  # fmt: skip

    def said(which: queries.Totals, name: str) -> str:
        value = getattr(which, name)
        return few if value is None else str(value)

    return [(name, said(now, key), said(before, key)) for key, name in names.items()]


@needs(Ability.COUNT)
@never_cache
@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    first, last = _asked(request)
    context = {
        "found": (found := queries.year(first, last)), "year": first.year, "heads": _heads(),
        "sums": _sums(found.totals, first, last),
        "crumbs": crumbs((_("ボランティアの数字"), "")),
    }  # fmt: skip
    return render(request, "volunteering/staff/figures.html", context)


@needs(Ability.COUNT)
@never_cache
@require_safe
def as_csv(request: HttpRequest) -> HttpResponse:
    """The same for a spreadsheet; what is hidden on the page is empty here."""
    first, last = _asked(request)
    out = StringIO()
    rows = csv.writer(out, lineterminator="\r\n")
    rows.writerow(_heads())
    found = queries.year(first, last)
    for line in found.lines or ():
        cells = [guarded(line.kind), *line.people, line.total, line.hours]
        rows.writerow(["" if cell is None else cell for cell in cells])
    rows.writerow([])
    rows.writerow(["", first.year, first.year - 1])
    rows.writerows(_sums(found.totals, first, last))
    answer = HttpResponse("\ufeff" + out.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="volunteering-{first.year}.csv"'
    return answer
