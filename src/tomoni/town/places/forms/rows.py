"""Forms of several like rows that work without a script: what is saved, and some empty ones."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _

from tomoni.core.forms import Form
from tomoni.town.places.actions.writing import Clash


class SectionForm(Form):
    """A part of an entry with the version it was filled from.

    When somebody else saved the same fields first, the form keeps what was typed, shows the
    other text beside it and takes over the newer version: saving again is then a decision.
    """

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    clash: Clash | None = None

    def __init__(self, *args: Any, **known: Any) -> None:
        super().__init__(*args, use_required_attribute=False, **known)

    def attempt(self, action: Any, **known: Any) -> bool:
        def watched(**values: Any) -> Any:
            try:
                return action(**values)
            except Clash as clash:
                self.clash = clash
                raise

        done = super().attempt(watched, **known)
        if self.clash:
            self.data = self.data.copy()  # type: ignore[attr-defined]
            self.data[self.add_prefix("version")] = str(self.clash.version)
        return done

    def values(self) -> dict[str, Any]:
        cleaned = dict(self.cleaned_data)
        return {"expected": cleaned.pop("version"), **cleaned}


@dataclass(frozen=True)
class Row:
    """One row of a form on the screen."""

    number: int
    fields: dict[str, BoundField]
    saved: bool

    @property
    def has_errors(self) -> bool:
        return any(field.errors for field in self.fields.values())


class RowsForm(SectionForm):
    """Rows of the same columns; a row left empty is not there.

    Subclasses give `columns()` and read `cleaned_rows`.
    """

    extra = 2
    most = 60
    needed: ClassVar[tuple[str, ...]] = ()

    def __init__(self, *args: Any, rows: list[dict[str, Any]], **known: Any) -> None:
        super().__init__(*args, **known)
        self.saved_rows = rows
        count = len(rows) + self.extra
        if self.is_bound:
            posted = [int(k.split("-")[1]) for k in self.data if _is_cell(k)]
            count = max(count, min(max(posted, default=0) + 1, self.most))
        self.count = count
        for number in range(count):
            for name, field in self.columns(number).items():
                if number < len(rows) and name in rows[number]:
                    field.initial = rows[number][name]
                self.fields[f"row-{number}-{name}"] = field

    def columns(self, number: int) -> dict[str, forms.Field]:
        raise NotImplementedError

    @property
    def names(self) -> list[str]:
        return list(self.columns(0))

    def rows(self) -> Iterator[Row]:
        """The rows for the template."""
        for number in range(self.count):
            cells = {name: self[f"row-{number}-{name}"] for name in self.names}
            yield Row(number, cells, number < len(self.saved_rows))

    def others(self) -> list[BoundField]:
        """The fields that are not cells of a row."""
        return [f for f in self.visible_fields() if not f.name.startswith("row-")]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        self.cleaned_rows: list[dict[str, Any]] = []
        for number in range(self.count):
            row = {name: cleaned.get(f"row-{number}-{name}") for name in self.names}
            if not self.says_something(row) and not self._typed(number):
                continue
            for name in self.needed:
                key = f"row-{number}-{name}"
                if key in cleaned and cleaned[key] in (None, "", [], ()):
                    self.add_error(
                        key, _("ここも書いてください。行を消すときは全部空けてください。")
                    )
            self.cleaned_rows.append(row)
        return cleaned

    def says_something(self, row: dict[str, Any]) -> bool:
        """Whether the row is meant; choices that always have a value do not count."""
        return any(value not in (None, "", [], ()) for value in row.values())

    def _typed(self, number: int) -> bool:
        return any(key.startswith(f"row-{number}-") for key in self.errors)

    def values(self) -> dict[str, Any]:
        cleaned = {k: v for k, v in self.cleaned_data.items() if not k.startswith("row-")}
        return {"expected": cleaned.pop("version"), "rows": self.cleaned_rows, **cleaned}


def _is_cell(key: str) -> bool:
    parts = key.split("-")
    return len(parts) == 3 and parts[0] == "row" and parts[1].isdecimal() and len(parts[1]) < 4
