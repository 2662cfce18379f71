"""A clerk's list of persons: it waits between the trial and taking it in (core/tables/waiting.py)."""

from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from tomoni.core import audit
from tomoni.core.tables.waiting import Waiting
from tomoni.ground.people import importing
from tomoni.ground.people.models import User

WAITING = Waiting("lists-of-persons")


def try_file(*, file: UploadedFile, by: User, at: datetime) -> UUID:
    """Read an uploaded list and say what would happen; nothing is taken in.

    Raises:
        Refused: when the file cannot be read as a list at all.
    """
    return WAITING.try_file(file, importing.take_in, by=by, at=at)


@transaction.atomic
def carry_out(*, key: UUID, by: User, at: datetime) -> None:
    """Take the tried list in, once.

    Raises:
        Refused: when the list is not kept any more.
    """
    report = WAITING.carry_out(key, importing.take_in, by=by, at=at)
    audit.record("people.list_taken_in", by, by=by, at=at, note=str(report.counts))


def report_of(by: User, key: UUID) -> dict[str, Any]:
    """What would happen, or what has happened.

    Raises:
        FileNotFoundError: for a list of somebody else, or one that is forgotten.
    """
    return WAITING.report_of(by, key)


def rejected_rows(by: User, key: UUID) -> Path | None:
    return WAITING.rejected_rows(by, key)


def forget_old(at: datetime) -> None:
    """Lists that nobody took in go after a day."""
    WAITING.forget_old(at)
