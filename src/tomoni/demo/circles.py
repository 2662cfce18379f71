"""The café network and the operators' network of the sample town, with a meeting behind and one ahead."""

from datetime import datetime, time, timedelta

from django.utils.timezone import get_current_timezone

from tomoni.demo.ground import Ground
from tomoni.ground.people.models import Team, User
from tomoni.town.circles.actions import circles, meetings, papers
from tomoni.town.circles.models import Circle

# Address, name, kana, English, purpose, easy, English purpose, the bodies in it (the first is chair).
CIRCLES = (
    (
        "cafe-network", "居場所カフェ連絡会（見本）", "いばしょかふぇれんらくかい", "Café network (sample)",
        "まちの居場所やカフェを開いている人たちが、献立や人手、困りごとを相談し、助け合います。",
        "町の カフェを している 人たちの 会です。こまったことを いっしょに 考えます。",
        "People who run cafés and gathering places share menus, hands and worries.",
        ("mihon-salon", "mihon-npo", "mihon-neighbourhood"),
    ),
    (
        "shiawase-network", "しあわせネットワーク（見本の会員）", "しあわせねっとわーく",
        "Operators' network (sample members)",
        "社会福祉法人、医療法人、NPO、お店が集まり、ひとつの団体では受けとめきれない困りごとに、食べ物や仕事の場を持ちよって応えます。",
        "いろいろな 団体が あつまって、こまって いる 人を たすける 会です。",
        "Welfare and medical corporations, NPOs and shops answer needs none can meet alone.",
        ("mihon-welfare", "mihon-medical", "mihon-business", "mihon-npo"),
    ),
)  # fmt: skip


def build(town: Ground) -> int:
    """Make what is not there yet, through the room's own actions."""
    team = Team.objects.filter(slug="shakyo-community").first()
    keeper = User.objects.filter(email="watanabe@example.jp", is_sample=True).first()
    if team is None or keeper is None:
        return 0
    made = 0
    for slug, name, kana, english, purpose, easy, purpose_en, bodies in CIRCLES:
        if Circle.objects.filter(slug=slug).exists():
            continue
        circle = circles.make(
            slug=slug, name=name, name_kana=kana, name_en=english, purpose=purpose,
            purpose_easy=easy, purpose_en=purpose_en, secretariat=team, is_public=True,
            rules_text="年に四回集まります。決まったことは、三日のうちに会員に知らせます。",
            is_sample=True, by=town.clerk, at=town.at,
        )  # fmt: skip
        for place, body in enumerate(bodies):
            circles.add_member(
                circle=circle, organisation=town.bodies[body], by=keeper, at=town.at,
                representative=_speaker(body), part="chair" if place == 0 else "member",
                from_on=town.today - timedelta(days=400), may_be_named=place < 3,
            )  # fmt: skip
        circles.add_member(
            circle=circle, name="川口 とめ（見本）", part="adviser", by=keeper, at=town.at,
            from_on=town.today - timedelta(days=400),
            contact={"postcode": "0470024", "address": "小樽市花園2丁目12番1号 見本荘1号"},
        )  # fmt: skip
        _meetings(circle, keeper, town)
        made += 1
    return made


def _speaker(body: str) -> User | None:
    return User.objects.filter(memberships__organisation__slug=body, is_sample=True).first()


def _meetings(circle: Circle, keeper: User, town: Ground) -> None:
    """One that was held, with minutes and decisions; one that is to come."""
    held = meetings.call(
        circle=circle, title="秋の連絡会", starts_at=_moment(town, -20), place="見本会館",
        is_public=True, by=keeper, at=town.at,
    )  # fmt: skip
    meetings.set_agenda(
        meeting=held, items=[("夏の報告", "参加した人の数の表"), ("冬の人手", "")], by=keeper, at=town.at
    )  # fmt: skip
    members = list(circle.members.all())  # type: ignore[attr-defined]
    states = dict.fromkeys(members[:3], ("present", ""))
    meetings.note_attendance(meeting=held, states=states, by=keeper, at=town.at)
    papers.write_minutes(
        meeting=held, text="夏の報告を聞いた。\n冬は雪かきの人手が足りないので、学校に声をかける。",
        by=keeper, at=town.at,
    )  # fmt: skip
    papers.approve_minutes(meeting=held, by=keeper, at=town.at)
    papers.decide(
        meeting=held, words="見本学園に雪かきの手伝いを頼む",
        plain_words="冬の雪かきを、生徒のみなさんにも頼みます。", is_public=True,
        next_step="学校に電話して、話す日を決める", by=keeper, at=town.at,
    )  # fmt: skip
    papers.decide(
        meeting=held, words="合同のちらしを作る", plain_words="三つの会で、冬のちらしを作ります。",
        is_public=True, by=keeper, at=town.at,
        to_team=Team.objects.filter(slug="listings").first(),
    )  # fmt: skip
    coming = meetings.call(
        circle=circle, title="冬の連絡会", starts_at=_moment(town, 18), place="見本会館",
        is_public=True, by=keeper, at=town.at,
    )  # fmt: skip
    meetings.set_agenda(meeting=coming, items=[("雪の日の開け方", "")], by=keeper, at=town.at)


def _moment(town: Ground, days: int) -> datetime:
    day = town.today + timedelta(days=days)
    return datetime.combine(day, time(14), tzinfo=get_current_timezone())
