"""What the plan's pages and the front page show, in the reader's language."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Model, Prefetch, QuerySet
from django.urls import reverse
from django.utils import translation

from tomoni.core.city import Phone
from tomoni.plan import links
from tomoni.plan.models import (
    Action,
    Actor,
    Effort,
    Example,
    Goal,
    Measure,
    PlanVersion,
)
from tomoni.town.places.models import Category, Listing
from tomoni.web.doors import Door

# The sign of each actor, always beside its name.
ICONS = {
    Actor.CITIZENS: "user",
    Actor.COMMUNITY: "users",
    Actor.BUSINESS: "store",
    Actor.CITY: "landmark",
    Actor.COUNCIL: "hand-heart",
}


@dataclass(frozen=True)
class Step:
    """One thing an actor can do; `door` is where to go, `phone` whom to ring without one."""

    text: str
    is_small: bool
    door: Door | None
    phone: Phone


@dataclass(frozen=True)
class Part:
    """What one actor can do within a measure."""

    actor: Actor
    icon: str
    steps: tuple[Step, ...]

    @property
    def phones(self) -> tuple[Phone, ...]:
        """Every number that stands in for a room without a page, once."""
        return tuple({s.phone.code: s.phone for s in self.steps if s.door is None}.values())


@dataclass(frozen=True)
class Box:
    """An example; `listing_url` is its entry in the directory while that is public."""

    title: str
    text: str
    status: str
    listing_url: str
    door: Door | None
    phone: Phone


@dataclass(frozen=True)
class Look:
    """A part of the directory where something about the measure can be found today."""

    title: str
    icon: str
    url: str


@dataclass(frozen=True)
class MeasureView:
    number: int
    title: str
    plain: str
    problem: str
    icon: str
    goal: str
    goal_code: str
    efforts: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()
    boxes: tuple[Box, ...] = ()
    looks: tuple[Look, ...] = ()


@dataclass(frozen=True)
class GoalView:
    code: str
    name: str
    intro: str
    icon: str
    measures: tuple[MeasureView, ...]


@dataclass(frozen=True)
class VersionView:
    code: str
    name: str
    intro: str
    source: str
    from_fiscal_year: int
    to_fiscal_year: int


@dataclass(frozen=True)
class Overview:
    """The plan on one page; `next_version` is named when a later one exists without texts."""

    version: VersionView
    next_version: VersionView | None
    goals: tuple[GoalView, ...]


@dataclass(frozen=True)
class SmallThing:
    """One small thing to do today, and the measure it belongs to."""

    actor: Actor
    icon: str
    text: str
    measure: int
    measure_plain: str
    door: Door | None
    phone: Phone


def overview(*, code: str = "", actor: str = "", language: str = "") -> Overview | None:
    """The whole plan; with an actor also what that actor can do in each measure."""
    language = language or _language()
    versions = list(_said(PlanVersion.objects.all(), language))
    shown = _shown(versions, code)
    if shown is None:
        return None
    goals = _said(Goal.objects.filter(version=shown), language)
    measures = _said(Measure.objects.filter(version=shown), language)
    if actor:
        measures = measures.prefetch_related(
            Prefetch("actions", _said(Action.objects.filter(actor=actor), language))
        )
    of_goal: dict[int, list[MeasureView]] = {}
    rooms = links.open_rooms()
    for measure in measures:
        parts = _parts(measure.actions.all(), rooms, language) if actor else ()
        of_goal.setdefault(measure.goal_id, []).append(_measure(measure, language, parts=parts))
    later = [v for v in versions if v.from_fiscal_year > shown.from_fiscal_year]
    return Overview(
        version=_version(shown, language),
        next_version=_version(later[0], language) if later else None,
        goals=tuple(
            GoalView(
                code=goal.code,
                name=_word(goal, "name", language),
                intro=_word(goal, "intro", language),
                icon=goal.icon,
                measures=tuple(of_goal.get(goal.pk, ())),
            )
            for goal in goals
        ),
    )


def measure(*, number: int, code: str = "", language: str = "") -> MeasureView | None:
    """One measure with its efforts, all five actors and the examples."""
    language = language or _language()
    found = _said(Measure.objects.select_related("goal"), language).prefetch_related(
        *_text_of("goal__texts", Goal, language),
        Prefetch("efforts", _said(Effort.objects.all(), language)),
        Prefetch("actions", _said(Action.objects.all(), language)),
        Prefetch("examples", _said(Example.objects.all(), language)),
    )
    row = found.filter(number=number, version_id=code or _current_code()).first()
    if row is None:
        return None
    rooms = links.open_rooms()
    return _measure(
        row,
        language,
        efforts=tuple(_word(effort, "text", language) for effort in row.efforts.all()),
        parts=_parts(row.actions.all(), rooms, language),
        boxes=_boxes(row.examples.all(), rooms, language),
        looks=(
            *_looks({action.room for action in row.actions.all()} - set(rooms), language),
            *_figures(number),
        ),
    )


def neighbours(*, number: int, code: str = "", language: str = "") -> dict[int, MeasureView]:
    """The measures before and after this one, by number, for the way on."""
    language = language or _language()
    rows = _said(Measure.objects.all(), language).filter(
        number__in=(number - 1, number + 1), version_id=code or _current_code()
    )
    return {row.number: _measure(row, language) for row in rows}


def small_things(*, on: date, language: str = "") -> list[SmallThing]:
    """For each of the five actors the small thing of this day (「わたしにできること」)."""
    language = language or _language()
    rows = list(
        _said(Action.objects.filter(is_small=True, measure__version_id=_current_code()), language)
        .select_related("measure")
        .prefetch_related(*_text_of("measure__texts", Measure, language))
        .order_by("measure__number", "order")
    )
    rooms = links.open_rooms()
    found = []
    for actor in Actor:
        mine = [row for row in rows if row.actor == actor]
        if row := _of_the_day(mine, on):
            found.append(
                SmallThing(
                    actor=actor,
                    icon=ICONS[actor],
                    text=_word(row, "text", language),
                    measure=row.measure.number,
                    measure_plain=_word(row.measure, "plain", language),
                    door=rooms.get(row.room),
                    phone=links.desk(row.desk),
                )
            )
    return found


def one_small_thing(*, actor: str, on: date, language: str = "") -> SmallThing | None:
    """The small thing of this day for one actor."""
    return next((t for t in small_things(on=on, language=language) if t.actor == actor), None)


def _of_the_day(rows: list[Action], on: date) -> Action | None:
    """The same for everybody all day; things of the season come every other day."""
    fitting = [row for row in rows if not row.months or on.month in row.months]
    seasonal = [row for row in fitting if row.months]
    day = on.toordinal()
    if seasonal and day % 2 == 0:
        return seasonal[day // 2 % len(seasonal)]
    return fitting[day % len(fitting)] if fitting else None


def _shown(versions: list[PlanVersion], code: str) -> PlanVersion | None:
    wanted = code or _current_code()
    return next((version for version in versions if version.code == wanted), None)


def _current_code() -> str:
    """The newest version whose measures are written."""
    newest = Measure.objects.order_by("-version__from_fiscal_year").values_list(
        "version_id", flat=True
    )
    return newest.first() or ""


def _language() -> str:
    return translation.get_language() or "ja"


def _said(rows: Any, language: str) -> Any:
    """The rows together with their words in this language."""
    return rows.prefetch_related(*_text_of("texts", rows.model, language))


def _text_of(path: str, model: type[Model], language: str) -> list[Prefetch]:
    if language == "ja":
        return []
    texts: QuerySet[Any] = model.texts.rel.related_model.objects.filter(language=language)  # type: ignore[attr-defined]
    return [Prefetch(path, texts)]


def _word(row: Any, field: str, language: str) -> str:
    """The field in this language; Japanese where nobody has written it yet."""
    if language != "ja":
        for text in row.texts.all():
            if said := getattr(text, field):
                return str(said)
    return str(getattr(row, field))


def _version(row: PlanVersion, language: str) -> VersionView:
    return VersionView(
        code=row.code,
        name=_word(row, "name", language),
        intro=_word(row, "intro", language),
        source=_word(row, "source", language),
        from_fiscal_year=row.from_fiscal_year,
        to_fiscal_year=row.to_fiscal_year,
    )


def _measure(row: Measure, language: str, **more: Any) -> MeasureView:
    in_full = "efforts" in more
    return MeasureView(
        number=row.number,
        title=_word(row, "title", language),
        plain=_word(row, "plain", language),
        problem=_word(row, "problem", language),
        icon=row.icon,
        goal=_word(row.goal, "name", language) if in_full else "",
        goal_code=row.goal.code if in_full else "",
        **more,
    )


def _parts(actions: Iterable[Action], rooms: dict[str, Door], language: str) -> tuple[Part, ...]:
    of_actor: dict[str, list[Step]] = {}
    for action in actions:
        of_actor.setdefault(action.actor, []).append(
            Step(
                text=_word(action, "text", language),
                is_small=action.is_small,
                door=rooms.get(action.room),
                phone=links.desk(action.desk),
            )
        )
    return tuple(
        Part(actor, ICONS[actor], tuple(of_actor[actor])) for actor in Actor if actor in of_actor
    )


def _boxes(examples: Iterable[Example], rooms: dict[str, Door], language: str) -> tuple[Box, ...]:
    examples = list(examples)
    wanted = [example.listing for example in examples if example.listing]
    there = set(Listing.objects.public().filter(slug__in=wanted).values_list("slug", flat=True))
    return tuple(
        Box(
            title=_word(example, "title", language),
            text=_word(example, "text", language),
            status=_word(example, "status", language),
            listing_url=reverse("places:listing", args=[example.listing])
            if example.listing in there
            else "",
            door=rooms.get(example.room),
            phone=links.desk(example.desk),
        )
        for example in examples
    )


def _figures(number: int) -> tuple[Look, ...]:
    """What is counted about this measure, so that everybody sees how it goes."""
    return tuple(
        Look(title=str(title), icon=icon, url=reverse(name))
        for name, title, icon in links.FIGURES.get(number, ())
    )


def _looks(rooms: set[str], language: str) -> tuple[Look, ...]:
    """The parts of the directory nearest to these rooms, as far as anything stands there."""
    wanted = {links.NEAREST[room] for room in rooms if room in links.NEAREST}
    filled = Listing.objects.public().values_list("category_id", "category__parent_id").distinct()
    there = {code for pair in filled for code in pair} & wanted
    ending = {"ja-easy": "_easy", "en": "_en"}.get(language, "")
    return tuple(
        Look(
            title=getattr(row, f"name{ending}") or row.name,
            icon=row.icon,
            url=f"{reverse('places:places')}?category={row.code}",
        )
        for row in Category.objects.filter(code__in=there)
    )
