"""Desks where one can book, their sample people, and a few bookings, so that every list shows something.

The desks are those the plan names; who works there, when, and all who book are invented.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from allauth.account.models import EmailAddress

from tomoni.core.errors import Refused
from tomoni.demo.cast import PASSWORD
from tomoni.demo.ground import Ground
from tomoni.doing.appointments.actions import booking, desks, groups, talks, waiting
from tomoni.doing.appointments.actions.told import Told
from tomoni.doing.appointments.models import Booking, Desk, Kind, TalkTheme
from tomoni.doing.appointments.queries import slots
from tomoni.ground.districts.models import District
from tomoni.ground.people.actions import accounts, teams
from tomoni.ground.people.contacts import Contact
from tomoni.ground.people.models import Team, User

SINCE = date(2026, 4, 1)
MORNING, AFTERNOON = (540, 720), (780, 1020)
SPOKEN = {"hayashi@example.jp": "ja,ko", "noguchi@example.jp": "ja,en,zh-Hans"}


@dataclass(frozen=True)
class SampleKind:
    slug: str
    name: str
    english: str
    easy: str
    who: tuple[str, str, str]
    rules: dict[str, Any]
    bring: tuple[str, str, str] = ("", "", "")
    read: tuple[str, str, str] = ("", "", "")


@dataclass(frozen=True)
class SampleDesk:
    slug: str
    team: tuple[str, str, str, str, str]  # Address word, body, name, reading, English.
    name: str
    english: str
    easy: str
    about: tuple[str, str, str]
    where: tuple[str, str]
    phone: str
    people: tuple[tuple[str, str, str, str, tuple[str, ...]], ...]
    kinds: tuple[SampleKind, ...]
    hours: tuple[tuple[int, int], ...] = (MORNING, AFTERNOON)
    days: tuple[int, ...] = (0, 1, 2, 3, 4)
    more: dict[str, Any] = field(default_factory=dict)


DESKS = (
    SampleDesk(
        "nikoniko",
        ("nikoniko", "otaru-city", "こども家庭センター にこにこ", "こどもかていせんたー にこにこ",
         "Childcare desk Nikoniko"),
        "子育て相談 にこにこ", "Childcare desk Nikoniko", "子育て（こそだて）の 相談「にこにこ」",
        ("妊娠・出産・子育てのことを、保健師などに話せます。", "Talk to a nurse about pregnancy, birth and raising children.",
         "赤ちゃんや 子どもの ことを、保健師（ほけんし）に 話せます。"),
        ("窓口の場所は、電話でおたずねください（見本）", "Ask by telephone where the desk is (sample)"),
        "0134-22-3117",
        (("kato@example.jp", "加藤 まり（見本）", "かとう まり", "保健師", ("caseworker",)),
         ("endo@example.jp", "遠藤 光（見本）", "えんどう ひかる", "助産師", ("caseworker",)),
         ("mizuno@example.jp", "水野 葵（見本）", "みずの あおい", "保健師", ("team_lead",))),
        (
            SampleKind("baby", "赤ちゃん・子どもの相談", "About a baby or child", "赤ちゃん・子どもの 相談",
                ("妊娠中の方、子どもを育てている方", "Expecting or raising a child", "子どもを 育てている 人"),
                {"minutes": 60, "step": 60, "modes": 3, "after": 0, "notice_hours": 24},
                ("母子健康手帳", "The mother and child handbook", "母子手帳（ぼしてちょう）")),
            SampleKind("home", "赤ちゃんの家への訪問", "Visit to a baby at home", "赤ちゃんの 家に 行きます",
                ("生まれて4か月までの赤ちゃんの家", "Homes with a baby up to four months", "生まれて 4か月までの 赤ちゃん"),
                {"minutes": 60, "step": 60, "modes": 8, "before": 30, "after": 30, "notice_hours": 48}),
            SampleKind("food", "離乳食の教室", "Class on a baby's first meals", "離乳食（りにゅうしょく）の 教室",
                ("5か月から8か月の赤ちゃんの家族", "Families of babies of five to eight months", "5か月から 8か月の 赤ちゃん"),
                {"minutes": 90, "seats": 8, "modes": 1, "notice_hours": 24}),
        ),
    ),
    SampleDesk(
        "tarusapo",
        ("tarusapo", "otaru-city", "", "", ""),
        "福祉総合相談室「たるさぽ」", "Tarusapo, comprehensive welfare desk", "たるさぽ（市役所の 福祉の 相談）",
        ("どんな困りごとでも、まとめて話せます。どこに行けばよいか分からないときも。", "Any trouble at all, also when you do not know where to go.",
         "どんな ことでも 話せます。どこに 行くか わからない ときも。"),
        ("市役所の中。場所は、電話でおたずねください（見本）", "In the city hall; ask by telephone (sample)"),
        "0134-32-4111",
        (("tani@example.jp", "", "", "相談支援員", ()), ("ono@example.jp", "", "", "相談支援員", ())),
        (
            SampleKind("talk", "困りごとの相談", "Talk about a trouble", "こまった ことの 相談",
                ("市内のどなたでも", "Anybody in the city", "市に 住んでいる 人なら だれでも"),
                {"minutes": 60, "step": 30, "modes": 15, "after": 15, "notice_hours": 3}),
        ),
    ),
    SampleDesk(
        "guides",
        ("guides", "mihon-npo", "見本ガイドの会", "みほんがいどのかい", "Sample guides"),
        "まち歩きガイド（見本）", "Walks with a guide (sample)", "まちを 歩く ガイド（見本）",
        ("住民のガイドが、運河や坂のまちを案内します。", "Residents show you the canal and the town of slopes.", "町の 人が、運河（うんが）や 坂を 案内します。"),
        ("小樽駅前の案内板で待ち合わせ（見本）", "Meet at the board in front of Otaru station (sample)"),
        "0134-33-2510",
        (("hayashi@example.jp", "林 直樹（見本）", "はやし なおき", "ガイド", ("guide",)),
         ("noguchi@example.jp", "野口 リサ（見本）", "のぐち りさ", "ガイド（英語）", ("guide",))),
        (
            SampleKind("walk", "運河と坂の散歩", "Walk along the canal and slopes", "運河（うんが）と 坂を 歩く",
                ("小樽に来た方、小樽を知りたい方", "Visitors and residents", "小樽に 来た 人"),
                {"minutes": 90, "step": 90, "modes": 1, "notice_hours": 24, "languages": "ja,en"},
                ("歩きやすい靴、冬はすべらない靴", "Good shoes; in winter with grip", "歩きやすい くつ。冬は すべらない くつ")),
        ),
        hours=((600, 960),), days=(2, 5, 6), more={"order": 70},
    ),
    SampleDesk(
        "commissioners",
        ("commissioners", "otaru-shakyo", "民生委員の訪問（見本）", "みんせいいいんのほうもん", "Visits by commissioners (sample)"),
        "民生委員の訪問（見本）", "Visit by a commissioner (sample)", "民生委員（みんせいいいん）が 家に 来ます（見本）",
        ("お住まいの地区の民生委員が、家でお話を聞きます。", "The commissioner of your district comes to your home.", "近くの 民生委員が 家で 話を 聞きます。"),
        ("", ""),
        "0134-23-7844",
        (("ueda@example.jp", "", "", "民生委員児童委員", ()),
         ("sawada@example.jp", "沢田 実（見本）", "さわだ みのる", "民生委員児童委員", ("commissioner",))),
        (
            SampleKind("visit", "家で話を聞いてもらう", "A talk at home", "家で 話を 聞いて もらう",
                ("近所の人に話したい方", "Whoever would talk to somebody nearby", "近所の 人に 話したい 人"),
                {"minutes": 45, "step": 60, "modes": 10, "before": 15, "after": 15, "notice_hours": 48}),
        ),
        days=(1, 3), more={"is_city_wide": False, "order": 60},
    ),
    SampleDesk(
        "talks",
        ("talks", "otaru-city", "ふれあいトークの受付（見本）", "ふれあいとーくのうけつけ", "Reception of talks (sample)"),
        "まち育てふれあいトーク", "Talks for groups", "ふれあいトーク",
        ("", "", ""), ("", ""), "0134-32-4111",
        (("mizuno@example.jp", "", "", "話す人（見本）", ()), ("ono@example.jp", "", "", "話す人（見本）", ())),
        (
            SampleKind("talk", "まち育てふれあいトーク", "Talk for a group", "ふれあいトーク",
                ("市内の団体や集まり", "Groups in the city", "市の 団体や 集まり"),
                {"minutes": 60, "step": 30, "modes": 8, "before": 30, "after": 30,
                 "notice_hours": 72, "most_days": 120, "is_talk": True}),
        ),
        hours=((540, 1200),), days=(0, 1, 2, 3, 4, 5), more={"order": 90},
    ),
)  # fmt: skip

# Address word, title, English, easy, field, English; the sections are invented.
THEMES = (
    ("dementia", "認知症の人と暮らすまち", "A town with people with dementia",
     "認知症（にんちしょう）の 人と くらす", "福祉", "Welfare"),
    ("evacuation", "大雨・地震のとき、どう逃げるか", "How to get away from floods and quakes",
     "大雨や 地震（じしん）の とき、どう にげるか", "防災", "Preparing"),
    ("snow", "雪の季節を安全に", "Safe in the snow", "雪の きせつを 安全に", "防災", "Preparing"),
    ("baby", "赤ちゃんのいる家を支える", "Standing by families with babies",
     "赤ちゃんの いる 家を ささえる", "子育て", "Childcare"),
)  # fmt: skip


def build(town: Ground) -> int:
    """Make what is missing. Returns how many desks are new."""
    made = 0
    for sample in DESKS:
        if Desk.objects.filter(slug=sample.slug).exists():
            continue
        _desk(town, sample)
        made += 1
    _areas(town)
    _themes(town)
    _bookings(town)
    return made


def _desk(town: Ground, sample: SampleDesk) -> None:
    team = _team(town, sample)
    name, english, easy = sample.about
    desk = desks.open_desk(
        team=team, slug=sample.slug, name=sample.name, name_en=sample.english,
        name_easy=sample.easy, about=name, about_en=english, about_easy=easy,
        where=sample.where[0], where_en=sample.where[1], phone=sample.phone, is_sample=True,
        by=town.clerk, at=town.at, **sample.more,
    )  # fmt: skip
    if sample.slug == "nikoniko":
        for room in ("相談室1", "相談室2"):
            desks.add_room(desk=desk, name=f"{room}（見本）", by=town.clerk, at=town.at)
    for n, kind in enumerate(sample.kinds):
        who, who_en, who_easy = kind.who
        bring, bring_en, bring_easy = kind.bring
        desks.add_kind(
            desk=desk, slug=kind.slug, name=kind.name, name_en=kind.english, name_easy=kind.easy,
            who_for=who, who_for_en=who_en, who_for_easy=who_easy, bring=bring, bring_en=bring_en,
            bring_easy=bring_easy, order=10 + n, by=town.clerk, at=town.at, **kind.rules,
        )  # fmt: skip
    for email, name, kana, title, roles in sample.people:
        worker = desks.add_worker(
            desk=desk, user=_user(town, team, email, name, kana, roles), title=title,
            from_on=SINCE, languages=SPOKEN.get(email, "ja"), by=town.clerk, at=town.at,
        )  # fmt: skip
        desks.set_openings(
            worker=worker, by=town.clerk, at=town.at,
            rows=[
                {"weekday": day, "opens": opens, "closes": closes}
                for day in sample.days for opens, closes in sample.hours
            ],
        )  # fmt: skip
    if group := desk.kinds.filter(seats__gt=1).first():
        _sessions(town, desk, group)


def _sessions(town: Ground, desk: Desk, kind: Kind) -> None:
    """A class on the next two Wednesdays that are working days."""
    first = town.today + timedelta(days=(2 - town.today.weekday()) % 7 + 7)
    for weeks in (0, 2):
        begin = datetime.combine(first + timedelta(weeks=weeks), datetime.min.time())
        starts_at = begin.replace(hour=10, tzinfo=town.at.tzinfo)
        worker = desk.workers.order_by("pk").first()
        if worker:
            groups.open_session(
                kind=kind, worker=worker, starts_at=starts_at, by=town.clerk, at=town.at
            )


def _team(town: Ground, sample: SampleDesk) -> Team:
    slug, body, name, kana, english = sample.team
    known = Team.objects.filter(slug=slug).first()
    return known or teams.open_team(
        slug=slug, organisation=town.bodies[body], name=name, name_kana=kana, name_en=english,
        phone=sample.phone, open_weekdays=sum(1 << day for day in sample.days),
        is_sample=True, by=town.clerk, at=town.at,
    )  # fmt: skip


def _user(
    town: Ground, team: Team, email: str, name: str, kana: str, roles: tuple[str, ...]
) -> User:
    address = EmailAddress.objects.filter(email=email).select_related("user").first()
    user = address.user if address else accounts.create(
        email=email, name=name, name_kana=kana, password=PASSWORD, is_sample=True,
        role_codes=roles, by=None, at=town.at,
    )  # fmt: skip
    if not user.team_memberships.filter(team=team, until_on=None).exists():
        part = "lead" if email == "mizuno@example.jp" else "member"
        teams.add_member(team=team, user=user, part=part, by=town.clerk, at=town.at)
    return user


def _areas(town: Ground) -> None:
    """Each sample commissioner answers for half of the sample districts."""
    desk = Desk.objects.get(slug="commissioners")
    if desk.areas.exists():
        return
    workers = list(desk.workers.order_by("user__name_kana"))
    districts = District.objects.filter(kind="commissioner", is_sample=True).order_by("order")
    for n, district in enumerate(districts):
        desks.add_area(
            desk=desk, district=district, worker=workers[n % len(workers)], valid_from=SINCE,
            by=town.clerk, at=town.at,
        )  # fmt: skip


def _themes(town: Ground) -> None:
    kind = Kind.objects.get(desk__slug="talks", slug="talk")
    for n, (slug, title, english, easy, part, part_en) in enumerate(THEMES):
        if not TalkTheme.objects.filter(slug=slug).exists():
            talks.add_theme(
                kind=kind, slug=slug, title=title, title_en=english, title_easy=easy, field=part,
                field_en=part_en, section="担当の職員（見本）", section_en="Staff (sample)",
                order=10 + n, is_sample=True, by=town.clerk, at=town.at,
            )  # fmt: skip


# Desk, kind, how many free times to pass over, mode, name, telephone, what about.
BOOKED = (
    ("nikoniko", "baby", 0, "desk", "見本 花", "090-0000-0001", "（見本）夜泣きのこと"),
    ("nikoniko", "baby", 2, "phone", "見本 春", "090-0000-0002", "（見本）離乳食のこと"),
    ("nikoniko", "baby", 4, "desk", "見本 夏子", "090-0000-0003", ""),
    ("tarusapo", "talk", 1, "desk", "見本 次郎", "090-0000-0004", "（見本）仕事と家賃のこと"),
    ("tarusapo", "talk", 6, "phone", "見本 秋", "090-0000-0005", ""),
    ("guides", "walk", 0, "desk", "Sample Visitor", "090-0000-0006", ""),
)


def _bookings(town: Ground) -> None:
    """A few bookings, each known by its own number so that a second run adds none."""
    for n, (desk, kind, skip, mode, name, phone, about) in enumerate(BOOKED):
        token = uuid5(NAMESPACE_URL, f"sample:booking:{n}")
        what = Kind.objects.select_related("desk__team").get(desk__slug=desk, slug=kind)
        if Booking.objects.filter(token=token).exists():
            continue
        free = slots.search(
            kind=what, first=town.today, last=town.today + timedelta(days=14), at=town.at, mode=mode
        ).times()
        if len(free) > skip:
            booking.book(
                kind=what, starts_at=free[skip].starts_at, mode=mode, token=token, by=town.clerk,
                at=town.at, channel=Booking.Channel.PHONE,
                told=Told(Contact(name=f"{name}（見本）", phone=phone), about=about),
            )  # fmt: skip
    _waiting(town)
    _request(town)


def _waiting(town: Ground) -> None:
    kind = Kind.objects.get(desk__slug="nikoniko", slug="baby")
    waiting.wait(
        kind=kind, mode="desk", contact=Contact(name="見本 冬美（見本）", phone="090-0000-0007"),
        from_on=town.today, until_on=town.today + timedelta(days=21), part="morning",
        token=uuid5(NAMESPACE_URL, "sample:wait"), by=town.clerk, at=town.at,
    )  # fmt: skip


def _request(town: Ground) -> None:
    theme = TalkTheme.objects.get(slug="dementia")
    day = town.today + timedelta(days=21 - town.today.weekday())
    wish = datetime.combine(day, datetime.min.time()).replace(hour=13, tzinfo=town.at.tzinfo)
    try:
        talks.ask(
            theme=theme, group="見本町会 女性部（見本）", wishes=[wish.isoformat()],
            contact=Contact(name="見本 和子（見本）", phone="090-0000-0008"), place="見本会館",
            people=20, token=uuid5(NAMESPACE_URL, "sample:talk"), by=town.clerk, at=town.at,
        )  # fmt: skip
    except Refused:
        return
