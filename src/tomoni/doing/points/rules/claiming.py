"""Whether and how many points can be exchanged now."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from tomoni.doing.points.rules.lapsing import Lot
from tomoni.doing.points.rules.terms import (
    CONSENT,
    LIVES_HERE,
    NO_ARREARS,
    NOT,
    NOT_CERTIFIED,
    Terms,
)
from tomoni.doing.points.rules.years import age_on, is_in_window, next_window, year_of

ADULT = 18


@dataclass(frozen=True)
class Holder:
    """What is known of somebody who claims.

    Args:
        free: Points that are neither used nor held.
        lots: What of the balance was earned when.
        claimed: Points claimed in this fiscal year already.
        birth_on: None when it is not known.
        has_consent: Of the guardian, where one is needed.
        declared: The conditions the person has declared to meet.
    """

    free: int
    lots: Sequence[Lot] = ()
    claimed: int = 0
    birth_on: date | None = None
    has_consent: bool = False
    declared: Collection[str] = ()


def most(terms: Terms, holder: Holder, on: date) -> int:
    """The most points that can be claimed on a day, in whole units; 0 when it is not enough."""
    points = holder.free
    if terms.past_years_only:
        first, _last = year_of(on, terms.year_begins)
        points = min(points, sum(lot.points for lot in holder.lots if lot.on < first))
    if terms.yearly_claim_most is not None:
        points = min(points, terms.yearly_claim_most - holder.claimed)
    points -= points % terms.claim_unit
    return points if points >= terms.least_claim else 0


def why_not(terms: Terms, holder: Holder, *, points: int, way: str, on: date) -> str | None:
    """Why these points cannot be claimed in this way now, and what to do."""
    if closed := _why_not_now(terms, on):
        return closed
    if way not in terms.ways:
        return _("この受け取り方は選べません。ほかの受け取り方を選んでください。")
    if points <= 0 or points % terms.claim_unit:
        return _("%(unit)sポイントずつ交換できます。ポイントを直してください。") % {
            "unit": terms.claim_unit
        }
    if points < terms.least_claim:
        return _too_few(terms)
    return _why_not_person(terms, holder, on) or _why_not_so_many(terms, holder, points, on)


def why_not_at_all(terms: Terms, holder: Holder, on: date) -> str | None:
    """Why nothing can be claimed now, whatever is answered; told before anything is asked."""
    return _why_not_now(terms, on) or (None if most(terms, holder, on) else _too_few(terms))


def _why_not_now(terms: Terms, on: date) -> str | None:
    if is_in_window(on, terms):
        return None
    opens = next_window(on, terms)
    assert opens is not None  # Without a window every day is in it.
    return _("交換の受付は、%(year)s年%(month)s月%(day)s日からです。その日から申し込めます。") % {
        "year": opens.year, "month": opens.month, "day": opens.day,
    }  # fmt: skip


def _too_few(terms: Terms) -> str:
    return _("%(least)sポイントから交換できます。もう少したまってから申し込んでください。") % {
        "least": terms.least_claim
    }


def _why_not_person(terms: Terms, holder: Holder, on: date) -> str | None:
    is_minor = holder.birth_on is not None and age_on(holder.birth_on, on) < ADULT
    if is_minor and terms.minors == NOT:
        return _(
            "18歳未満の方は交換できません。ポイントはそのまま残ります。窓口に相談してください。"
        )
    if is_minor and terms.minors == CONSENT and not holder.has_consent:
        return _("18歳未満の方は、保護者の同意がいります。同意書を窓口に出してください。")
    words = {
        NO_ARREARS: _("介護保険料などの未納がないことを確かめます。未納があるときは、納めてから申し込んでください。"),
        NOT_CERTIFIED: _("要介護・要支援の認定を受けていないことを確かめます。わからないときは窓口に聞いてください。"),
        LIVES_HERE: _("市内に住んでいることを確かめます。引っ越した方は窓口に相談してください。"),
    }  # fmt: skip
    for condition in terms.conditions:
        if condition not in holder.declared:
            return words[condition]
    return None


def _why_not_so_many(terms: Terms, holder: Holder, points: int, on: date) -> str | None:
    if points > holder.free:
        return _("使えるのは%(free)sポイントです。ポイントを直してください。") % {
            "free": holder.free
        }
    if terms.yearly_claim_most is not None and points + holder.claimed > terms.yearly_claim_most:
        return _(
            "1年度に交換できるのは%(most)sポイントまでです。残りは次の年度に申し込んでください。"
        ) % {"most": terms.yearly_claim_most}
    if points > most(terms, holder, on):
        return _(
            "交換できるのは、前の年度までにたまった分です。今年度の分は、次の年度に申し込んでください。"
        )
    return None
