"""Asking for something without giving the baton away."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tomoni.core.errors import Refused
from tomoni.core.locks import lock
from tomoni.ground.batons import access
from tomoni.ground.batons.actions import stepping, telling
from tomoni.ground.batons.models import Baton, Question, Step
from tomoni.ground.batons.models.offers import Way
from tomoni.ground.batons.rules import hands
from tomoni.ground.people.models import Team


@transaction.atomic
def ask(
    *,
    baton: Baton,
    text: str,
    by: Any,
    at: datetime,
    to_team: Team | None = None,
    outside_name: str = "",
    outside_contact: str = "",
    answer_by: date | None = None,
    way: str = Way.SCREEN,
) -> Question:
    """Ask another team, or somebody outside; the answer comes back to the holder."""
    held = stepping.in_hand(baton, by=by, at=at)
    today = timezone.localdate(at)
    if not text.strip():
        raise Refused(_("たずねることを書いてください。"), field="text")
    if to_team is None and not outside_name.strip():
        raise Refused(
            _("たずねる相手を選ぶか、外部の相手の名前を書いてください。"), field="to_team"
        )
    if to_team and to_team.pk == held.team_id:
        raise Refused(
            _("同じチームには問い合わせできません。ほかのチームを選んでください。"), field="to_team"
        )
    if answer_by and answer_by < today:
        raise Refused(
            _("返事の期日がもう過ぎています。先の日を入れてください。"), field="answer_by"
        )
    if to_team:
        stepping.refuse_dissolved(to_team, on=today)
    rule = stepping.deadline_of(held.kind_id, today)
    asked = Question.objects.create(
        baton=held,
        to_team=to_team,
        outside_name="" if to_team else outside_name.strip()[:200],
        outside_contact="" if to_team else outside_contact.strip()[:200],
        text=text.strip(),
        answer_by=answer_by or stepping.working_day(to_team or held.hand, today, rule.answer_days),
        way=way,
        asked_by=by if getattr(by, "pk", None) else None,
        asked_at=at,
    )
    stepping.change(held, at, **stepping.answered(held, at))
    stepping.step(
        held, Step.Act.ASKED, by=by, at=at, way=way, team=to_team, due_on=asked.answer_by,
        note=asked.text,
    )  # fmt: skip
    telling.asked(asked, at=at)
    return asked


@transaction.atomic
def answer(
    *,
    question: Question,
    text: str,
    by: Any,
    at: datetime,
    by_name: str = "",
    way: str = Way.SCREEN,
) -> Question:
    """The answer, by the asked team, through a link, or written down by the holder's staff."""
    held = stepping.in_hand(question.baton, by=by, at=at, must_hold=False)
    asked = lock(question)
    if why := hands.why_not_answer(status=asked.status):
        raise Refused(why)
    on = timezone.localdate(at)
    if by is not None:
        asked_here = asked.to_team_id and access.works_in(by, asked.to_team_id, on=on)
        if not (asked_here or access.holds(by, held, on=on)):
            raise Refused(
                _("返事を書けるのは、たずねられたチームと、案件を持っているチームだけです。")
            )
    if not text.strip():
        raise Refused(_("返事を書いてください。"), field="text")
    _end(asked, Question.Status.ANSWERED, by=by, by_name=by_name, at=at, way=way, text=text)
    stepping.change(held, at, level=held.level)
    stepping.step(
        held, Step.Act.ANSWERED, by=by, at=at, by_name=by_name, way=way, team=asked.to_team,
        note=text.strip(),
    )  # fmt: skip
    telling.answered(asked, at=at)
    return asked


@transaction.atomic
def unask(*, question: Question, by: Any, at: datetime) -> Question:
    """The holder no longer needs the answer."""
    held = stepping.in_hand(question.baton, by=by, at=at)
    asked = lock(question)
    if why := hands.why_not_answer(status=asked.status):
        raise Refused(why)
    _end(asked, Question.Status.WITHDRAWN, by=by, by_name="", at=at, way=asked.way, text="")
    stepping.step(held, Step.Act.UNASKED, by=by, at=at, team=asked.to_team)
    return asked


def _end(
    question: Question, status: Question.Status, *, by: Any, by_name: str, at: datetime, way: str,
    text: str,
) -> None:  # fmt: skip
    question.status, question.answer, question.way = status, text.strip(), way
    question.answered_by = by if getattr(by, "pk", None) else None
    question.answered_name, question.answered_at = by_name, at
    question.save(
        update_fields=["status", "answer", "way", "answered_by", "answered_name", "answered_at"]
    )
