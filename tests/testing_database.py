"""The database of one test process, copied from the migrated one that the run keeps."""

import os
import sqlite3
from contextlib import closing
from uuid import uuid4

from django.db import connection

from tests.installation import Installation, kept_installation

IN_MEMORY = "file:memorydb_default?mode=memory&cache=shared"


def copy() -> str:
    """Make the copy and point Django at it; gives its name."""
    postgres = os.environ.get("DATABASE_URL", "")
    first = kept_installation("migrated", postgres)
    connection.close()
    if postgres:
        name = f"test_{uuid4().hex[:12]}"
        template = (first / "database").read_text()
        Installation.tell(postgres, f"CREATE DATABASE {name} TEMPLATE {template}")
        connection.settings_dict["NAME"] = name
    else:
        name = connection.settings_dict["NAME"] = IN_MEMORY
        connection.connect()
        with closing(sqlite3.connect(first / "data" / "tomoni.sqlite3")) as file:
            file.backup(connection.connection)
    return name


def drop(name: str) -> None:
    """Throw the copy away; a database in memory goes by itself."""
    connection.close()
    if postgres := os.environ.get("DATABASE_URL", ""):
        Installation.tell(postgres, f"DROP DATABASE {name} WITH (FORCE)")
