"""The OpenAPI description as rows of a page, so that the two can never differ."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Parameter:
    """One word that may stand behind the question mark."""

    name: str
    kind: str
    description: str


@dataclass(frozen=True)
class Address:
    """One address and what may be asked of it."""

    path: str
    description: str
    parameters: tuple[Parameter, ...]

    @property
    def has_number(self) -> bool:
        """Whether a number has to be filled in before it can be opened."""
        return "{" in self.path


def explained(description: dict[str, Any]) -> list[Address]:
    """Every address with its parameters, in the order of the description."""
    return [
        Address(
            path,
            ways["get"].get("description") or ways["get"].get("summary", ""),
            tuple(_parameter(one) for one in ways["get"].get("parameters", [])),
        )
        for path, ways in description["paths"].items()
    ]


def _parameter(one: dict[str, Any]) -> Parameter:
    schema = one["schema"]
    choices = [part for part in schema.get("anyOf", [schema]) if part.get("type") != "null"]
    kind = choices[0].get("format") or choices[0].get("type", "")
    if "enum" in choices[0]:
        kind = " | ".join(choices[0]["enum"])
    return Parameter(one["name"], kind, schema.get("description", ""))
