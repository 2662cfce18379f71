"""Whether points may be given to somebody else: by the scheme, the holder, and how many."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from tomoni.doing.points.rules.claiming import ADULT
from tomoni.doing.points.rules.terms import CONSENT, NOT, ORGANISATION, Terms
from tomoni.doing.points.rules.years import age_on


@dataclass(frozen=True)
class Giver:
    """Who gives, as the rules see it.

    Args:
        free: Points that are not held for a claim.
        given: Points given away in this fiscal year.
        birth_on: None where it is not known; an organisation has none.
        has_consent: The guardian's paper is here.
    """

    free: int
    given: int = 0
    birth_on: date | None = None
    has_consent: bool = False


def most(terms: Terms, giver: Giver) -> int:
    """How many points can be given away at most, by what is free and by the cap of the year."""
    if terms.yearly_give_most is None:
        return max(0, giver.free)
    return max(0, min(giver.free, terms.yearly_give_most - giver.given))


def why_not_at_all(
    terms: Terms, giver: Giver, *, on: date, begins_on: date, ends_on: date | None
) -> str | None:
    """Why nothing can be given, whatever is answered; told before anything is asked."""
    if not terms.may_be_given:
        return _(
            "この制度のポイントは、ほかの人にゆずれません。使い方は「交換する」を見るか、窓口に聞いてください。"
        )
    if on < begins_on:
        return _("この制度は、まだ始まっていません。始まってから、もう一度お試しください。")
    if ends_on is not None and on > ends_on:
        return _(
            "この制度は終わったので、もうゆずれません。残りのポイントは、窓口に聞いてください。"
        )
    is_minor = giver.birth_on is not None and age_on(giver.birth_on, on) < ADULT
    if is_minor and terms.minors == NOT:
        return _("18歳未満の方はゆずれません。ポイントはそのまま残ります。窓口に相談してください。")
    if is_minor and terms.minors == CONSENT and not giver.has_consent:
        return _(
            "18歳未満の方がゆずるには、保護者の同意がいります。同意書を持って、窓口に来てください。"
        )
    if giver.free <= 0:
        return _("ゆずれるポイントがありません。手続き中の分は、終わるまでゆずれません。")
    if not most(terms, giver):
        return _cap(terms)
    return None


def why_not(
    terms: Terms,
    giver: Giver,
    *,
    points: int,
    to: str,
    on: date,
    begins_on: date,
    ends_on: date | None,
) -> str | None:
    """Why these points cannot be given to this kind of holder now, and what to do.

    Args:
        to: `person` or `organisation`.
    """
    if why := why_not_at_all(terms, giver, on=on, begins_on=begins_on, ends_on=ends_on):
        return why
    if to not in terms.given_to:
        if to == ORGANISATION:
            return _("この制度では、団体にはゆずれません。人のカードの番号を書いてください。")
        return _("この制度では、団体にだけゆずれます。団体のカードの番号を書いてください。")
    if points <= 0:
        return _("ポイントは、1以上で書いてください。")
    if points > giver.free:
        return _("ゆずれるのは%(free)sポイントまでです。ポイントを直してください。") % {
            "free": most(terms, giver)
        }
    if points > most(terms, giver):
        return _cap(terms, giver)
    return None


def _cap(terms: Terms, giver: Giver | None = None) -> str:
    left = most(terms, giver) if giver else 0
    if left:
        return _(
            "1年度にゆずれるのは%(most)sポイントまでで、今年度はあと%(left)sポイントです。ポイントを直してください。"
        ) % {"most": terms.yearly_give_most, "left": left}
    return _(
        "1年度にゆずれるのは%(most)sポイントまでです。今年度の分は、もうゆずりました。次の年度にお願いします。"
    ) % {"most": terms.yearly_give_most}
