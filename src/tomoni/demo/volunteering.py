"""Sample volunteering: students who clear snow, visits, salon helpers, and hours of the last weeks."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from tomoni.core.errors import Refused
from tomoni.demo.ground import Ground
from tomoni.demo.points import SLUG
from tomoni.doing.events.models import Series
from tomoni.doing.points.models import Scheme
from tomoni.doing.volunteering.actions import (
    afterwards,
    hours,
    needs,
    registers,
    shifts,
    turns,
    volunteers,
)
from tomoni.doing.volunteering.models import Need, Volunteer
from tomoni.doing.volunteering.rules.times import bit
from tomoni.ground.people.actions import persons
from tomoni.ground.people.contacts import Contact
from tomoni.ground.people.models import Person, User

# Mail address of the cast or a name alone, day of birth, what they can do, parts of the week, metres.
HELPERS = (
    ("ken@example.jp", "", ("snow", "drive"), ((5, 0), (5, 1), (6, 0)), 8000),
    ("noguchi@example.jp", "", ("listen", "language"), (), 3000),
    ("", "学生 さくら（見本）", ("snow",), ((5, 0), (6, 0), (6, 1)), 3000),
    ("", "学生 はると（見本）", ("snow", "computer"), ((5, 0), (6, 0), (2, 2)), 3000),
    ("", "学生 ゆい（見本）", ("snow", "children"), (), 8000),
    ("", "高校生 そら（見本）", ("snow",), ((6, 0), (6, 1)), 1500),
    ("", "大工 まさる（見本）", ("repair", "drive"), ((0, 0), (1, 0), (5, 0)), 50000),
    ("", "元教師 よしこ（見本）", ("listen", "lead", "cook"), (), 1500),
)
# Kind, heading, what everybody reads, points' activity, least, seats, minutes, days ahead (negative
# for the weeks gone by), hour.
NEEDS = (
    ("snow", "一人暮らしの家の前の雪かき（見本）", "玄関から道まで、2人以上で行います。道具は貸します。",
     "snow", 2, 3, 120, (-14, -7, 3, 10), 9),
    ("snow", "バス停までの道の雪かき（見本）", "朝、通学の前にバス停までの道をあけます。", "snow", 2, 4, 60, (1, 8), 7),
    ("visit", "話し相手（見本）", "お茶を飲みながら、昔の話を聞きます。", "", 1, 1, 60, (-5, 2, 9), 14),
    ("salon", "サロンの準備と片づけ（見本）", "いすを並べ、お茶を出します。", "", 1, 2, 120, (-3, 4, 11), 10),
    ("meals", "お弁当を届ける（見本）", "6軒に、声をかけながら届けます。", "meals", 1, 2, 90, (2, 9), 11),
)  # fmt: skip

# In the order of NEEDS: heading and text in English, heading and text in easy Japanese.
WORDS = (
    ("Clearing snow at the door of somebody who lives alone (sample)",
     "From the door to the road, two or more together. Tools are lent.",
     "一人で 住む 人の 家の 前の 雪かき（見本）", "入り口から 道まで、2人か それより 多い 人で します。道具は かします。"),
    ("Clearing the way to the bus stop (sample)", "In the morning, before children go to school.",
     "バス停までの 道の 雪かき（見本）", "朝、学校に 行く 前に、バス停までの 道の 雪を どけます。"),
    ("Keeping somebody company (sample)", "Over a cup of tea you hear stories of old times.",
     "いっしょに 話す（見本）", "お茶を 飲みながら、昔の 話を 聞きます。"),
    ("Setting up and clearing up at a salon (sample)", "Chairs are put in rows and tea is served.",
     "サロンの 準備と かたづけ（見本）", "いすを ならべて、お茶を 出します。"),
    ("Bringing lunches to the door (sample)", "To six homes, with a word at each door.",
     "お弁当を とどける（見本）", "6つの 家に、声を かけながら とどけます。"),
)  # fmt: skip


def build(town: Ground) -> int:
    """Make volunteers, needs and shifts once. Returns how many shifts were made."""
    if Need.objects.exists():
        return 0
    team = town.clerk.team_memberships.order_by("pk").first()  # type: ignore[attr-defined]
    if team is None:
        return 0
    towns = sorted(town.towns.values(), key=lambda one: (one.order, one.pk))
    helpers = [_helper(town, n, towns) for n in range(len(HELPERS))]
    scheme = Scheme.objects.filter(slug=SLUG).first()
    made = 0
    for n, (kind, title, about, activity, least, seats, minutes, days, hour) in enumerate(NEEDS):
        begun = town.at - timedelta(days=21)
        need = needs.ask(
            kind=kind, title=title, about=about, team=team.team, by=town.clerk, at=begun,
            town=towns[n * 7 % len(towns)], least=least, is_sample=True,
            organisation=town.bodies["mihon-salon"] if kind == "salon" else None,
            contact=None if kind == "salon" else Contact("見本 キク", phone="0134-00-0000"),
            words="裏の物置にスコップがあります。", place="見本町1番2号",
            title_en=WORDS[n][0], about_en=WORDS[n][1], title_easy=WORDS[n][2], about_easy=WORDS[n][3],
            scheme=scheme if activity else None, activity=activity if scheme else "",
            **({"age_min": 15} if kind == "snow" else {}),
        )  # fmt: skip
        needs.show(need=need, by=town.clerk, at=begun)
        for ahead in days:
            # Another one is asked first each time, so that nobody carries it all.
            first = made % len(helpers)
            made += _shift(
                town, need, helpers[first:] + helpers[:first], seats, minutes, ahead, hour
            )
    afterwards.tell_incident(
        kind="near", happened_on=town.today - timedelta(days=2), by=town.clerk, at=town.at,
        volunteer=helpers[2], words="屋根の雪が、人のすぐ近くに落ちました。けがはありません（見本）。",
    )  # fmt: skip
    course = Series.objects.filter(kind=Series.Kind.COURSE).order_by("title_kana", "pk").first()
    if course:
        registers.keep_course(
            series=course, register="dementia", valid_years=None, by=town.clerk, at=town.at
        )
    registers.enter(
        person=helpers[1].person, register="listening", valid_years=3, by=town.clerk, at=town.at,
        since_on=town.today - timedelta(days=400), source="傾聴の講座（見本）",
    )  # fmt: skip
    return made


def _shift(
    town: Ground, need: Need, helpers: list[Volunteer], seats: int, minutes: int, ahead: int, hour: int
) -> int:  # fmt: skip
    """One shift; those gone by have their hours, the others some sign-ups and some empty seats."""
    starts = timezone.make_aware(datetime.combine(town.today + timedelta(days=ahead), time(hour)))
    planned = starts - timedelta(days=10)
    shift = shifts.plan(
        need=need, starts_at=starts, ends_at=starts + timedelta(minutes=minutes),
        seats={"helper": seats}, meet="見本会館の前", bring="手袋、長ぐつ、飲み物", by=town.clerk,
        at=min(planned, town.at),
    )  # fmt: skip
    post = shift.posts.get(code="helper")
    for n, helper in enumerate(helpers):
        if post.taken >= max(1, seats - (ahead > 0)):
            break
        try:
            turn = turns.join(
                post=post,
                volunteer=helper,
                by=None,
                at=min(planned, town.at) + timedelta(minutes=n),
            )
        except Refused:
            continue  # Too young, or elsewhere at that time.
        post.refresh_from_db()
        if ahead < 0:
            hours.note(turn=turn, minutes=minutes, by=town.clerk, at=shift.ends_at)
    return 1


def _helper(town: Ground, n: int, towns: list) -> Volunteer:  # type: ignore[type-arg]
    email, name, skills, parts, reach = HELPERS[n]
    user = User.objects.filter(email=email).first() if email else None
    if user:
        person = persons.of_account(user=user, at=town.at)
    else:
        birth = town.today.replace(
            year=town.today.year - (16 if "高校生" in name else 20 + n), day=1
        )
        person = Person.objects.filter(name=name or email).first() or persons.create(
            name=name or email,
            birth_on=birth,
            phone=f"0134-00-09{n:02d}",
            is_sample=True,
            by=town.clerk,
            at=town.at,
        )
    return volunteers.register(
        person=person, by=town.clerk, at=town.at - timedelta(days=30), skills=skills,
        town=towns[n * 3 % len(towns)], reach_m=reach, times=sum(bit(*part) for part in parts),
        has_vehicle="drive" in skills, is_sample=True,
        **(
            {"guardian_name": "見本 保護者", "guardian_on": town.today - timedelta(days=30)}
            if "高校生" in name else {}
        ),
    )  # fmt: skip
