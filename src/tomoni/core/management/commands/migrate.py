"""Django's `migrate`, whose every migration is recorded in the transaction that made its tables."""

from typing import Any

from django.core.management.commands import migrate

from tomoni.core.migrating import RecordedWithItsTables


class Command(migrate.Command):
    def handle(self, *words: Any, **options: Any) -> None:
        migrate.MigrationExecutor = RecordedWithItsTables  # type: ignore[attr-defined]
        super().handle(*words, **options)
