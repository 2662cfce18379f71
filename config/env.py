"""Typed readers of environment variables that fail loudly.

A wrong value stops the program with a sentence that names the variable, because an
installation that runs with half of its settings is worse than one that does not start.
"""

import os
from pathlib import Path


class BadSetting(SystemExit):
    """Stops the program and names the variable that has to be mended."""

    def __init__(self, name: str, value: str, wanted: str) -> None:
        super().__init__(f"Setting {name}={value!r} is not usable: {wanted}.")


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, default).strip()


def flag(name: str, default: bool = False) -> bool:
    value = text(name)
    if not value:
        return default
    if value.lower() in {"1", "true", "yes", "on"}:
        return True
    if value.lower() in {"0", "false", "no", "off"}:
        return False
    raise BadSetting(name, value, "write 1 or 0")


def integer(name: str, default: int, *, least: int = 0, most: int = 10**9) -> int:
    value = text(name)
    if not value:
        return default
    try:
        number = int(value)
    except ValueError:
        raise BadSetting(name, value, "write a whole number") from None
    if not least <= number <= most:
        raise BadSetting(name, value, f"write a number from {least} to {most}")
    return number


def words(name: str, default: str = "") -> list[str]:
    """Comma-separated words without the empty ones."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def folder(name: str, default: str) -> Path:
    """A folder that exists after the call; created when missing."""
    path = Path(text(name, default)).expanduser().resolve()
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise BadSetting(name, str(path), f"the folder cannot be made ({problem})") from None
    return path


def choice(name: str, default: str, allowed: tuple[str, ...]) -> str:
    value = text(name, default)
    if value not in allowed:
        raise BadSetting(name, value, "write one of " + ", ".join(allowed))
    return value
