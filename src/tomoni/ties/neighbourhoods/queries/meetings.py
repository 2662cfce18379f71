"""A general meeting in figures: who takes part, and how each motion stands."""

from dataclasses import dataclass

from django.db.models import Count

from tomoni.ties.neighbourhoods.models import GeneralMeeting, Item, Presence, Vote
from tomoni.ties.neighbourhoods.rules.counting import Count as Counted
from tomoni.ties.neighbourhoods.rules.counting import Measure


@dataclass
class Result:
    item: Item
    count: Counted
    has_hands: bool
    paper_yes: int
    paper_no: int


@dataclass
class Figures:
    """The meeting as it stands now."""

    meeting: GeneralMeeting
    hall: int
    proxy: int
    written: int
    screen: int
    results: list[Result]

    @property
    def present(self) -> int:
        return self.hall + self.proxy + self.written + self.screen

    @property
    def hands(self) -> int:
        return self.hall + self.proxy

    @property
    def is_quorate(self) -> bool:
        return bool(self.meeting.quorum) and self.present >= self.meeting.quorum

    @property
    def missing(self) -> int:
        return max(self.meeting.quorum - self.present, 0)


def figures(meeting: GeneralMeeting) -> Figures:
    """Everything in four questions to the database, however many households there are."""
    ways = dict(
        Presence.objects.standing()
        .filter(meeting=meeting)
        .values_list("way")
        .annotate(n=Count("pk"))
    )
    votes: dict[tuple[int, str], int] = {
        (item, choice): n
        for item, choice, n in Vote.objects.standing()
        .filter(item__meeting=meeting)
        .values_list("item", "choice")
        .annotate(n=Count("pk"))
    }
    present = sum(ways.values())
    results = []
    for item in meeting.items.select_related("majority", "hands").order_by("number"):
        hands = getattr(item, "hands", None)
        on_paper = {choice: votes.get((item.pk, choice), 0) for choice in Vote.Choice.values}
        yes = on_paper["yes"] + (hands.yes if hands else 0)
        no = on_paper["no"] + (hands.no if hands else 0)
        abstain = on_paper["abstain"] + (hands.abstain if hands else 0)
        rule = item.majority
        measure = Measure(rule.numerator, rule.denominator, rule.base, rule.strictly)
        needed = measure.needed(cast=yes + no, attending=present, everybody=meeting.households)
        results.append(
            Result(
                item, Counted(yes, no, abstain, max(needed, 1)), hands is not None,
                on_paper["yes"], on_paper["no"],
            )
        )  # fmt: skip
    return Figures(
        meeting, ways.get("hall", 0), ways.get("proxy", 0), ways.get("written", 0),
        ways.get("screen", 0), results,
    )  # fmt: skip
