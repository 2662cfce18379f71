"""A sample board: wishes, rooms, an adviser to meet, one pair brought together, one wish that came true."""

from datetime import timedelta
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from tomoni.core.errors import Refused
from tomoni.demo.appointments import SINCE
from tomoni.demo.ground import Ground
from tomoni.doing.appointments.actions import desks
from tomoni.doing.appointments.models import Desk
from tomoni.ground.people.models import Team, User
from tomoni.ties.gathering_places import queries
from tomoni.ties.gathering_places.actions import deciding, districts, sending
from tomoni.ties.gathering_places.models import ModelDistrict, Venue, Wish
from tomoni.town.circles.models import Circle

# Text, town, people, parts of the week, step-free, price, "me too".
WISHES: tuple[tuple[str, str, int, int, bool, int | None, int], ...] = (
    ("（見本）子どもとお年寄りが、いっしょに昼ごはんを食べられる場所", "銭函一丁目", 12, 2, True, 500, 7),
    ("（見本）冬のあいだ、歩いて行けるお茶の場所", "桜一丁目", 8, 3, True, 0, 4),
    ("（見本）中学生が夕方、宿題をして待てる部屋", "花園二丁目", 15, 4, False, 0, 2),
    ("（見本）編み物を教え合う部屋", "", 6, 1, False, None, 0),
)  # fmt: skip
# Text, kind, town, rooms, people, parts, hours, fee, step-free, toilet.
VENUES: tuple[tuple[str, str, str, int, int, int, str, int, bool, str], ...] = (
    ("（見本）定休日の喫茶店。台所も使えます", "shop", "銭函一丁目", 1, 20, 6, "火曜の午後", 0, True, "wide"),
    ("（見本）親の家が空いています。庭があります", "house", "桜二丁目", 3, 10, 15, "", 300, False, "ordinary"),
    ("（見本）事務所の会議室。夕方は空いています", "shop", "花園二丁目", 1, 16, 4, "平日の午後5時から8時", 0, True, "ordinary"),
)  # fmt: skip


# Slug, name, English, easy, how its towns begin, why (three languages), days since it was chosen, steps.
DISTRICTS: tuple[tuple[Any, ...], ...] = (
    (
        "sample-zenibako", "銭函モデル地区（見本）", "Zenibako (sample)", "銭函（ぜにばこ）（見本）", "銭函",
        ("いっしょに昼ごはんを食べたいという人が多く、場所を貸したいという店があるため。",
         "Many would like to have lunch together, and a café offers its room.",
         "いっしょに 食べたい 人が 多くて、場所を かす 店が あるからです。"), 90,
        (("talk", 60, "銭函の会館で、住民20人と話しました。", "Talked with 20 residents at the hall.", "20人と 話しました。"),
         ("room", 30, "定休日の喫茶店を見に行きました。", "Looked at a café on its closed day.", "休みの 日の 店を 見ました。"),
         ("trial", 10, "試しに二回開き、のべ31人が来ました。", "Opened twice as a trial; 31 came.", "二回 ためしました。31人 来ました。")),
    ),
    (
        "sample-hanazono", "花園モデル地区（見本）", "Hanazono (sample)", "花園（はなぞの）（見本）", "花園",
        ("子どもが夕方に待てる場所がほしいという声が多いため。",
         "Many wish for a room where children can wait in the evening.",
         "子どもが 夕方に いられる 場所が ほしいからです。"), 20,
        (("talk", 6, "中学校の先生と保護者に話を聞きました。", "Heard teachers and parents of the school.", "先生と 親に 話を 聞きました。"),),
    ),
)  # fmt: skip


def build(town: Ground) -> int:
    """Make what is missing. Returns how many wishes, rooms and districts are new."""
    return _board(town) + sum(_district(town, row) for row in DISTRICTS)


def _district(town: Ground, row: tuple[Any, ...]) -> int:
    """A model district with its first towns of that name and the steps so far."""
    slug, name, english, easy, word, why, chosen, steps = row
    towns = [one for key, one in town.towns.items() if key.startswith(word)][:4]
    if not towns or ModelDistrict.objects.filter(slug=slug).exists():
        return 0
    made = districts.choose(
        slug=slug, name=name, name_en=english, name_easy=easy, towns=towns, why=why[0], why_en=why[1],
        why_easy=why[2], chosen_on=town.today - timedelta(days=chosen), is_shown=True, is_sample=True,
        by=town.clerk, at=town.at,
    )  # fmt: skip
    for stage, days, words, words_en, words_easy in steps:
        districts.tell_step(
            district=made, stage=stage, on=town.today - timedelta(days=days), words=words,
            words_en=words_en, words_easy=words_easy, by=town.clerk, at=town.at,
        )  # fmt: skip
    return 1


def _board(town: Ground) -> int:
    if Wish.objects.filter(is_sample=True).exists():
        return 0
    _adviser(town)
    wishes = [_wish(town, n, row) for n, row in enumerate(WISHES)]
    venues = [_venue(town, n, row) for n, row in enumerate(VENUES)]
    for thing in (*wishes[:3], *venues):
        deciding.show(thing=thing, words=thing.text, by=None, at=town.at)
    for pair in queries.suggestions(wish=wishes[0])[:1]:
        deciding.accept(
            wish=pair.wish,
            venue=pair.venue,
            reason="（見本）近くて、段差がない",
            by=None,
            at=town.at,
        )
    if circle := Circle.objects.filter(is_sample=True, is_public=True).order_by("pk").first():
        deciding.became(
            wish=wishes[2], circle=circle, words="（見本）宿題の部屋を続ける集まりができました。",
            by=None, at=town.at,
        )  # fmt: skip
    return len(wishes) + len(venues)


def _adviser(town: Ground) -> None:
    """The council's community section advises; one of its sample people can be booked."""
    team = Team.objects.filter(slug="shakyo-community").first()
    user = User.objects.filter(email="watanabe@example.jp", is_sample=True).first()
    if team is None or user is None or Desk.objects.filter(slug="ibasho").exists():
        return
    desk = desks.open_desk(
        team=team, slug="ibasho", name="居場所づくりの相談", name_en="Advice on places to gather",
        name_easy="みんなの 場所を つくる 相談", family=queries.ADVISER, order=65, is_sample=True,
        about="場所、食べ物の許可、保険、お金のことを、はじめる前に話せます。",
        about_en="Talk about rooms, food permits, insurance and money before you begin.",
        about_easy="場所や お金の ことを、はじめる 前に 話せます。", by=town.clerk, at=town.at,
    )  # fmt: skip
    desks.add_kind(
        desk=desk, slug="advice", name="居場所づくりの相談", name_en="Advice on a place to gather",
        name_easy="場所を つくる 相談", minutes=45, step=60, modes=7, notice_hours=24,
        by=town.clerk, at=town.at,
    )  # fmt: skip
    worker = desks.add_worker(
        desk=desk, user=user, title="相談員", from_on=SINCE, by=town.clerk, at=town.at
    )
    desks.set_openings(
        worker=worker, by=town.clerk, at=town.at,
        rows=[{"weekday": day, "opens": 780, "closes": 1020} for day in (1, 3)],
    )  # fmt: skip


def _wish(town: Ground, n: int, row: tuple[Any, ...]) -> Wish:
    text, where, people, parts, step_free, fee, others = row
    made = sending.wish(
        text=text, town=town.towns.get(where), people=people, parts=parts, most_fee=fee,
        needs_step_free=step_free, is_sample=True, token=_token("wish", n),
        reply={"contact": "haru@example.jp" if n == 0 else ""}, by=None, at=town.at,
    )  # fmt: skip
    for other in range(others):
        try:
            sending.me_too(wish=made, device=f"sample-{other}", by=None, at=town.at)
        except Refused:
            break
    return made


def _venue(town: Ground, n: int, row: tuple[Any, ...]) -> Venue:
    text, kind, where, rooms, people, parts, hours, fee, step_free, toilet = row
    return sending.offer(
        text=text, kind=kind, town=town.towns.get(where) or next(iter(town.towns.values())),
        rooms=rooms, people=people, parts=parts, hours=hours, fee=fee, is_step_free=step_free,
        toilet=toilet, is_sample=True, token=_token("venue", n),
        reply={"contact": "sato@example.jp"}, by=None, at=town.at,
    )  # fmt: skip


def _token(word: str, n: int) -> UUID:
    return uuid5(NAMESPACE_URL, f"sample:gathering:{word}:{n}")
