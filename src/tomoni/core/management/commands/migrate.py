"""Django's `migrate`, whose every migration is recorded in the transaction that made its tables."""

from django.core.management.commands import migrate

from tomoni.core.migrating import RecordedWithItsTables


class Command(migrate.Command):
    def handle(self, *words, **options):
        migrate.MigrationExecutor = RecordedWithItsTables
        return super().handle(*words, **options)
