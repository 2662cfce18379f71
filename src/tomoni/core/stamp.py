"""A cheap number that changes whenever anything in the town changes.

Every action leaves one audit row and audit rows are never changed or removed, so the newest
rows say whether something was written since a page or a file was made.
"""

from collections.abc import Collection
from threading import Lock

from django.db.models import Sum

from tomoni.core.models import AuditRow

# PostgreSQL numbers rows when they are written and shows them when their action ends: a lower
# number may come to light after a higher one. The sum of the newest ones grows either way.
NEWEST = 100


def content_stamp() -> int:
    """Grows with every audit row that comes to light; one look at the end of an index."""
    newest = AuditRow.objects.order_by("-pk").values("pk")[:NEWEST]
    return int(newest.aggregate(sum=Sum("pk"))["sum"] or 0)


class Part:
    """Whether anything was written that one part of the town shows.

    What is made of that part can then be kept while somebody signs up for an event or a matter
    changes hands, which happens far more often.
    """

    def __init__(self, *rooms: str, without: Collection[str] = ()) -> None:
        """Watch acts.

        Args:
            rooms: How the acts begin that change this part, such as "places.".
            without: Acts of these rooms that change nothing of it.
        """
        self._rooms, self._without = rooms, frozenset(without)
        self._known: frozenset[int] = frozenset()
        self._state = 0
        self._lock = Lock()

    def state(self) -> tuple[int, int]:
        """A number that changes with this part, and `content_stamp`, in one look at the records.

        To be asked before the part is read, so that what is made of it can only count as older
        than it is.
        """
        newest = dict(AuditRow.objects.order_by("-pk").values_list("pk", "act")[:NEWEST])
        with self._lock:
            new = newest.keys() - self._known
            # Where as many rows are unknown as one look reaches, others may have passed unseen.
            if len(new) == NEWEST or any(self._is_ours(newest[pk]) for pk in new):
                self._state += 1
            self._known = frozenset(newest)
            return self._state, sum(newest)

    def _is_ours(self, act: str) -> bool:
        return act.startswith(self._rooms) and act not in self._without
