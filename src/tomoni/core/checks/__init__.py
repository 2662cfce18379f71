"""What the doctor asks about settings, the database and the files."""

from tomoni.core.checks import database, files, jobs, records, settings

__all__ = ["database", "files", "jobs", "records", "settings"]
