"""What something is worth, and what the caps leave of it."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from tomoni.doing.points.rules.terms import DOWN, HALF, HOUR, Activity, Terms
from tomoni.doing.points.rules.years import age_on

SHORT, ACTIVITY, DAY, YEAR = "short", "activity", "day", "year"


@dataclass(frozen=True)
class Sofar:
    """What the person has been given already: for this activity and for all on that day, and in
    the fiscal year of that day."""

    activity_that_day: int = 0
    that_day: int = 0
    that_year: int = 0


@dataclass(frozen=True)
class Worth:
    """Points before the caps, points given, and which rule took the difference ("" for none)."""

    full: int
    points: int
    cut: str = ""


def full(activity: Activity, quantity: int) -> int:
    """Points for so many minutes, times or stamps, before any cap."""
    if activity.in_minutes:
        if quantity < max(activity.least_minutes, 1):
            return 0
        if activity.per == HOUR:
            hours, rest = divmod(quantity, 60)
            if activity.rounding != DOWN:
                hours += rest >= 30 if activity.rounding == HALF else rest > 0
            return hours * activity.points
        reached = [points for minutes, points in activity.tiers if quantity >= minutes]
        return reached[-1] if reached else 0
    return quantity * activity.points


def worth(terms: Terms, activity: Activity, quantity: int, sofar: Sofar) -> Worth:
    """What is given: the tightest cap decides, and is named."""
    plain = full(activity, quantity)
    if plain == 0:
        return Worth(0, 0, SHORT)
    left = [
        (most - given, name)
        for most, given, name in (
            (activity.daily_most, sofar.activity_that_day, ACTIVITY),
            (terms.daily_most, sofar.that_day, DAY),
            (terms.yearly_most, sofar.that_year, YEAR),
        )
        if most is not None
    ]
    least, name = min(left, default=(plain, ""))
    points = max(0, min(plain, least))
    return Worth(plain, points, name if points < plain else "")


def why_not(
    terms: Terms,
    *,
    activity: Activity | None,
    quantity: int,
    on: date,
    today: date,
    begins_on: date,
    ends_on: date | None,
    birth_on: date | None,
    is_own_receiver: bool,
) -> str | None:
    """Why nothing can be given for this at all, in words the clerk can act on."""
    if activity is None:
        return _("この制度の、その日の決まりにない活動です。活動を選び直してください。")
    if quantity <= 0:
        return _("時間か回数を、1以上で書いてください。")
    if activity.in_minutes and quantity > 24 * 60:
        return _("1日は24時間です。時間を確かめてください。")
    if on > today:
        return _("活動した日が、まだ来ていません。日にちを確かめてください。")
    if on < begins_on or (ends_on is not None and on > ends_on):
        return _("この制度の期間の外の日です。日にちか制度を確かめてください。")
    if is_own_receiver:
        return _("手伝いを受けた人と、した人が同じです。別の人が確かめてください。")
    if terms.least_age:
        if birth_on is None:
            return _("年齢の決まりがある制度です。先に、この人の生年月日を登録してください。")
        if age_on(birth_on, on) < terms.least_age:
            return _("この制度は%(age)s歳からです。ほかの制度が使えるか確かめてください。") % {
                "age": terms.least_age
            }
    return None
