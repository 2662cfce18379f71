"""One list of what is due; two different persons say yes, or one of them says no."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from tomoni.core import audit, jobs, retention
from tomoni.core.errors import Refused
from tomoni.core.locks import lock
from tomoni.ground.batons import actions as batons
from tomoni.ground.batons.models import Baton
from tomoni.ground.people.queries.teams import comprehensive_desk
from tomoni.ground.retention import queries, rules
from tomoni.ground.retention.models import Item, Proposal, newest_rules

KIND = "retention.proposal"
MOST = 20_000  # One list; what is beyond it comes with the next one.
SUBJECTS_OUTCOME = {"done": Baton.Outcome.DONE, "refused": Baton.Outcome.DECLINED}


@transaction.atomic
def propose(*, at: datetime) -> Proposal | None:
    """Make the list of what is due, unless one is under way or was made this month.

    Raises:
        LookupError: when the town has not named its comprehensive desk, which would have it in
            hand; the timetable shows that and tries again.
    """
    last = Proposal.objects.order_by("-at").first()
    if Proposal.objects.filter(is_under_way=True).exists():
        return None
    if not rules.is_time(last=last.at if last else None, at=at):
        return None
    found = _due(at)
    if not found:
        return None
    desk = comprehensive_desk()
    if desk is None:
        raise LookupError("no comprehensive desk is named")
    baton = batons.open_baton(
        kind=KIND,
        title=_("保存期間が過ぎた記録の破棄"),
        team=desk,
        next_step=gettext_noop("件数を確かめて、二人で承認する。残すものがあれば、破棄を止める"),
        by=None,
        at=at,
    )
    proposal = Proposal.objects.create(baton=baton, at=at)
    for item in found:
        item.proposal = proposal
    Item.objects.bulk_create(found, batch_size=500)
    audit.record("retention.proposed", proposal, by=None, at=at, note=str(len(found)))
    return proposal


def _due(at: datetime) -> list[Item]:
    """Every due row that nothing holds back, up to the most that one list takes."""
    found: list[Item] = []
    for held, rule in queries.ruled(newest_rules(timezone.localdate(at))):
        rows = queries.due(held, rule, at=at)[: MOST - len(found)]
        found += [
            Item(held=held.code, key=str(pk), begins_on=retention.moment(begins))
            for pk, begins in rows.values_list("pk", "term_begins")
        ]
    return found


@transaction.atomic
def approve(*, proposal: Proposal, by: Any, at: datetime) -> Proposal:
    """The first yes, or the second one by somebody else; with it the destruction begins."""
    proposal = lock(proposal)
    why = rules.why_not_approve(
        is_proposed=proposal.status == Proposal.Status.PROPOSED,
        approved_by_me=proposal.first_by_id == by.pk,
    )
    if why:
        raise Refused(why)
    if proposal.first_by_id is None:
        proposal.first_by, proposal.first_at = by, at
    else:
        proposal.second_by, proposal.second_at = by, at
        proposal.status = Proposal.Status.APPROVED
        jobs.later("retention.destroy", proposal.pk)
    proposal.save(update_fields=["first_by", "first_at", "second_by", "second_at", "status"])
    audit.record("retention.approved", proposal, by=by, at=at)
    return proposal


@transaction.atomic
def refuse(*, proposal: Proposal, reason: str, by: Any, at: datetime) -> Proposal:
    """Nothing of this list is destroyed; another one is made next month."""
    proposal = lock(proposal)
    is_proposed = proposal.status == Proposal.Status.PROPOSED
    if why := rules.why_not_refuse(is_proposed=is_proposed, reason=reason):
        raise Refused(why, field="reason")
    end(proposal, Proposal.Status.REFUSED, words=reason.strip(), at=at)
    audit.record("retention.refused", proposal, by=by, at=at)
    return proposal


@transaction.atomic
def end(proposal: Proposal, status: str, *, words: str, at: datetime) -> None:
    """It is over, and so is its baton."""
    proposal.status, proposal.is_under_way, proposal.ended_at = status, False, at
    proposal.save(update_fields=["status", "is_under_way", "ended_at"])
    batons.close(
        baton=proposal.baton, outcome=SUBJECTS_OUTCOME[status], words=words, by=None, at=at
    )
    audit.record("retention.done", proposal, by=None, at=at)
