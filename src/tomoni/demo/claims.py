"""A second sample scheme, open all year, with one claim at every stage on its way.

The first sample scheme takes claims in March and April only, as such schemes do; whoever looks at
the sample town in another month would find the claims' pages empty.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from uuid import UUID, uuid5

from django.utils import timezone

from tomoni.demo.ground import Ground
from tomoni.demo.points import PAYER
from tomoni.doing.points.actions import award, claims, paying, ruling
from tomoni.doing.points.models import Account, Claim, Scheme
from tomoni.doing.points.rules.years import year_of
from tomoni.doing.points.samples import samples
from tomoni.ground.people.actions import persons
from tomoni.ground.people.models import Person, Team, User

SLUG = "watching"
ABOUT = "一人暮らしの人を訪ねて、元気かどうかを見るとたまります。交換は一年中できます。数字は見本で、じっさいの制度とはちがいます。"
NAMESPACE = UUID("6b1c7a52-7c0d-4c1c-9a55-3f2f6f1f6d10")
VISITS, MINUTES = 6, 120  # Each holder has twelve points by them.
FIRST_FILE, SECOND_FILE = 40, 2  # So many days ago; the first is settled, the second waits.


@dataclass(frozen=True)
class Asked:
    """Who asks for how many points in which way, how many days ago, and how far it has come."""

    who: str  # A mail address of the cast, or a name that is entered.
    points: int
    way: str
    ago: int
    until: str


CLAIMS = (
    Asked("haru@example.jp", 5, "bank", 45, "paid"),
    Asked("haru@example.jp", 5, "bank", 1, "asked"),
    Asked("noguchi@example.jp", 10, "bank", 44, "returned"),
    Asked("hayashi@example.jp", 5, "cash", 30, "handed"),
    Asked("hayashi@example.jp", 5, "cash", 6, "approved"),
    Asked("ken@example.jp", 10, "bank", 8, "sent"),
    Asked("見守り はな（見本）", 10, "bank", 9, "sent"),
    Asked("見守り いちろう（見本）", 5, "bank", 2, "approved"),
    Asked("見守り ふみこ（見本）", 10, "cash", 3, "first"),
    Asked("見守り たけし（見本）", 5, "gift", 2, "checked"),
    Asked("見守り のぶこ（見本）", 5, "cash", 12, "refused"),
    Asked("見守り すすむ（見本）", 5, "bank", 5, "withdrawn"),
)
KANA = {
    "haru@example.jp": "サカモト　ハル", "noguchi@example.jp": "ノグチ　リサ",
    "ken@example.jp": "タナカ　ケン", "見守り はな（見本）": "ミマモリ　ハナ",
    "見守り いちろう（見本）": "ミマモリ　イチロウ", "見守り すすむ（見本）": "ミマモリ　ススム",
}  # fmt: skip


def build(town: Ground) -> int:
    """Make the scheme, its visits and its claims once. Returns how many claims were made.

    A claim needs two who approve and one who asks: without the cast's three officials nothing
    is made.
    """
    team = Team.objects.filter(memberships__user=town.clerk).order_by("pk").first()
    others = User.objects.filter(email__in=("ono@example.jp", "watanabe@example.jp"))
    leads = list(others.order_by("email"))
    if team is None or len(leads) < 2 or Scheme.objects.filter(slug=SLUG).exists():
        return 0
    scheme = _scheme(town, team)
    accounts = {who: _holder(town, scheme, who) for who in dict.fromkeys(c.who for c in CLAIMS)}
    waits = {"paid": FIRST_FILE, "returned": FIRST_FILE, "sent": SECOND_FILE}
    made = [(asked, _ask(town, asked, accounts[asked.who])) for asked in CLAIMS]
    for days in (FIRST_FILE, SECOND_FILE):
        for asked, claim in made:
            if waits.get(asked.until) == days:
                _walk(town, asked, claim, leads)
        _file(town, scheme, days, [claim for asked, claim in made if asked.until == "returned"])
    for asked, claim in made:
        if asked.until not in waits:
            _walk(town, asked, claim, leads)
    return len(made)


def _scheme(town: Ground, team: Team) -> Scheme:
    sample = samples()["long"]
    visit = replace(sample.terms.activities[0], name_en="Visits to see how somebody is")
    begins = year_of(year_of(town.today)[0] - timedelta(days=1))[0]
    scheme = ruling.open_scheme(
        slug=SLUG, name="見守りポイント（見本）", about=ABOUT, team=team, begins_on=begins,
        terms=replace(sample.terms, activities=(visit,), ways=("bank", "cash", "gift")),
        source=f"見本：{sample.like}", by=town.clerk, at=_at(begins), is_sample=True,
    )  # fmt: skip
    return paying.set_payer(scheme=scheme, payer=PAYER, by=town.clerk, at=town.at)


def _holder(town: Ground, scheme: Scheme, who: str) -> Account:
    """Somebody with their visits behind them, and the account these went to."""
    user = User.objects.filter(email=who).first()
    if user:
        person = persons.of_account(user=user, at=town.at)
    else:
        person = Person.objects.filter(name=who).first() or persons.create(
            name=who, birth_on=date(1955, 5, 5), is_sample=True, by=town.clerk, at=town.at
        )
    for n in range(VISITS):
        day = town.today - timedelta(days=90 - n * 7)
        earning = award(
            id=uuid5(NAMESPACE, f"{who} {n}"), scheme=scheme, person=person, activity="visit",
            quantity=MINUTES, on=day, by=town.clerk, at=_at(day), source=f"demo:{SLUG}:{who}:{n}",
        )  # fmt: skip
    return earning.account


def _ask(town: Ground, asked: Asked, account: Account) -> Claim:
    bank: Mapping[str, str] | None = None
    if asked.way == "bank":
        bank = {
            "bank": "9999", "bank_name": "ミホン", "branch": "002", "branch_name": "ミナト",
            "kind": "1", "number": f"{1000000 + account.pk}", "holder": KANA[asked.who],
        }  # fmt: skip
    return claims.claim(
        id=uuid5(NAMESPACE, f"claim {asked.who} {asked.ago}"), account=account,
        points=asked.points, way=asked.way, by=town.clerk, at=_back(town, asked.ago), bank=bank,
    )  # fmt: skip


def _walk(town: Ground, asked: Asked, claim: Claim, leads: list[User]) -> None:
    """As far as this one has come before a bank's file."""
    at = _back(town, asked.ago) + timedelta(hours=2)
    if asked.until == "asked":
        return
    if asked.until == "withdrawn":
        claims.withdraw(claim=claim, by=None, at=at)
        return
    claims.check(claim=claim, by=town.clerk, at=at)
    if asked.until == "refused":
        words = "もう一つの口座と、同じ訪問が数えられていました。窓口でご説明します。"
        claims.refuse(claim=claim, reason=words, by=leads[0], at=at)
    elif asked.until != "checked":
        claims.approve(claim=claim, by=leads[0], at=at)
        if asked.until != "first":
            claims.approve(claim=claim, by=leads[1], at=at)
        if asked.until == "handed":
            claims.hand_over(claim=claim, by=town.clerk, at=at + timedelta(days=1))


def _file(town: Ground, scheme: Scheme, days: int, returned: list[Claim]) -> None:
    """A file for the bank; of the earlier one it is known what came back."""
    at = _back(town, days)
    file = paying.make_file(
        id=uuid5(NAMESPACE, f"file {days}"), scheme=scheme,
        pay_on=timezone.localdate(at) + timedelta(days=1 if days == SECOND_FILE else 3),
        by=town.clerk, at=at,
    )  # fmt: skip
    if days == FIRST_FILE:
        back = file.payments.filter(claim__in=returned)
        paying.settle(
            file=file, returned={one.pk: "口座番号がちがう（見本）" for one in back}, by=town.clerk,
            at=at + timedelta(days=4),
        )  # fmt: skip


def _back(town: Ground, days: int) -> datetime:
    return town.at - timedelta(days=days)


def _at(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(12)))
