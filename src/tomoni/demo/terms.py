"""The sample town's retention terms: those that rooms suggest, marked as samples."""

from tomoni.core import retention
from tomoni.demo.ground import Ground
from tomoni.ground.retention.actions import ruling
from tomoni.ground.retention.models import Rule


def build(town: Ground) -> None:
    """Add a rule for every class that has none yet."""
    known = set(Rule.objects.values_list("held", flat=True))
    for held in retention.classes():
        if held.code not in known:
            term = held.suggested
            ruling.set_rule(
                held=held.code, years=term.years, months=term.months, clock=term.clock,
                source="（見本）文書管理規程", from_on=town.today, by=None, at=town.at,
            )  # fmt: skip
