"""Two sample neighbourhood associations with invented households, each plainly a sample."""

from datetime import date, datetime, time, timedelta

from django.utils.timezone import get_current_timezone

from tomoni.demo.ground import Ground
from tomoni.ground.people.actions import organisations
from tomoni.ground.people.models import Organisation, Team, User
from tomoni.ties.neighbourhoods.actions import associations, households, meetings, tasks, voting
from tomoni.ties.neighbourhoods.models import Association, GeneralMeeting, Group

# Address, name, kana, English, towns, households.
ASSOCIATIONS = (
    ("sample-hama", "見本浜町会", "ミホンハマチョウカイ", "Sample Hama Association", "銭函", 24),
    (
        "sample-saka",
        "見本坂町内会",
        "ミホンサカチョウナイカイ",
        "Sample Saka Association",
        "花園",
        15,
    ),
)
NAMES = (
    "見本 一郎",
    "見本 花子",
    "見本 次郎",
    "見本 和子",
    "見本 三郎",
    "見本 幸子",
    "見本 四郎",
    "見本 春子",
)
YEAR = (
    (4, "定期総会、新しい役員への引き継ぎ"), (6, "花壇の手入れ"), (8, "夏祭り"), (9, "避難訓練"),
    (11, "除雪の説明会、砂箱の点検"), (1, "新年のつどい"), (3, "会費の締め"),
)  # fmt: skip


def build(town: Ground) -> int:
    """Make what is not there yet, through the room's own actions."""
    team = Team.objects.filter(slug="shakyo-community").first()
    people = {u.email: u for u in User.objects.filter(is_sample=True) if u.email}
    chair, resident = people.get("sato@example.jp"), people.get("haru@example.jp")
    if team is None or chair is None:
        return 0
    made = 0
    for slug, name, kana, english, word, count in ASSOCIATIONS:
        if Association.objects.filter(slug=slug).exists():
            continue
        association = _association(town, team, slug, name, kana, english, word)
        _officers(association, chair if made == 0 else None, people.get("ken@example.jp"), town)
        _households(association, count, resident if made == 0 else None, town)
        _doings(association, chair, town)
        made += 1
    return made


def _association(
    town: Ground, team: Team, slug: str, name: str, kana: str, english: str, word: str
) -> Association:
    body = Organisation.objects.filter(slug=slug).first() or organisations.create(
        slug=slug, name=name, name_kana=kana, name_en=english, kind="neighbourhood",
        is_sample=True, by=town.clerk, at=town.at,
    )  # fmt: skip
    return associations.found(
        slug=slug, organisation=body, supported_by=team, is_sample=True, is_public=True,
        about="夏祭り、花壇の手入れ、雪かきの助け合い、回覧板、避難訓練をしています。見本として作った町会です。",
        about_easy="なつまつりや 花の 世話、雪かきの 手伝いを して います。見本の 町会です。",
        about_en="Summer festival, flower beds, help with snow, circulars and drills. A sample.",
        how_to_join="会長か班長に声をかけるか、電話してください。引っ越してきたばかりの人も、借りている家の人も入れます。",
        dues_words="月300円（年3,600円）。事情のあるときは、会計に話してください。",
        hall="見本会館", phone_who="会長", phone="0134-00-0301", yearly_dues=3600,
        towns=[one for key, one in town.towns.items() if key.startswith(word)][:3],
        by=town.clerk, at=town.at,
    )  # fmt: skip


def _officers(
    association: Association, chair: User | None, treasurer: User | None, town: Ground
) -> None:
    """A chair with an account in the first association, whose term ends soon; sample names elsewhere."""
    until = town.today + timedelta(days=40)
    for post, user, name in (
        ("chair", chair, "佐藤 明子（見本）" if chair else "見本 会長"),
        ("secretary", None, "見本 総務"),
        ("treasurer", treasurer if chair else None, "田中 ケン（見本）" if chair else "見本 会計"),
    ):
        associations.appoint(
            association=association, post=post, name=name, user=user, phone="0134-00-0301",
            may_be_named=post == "chair", from_on=date(town.today.year - 1, 4, 1), until_on=until,
            by=None, at=town.at,
        )  # fmt: skip


def _households(association: Association, count: int, resident: User | None, town: Ground) -> None:
    """Households in 班 of eight with plainly invented names; the first is ハルさん's."""
    groups: list[Group] = [
        associations.add_group(association=association, number=n, by=None, at=town.at)
        for n in range(1, -(-count // 8) + 1)
    ]
    for n in range(count):
        household = households.join(
            association=association, name=f"{NAMES[n % 8]}（見本{n + 1}）", address=f"見本町{n + 1}番地",
            group=groups[n // 8], user=resident if n == 0 else None, joined_on=date(2020, 4, 1),
            is_sample=True, by=None, at=town.at,
        )  # fmt: skip
        if n % 3:
            households.receive_dues(
                household=household, amount=3600, paid_on=town.today, by=None, at=town.at
            )
    households.enter_emergency(
        association=association, name="見本 とめ", address="見本町3番地", needs="階段をおりるときに手がいる",
        helper="班長", agreed_on=town.today, by=None, at=town.at,
    )  # fmt: skip


def _doings(association: Association, chair: User, town: Ground) -> None:
    """A called general meeting with some paper in, a task, a request for staff, notes for the next."""
    at = town.at
    associations.set_year(association=association, rows=list(YEAR), by=None, at=at)
    for kind, title, details in (
        ("key", "会館の玄関", "会長が持つ。予備は総務の机の中。"),
        ("account", "町会の口座", "通帳は会計、印は会長が持つ。"),
        ("book", "会員の帳面", "会館の棚、上から二段目。"),
    ):
        associations.note_down(
            association=association, kind=kind, title=title, details=details, by=None, at=at
        )
    tasks.offer_task(
        association=association, title="雪あかりの夜のろうそく並べ", starts_at=_moment(town, 25, 14),
        place="見本会館", places=6, for_whom="student", text="手袋を持ってきてください。おしるこが出ます。",
        by=None, at=at,
    )  # fmt: skip
    tasks.ask_for_staff(
        association=association,
        what="冬の避難の話をしに来てほしい",
        place="見本会館",
        by=None,
        at=at,
    )
    meeting = meetings.prepare(
        association=association, title="臨時総会（見本）", starts_at=_moment(town, 20, 10),
        place="見本会館", by=None, at=at,
    )  # fmt: skip
    ordinary, larger = association.majorities.order_by("pk")[:2]  # type: ignore[attr-defined]
    meetings.add_item(
        meeting=meeting, title="除雪機を買う", text="共同募金の助成を使い、残りを会費から出します。",
        majority=ordinary, by=None, at=at,
    )  # fmt: skip
    meetings.add_item(
        meeting=meeting, title="会則を変える（総会に画面でも参加できるようにする）", majority=larger,
        by=None, at=at,
    )  # fmt: skip
    meetings.send_notice(meeting=meeting, by=None, at=at)
    _paper(GeneralMeeting.objects.get(pk=meeting.pk), town)


def _paper(meeting: GeneralMeeting, town: Ground) -> None:
    """What came in so far: two proxies and two written votes."""
    rows = list(meeting.association.households.order_by("number")[1:5])  # type: ignore[attr-defined]
    items = list(meeting.items.order_by("number"))  # type: ignore[attr-defined]
    for household in rows[:2]:
        voting.give_proxy(meeting=meeting, household=household, proxy_to="", by=None, at=town.at)
    for household in rows[2:]:
        voting.vote(
            meeting=meeting, household=household, choices=dict.fromkeys(items, "yes"),
            way="written", by=None, at=town.at,
        )  # fmt: skip


def _moment(town: Ground, days: int, hour: int) -> datetime:
    day = town.today + timedelta(days=days)
    return datetime.combine(day, time(hour), tzinfo=get_current_timezone())
