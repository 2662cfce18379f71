"""`tomoni prepare`: a real town's first step, without anything invented."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from tomoni.ground.districts.models import Town
from tomoni.home import actions
from tomoni.plan.models import Measure
from tomoni.town.places.models import Category


class Command(BaseCommand):
    help = "Load towns, districts, categories, the plan and a sketched map. Safe to run again."

    def handle(self, *args: Any, **options: Any) -> None:
        actions.prepare(by=None, at=timezone.now())
        self.stdout.write(
            f"{Town.objects.count()} towns, {Category.objects.count()} categories, "
            f"{Measure.objects.count()} measures of the plan."
        )
