"""A third sample scheme, whose points may be given to others and whose years bring a certificate.

Neither Otaru's scheme nor most others allow it, so without this one nobody could look at these pages.
"""

from dataclasses import replace
from datetime import timedelta
from uuid import NAMESPACE_URL, uuid5

from tomoni.demo.ground import Ground
from tomoni.demo.points import at_noon
from tomoni.doing.points.actions import award, giving, ruling
from tomoni.doing.points.models import Account, Scheme
from tomoni.doing.points.rules.years import year_of
from tomoni.doing.points.samples import samples
from tomoni.ground.people.actions import persons
from tomoni.ground.people.models import Team, User

SLUG = "together"
ABOUT = "近所の手伝いでたまります。お金にはかえず、ほかの人や団体にゆずれます。数字は見本です。"
# Who, how many hours at a time, how many days ago.
HELPED = (
    ("haru@example.jp", 2, (500, 470, 440, 60, 30)),
    ("ken@example.jp", 3, (45, 20)),
)
GIVER, RECEIVER, GIVEN, GIVEN_AGO = "haru@example.jp", "ken@example.jp", 3, 9


def build(town: Ground) -> int:
    """Make the scheme, what was done and one gift once. Returns how many accounts there are."""
    team = Team.objects.filter(memberships__user=town.clerk).order_by("pk").first()
    if team is None or Scheme.objects.filter(slug=SLUG).exists():
        return 0
    sample = samples()["together"]
    hour = replace(sample.terms.activities[0], name_en="Help for neighbours")
    begins = year_of(year_of(town.today)[0] - timedelta(days=1))[0]
    scheme = ruling.open_scheme(
        slug=SLUG, name="ゆずり合いポイント（見本）", about=ABOUT, team=team, begins_on=begins,
        terms=replace(sample.terms, activities=(hour,), certificate_years=2),
        source=f"見本：{sample.like}", by=town.clerk, at=at_noon(begins), is_sample=True,
    )  # fmt: skip
    accounts = dict[str, Account]()
    for email, hours, days in HELPED:
        user = User.objects.filter(email=email).first()
        if user is None:
            continue
        person = persons.of_account(user=user, at=town.at)
        for ago in days:
            day = town.today - timedelta(days=ago)
            if day < begins:
                continue
            earning = award(
                id=uuid5(NAMESPACE_URL, f"tomoni:demo:giving:{email}:{ago}"), scheme=scheme,
                person=person, activity=hour.code, quantity=hours * 60, on=day, by=town.clerk,
                at=at_noon(day), source=f"demo:{SLUG}:{email}:{ago}",
            )  # fmt: skip
            accounts[email] = earning.account
    if {GIVER, RECEIVER} <= set(accounts):
        to = accounts[RECEIVER]
        giving.give(
            id=uuid5(NAMESPACE_URL, "tomoni:demo:giving"), account=accounts[GIVER], card=to.card,
            points=GIVEN, by=User.objects.get(email=GIVER),
            at=at_noon(town.today - timedelta(days=GIVEN_AGO)), name=str(to.person),
        )  # fmt: skip
    return len(accounts)
