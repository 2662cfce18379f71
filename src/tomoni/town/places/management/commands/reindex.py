"""`tomoni reindex`: write the search index anew."""

from time import perf_counter
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from tomoni.town.places.actions import index


class Command(BaseCommand):
    help = "Write the search index anew; after an update that changes how text is compared."

    def handle(self, *args: Any, **options: Any) -> None:
        begun = perf_counter()
        at = timezone.now()
        count = index.rebuild(at) + sum(rebuild(at) for rebuild in index.others)
        self.stdout.write(f"{count} entries indexed in {perf_counter() - begun:.1f} s.")
