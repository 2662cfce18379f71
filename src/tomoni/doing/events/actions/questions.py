"""What people are asked when they sign up, and where they must have been before."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from tomoni.core import audit
from tomoni.core.errors import Refused
from tomoni.doing.events.actions import planning
from tomoni.doing.events.models import Series
from tomoni.doing.events.rules import questions as rules
from tomoni.doing.events.rules.questions import Question


@transaction.atomic
def ask(
    *, series: Series, questions: Sequence[Question], requires: Series | None, by: Any, at: datetime
) -> Series:
    """Ask exactly these questions from now on; answers given before stay with their question.

    Raises:
        Refused: for what may not be asked so, or an event that would wait for itself.
    """
    held = planning.kept(series, by=by, at=at)
    if len(questions) > rules.MOST:
        raise Refused(
            _("聞けるのは%(most)sつまでです。少ないほど、申し込みやすくなります。")
            % {"most": rules.MOST}
        )
    for one in questions:
        if wrong := rules.why_not(one):
            raise Refused(wrong[1])
    _not_in_a_ring(held, requires)
    before = held.questions
    held.questions, held.requires = rules.kept(questions, before), requires
    held.version, held.updated_at = held.version + 1, at
    held.save(update_fields=["questions", "requires", "version", "updated_at"])
    audit.record(
        "events.asks_changed", held, by=by, at=at,
        changes={"questions": (len(before), len(held.questions))},
    )  # fmt: skip
    return held


def _not_in_a_ring(series: Series, requires: Series | None) -> None:
    seen = requires
    while seen is not None:
        if seen.pk == series.pk:
            raise Refused(
                _("この催しに先に出ておく決まりになってしまいます。別の催しを選んでください。"),
                field="requires",
            )
        seen = seen.requires
