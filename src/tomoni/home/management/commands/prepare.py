"""`tomoni prepare`: a real town's first step, without anything invented."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from tomoni.ground.districts.models import Town
from tomoni.home import actions
from tomoni.plan.models import Measure
from tomoni.town.places.actions import keeping
from tomoni.town.places.models import Category


class Command(BaseCommand):
    help = "Load towns, districts, categories, the plan and a sketched map. Safe to run again."

    def handle(self, *args: Any, **options: Any) -> None:
        at = timezone.now()
        actions.prepare(by=None, at=at)
        keeping.keeper(at=at)  # Nobody is refused because no team has been set up yet.
        self.stdout.write(
            f"{Town.objects.count()} towns, {Category.objects.count()} categories, "
            f"{Measure.objects.count()} measures of the plan."
        )
