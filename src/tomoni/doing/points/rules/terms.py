"""The rules of one scheme from one day on, as plain values.

Every town writes its scheme differently, so nothing here is a rule of the program: these are the
places where a town's rule can be said.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Self

from django.utils.translation import gettext as _

HOUR, TIME, STAMP = "hour", "time", "stamp"
PER = (HOUR, TIME, STAMP)
DOWN, HALF, UP = "down", "half", "up"
ROUNDINGS = (DOWN, HALF, UP)
NEVER, YEAR, EARNED = "never", "year", "earned"
LAPSES = (NEVER, YEAR, EARNED)
BANK, CASH, VOUCHER, GOODS, GIFT = "bank", "cash", "voucher", "goods", "gift"
WAYS = (BANK, CASH, VOUCHER, GOODS, GIFT)
NO_ARREARS, NOT_CERTIFIED, LIVES_HERE = "no_arrears", "not_certified", "lives_here"
CONDITIONS = (NO_ARREARS, NOT_CERTIFIED, LIVES_HERE)
NOT, CONSENT, FREE = "not", "consent", "free"
MINORS = (NOT, CONSENT, FREE)
PERSON, ORGANISATION = "person", "organisation"
RECEIVERS = (PERSON, ORGANISATION)

Day = tuple[int, int]  # A month and a day of it.


@dataclass(frozen=True)
class Activity:
    """One thing that earns.

    Args:
        per: Points for each hour, each time, or each stamp.
        points: For one of these.
        rounding: For hours: a begun hour is dropped, counts from half of it on, or counts.
        least_minutes: Shorter is worth nothing; 0 when there is no such rule.
        tiers: For a time: (minutes from which, points); the highest reached counts instead of
            `points`.
        daily_most: Of this activity alone on one day, None for no cap.
        name_en: Its name for those who read English; "" when nobody wrote one.
    """

    code: str
    name: str
    per: str = HOUR
    points: int = 1
    rounding: str = DOWN
    least_minutes: int = 0
    tiers: tuple[tuple[int, int], ...] = ()
    daily_most: int | None = None
    name_en: str = ""

    def __post_init__(self) -> None:
        if not self.code or not self.name:
            raise ValueError(_("活動には、記号と名前を書いてください。"))
        if self.per not in PER or self.rounding not in ROUNDINGS:
            raise ValueError(_("活動の数え方がわかりません：%(name)s") % {"name": self.name})
        if self.points < 0 or self.least_minutes < 0 or (self.daily_most or 0) < 0:
            raise ValueError(
                _("ポイントと時間は0以上で書いてください：%(name)s") % {"name": self.name}
            )
        if self.tiers and self.per != TIME:
            raise ValueError(
                _("時間の区切りは、1回ごとの活動だけに書けます：%(name)s") % {"name": self.name}
            )
        object.__setattr__(self, "tiers", tuple(sorted((int(m), int(p)) for m, p in self.tiers)))

    @property
    def in_minutes(self) -> bool:
        """Whether its quantity is minutes rather than a number of times."""
        return self.per == HOUR or bool(self.tiers)


@dataclass(frozen=True)
class Terms:
    """What a scheme's rules say.

    Args:
        activities: What earns.
        daily_most: Points of one person on one day, None for no cap.
        yearly_most: Points earned by one person in a fiscal year, None for no cap.
        year_begins: First day of the fiscal year.
        lapse: Points never lapse, lapse with the year they were earned in, or each by itself.
        lapse_months: So many months after the year's end, or after the day they were earned.
        carry_most: What at most goes over a year's end, None for everything.
        least_claim: Points needed to claim at all.
        claim_unit: Claims are multiples of this many points.
        yen_per_unit: What one such unit is worth.
        yearly_claim_most: Points paid out to one person in a fiscal year, None for no cap.
        window: First and last day of the year on which claims are taken, None for all year.
        past_years_only: Only points of years that are over can be claimed.
        ways: How it is paid.
        conditions: What the person has to declare when claiming.
        least_age: Years of age to earn; 0 for everybody.
        minors: Below 18, whether points are claimed or given away: not, only with a guardian's
            consent, or like everybody.
        may_be_given: Whether a holder may give points to another account of the scheme.
        given_to: Whose accounts they may be given to.
        yearly_give_most: Points one holder gives away in a fiscal year, None for no cap.
        certificate_years: A certificate after so many years with points, 0 for none.
        yearly_budget: Yen for pay-outs in a fiscal year, None where none is set.
    """

    activities: tuple[Activity, ...]
    daily_most: int | None = None
    yearly_most: int | None = None
    year_begins: Day = (4, 1)
    lapse: str = NEVER
    lapse_months: int = 0
    carry_most: int | None = None
    least_claim: int = 1
    claim_unit: int = 1
    yen_per_unit: int = 100
    yearly_claim_most: int | None = None
    window: tuple[Day, Day] | None = None
    past_years_only: bool = False
    ways: tuple[str, ...] = (CASH,)
    conditions: tuple[str, ...] = ()
    least_age: int = 0
    minors: str = CONSENT
    may_be_given: bool = False
    given_to: tuple[str, ...] = RECEIVERS
    yearly_give_most: int | None = None
    certificate_years: int = 0
    yearly_budget: int | None = None

    def __post_init__(self) -> None:
        if not self.activities:
            raise ValueError(_("活動を一つ以上書いてください。"))
        codes = [one.code for one in self.activities]
        if len(set(codes)) != len(codes):
            raise ValueError(_("同じ記号の活動が二つあります。"))
        if self.lapse not in LAPSES or self.minors not in MINORS:
            raise ValueError(_("期限か、18歳未満の決まりがわかりません。"))
        if self.lapse == EARNED and self.lapse_months < 1:
            raise ValueError(_("期限を、1か月以上で書いてください。"))
        if not self.ways or not set(self.ways) <= set(WAYS):
            raise ValueError(_("受け取り方を一つ以上選んでください。"))
        if not set(self.conditions) <= set(CONDITIONS):
            raise ValueError(_("申し出の条件がわかりません。"))
        if not set(self.given_to) <= set(RECEIVERS) or (self.may_be_given and not self.given_to):
            raise ValueError(_("だれにゆずれるかを、一つ以上選んでください。"))
        if self.claim_unit < 1 or self.least_claim < 1 or self.yen_per_unit < 0:
            raise ValueError(_("交換の単位は、1以上で書いてください。"))
        for most in (
            self.daily_most, self.yearly_most, self.carry_most, self.yearly_claim_most,
            self.yearly_give_most,
        ):  # fmt: skip
            if most is not None and most < 0:
                raise ValueError(_("上限は、0以上で書いてください。"))
        for day in (self.year_begins, *(self.window or ())):
            _real(day)

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> Self:
        """Read what a row holds; words that are not known are refused, never dropped."""
        unknown = set(plain) - {field.name for field in fields(cls)}
        if unknown:
            raise ValueError(
                _("わからない決まり：%(words)s") % {"words": ", ".join(sorted(unknown))}
            )
        known = dict(plain)
        known["activities"] = tuple(
            Activity(**{**one, "tiers": tuple(tuple(tier) for tier in one.get("tiers", ()))})
            for one in plain["activities"]
        )
        for name in ("ways", "conditions", "year_begins", "given_to"):
            if name in known:
                known[name] = tuple(known[name])
        if known.get("window"):
            first, last = known["window"]
            known["window"] = (tuple(first), tuple(last))
        return cls(**known)

    def to_plain(self) -> dict[str, Any]:
        """For a row: lists and words only."""
        return {name: _plain(value) for name, value in asdict(self).items()}

    def activity(self, code: str) -> Activity | None:
        """The activity of that code, None when the scheme does not have it."""
        return next((one for one in self.activities if one.code == code), None)

    def yen(self, points: int) -> int:
        """What so many points are worth, whole units only."""
        return points // self.claim_unit * self.yen_per_unit


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _plain(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    return value


def _real(day: Day) -> None:
    month, of_month = day
    longest = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
    if not (1 <= month <= 12 and 1 <= of_month <= longest[month - 1]):
        raise ValueError(
            _("月と日を確かめてください：%(month)s月%(day)s日") % {"month": month, "day": of_month}
        )
