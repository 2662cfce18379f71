"""Handing over: the giver holds the baton until the other side has taken it."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from tomoni.core.errors import Refused
from tomoni.core.locks import lock
from tomoni.ground.batons import access
from tomoni.ground.batons.actions import stepping, telling
from tomoni.ground.batons.models import Baton, Offer, Step
from tomoni.ground.batons.models.offers import Way
from tomoni.ground.batons.rules import hands
from tomoni.ground.people.models import Team
from tomoni.ground.people.queries.teams import members_of


@transaction.atomic
def offer(
    *,
    baton: Baton,
    by: Any,
    at: datetime,
    to_team: Team | None = None,
    to_person: Any = None,
    outside_name: str = "",
    outside_contact: str = "",
    note: str = "",
    way: str = Way.SCREEN,
    answer_by: date | None = None,
) -> Offer:
    """Hold the baton out to a team, or to somebody outside; nothing changes hands yet."""
    held = stepping.in_hand(baton, by=by, at=at)
    today = timezone.localdate(at)
    if to_team is None and not outside_name.strip():
        raise Refused(
            _("引き継ぐ相手を選ぶか、外部の相手の名前を書いてください。"), field="to_team"
        )
    why = hands.why_not_offer(
        offered=held.offers.open().exists(),
        to_itself=to_team is not None and to_team.pk == held.team_id,
        dissolved=False,
    )
    if why:
        raise Refused(why, field="to_team")
    if to_team:
        stepping.refuse_dissolved(to_team, on=today)
    if to_team and to_person and not members_of(to_team, today).filter(pk=to_person.pk).exists():
        raise Refused(_("この人は、引き継ぐ先のチームの人ではありません。"), field="to_person")
    rule = stepping.deadline_of(held.kind_id, today)
    made = Offer.objects.create(
        baton=held,
        from_team=held.hand,
        to_team=to_team,
        to_person=to_person if to_team else None,
        outside_name="" if to_team else outside_name.strip()[:200],
        outside_contact="" if to_team else outside_contact.strip()[:200],
        note=note.strip(),
        way=way,
        answer_by=answer_by or stepping.working_day(to_team or held.hand, today, rule.offer_days),
        offered_by=by if getattr(by, "pk", None) else None,
        offered_at=at,
    )
    # Offering is an act of the holder, so the reminding about the matter itself rests; the
    # offer has its own clock from now on.
    stepping.change(held, at, **stepping.answered(held, at))
    stepping.step(
        held, Step.Act.OFFERED, by=by, at=at, way=way, team=to_team, due_on=made.answer_by,
        note=made.note or made.outside_name,
    )  # fmt: skip
    telling.offered(made, at=at)
    return made


@transaction.atomic
def accept(
    *,
    offer: Offer,
    by: Any,
    at: datetime,
    by_name: str = "",
    way: str = Way.SCREEN,
    person: Any = None,
    reply: str = "",
    watcher: Team | None = None,
) -> Offer:
    """The other side takes it. From this moment the baton is in its hands.

    Somebody outside who takes it over ends the baton here only when the giver closes it: until
    then the giver's team keeps watch over a matter it no longer works on.
    """
    held, taken = _both(offer, by=by, at=at)
    today = timezone.localdate(at)
    _answer(taken, Offer.Status.ACCEPTED, by=by, by_name=by_name, at=at, reply=reply)
    if taken.to_team is None:
        stepping.change(
            held, at, next_step=_("%(who)sが引き受けたあとのようすを確かめる")
            % {"who": taken.outside_name},
        )  # fmt: skip
    else:
        rule = stepping.deadline_of(held.kind_id, today)
        due = stepping.working_day(taken.to_team, today, rule.answer_days)
        stepping.change(
            held,
            at,
            team=taken.to_team,
            person=person or taken.to_person,
            due_on=due,
            finish_by=max(held.last_day, due),
            answered_at=None,
            next_step=gettext_noop("引き継いだ内容を読んで、最初の返事をする"),
        )
    stepping.step(
        held, Step.Act.ACCEPTED, by=by, at=at, by_name=by_name, way=way, person=held.person,
        due_on=held.due_on, note=reply.strip(),
    )  # fmt: skip
    telling.offer_answered(taken, at=at)
    return taken


@transaction.atomic
def give_back(
    *,
    offer: Offer,
    reason: str,
    by: Any,
    at: datetime,
    reply: str = "",
    by_name: str = "",
    way: str = Way.SCREEN,
) -> Offer:
    """The other side cannot take it and says why; the giver has held it all the time."""
    held, taken = _both(offer, by=by, at=at)
    if reason not in Offer.Reason.values:
        raise Refused(_("戻す理由を選んでください。"), field="reason")
    if reason == Offer.Reason.OTHER and not reply.strip():
        raise Refused(_("「その他」のときは、理由をことばで書いてください。"), field="reply")
    today = timezone.localdate(at)
    _answer(taken, Offer.Status.RETURNED, by=by, by_name=by_name, at=at, reply=reply, reason=reason)
    rule = stepping.deadline_of(held.kind_id, today)
    due = stepping.working_day(held.hand, today, rule.answer_days)
    stepping.change(
        held,
        at,
        due_on=due,
        finish_by=max(held.last_day, due),
        next_step=gettext_noop("戻ってきたので、次の相手か、自分たちでの対応を決める"),
    )
    stepping.step(
        held, Step.Act.RETURNED, by=by, at=at, by_name=by_name, way=way, team=taken.to_team,
        due_on=due, reason=reason, note=reply.strip(),
    )  # fmt: skip
    telling.offer_answered(taken, at=at)
    return taken


@transaction.atomic
def withdraw(*, offer: Offer, by: Any, at: datetime) -> Offer:
    """The giver takes the offer back before it was answered."""
    held = stepping.in_hand(offer.baton, by=by, at=at)
    taken = lock(offer)
    if why := hands.why_not_answer(status=taken.status):
        raise Refused(why)
    _answer(taken, Offer.Status.WITHDRAWN, by=by, by_name="", at=at, reply="")
    stepping.change(held, at)
    stepping.step(held, Step.Act.WITHDRAWN, by=by, at=at, team=taken.to_team)
    return taken


@transaction.atomic
def assign(*, baton: Baton, person: Any, by: Any, at: datetime, note: str = "") -> Baton:
    """Within the team: this person has it in hand, or (None) the whole team again."""
    held = stepping.in_hand(baton, by=by, at=at)
    on = timezone.localdate(at)
    if person is not None and not members_of(held.hand, on).filter(pk=person.pk).exists():
        raise Refused(
            _(
                "この人は、持っているチームの人ではありません。チームの人を選ぶか、先に引き継いでください。"
            ),
            field="person",
        )
    stepping.change(held, at, level=held.level, person=person)
    step = stepping.step(held, Step.Act.ASSIGNED, by=by, at=at, person=person, note=note.strip())
    telling.assigned(held, person, step=step.nth, by=by, at=at)
    return held


@transaction.atomic
def take(*, baton: Baton, by: Any, at: datetime, note: str = "") -> Baton:
    """The comprehensive desk takes over what has climbed up to it."""
    held = stepping.in_hand(baton, by=by, at=at, must_hold=False)
    on = timezone.localdate(at)
    desk = access.desk_of(by, on)
    if desk is None or (held.level < Baton.Level.DESK and not _offer_climbed(held)):
        raise Refused(
            _("引き取れるのは、総合窓口の人が、総合窓口まで上がってきた案件を持つときだけです。")
        )
    if held.team_id == desk.pk:
        raise Refused(_("この案件は、もう総合窓口が持っています。"))
    for waiting in held.offers.open():
        _answer(lock(waiting), Offer.Status.WITHDRAWN, by=by, by_name="", at=at, reply="")
    rule = stepping.deadline_of(held.kind_id, on)
    due = stepping.working_day(desk, on, rule.answer_days)
    stepping.change(
        held,
        at,
        team=desk,
        person=by,
        due_on=due,
        finish_by=max(held.last_day, due),
        next_step=gettext_noop("総合窓口で引き取ったので、相手に声をかける"),
    )
    stepping.step(held, Step.Act.TAKEN, by=by, at=at, person=by, due_on=due, note=note.strip())
    return held


def _offer_climbed(baton: Baton) -> bool:
    return bool(baton.offers.open().filter(level__gte=Baton.Level.DESK).exists())


def _both(offer: Offer, *, by: Any, at: datetime) -> tuple[Baton, Offer]:
    """The baton and the offer, both locked, after asking whether `by` may answer."""
    held = stepping.in_hand(offer.baton, by=by, at=at, must_hold=False)
    taken = lock(offer)
    if why := hands.why_not_answer(status=taken.status):
        raise Refused(why)
    if by is None:
        return held, taken
    on = timezone.localdate(at)
    if taken.to_team_id is None:
        # What somebody outside said is written down by the team that holds the baton.
        if why := hands.why_not_holder(holds=access.holds(by, held, on=on)):
            raise Refused(why)
    elif not access.works_in(by, taken.to_team_id, on=on):
        raise Refused(
            _("これは、ほかのチームに差し出されたものです。そのチームの人が返事をします。")
        )
    return held, taken


def _answer(
    offer: Offer, status: Offer.Status, *, by: Any, by_name: str, at: datetime, reply: str,
    reason: str = "",
) -> None:  # fmt: skip
    offer.status, offer.reason, offer.reply = status, reason, reply.strip()
    offer.answered_by = by if getattr(by, "pk", None) else None
    offer.answered_name, offer.answered_at = by_name, at
    offer.save(
        update_fields=["status", "reason", "reply", "answered_by", "answered_name", "answered_at"]
    )
