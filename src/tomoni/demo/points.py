"""A sample scheme as Otaru's may be, some holders, and what they did in a year."""

from datetime import date, datetime, time, timedelta
from uuid import NAMESPACE_URL, uuid5

from django.utils import timezone

from tomoni.core.errors import Refused
from tomoni.demo.ground import Ground
from tomoni.doing.points.actions import award, paying, ruling
from tomoni.doing.points.models import Scheme
from tomoni.doing.points.rules.years import year_of
from tomoni.doing.points.samples import samples
from tomoni.ground.people.actions import persons
from tomoni.ground.people.models import Team, User

SLUG = "volunteer"
ABOUT = "福祉除雪、配食、学校の手伝いでたまります。数字は見本で、じっさいの制度とはちがいます。"
# Who, what, how much (minutes or times), every how many days, in which months.
HABITS = (
    ("haru@example.jp", "meals", 1, 14, range(1, 13)),
    ("ken@example.jp", "snow", 120, 5, (12, 1, 2, 3)),
    ("noguchi@example.jp", "school", 90, 21, range(4, 13)),
    ("hayashi@example.jp", "snow", 60, 9, (12, 1, 2, 3)),
)
PAYER = {
    "bank": "9999", "bank_name": "ミホン", "branch": "001", "branch_name": "ホンテン", "kind": "1",
    "number": "1234567", "holder": "ミホンシヤカイフクシキヨウギカイ", "client": "1234567890",
}  # fmt: skip


def build(town: Ground) -> int:
    """Make the scheme and its year once. Returns how many activities were counted."""
    team = Team.objects.filter(memberships__user=town.clerk).order_by("pk").first()
    if team is None or Scheme.objects.filter(slug=SLUG).exists():
        return 0
    sample = samples()["otaru"]
    begins = year_of(year_of(town.today)[0] - timedelta(days=1))[0]
    scheme = ruling.open_scheme(
        slug=SLUG, name="ボランティアポイント（見本）", about=ABOUT, team=team, begins_on=begins,
        terms=sample.terms, source=f"見本：{sample.like}", by=town.clerk,
        at=at_noon(begins), is_sample=True,
    )  # fmt: skip
    paying.set_payer(scheme=scheme, payer=PAYER, by=town.clerk, at=town.at)
    made = 0
    for email, activity, quantity, every, months in HABITS:
        user = User.objects.filter(email=email).first()
        if user is None:
            continue
        person = persons.of_account(user=user, at=town.at)
        for day in _days(town.today - timedelta(days=365), town.today, every):
            if day.month not in months:
                continue
            try:
                award(
                    id=uuid5(NAMESPACE_URL, f"tomoni:demo:points:{email}:{day}"), scheme=scheme,
                    person=person, activity=activity, quantity=quantity, on=day, by=town.clerk,
                    at=at_noon(day), source=f"demo:{email}:{day}",
                )  # fmt: skip
            except Refused:
                continue  # Before the scheme began.
            made += 1
    return made


def _days(first: date, last: date, every: int) -> list[date]:
    return [first + timedelta(days=n) for n in range(0, (last - first).days, every)]


def at_noon(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(12)))
