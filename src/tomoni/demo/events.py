"""A year of events of every kind: salons of the café network, sessions of the children's desk, feasts,
one of them cancelled, some moved by holidays. What is invented says 見本."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.utils.timezone import get_default_timezone

from tomoni.demo.ground import Ground
from tomoni.doing.events.actions import competition, planning, wording
from tomoni.doing.events.models import Series
from tomoni.doing.events.rules import recurrence
from tomoni.town.places.models import ListingAt

MON, TUE, WED, THU, FRI, SAT, SUN = range(7)
BEHIND = timedelta(days=30)
PHONE = "0134-00-0101"  # No exchange uses 00.


@dataclass(frozen=True)
class Sample:
    """One series; `month` and `day` fix the first day of what comes once a year."""

    slug: str
    body: str
    kind: str
    title: str
    kana: str
    english: str
    easy: str
    summary: tuple[str, str, str]
    rule: str
    hour: int
    minutes: int
    month: int = 0
    more: dict[str, Any] = field(default_factory=dict)
    roles: dict[str, int | None] = field(default_factory=lambda: {"participant": None})
    tags: tuple[str, ...] = ()


FREE = {"fee_kind": "free"}
CUP = {"fee_kind": "paid", "fee_text": "お茶代100円"}
SAMPLES = (
    Sample("mihon-monthly-salon", "mihon-salon", "salon", "見本サロンのお茶の日", "みほんさろんのおちゃのひ",
           "Tea day of the sample salon", "お茶を のむ 日（見本）",
           ("お茶を飲みながら、だれとでも話せます。", "Tea and talk with anybody.", "お茶を のみながら 話します。"),
           recurrence.by_weekday([2], [THU]), 13, 120,
           more={**CUP, "step_free": True, "mix_planned": {"child": 2, "adult": 4, "older": 10}}, tags=("カフェ", "お茶")),
    Sample("mihon-npo-cafe", "mihon-npo", "salon", "見本カフェの日曜ごはん", "みほんかふぇのにちようごはん",
           "Sunday lunch at the sample café", "日曜日の ごはん（見本）",
           ("子どもからお年寄りまで、いっしょに食べます。", "Children and older people eat together.", "みんなで いっしょに 食べます。"),
           recurrence.by_weekday([1, 3], [SUN]), 11, 150,
           more={"fee_kind": "paid", "fee_text": "大人300円、子ども無料", "mix_planned": {"child": 12, "youth": 4, "adult": 8, "older": 8}},
           roles={"participant": 30, "helper": 4}, tags=("カフェ", "食事")),
    Sample("mihon-chonai-cafe", "mihon-neighbourhood", "salon", "見本町会の集会所カフェ", "みほんちょうかいのしゅうかいじょかふぇ",
           "Café in the sample hall", "町の 会の カフェ（見本）",
           ("会員でない人も来られます。", "Also for those who are not members.", "だれでも 来られます。"),
           recurrence.by_weekday([recurrence.LAST], [SAT]), 10, 120, more=CUP, tags=("カフェ",)),
    Sample("mihon-nikoniko", "otaru-city", "exchange", "にこにこ広場（見本）", "にこにこひろば",
           "Nikoniko play morning (sample)", "子どもの ひろば（見本）",
           ("就学前の子どもと家族が遊べます。保健師に話もできます。", "Small children and their families play; a nurse listens.", "小さい 子どもと 家族が あそびます。"),
           recurrence.weekly([TUE]), 10, 120, more={**FREE, "age_max": 6, "holidays": "skip", "phone": "0134-22-3117", "who_for": "就学前の子どもと家族"}, tags=("子育て",)),
    Sample("mihon-mago", "mihon-npo", "exchange", "孫と来る昔あそび（見本）", "まごとくるむかしあそび",
           "Old games with grandchildren (sample)", "むかしの あそび（見本）",
           ("3歳から90歳まで、こまやお手玉で遊びます。", "From 3 to 90: tops and beanbags.", "こまや お手玉で あそびます。"),
           recurrence.weekly([SAT], every=2), 14, 90, more={**FREE, "age_min": 3, "step_free": True, "mix_planned": {"child": 10, "adult": 4, "older": 10}}, tags=("多世代",)),
    Sample("mihon-walk", "mihon-salon", "walk", "坂のまち朝さんぽ（見本）", "さかのまちあささんぽ",
           "Morning walk in the town of slopes (sample)", "朝の さんぽ（見本）",
           ("ゆっくり40分歩きます。冬は体育館の中です。", "A slow walk of 40 minutes; indoors in winter.", "ゆっくり 40分 歩きます。"),
           recurrence.weekly([WED]), 9, 60, more={**FREE, "bring": "歩きやすい靴、飲み物", "holidays": "skip"}, tags=("健康",)),
    Sample("mihon-smartphone", "otaru-shakyo", "course", "はじめてのスマートフォン（見本）", "はじめてのすまーとふぉん",
           "First steps with a smartphone (sample)", "はじめての スマホ（見本）",
           ("電話とメール、災害の知らせの見かたを練習します。", "Calls, mail and disaster alerts.", "電話や メールの 練習を します。"),
           recurrence.by_weekday([3], [FRI]), 13, 90, more={**FREE, "age_min": 60, "entry": "sign_up", "phone": "0134-00-0101"},
           roles={"participant": 10, "helper": 3}, tags=("講座",)),
    Sample("mihon-advice", "otaru-shakyo", "advice", "くらしの困りごと相談会（見本）", "くらしのこまりごとそうだんかい",
           "Advice day for any worry (sample)", "相談の 日（見本）",
           ("お金、介護、住まい。どんなことでも聞きます。", "Money, care, housing: anything.", "どんな ことでも 聞きます。"),
           recurrence.by_weekday([2], [MON]), 13, 180, more={**FREE, "holidays": "shift", "step_free": True}, tags=("相談",)),
    Sample("mihon-snow-help", "mihon-neighbourhood", "helping", "雪かき手伝いの土曜日（見本）", "ゆきかきてつだいのどようび",
           "Snow-shovelling Saturday (sample)", "雪かきを てつだう 日（見本）",
           ("高校生から参加できます。道具は貸します。", "From high-school age; shovels are lent.", "道具（どうぐ）を かします。"),
           "FREQ=WEEKLY;BYDAY=SA;BYMONTH=1,2,3", 9, 120, month=1, more={**FREE, "age_min": 15, "entry": "sign_up", "bring": "長靴、手袋"}, roles={"helper": 20}, tags=("雪",)),
    Sample("mihon-snow-festival", "mihon-npo", "festival", "見本町の雪あかり", "みほんちょうのゆきあかり",
           "Snow lights of the sample town", "雪の あかりの 祭り（見本）",
           ("子どもたちが作った雪のあかりを並べます。", "Snow lanterns made by children.", "雪の あかりを ならべます。"),
           "", 16, 240, month=2, more={**FREE, "mix_planned": {"child": 60, "youth": 20, "adult": 60, "older": 40}}, tags=("雪", "祭り")),
    Sample("mihon-snow-sport", "mihon-npo", "sport", "スポーツ雪かき大会（見本）", "すぽーつゆきかきたいかい",
           "Snow-shovelling contest (sample)", "雪かきの 大会（見本）",
           ("5人一組で、雪山の高さを競います。", "Teams of five build the highest heap.", "5人の チームで します。"),
           "", 10, 180, month=2, more={**FREE, "age_min": 10, "entry": "sign_up", "bring": "長靴、手袋"}, roles={"participant": 60, "helper": 10}, tags=("雪", "大会")),
    Sample("mihon-disaster-talk", "mihon-neighbourhood", "meeting", "避難路を歩いて話す会（見本）", "ひなんろをあるいてはなすかい",
           "Walking and talking about the way to safety (sample)", "にげる 道を 歩いて 話す（見本）",
           ("地図を持って歩き、危ない所を話し合います。", "We walk with a map and talk about dangers.", "地図を もって 歩きます。"),
           "FREQ=MONTHLY;INTERVAL=3;BYDAY=4SU", 10, 120, more=FREE, tags=("防災",)),
    Sample("mihon-bookbus", "otaru-city", "other", "移動図書の日（見本）", "いどうとしょのひ",
           "Library bus (sample)", "本の バスが 来る 日（見本）",
           ("本を借りて返せます。", "Borrow and return books.", "本を かりて かえせます。"),
           recurrence.by_date([10, 25]), 14, 60, more=FREE, tags=("本",)),
)  # fmt: skip


def build(town: Ground, *, scale: int = 1) -> int:
    """Make what is missing; `scale` repeats every series in so many places. How many are new."""
    there = set(Series.objects.values_list("slug", flat=True))
    venues = list(_venues(town))
    if not venues:
        return 0
    made = 0
    for times in range(scale):
        for n, sample in enumerate(SAMPLES):
            slug = f"{sample.slug}-{times + 1}" if times else sample.slug
            if slug not in there:
                _make(town, sample, slug, venues[(n + times * len(SAMPLES)) % len(venues)])
                made += 1
    return made


def _venues(town: Ground) -> Iterator[ListingAt]:
    """Open places of the sample town where people gather, one in each town first."""
    rows = ListingAt.objects.filter(
        listing__status="published", listing__is_sample=True, place__town__isnull=False,
        listing__category__code__in=("salon", "community_hall", "community_meal", "playroom"),
    )  # fmt: skip
    yield from rows.select_related("place__town").order_by("order", "listing__slug", "id")


def _make(town: Ground, sample: Sample, slug: str, venue: ListingAt) -> Series:
    place = venue.place
    series = planning.plan(
        slug=slug, title=sample.title, title_kana=sample.kana, kind=sample.kind,
        organisation=town.bodies[sample.body], summary=sample.summary[0], rrule=sample.rule,
        starts_at=_first(town, sample), minutes=sample.minutes, venue=venue, town=place.town,
        lat=place.lat, lng=place.lng, address=place.address, roles=sample.roles, is_sample=True,
        source="見本として作成", by=town.clerk, at=town.at, **{"phone": PHONE, **sample.more},
    )  # fmt: skip
    texts = (("en", sample.english, sample.summary[1]), ("ja-easy", sample.easy, sample.summary[2]))
    for language, title, summary in texts:
        wording.say_in(
            series=series, language=language, title=title, summary=summary, by=town.clerk,
            at=town.at,
        )  # fmt: skip
    wording.tag(series=series, words=sample.tags, by=town.clerk, at=town.at)
    planning.publish(series=series, by=town.clerk, at=town.at)
    if sample.slug == "mihon-walk":
        coming = series.occurrences.filter(starts_at__gt=town.at).order_by("starts_at")
        if second := coming[1:2].first():
            planning.call_off(
                occurrence=second, reason="道が凍っているため（見本）", by=town.clerk, at=town.at
            )
    if sample.slug == "mihon-snow-sport":
        _compete(town, series)
    return series


def _compete(town: Ground, series: Series) -> None:
    """The rule of the contest and the teams that have said they come."""
    known = {"by": town.clerk, "at": town.at}
    competition.rule(
        series=series, unit="雪山の高さ（cm）", more_wins=True, rounds=2, team_size=5,
        words="二回の合計で競います。屋根や車道の雪は使いません。休みながら、声をかけ合って。", **known,
    )  # fmt: skip
    for occurrence in series.occurrences.order_by("starts_at")[:1]:
        for name, members in (
            ("坂の上チーム（見本）", 5),
            ("港チーム（見本）", 4),
            ("三世代チーム（見本）", 5),
        ):
            competition.enter(occurrence=occurrence, name=name, members=members, **known)


def _first(town: Ground, sample: Sample) -> datetime:
    """The first day the rule names from a month ago on, or the next second Saturday of its month."""
    zone = get_default_timezone()
    wall = (
        (town.at - BEHIND)
        .astimezone(zone)
        .replace(hour=sample.hour, minute=0, second=0, microsecond=0, tzinfo=None)
    )
    rule = sample.rule
    if not rule:
        rule = f"FREQ=YEARLY;BYMONTH={sample.month};BYDAY=2SA"
        wall = town.at.astimezone(zone).replace(
            hour=sample.hour, minute=0, second=0, microsecond=0, tzinfo=None
        )
    found = recurrence.first_on_or_after(rule, wall)
    assert found is not None
    return found.replace(tzinfo=zone)
