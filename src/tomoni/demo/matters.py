"""A few matters in the hands of the sample staff, so that their desk shows each state once."""

from datetime import timedelta

from django.utils.timezone import localdate

from tomoni.demo import papers
from tomoni.demo.ground import Ground
from tomoni.ground.batons import actions
from tomoni.ground.batons.models import Baton
from tomoni.ground.people.models import Team, User

# Title, team, whose hands ("" is the whole team), the step that comes next, days ago, urgent.
MATTERS = (
    ("（見本）冬の通院の足についての相談", "tarusapo", "tani", "乗合の便を調べて電話する", 1, False),
    ("（見本）灯油代の支払いについての相談", "tarusapo", "tani", "本人に折り返し電話する", 9, True),
    ("（見本）空いている家を使いたいという相談", "tarusapo", "tani", "住宅の担当に引き継ぐ", 2, False),
    ("（見本）屋根の雪おろしの申し込み", "tarusapo", "ono", "雪の担当に確かめる", 1, False),
    ("（見本）集まりの場の手伝いをしたい人", "tarusapo", "", "活動している団体を紹介する", 0, False),
    ("（見本）見守りの希望", "shakyo-community", "watanabe", "訪ねる日を決める", 1, False),
    ("（見本）引っ越しと手続きの相談", "tarusapo", "tani", "手続きを分けて進める", 1, False),
    ("（見本）バスの時刻表の字が小さい", "tarusapo", "tani", "大きな字の表を送る", 3, False),
)  # fmt: skip


def build(town: Ground) -> int:
    """Make those that are not there yet; everything through the desk's own actions."""
    teams = {team.slug: team for team in Team.objects.all()}
    people = {
        user.email.split("@")[0]: user
        for user in User.objects.filter(is_sample=True, is_active=True)
    }
    made = 0
    for title, team, person, step, ago, urgent in MATTERS:
        if Baton.objects.filter(title=title).exists() or team not in teams:
            continue
        holder = people.get(person)
        opener = holder or people.get("tani")
        at = town.at - timedelta(days=ago)
        actions.open_baton(
            kind="desk.note", title=title, team=teams[team], person=holder, next_step=step,
            is_urgent=urgent, way="phone", by=opener, at=at,
            due_on=localdate(at) + timedelta(days=3) if ago > 3 else None,
        )  # fmt: skip
        made += 1
    if made == len(MATTERS):
        _handed_about(town, teams, people)
        papers.build(town)
    return made


def _handed_about(town: Ground, teams: dict[str, Team], people: dict[str, User]) -> None:
    """One offered each way, one asked, one split, one closed."""
    tani, watanabe = people["tani"], people["watanabe"]
    one = {title: Baton.objects.get(title=title) for title, *_rest in MATTERS}
    houses, snow, watch, moving, bus = (one[MATTERS[n][0]] for n in (2, 3, 5, 6, 7))
    actions.offer(
        baton=houses, to_team=teams["housing"], note="空き家の利用の話です。", by=tani, at=town.at
    )
    actions.ask(
        baton=snow, to_team=teams["snow"], text="今週、行ける日はありますか。",
        by=people["ono"], at=town.at,
    )  # fmt: skip
    actions.offer(
        baton=watch, to_team=teams["tarusapo"], note="総合的な相談のようです。",
        by=watanabe, at=town.at,
    )  # fmt: skip
    actions.split(
        baton=moving, title="（見本）住所の手続きの手伝い", next_step="窓口に同行する日を決める",
        by=tani, at=town.at,
    )  # fmt: skip
    actions.close(
        baton=bus, outcome="done", words="大きな字の時刻表をお送りしました。", by=tani, at=town.at
    )
