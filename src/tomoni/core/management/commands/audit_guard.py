"""`tomoni audit guard`: put missing append-only triggers back."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import connection
from django.utils.translation import gettext as _

from tomoni.core import cli, guards


class Command(BaseCommand):
    help = "Put the append-only triggers of the record back, after finding out who took them away."

    def handle(self, *args: Any, **options: Any) -> None:
        standing = set(guards.guarded_tables(connection))
        missing = [guard for guard in guards.wanted() if guard.table not in standing]
        for guard in missing:
            with connection.schema_editor(atomic=True) as editor:
                guard.database_backwards("", editor, None, None)
                guard.database_forwards("", editor, None, None)
            with cli.spoken():
                self.stdout.write(f"{guard.table}: {_('戻しました。')}")
        if not missing:
            with cli.spoken():
                self.stdout.write(_("外れているものはありません。"))
