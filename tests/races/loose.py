"""The program without its guards between two people: nothing is held, and no act is one piece.

Every `lock` reads and dawdles instead of holding, and an action's own transaction is none, so each of its
statements stands by itself. What writes a chained record, and Django's own writing of one row, stay whole: the
record is not what is tried here.
"""

import contextlib
import random
import sys
import time

from tests.races.pace import PAUSE


def loosen():
    from django.db import connection, transaction
    from django.db.models import QuerySet

    from tomoni.core import locks

    real, held = locks.lock, QuerySet.select_for_update
    enter, leave = transaction.Atomic.__enter__, transaction.Atomic.__exit__

    def look(row):
        found = row.__class__._base_manager.get(pk=row.pk)
        time.sleep(
            PAUSE * random.choice((0.5, 0.7, 0.9))
        )  # Two who write in the very same moment hide it.
        return found

    def hold_if_whole(rows, *known, **more):
        return held(rows, *known, **more) if connection.in_atomic_block else rows.all()

    # An action is decorated, and a piece within it names no database; Django's own, and the chain, do.
    def is_of_an_action(one):
        called_by = sys._getframe(2).f_code.co_filename
        return not one.using or called_by == contextlib.__file__

    def begin(self):
        return None if is_of_an_action(self) else enter(self)

    def end(self, *problem):
        return None if is_of_an_action(self) else leave(self, *problem)

    for module in list(sys.modules.values()):
        if getattr(module, "lock", None) is real:
            module.lock = look
    _dawdle()
    QuerySet.select_for_update = hold_if_whole
    transaction.Atomic.__enter__, transaction.Atomic.__exit__ = begin, end


def _dawdle():
    """Where what decides is not a row that is held but a question asked after it."""
    from tomoni.doing.volunteering.rules import joining
    from tomoni.ground.batons.actions import opening, showing, stepping
    from tomoni.ground.batons.models import Shown
    from tomoni.ground.batons.rules import hands
    from tomoni.ground.people import hooks

    def after(asked):
        def run(*known, **more):
            found = asked(*known, **more)
            time.sleep(PAUSE * random.uniform(0.8, 1))
            return found

        return run

    def show(*, file, to, by, at):
        """Look whether it is shown, then show it: what the row's own UNIQUE replaces."""
        from tomoni.ground.batons.models import Step

        if not Shown.objects.filter(attachment=file).exists():
            time.sleep(PAUSE * random.uniform(0.5, 1))
            Shown.objects.get_or_create(attachment=file, offer=to, defaults={"shown_at": at})
            stepping.step(file.baton, Step.Act.SHOWN, by=by, at=at)
        return Shown.objects.get(attachment=file)

    opening.row_of = after(opening.row_of)
    hands.why_not_offer = after(hands.why_not_offer)
    joining.why_not_check_in = after(joining.why_not_check_in)
    hooks.ask_dissolving = after(hooks.ask_dissolving)
    stepping.refuse_dissolved = lambda team, on: None
    showing.show = show
