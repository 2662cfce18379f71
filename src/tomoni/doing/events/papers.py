"""Events on paper: the poster of one date, and a month on the wall, both with large type."""

import re
from collections import defaultdict
from datetime import date, datetime
from html import unescape
from pathlib import Path

import segno
from django.conf import settings
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from tomoni.core.city import city
from tomoni.doing.events.feeds.ics import place
from tomoni.doing.events.models import Occurrence, Series
from tomoni.doing.events.queries.rows import Row
from tomoni.doing.events.rules import recurrence, when
from tomoni.web import dates
from tomoni.web.paper import set_pdf
from tomoni.web.readings import with_readings

FOLDER = Path(__file__).resolve().parent / "typst"
SIZES = ("a4", "a3")
MOST_ON_PAPER = 300
_RUBY = re.compile(r"<ruby>(.*?)<rp>.*?</rp><rt>(.*?)</rt><rp>.*?</rp></ruby>")
Pieces = list[tuple[str, str]]


def poster(one: Occurrence, *, size: str) -> bytes:
    """The poster of a date; `size` is a4 or a3. A cancelled or moved date says so first."""
    series = one.series
    start, end = timezone.localtime(one.starts_at), timezone.localtime(one.ends_at)
    said = when.in_words(start, end, all_day=series.all_day, language="ja")
    url = f"{settings.SITE_URL}{one.get_absolute_url()}"
    title = one.title or series.title
    organiser = series.organisation.name if series.organisation else series.organiser_text
    fee = str(series.get_fee_kind_display())
    facts = [
        (_("場所"), place(series, one) or series.online_url or _("場所は、主催者におたずねください。")),
        (_("どなたのため"), series.who_for),
        (_("料金"), f"{fee}　{series.fee_text}" if series.fee_text else fee),
        (_("持ち物"), series.bring),
        (_("参加のしかた"), str(series.get_entry_display())),
        (_("くり返し"), _rule(series)),
        (_("主催"), organiser),
    ]  # fmt: skip
    phone = series.phone or city().phones[0].phone
    return set_pdf(
        FOLDER / "poster.typ",
        {
            "title": title, "paper": size, "headline": pieces(title),
            "kind": pieces(str(series.get_kind_display())), "when": pieces(said),
            "state": [pieces(line) for line in _state(one)],
            "summary": [pieces(line) for line in series.summary.splitlines()],
            "facts": [
                (pieces(name), [pieces(line) for line in words.splitlines()])
                for name, words in facts if words
            ],
            "programme_title": pieces(_("次第")),
            "programme": [pieces(line) for line in series.programme.splitlines() if line.strip()],
            "contact": [pieces(_("問い合わせ　%(phone)s") % {"phone": phone})],
            "url": url, "svg": qr(url), "printed": printed(),
        },
    )  # fmt: skip


def month(rows: list[Row], *, first: date, whose: str, url: str, total: int) -> bytes:
    """A month's dates by day, with times and places."""
    by_day: dict[date, list[Row]] = defaultdict(list)
    for row in rows:
        by_day[max(row.start.date(), first)].append(row)
    headline = _("%(month)sの催し") % {"month": dates.long_month(first, "ja")}
    more = total - len(rows)
    return set_pdf(
        FOLDER / "month.typ",
        {
            "title": f"{headline} {whose}", "headline": headline, "whose": whose,
            "head": [_("日"), _("催し")],
            "rows": [
                {"day": dates.short_date(day, "ja"), "events": [_line(row) for row in found]}
                for day, found in sorted(by_day.items())
            ],
            "nothing": _("この月の催しは、まだありません。"),
            "more": _("ほかに%(more)s件あります。右上の印か電話で確かめてください。") % {"more": more}
            if more > 0 else "",
            "contact": _("変わることがあります。出かける前に確かめてください。電話　%(phone)s")
            % {"phone": city().phones[0].phone},
            "url": url, "svg": qr(url), "printed": printed(),
        },
    )  # fmt: skip


def pieces(text: str) -> Pieces:
    """The text cut into (word, reading); a word without kanji has no reading."""
    html, found, at = with_readings(escape(text)), [], 0
    for match in _RUBY.finditer(html):
        if match.start() > at:
            found.append((_plain(html[at : match.start()]), ""))
        found.append((_plain(match[1]), _plain(match[2])))
        at = match.end()
    return [*found, (_plain(html[at:]), "")] if at < len(html) else found


def _plain(html: str) -> str:
    return unescape(re.sub(r"<[^>]+>", "", html))


def _line(row: Row) -> dict[str, str]:
    state = ""
    if row.is_cancelled:
        state = pgettext("event", "中止")
    elif row.is_moved:
        state = _("日時変更")
    fee = _("無料") if row.is_free else ""
    entry = _("申込みが必要です") if row.needs_sign_up else ""
    words = "　".join(filter(None, (row.times, str(row.place), fee, entry)))
    return {"title": str(row.title), "words": words, "state": state}


def _state(one: Occurrence) -> list[str]:
    if one.is_cancelled:
        return [_("この回は中止になりました"), one.reason or one.series.reason]
    if one.is_moved:
        was = timezone.localtime(one.original_at)
        said = f"{dates.long_date(was.date(), 'ja')} {dates.clock(was.time(), 'ja')}"
        return [_("日時が変わりました"), _("もとの予定は%(was)sでした。%(reason)s") % {
            "was": said, "reason": one.reason,
        }]  # fmt: skip
    return []


def _rule(series: Series) -> str:
    try:
        return recurrence.in_words(series.rrule, "ja") if series.rrule else ""
    except recurrence.Unreadable:
        return ""


def qr(url: str) -> str:
    """The code of an address as SVG."""
    drawn = str(segno.make(url, error="m").svg_inline(border=0, scale=4))
    return drawn.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)


def printed() -> str:
    """When this paper was printed, in the era."""
    now: datetime = timezone.localtime()
    return _("%(day)s 印刷") % {"day": dates.era_date(now.date(), "ja")}
