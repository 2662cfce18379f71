"""The places on the front page that rooms fill when they start; an empty slot is not shown.

A provider is called at every view with `at` and `language`, and must be cheap.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Alert:
    """What everybody must know now; `danger` only for danger to life."""

    title: str
    text: str
    at: datetime
    url: str = ""
    label: str = ""
    danger: bool = True


@dataclass(frozen=True)
class Item:
    """One line under 近くで今日 or お知らせ."""

    title: str
    url: str
    text: str = ""
    when: str = ""


Alerts = Callable[[datetime, str], list[Alert]]
Items = Callable[[datetime, str], list[Item]]

_alerts: list[Alerts] = []
_today: list[Items] = []
_news: list[Items] = []
_now: list[Items] = []


def fill_alerts(provider: Alerts) -> None:
    _alerts.append(provider)


def fill_today(provider: Items) -> None:
    """What is on today within walking distance."""
    _today.append(provider)


def fill_news(provider: Items) -> None:
    _news.append(provider)


def fill_now(provider: Items) -> None:
    """Short facts for the first line, such as how many places are open now."""
    _now.append(provider)


def alerts(at: datetime, language: str) -> list[Alert]:
    return [alert for provider in _alerts for alert in provider(at, language)]


def items(kind: str, at: datetime, language: str) -> list[Item]:
    providers = {"today": _today, "news": _news, "now": _now}[kind]
    return [item for provider in providers for item in provider(at, language)]
