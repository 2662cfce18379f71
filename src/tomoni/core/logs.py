"""Log lines without personal data."""

import logging
import traceback
from pathlib import Path

KEPT = {
    "asctime",
    "levelname",
    "name",
    "message",
    "request",
    "view",
    "status",
    "ms",
    "event",
    "count",
    "job",
    "seconds",
    "exc_type",
    "where",
}
STANDARD = set(logging.makeLogRecord({}).__dict__) | {"message", "asctime"}


class NothingPersonal(logging.Filter):
    """Drops every extra that is not on the short list of harmless names, and the text of
    exceptions, which often quotes what somebody typed."""

    def filter(self, record: logging.LogRecord) -> bool:
        for name in list(record.__dict__):
            if name not in STANDARD and name not in KEPT:
                del record.__dict__[name]
        if not isinstance(getattr(record, "request", ""), str):
            del record.__dict__[
                "request"
            ]  # Django's own lines bring the whole request, query included.
        if record.exc_info and record.exc_info[0]:
            kind, _problem, trace = record.exc_info
            record.exc_type = kind.__name__
            record.where = " < ".join(
                f"{Path(frame.filename).name}:{frame.lineno} {frame.name}"
                for frame in reversed(traceback.extract_tb(trace)[-8:])
            )
        record.exc_info = record.exc_text = record.stack_info = None
        return True
