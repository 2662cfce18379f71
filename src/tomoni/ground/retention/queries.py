"""What is due, what is held back, and what the pages show; never a word about a person."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Max, Min, Q, QuerySet
from django.utils import timezone

from tomoni.core import retention
from tomoni.core.retention import Held
from tomoni.ground.retention.models import Hold, Item, Proposal, Rule, newest_rules

SAMPLES = 3


def ruled(rules: Mapping[str, Rule]) -> Iterator[tuple[Held, Rule]]:
    """Every class that has a rule, with it."""
    for held in retention.classes():
        if held.code in rules:
            yield held, rules[held.code]


def held_back(held: Held, *, on: date) -> Q:
    """The rows of a class that some hold keeps on a day."""
    holds = Hold.objects.in_force(on).filter(label__in=list(held.about))
    return held.held_back(holds.values_list("label", "key"))


def due(held: Held, rule: Rule, *, at: datetime) -> QuerySet[Any]:
    """The rows whose term is over and that nothing keeps."""
    kept = held_back(held, on=timezone.localdate(at))
    rows = held.due(rule.term, at=at)
    # Excluding by key: a negated condition over empty columns would lose rows.
    return rows.exclude(pk__in=held.rows().filter(kept).values("pk")) if kept else rows


@dataclass(frozen=True)
class ClassNow:
    """One class on the overview: its rule and what is due by it today."""

    held: Held
    rule: Rule | None
    next_rule: Rule | None
    due: int = 0
    kept: int = 0
    oldest: date | None = None


def overview(*, at: datetime) -> list[ClassNow]:
    """Every class with its rule; three queries for each class, however much there is."""
    on = timezone.localdate(at)
    rules = newest_rules(on)
    later = {rule.held: rule for rule in Rule.objects.filter(from_on__gt=on).order_by("-from_on")}
    found = []
    for held in retention.classes():
        rule = rules.get(held.code)
        if rule is None:
            found.append(ClassNow(held, None, later.get(held.code)))
            continue
        over = held.due(rule.term, at=at)
        rows = due(held, rule, at=at)
        oldest = rows.values_list("term_begins", flat=True).first()
        count = rows.count()
        found.append(
            ClassNow(
                held, rule, later.get(held.code), count, over.count() - count,
                retention.moment(oldest) if oldest else None,
            )
        )  # fmt: skip
    return found


@dataclass
class ClassOfList:
    """One class of a proposal: how many rows, from when to when, and a few of them."""

    code: str
    name: str
    way: str
    count: int
    oldest: date
    newest: date
    outcomes: dict[str, int] = field(default_factory=dict)
    samples: list[tuple[Item, str]] = field(default_factory=list)


def classes_of(proposal: Proposal) -> list[ClassOfList]:
    """The list by class; the number of queries does not grow with the list."""
    found: dict[str, ClassOfList] = {}
    rows = proposal.items.values("held", "outcome").annotate(
        count=Count("pk"), oldest=Min("begins_on"), newest=Max("begins_on")
    )
    for row in rows.order_by("held", "outcome"):
        held = retention.held(row["held"])
        one = found.setdefault(
            row["held"],
            ClassOfList(
                row["held"], str(held.name) if held else row["held"],
                held.way.value if held else "", 0, row["oldest"], row["newest"],
            ),
        )  # fmt: skip
        one.count += row["count"]
        one.oldest, one.newest = min(one.oldest, row["oldest"]), max(one.newest, row["newest"])
        one.outcomes[str(Item.Outcome(row["outcome"]).label)] = row["count"]
    for one in found.values():
        items = list(proposal.items.filter(held=one.code).order_by("begins_on", "pk")[:SAMPLES])
        one.samples = [(item, shown) for item, shown in zip(items, _shown(items), strict=True)]
    return list(found.values())


def _shown(items: list[Item]) -> list[str]:
    """What the room says may be shown of these rows; '' for those that are gone."""
    held = retention.held(items[0].held) if items else None
    if held is None or not held.shows:
        return ["" for _item in items]
    rows = held.rows().filter(pk__in=[item.key for item in items])
    known = {str(row["pk"]): row for row in rows.values("pk", *held.shows)}
    return [
        " · ".join(str(known[item.key][name]) for name in held.shows) if item.key in known else ""
        for item in items
    ]


def under_way() -> Proposal | None:
    rows = Proposal.objects.select_related("baton", "first_by", "second_by")
    return rows.filter(is_under_way=True).first()


def holds(*, on: date) -> list[tuple[Hold, str]]:
    """The holds in force with what kind of thing each keeps."""
    names = retention.subjects()
    rows = Hold.objects.in_force(on).select_related("placed_by")
    return [(hold, str(names.get(hold.label, hold.label))) for hold in rows]
