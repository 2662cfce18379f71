"""Which lists the city gives out, in which layout, and what each holds today."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache

from django.db.models import Count, Max, Q, QuerySet

from tomoni.town.places.importing.specs import Spec, library
from tomoni.town.places.models import Category, Listing

EVERYTHING = "listing"
# Said to pass on by whoever republishes the sites of 国土地理院.
GSI = "国土地理院"


@dataclass(frozen=True)
class Dataset:
    """One list with what a reader of the catalogue asks about it."""

    spec: Spec
    rows: int
    updated_at: datetime | None

    @property
    def slug(self) -> str:
        return self.spec.slug


@cache
def exported() -> tuple[Spec, ...]:
    """One layout for each list: the current edition where its order is known."""
    found: dict[str, Spec] = {}
    for spec in library():
        if spec.export:
            found.setdefault(spec.slug, spec)
    first = [found.pop(EVERYTHING)]
    return (*first, *(found[slug] for slug in sorted(found)))


def spec_of(slug: str) -> Spec | None:
    return next((spec for spec in exported() if spec.slug == slug), None)


def listings(spec: Spec) -> QuerySet[Listing]:
    """The entries a list holds: what everybody may read, nothing else."""
    public = Listing.objects.public()
    if spec.slug == EVERYTHING:
        return public
    # An entry belongs by its own category; the second ones would put it into two lists.
    codes = Category.objects.filter(dataset=spec.slug).values("code")
    return public.filter(category__in=codes)


def dataset(spec: Spec) -> Dataset:
    figures = listings(spec).aggregate(rows=Count("pk"), updated=Max("updated_at"))
    return Dataset(spec, figures["rows"], figures["updated"])


def datasets() -> list[Dataset]:
    """The lists that hold anything."""
    return [each for spec in exported() if (each := dataset(spec)).rows]


def credits_of(spec: Spec, most: int = 12) -> list[str]:
    """Whose facts these are: the commonest sources first."""
    counted = (
        listings(spec)
        .filter(~Q(source=""))
        .values("source")
        .annotate(n=Count("pk"))
        .order_by("-n", "source")
    )
    return [row["source"] for row in counted[:most]]
