"""What core itself does by the timetable: looking after the jobs, signing the records."""

from datetime import datetime

from tomoni.core import chain, jobs, keyring, timetable


@timetable.every("core.requeue", minutes=1)
def requeue(at: datetime) -> None:
    """Jobs of workers that were killed are given to another; dead letters are told of."""
    jobs.requeue()
    jobs.tell_of_dead(at=at)


@timetable.every("core.forget_jobs", daily_at="03:30")
def forget_jobs(at: datetime) -> None:
    """Finished jobs are forgotten after two weeks."""
    jobs.sweep(at=at)


@timetable.every("core.sign_records", minutes=5)
def sign_records(at: datetime) -> None:
    """The newest hashes of all records go, signed, to the file outside the database."""
    if keyring.path().exists():  # Where there is none, the doctor says so.
        chain.write_checkpoints(at)
