"""How far a call for umbrellas has come, and who is still to be rung about it."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet, Sum

from tomoni.ties.umbrellas.models import Call, Helper, Move, Ringing


@dataclass(frozen=True)
class Progress:
    """A call and what came of it so far.

    Args:
        given: Umbrellas given at any stand since it went out.
        promised: What those who were rung said that they bring; part of it may be given by now.
    """

    call: Call
    given: int
    promised: int

    @property
    def wanted(self) -> int:
        """How many are still looked for."""
        return max(0, self.call.number - self.given)


def progress(call: Call | None) -> Progress | None:
    """Two queries, whatever happened since; a gift that was taken back does not count."""
    if call is None:
        return None
    gifts = Move.objects.filter(kind=Move.Kind.GIVE, at__gte=call.at, undone_by=None)
    said = call.ringings.filter(answer=Ringing.Answer.BRINGS)
    return Progress(
        call,
        gifts.aggregate(n=Sum("quantity"))["n"] or 0,
        said.aggregate(n=Sum("number"))["n"] or 0,
    )


@dataclass(frozen=True)
class Line:
    """Somebody who asked to be rung, and what is known of them for this call."""

    helper: Helper
    tries: list[Ringing]
    at: Any

    @property
    def now(self) -> Ringing | None:
        """The telephone call that keeps others away, if there is one."""
        found = (one for one in self.tries if one.answer in Ringing.HOLDS)
        return next((one for one in found if not one.is_left_lying(self.at)), None)

    @property
    def missed(self) -> Ringing | None:
        """The last time that nobody picked up."""
        found = (one for one in self.tries if one.answer == Ringing.Answer.MISSED)
        return next(found, None)


def lines(call: Call, among: QuerySet[Helper], at: Any) -> tuple[list[Line], list[Line]]:
    """Who is still to be rung (who did not pick up comes last), and who is done. Two queries."""
    helpers = list(among.filter(is_rung=True))
    tries: dict[int, list[Ringing]] = {one.pk: [] for one in helpers}
    rows = call.ringings.filter(helper__in=helpers).select_related("by", "person")
    for row in rows.order_by("-begun_at", "-pk"):
        tries[row.helper_id].append(row)
    found = [Line(one, tries[one.pk], at) for one in helpers]
    waiting = [one for one in found if one.now is None or not one.now.answer]
    waiting.sort(key=lambda one: one.missed.begun_at.timestamp() if one.missed else 0)
    return waiting, [one for one in found if one.now and one.now.answer]
