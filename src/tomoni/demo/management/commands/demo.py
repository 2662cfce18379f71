"""`tomoni demo`: the sample town."""

import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from tqdm import tqdm

from tomoni.core import keyring
from tomoni.demo import (
    appointments,
    building,
    cast,
    circles,
    claims,
    crowd,
    events,
    gathering,
    giving,
    mandates,
    matters,
    neighbourhoods,
    points,
    terms,
    tourism,
    umbrellas,
    voices,
    volunteering,
)
from tomoni.ground.people.models import User
from tomoni.town.places.models import Listing

MARK = "sample-town"


class Command(BaseCommand):
    help = "Create the sample town, or add what is missing from it. Running it again is safe."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--scale", type=int, default=1, help="that many times the sample listings, for load"
        )
        parser.add_argument(
            "--if-empty", action="store_true", help="do nothing where there is a listing or account"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["scale"] < 1:
            raise CommandError("--scale must be 1 or more.")
        if settings.PRODUCTION:
            # A stranger could sign in with the known password and set up a second factor first.
            raise CommandError(
                "The sample town has accounts whose password everybody knows; it is not made "
                "with TOMONI_MODE=production."
            )
        if options["if_empty"] and (Listing.objects.exists() or User.objects.exists()):
            self._say()
            return
        at = timezone.now()
        if not keyring.path().exists():
            # The sample households and bookings are sealed like real ones.
            keyring.create(at=at)
        town = building.ground(at=at)
        made = self._count(building.listings(town), building.how_many(), "listings")
        building.words_from_outside(town)
        voices.build(town)
        matters.build(town)
        mandates.build(town)
        terms.build(town)
        circles.build(town)
        appointments.build(town)
        neighbourhoods.build(town)
        gathering.build(town)
        tourism.build(town)
        umbrellas.build(town)
        points.build(town)
        claims.build(town)
        giving.build(town)
        events.build(town, scale=options["scale"])
        volunteering.build(town)
        if options["scale"] > 1:
            more = crowd.gather(scale=options["scale"], by=town.clerk, at=at)
            made += self._count(more, None, "listings for load", each=lambda size: size)
        # The pages then say on every page that this is a sample town; see config/settings.py.
        (settings.DATA_DIR / MARK).touch()
        self.stdout.write(f"{made} listings new, {Listing.objects.count()} in all.")
        self._say()

    def _count(self, things: Any, total: int | None, what: str, each: Any = None) -> int:
        count = 0
        quiet = not sys.stderr.isatty()
        with tqdm(total=total, desc=what, unit="", disable=quiet) as bar:
            for thing in things:
                step = each(thing) if each else 1
                count += step
                bar.update(step)
        return count

    def _say(self) -> None:
        """Whom to sign in as; only while the sample accounts are there."""
        if User.objects.filter(email=cast.PEOPLE[0].email, is_sample=True).exists():
            names = ", ".join(
                person.email for person in cast.PEOPLE if person.email in cast.TO_SHOW
            )
            self.stdout.write(
                f"Open {settings.SITE_URL}/ — sign in as {names} with {cast.PASSWORD}"
            )
