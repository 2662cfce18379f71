"""The events to come as the national list of events (推奨データセット「イベント一覧」)."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Count, Max, QuerySet
from django.utils import timezone

from tomoni.core.city import City, city
from tomoni.doing.events.feeds.window import AHEAD
from tomoni.doing.events.models import Occurrence
from tomoni.doing.events.rules import when
from tomoni.town.places.opendata.others import Other

EDITION = "推奨データセット"
TITLES = {"ja": "催しの一覧", "ja-easy": "会の リスト", "en": "Events to come"}
# The order of the standard; the first nine after the names are those it asks for.
HEADER = (
    "都道府県コード又は市区町村コード", "NO", "都道府県名", "市区町村名", "イベント名", "イベント名_カナ",
    "イベント名_英語", "開始日", "終了日", "開始時間", "終了時間", "開始日時特記事項", "説明", "料金(基本)",
    "料金(詳細)", "連絡先名称", "連絡先電話番号", "連絡先内線番号", "主催者", "場所名称", "住所", "方書", "緯度",
    "経度", "アクセス方法", "駐車場情報", "定員", "参加申込終了日", "参加申込終了時間", "参加申込方法", "URL", "備考",
)  # fmt: skip
REQUIRED = frozenset(
    (
        "イベント名",
        "イベント名_カナ",
        "開始日",
        "終了日",
        "開始時間",
        "終了時間",
        "説明",
        "場所名称",
        "住所",
    )
)


def to_come(at: datetime) -> QuerySet[Occurrence]:
    """The dates everybody may see that will take place."""
    found = Occurrence.objects.public().planned().filter(series__status="published")
    return found.filter(ends_at__gt=at, starts_at__lt=at + AHEAD)


def held() -> Other:
    """The list as the catalogue tells it."""
    figures = to_come(timezone.now()).aggregate(
        rows=Count("pk"), dates=Max("updated_at"), series=Max("series__updated_at")
    )
    moments = [moment for moment in (figures["dates"], figures["series"]) if moment]
    return Other(
        slug="event", titles=TITLES, edition=EDITION, rows=figures["rows"],
        updated_at=max(moments, default=None), page="events:open_page", csv="events:open_csv",
        xlsx="events:open_xlsx", json="events:json", sources=_sources(),
    )  # fmt: skip


def _sources() -> list[str]:
    rows = to_come(timezone.now()).exclude(series__source="").order_by()
    counted = rows.values("series__source").annotate(n=Count("pk")).order_by("-n", "series__source")
    return [row["series__source"] for row in counted[:12]]


def rows(at: datetime) -> Iterator[list[str]]:
    """One row a date, in the order of time; only what the event really says."""
    town = city()
    found = to_come(at).select_related(
        "series__organisation", "series__venue__place", "venue__place"
    ).prefetch_related("series__texts", "roles").order_by("starts_at", "id")  # fmt: skip
    for one in found.iterator(chunk_size=500):
        cells = _cells(one, town)
        yield [cells.get(name, "") for name in HEADER]


def _cells(one: Occurrence, town: City) -> dict[str, str]:
    series = one.series
    start, end = timezone.localtime(one.starts_at), timezone.localtime(one.ends_at)
    venue = one.venue or (None if one.place_text else series.venue)
    place: Any = venue.place if venue else None
    english = next((text.title for text in series.texts.all() if text.language == "en"), "")
    contact = str(series.organisation or series.organiser_text)
    found = {
        "都道府県コード又は市区町村コード": town.code,
        "NO": f"{series.slug}-{timezone.localtime(one.original_at):%Y%m%d%H%M}",
        "都道府県名": town.prefecture,
        "市区町村名": town.name,
        "イベント名": one.title or series.title,
        "イベント名_カナ": "" if one.title else series.title_kana,
        "イベント名_英語": english,
        "開始日": start.date().isoformat(),
        "終了日": end.date().isoformat(),
        "開始日時特記事項": one.note.replace("\n", " "),
        "説明": "\n".join(filter(None, (series.summary, series.description))),
        "料金(基本)": "無料" if series.fee_kind == "free" else "",
        "料金(詳細)": series.fee_text,
        "連絡先名称": contact,
        "連絡先電話番号": series.phone,
        "主催者": contact,
        "場所名称": one.place_text or (place.name if place else series.place_text),
        "住所": "" if one.place_text else (place.address if place else series.address),
        "方書": venue.label if venue else "",
        "アクセス方法": place.access_text if place else series.access_text,
        "駐車場情報": place.parking_text if place else "",
        "定員": _capacity(one.roles.all()),
        "URL": f"{settings.SITE_URL}{one.get_absolute_url()}",
        "備考": " ".join(filter(None, ("見本（作りもの）" if series.is_sample else "", series.who_for))),
    }  # fmt: skip
    if series.all_day:
        found["終了日"] = when.last_day(start, end).isoformat()
    else:
        found |= {"開始時間": f"{start:%H:%M}", "終了時間": f"{end:%H:%M}"}
    if one.lat is not None and one.lng is not None:
        found |= {"緯度": f"{one.lat:.6f}", "経度": f"{one.lng:.6f}"}
    return found | _sign_up(one)


def _capacity(roles: Any) -> str:
    """Of those who take part; empty where there is no limit."""
    seats = next((role.capacity for role in roles if role.code == "participant"), None)
    return "" if seats is None else str(seats)


def _sign_up(one: Occurrence) -> dict[str, str]:
    series = one.series
    if series.entry == "open":
        return {"参加申込方法": str(series.get_entry_display())}
    closes = timezone.localtime(one.starts_at - timedelta(hours=series.closes_hours))
    return {
        "参加申込終了日": closes.date().isoformat(),
        "参加申込終了時間": f"{closes:%H:%M}",
        "参加申込方法": str(series.get_entry_display()),
    }
