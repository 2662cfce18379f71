"""Putting a version of the plan, written in `data/`, into the tables."""

import tomllib
from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from django.db import models, transaction

from tomoni.core import audit
from tomoni.core.errors import Refused
from tomoni.plan.models import (
    Action,
    ActionText,
    Actor,
    Effort,
    EffortText,
    Example,
    ExampleText,
    Goal,
    GoalText,
    Measure,
    MeasureText,
    PlanVersion,
    PlanVersionText,
)

DATA = Path(__file__).parent / "data"
# How the files name a language → how the program does.
LANGUAGES = {"easy": "ja-easy", "en": "en"}


def versions_written() -> list[str]:
    """The versions that have a folder, oldest first."""
    return sorted(path.parent.name for path in DATA.glob("*/plan.toml"))


@transaction.atomic
def load_all(*, by: Any, at: datetime) -> int:
    """Load every written version; returns how many rows changed."""
    return sum(load(code=code, by=by, at=at) for code in versions_written())


@transaction.atomic
def load(*, code: str, by: Any, at: datetime) -> int:
    """Make the tables say what the files of this version say.

    Rows keep their identity through (version, number, actor, line), so that what later points
    at them survives a rewording. Loading twice changes nothing and leaves no audit row.
    """
    folder = DATA / code
    if not (folder / "plan.toml").exists():
        raise Refused(f"計画の版「{code}」の文章がありません。")
    plan = _read(folder / "plan.toml")
    tally = _Tally()
    version = tally.put(
        PlanVersion,
        {"code": code},
        name=plan["ja"],
        intro=plan["ja_intro"],
        source=plan["source"],
        from_fiscal_year=plan["from_fiscal_year"],
        to_fiscal_year=plan["to_fiscal_year"],
    )
    words = {"name": "", "intro": "_intro", "source": "_source"}
    tally.put_texts(PlanVersionText, version, _flat(plan, words))
    goals = {}
    for order, row in enumerate(plan.get("goal", ()), 1):
        goal = goals[row["code"]] = tally.put(
            Goal,
            {"version": version, "code": row["code"]},
            name=row["ja"],
            intro=row["ja_intro"],
            icon=row["icon"],
            order=order,
        )
        tally.put_texts(GoalText, goal, _flat(row, {"name": "", "intro": "_intro"}))
    for path in sorted(folder.glob("m*.toml")):
        _load_measure(version, goals, _read(path), tally)
    if tally.changed:
        audit.record("plan.loaded", version, by=by, at=at, note=f"{tally.changed} rows")
    return tally.changed


def _load_measure(
    version: PlanVersion, goals: Mapping[str, Goal], data: Mapping[str, Any], tally: "_Tally"
) -> None:
    measure = tally.put(
        Measure,
        {"version": version, "number": data["number"]},
        goal=goals[data["goal"]],
        icon=data["icon"],
        **data["ja"],
    )
    tally.put_texts(MeasureText, measure, {LANGUAGES[k]: data[k] for k in LANGUAGES})
    of_measure = partial(tally.put_all, measure)
    of_measure(
        Effort,
        EffortText,
        ({"order": n, "text": row["ja"]} for n, row in enumerate(data["effort"], 1)),
        ("order",),
        [_flat(row, {"text": ""}) for row in data["effort"]],
    )
    lines: dict[str, int] = dict.fromkeys(Actor.values, 0)
    rows = []
    for row in data["action"]:
        lines[row["actor"]] += 1
        rows.append(
            {
                "actor": row["actor"],
                "order": lines[row["actor"]],
                "text": row["ja"],
                "room": row["room"],
                "desk": row["desk"],
                "is_small": row.get("small", False),
                "months": row.get("months", []),
            }
        )
    of_measure(
        Action,
        ActionText,
        rows,
        ("actor", "order"),
        [_flat(row, {"text": ""}) for row in data["action"]],
    )
    of_measure(
        Example,
        ExampleText,
        (
            {
                "slug": row["slug"],
                "order": n,
                "listing": row.get("listing", ""),
                "room": row.get("room", ""),
                "desk": row["desk"],
                **row["ja"],
            }
            for n, row in enumerate(data.get("example", ()), 1)
        ),
        ("slug",),
        [{LANGUAGES[k]: row[k] for k in LANGUAGES} for row in data.get("example", ())],
    )


class _Tally:
    """Writes a row only where it differs, and counts the rows it wrote."""

    def __init__(self) -> None:
        self.changed = 0

    def put(self, model: Any, key: Mapping[str, Any], **values: Any) -> Any:
        row = model.objects.filter(**key).first()
        if row is None:
            self.changed += 1
            return model.objects.create(**key, **values)
        new = audit.differences(row, values)
        if new:
            self.changed += 1
            for field in new:
                setattr(row, field, values[field])
            row.save(update_fields=list(new))
        return row

    def put_texts(self, model: Any, of: models.Model, texts: Mapping[str, Any]) -> None:
        for language, values in texts.items():
            self.put(model, {"of": of, "language": language}, **values)

    def put_all(
        self,
        measure: Measure,
        model: Any,
        text_model: Any,
        rows: Iterable[Mapping[str, Any]],
        key: tuple[str, ...],
        texts: list[dict[str, Any]],
    ) -> None:
        """Write the rows of one measure and drop those the file no longer has."""
        kept = []
        for values, words in zip(rows, texts, strict=True):
            found = {"measure": measure} | {field: values[field] for field in key}
            rest = {field: value for field, value in values.items() if field not in key}
            row = self.put(model, found, **rest)
            self.put_texts(text_model, row, words)
            kept.append(row.pk)
        gone = model.objects.filter(measure=measure).exclude(pk__in=kept)
        self.changed += gone.count()
        gone.delete()


def _read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _flat(row: Mapping[str, Any], fields: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """The other languages of a row written flat: `easy`, `easy_intro`, `en` …"""
    return {
        language: {field: row.get(short + ending, "") for field, ending in fields.items()}
        for short, language in LANGUAGES.items()
    }
