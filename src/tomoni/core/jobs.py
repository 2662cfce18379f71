"""Work for later: asked for by name in the caller's transaction, done by `tomoni work`.

A room binds a name to work in its `tasks.py`; an action asks for it:

    @jobs.job("umbrellas.remind")
    def remind(loan_id: str) -> None: ...

    jobs.later("umbrellas.remind", loan.pk)

A job is a row: it commits or vanishes with the change that asked for it. It is done at least
once, so it may be done twice: pass ids, look at what is so now, and make a second time harmless.
What fails is tried again, later each time; what has failed for the last time becomes a dead
letter, and whoever joined with `on_dead` is told of it.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import autodiscover_modules
from django_tasks import task
from django_tasks_db.models import DBTaskResult, get_date_max

from tomoni.core import holding
from tomoni.core.models import DeadLetter

log = logging.getLogger("tomoni.jobs")

Work = Callable[..., None]
MOST_TRIES = 10
GONE = "the worker was gone each time"
FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(hours=2)
KEPT_FOR = timedelta(days=14)

_bound: dict[str, Work] = {}
_tell: list[Callable[[DeadLetter], None]] = []


class Later(Exception):
    """Raised by a job that could not do its work yet and is not at fault.

    Args:
        at: When to try again. Such a try does not count towards the last one.
    """

    def __init__(self, at: datetime) -> None:
        super().__init__(at.isoformat())
        self.at = at


def job(name: str) -> Callable[[Work], Work]:
    """Bind a name such as ``umbrellas.remind`` to work."""

    def bind(work: Work) -> Work:
        if _bound.setdefault(name, work) is not work:
            raise ValueError(f"two jobs are called {name}")
        return work

    return bind


def later(name: str, *args: Any, after: datetime | None = None) -> UUID:
    """Ask for a job in the caller's transaction.

    Args:
        name: What a room's `tasks.py` bound; a name nobody bound is refused here and now.
        args: Ids and other small plain values.
        after: Not before this moment.
    """
    if name not in _bound:
        raise LookupError(f"no room has bound a job called {name}")
    plain = [str(value) if isinstance(value, UUID) else value for value in args]
    asked = _run.using(run_after=after) if after else _run
    return UUID(str(asked.enqueue(name, *plain).id))


def on_dead(tell: Callable[[DeadLetter], None]) -> Callable[[DeadLetter], None]:
    """Join those who are told of a job that has failed for the last time.

    The function runs in the transaction that marks the letter as told; when it raises, the
    timetable offers the letter again, so being told is never lost.
    """
    if tell not in _tell:
        _tell.append(tell)
    return tell


def waiting() -> int:
    """How many jobs could be done right now."""
    return DBTaskResult.objects.ready().count()


def name_of(row: DBTaskResult[Any, Any]) -> str:
    return str(row.args_kwargs["args"][0])


def wait_before(tries: int) -> timedelta:
    """How long to wait after this many tries: twice as long each time, up to two hours."""
    return min(FIRST_WAIT * (1 << (tries - 1)), LONGEST_WAIT)


@task()
def _run(name: str, *args: Any) -> None:
    _bound[name](*args)


def discover() -> None:
    """Let every room bind its jobs and its entries of the timetable."""
    autodiscover_modules("tasks")


# What the worker does with the rows.


def claim(worker: str) -> DBTaskResult[Any, Any] | None:
    """Take the next job in hand, so that no other worker does it."""
    ready = DBTaskResult.objects.ready()
    if not ready.exists():
        return None  # Looking does not take the write lock.
    with transaction.atomic():
        row = ready.get_locked()
        if row is not None:
            row.claim(worker)
    return row


def do(row: DBTaskResult[Any, Any]) -> bool:
    """Do a claimed job and write down how it went; whether it went well."""
    try:
        _run.call(*row.args_kwargs["args"])
    except Later as wait:
        _settle(row, status="READY", run_after=wait.at, worker_ids=row.worker_ids[:-1])
        return True
    except Exception as problem:
        _failed(row, problem)
        return False
    _settle(row, status="SUCCESSFUL", finished_at=timezone.now(), traceback="")
    return True


def _settle(row: DBTaskResult[Any, Any], **values: Any) -> bool:
    """Write the outcome, unless the job was meanwhile taken from us and given to another."""
    mine = DBTaskResult.objects.filter(pk=row.pk, status="RUNNING", started_at=row.started_at)
    return bool(mine.update(**values))


def _failed(row: DBTaskResult[Any, Any], problem: Exception) -> None:
    tries, name = len(row.worker_ids), name_of(row)
    said = f"{type(problem).__name__}: {problem}"[:2000]
    log.warning("job failed", extra={"job": name, "id": str(row.pk), "tries": tries})
    if tries < MOST_TRIES:
        again = timezone.now() + wait_before(tries)
        _settle(row, status="READY", run_after=again, traceback=said)
        return
    with transaction.atomic():
        if not _settle(row, status="FAILED", finished_at=timezone.now(), traceback=said):
            return
        bury(row, said)
    tell_of_dead(at=timezone.now())


def bury(row: DBTaskResult[Any, Any], said: str) -> None:
    """Keep what was asked for as a dead letter."""
    name, *args = row.args_kwargs["args"]
    DeadLetter.objects.update_or_create(
        job=row.pk,
        defaults={
            "name": name,
            "args": args,
            "tries": len(row.worker_ids),
            "problem": said,
            "at": timezone.now(),
            "told_at": None,
        },
    )


def tell_of_dead(*, at: datetime) -> int:
    """Tell those who joined of every dead letter they have not heard of; gives how many."""
    told = 0
    for letter in DeadLetter.objects.filter(told_at=None).order_by("at")[:200]:
        try:
            with transaction.atomic():
                if not DeadLetter.objects.filter(pk=letter.pk, told_at=None).update(told_at=at):
                    continue  # Another process is telling of it.
                for tell in _tell:
                    tell(letter)
            told += 1
        except Exception:
            log.exception("nobody could be told of a dead letter", extra={"job": letter.name})
    return told


def revive(letter: DeadLetter, *, at: datetime) -> UUID:
    """Ask once more for what failed."""
    with transaction.atomic():
        asked = later(letter.name, *letter.args)
        letter.again_at = at
        letter.save(update_fields=["again_at"])
    return asked


def requeue() -> int:
    """Give back the jobs of workers that are no more; gives how many.

    A worker holds its own name while it lives (core/holding.py), so a worker that was killed is
    known at once, and one that is only slow is left alone.
    """
    given = _mend_waits()
    gone: dict[str, bool] = {}
    for row in DBTaskResult.objects.running().order_by("started_at"):
        worker = row.worker_ids[-1] if row.worker_ids else ""
        if worker not in gone:
            gone[worker] = not holding.is_held(f"worker:{worker}")
        if not gone[worker]:
            continue
        if len(row.worker_ids) < MOST_TRIES:
            given += _settle(row, status="READY", run_after=get_date_max())
        else:  # It kills whoever does it.
            with transaction.atomic():
                if _settle(row, status="FAILED", finished_at=timezone.now(), traceback=GONE):
                    bury(row, GONE)
    return given


def _mend_waits() -> int:
    """Shorten the wait of failed jobs that a clock set back has made longer than any wait is.

    A job that asked for its own later time (`Later`) has no traceback and keeps it.
    """
    at, mended = timezone.now(), 0
    waiting = DBTaskResult.objects.filter(
        status="READY", run_after__gt=at, run_after__lt=get_date_max()
    )
    for row in waiting.exclude(traceback=""):
        longest = at + wait_before(max(1, len(row.worker_ids)))
        if row.run_after > longest:
            mended += DBTaskResult.objects.filter(
                pk=row.pk, status="READY", run_after=row.run_after
            ).update(run_after=longest)
    return mended


def sweep(*, at: datetime) -> None:
    """Forget finished jobs after two weeks; dead letters stay."""
    done = DBTaskResult.objects.successful() | DBTaskResult.objects.failed()
    done.filter(finished_at__lt=at - KEPT_FOR).delete()


def work_off(most: int = 1000) -> int:
    """Do what is waiting, here and now; gives how many were done. For tests and `--batch`."""
    done = 0
    while done < most and (row := claim("here")):
        if not do(row) and getattr(settings, "JOBS_MUST_SUCCEED", False):
            row.refresh_from_db()
            raise AssertionError(f"{name_of(row)}: {row.traceback}")
        done += 1
    return done
