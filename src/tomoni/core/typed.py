"""Answers taken as people type them, read by one of the core's readers."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tomoni.core import calendar, clock, dates
from tomoni.core.reading import Reading


class TypedField(forms.CharField):
    """A text that a reader turns into a value; the reader's problem becomes the form's error."""

    def read(self, text: str) -> Reading[Any]:
        raise NotImplementedError(f"{type(self).__name__} has no reader")

    def clean(self, value: Any) -> Any:
        reading = self.read(super().clean(value) or "")
        if reading.problem:
            raise ValidationError(reading.problem)
        return reading.value


def example_of_a_day() -> str:
    """Today, in three of the ways a day may be typed, so that an example is never long past."""
    day = timezone.localdate()
    begun, _name, letter = next(era for era in calendar.ERAS if day >= era[0])
    return gettext("例: %(iso)s、%(era)s、%(short)s") % {
        "iso": dates.example(),
        "era": f"{calendar.era_year(day)}{day.month}月{day.day}日",
        "short": f"{letter}{day.year - begun.year + 1}.{day.month}.{day.day}",
    }


class DayField(TypedField):
    """A day: 2026-11-24, 令和8年11月24日, R8.11.24, ２０２６／１１／２４; gives a date or None.

    A date box of the browser would refuse most of these, and shows the order of month and day
    by the language of the browser.
    """

    widget = forms.TextInput(attrs={"autocomplete": "off", "size": 16})

    def __init__(self, **more: Any) -> None:
        more.setdefault("help_text", lazy(example_of_a_day, str)())
        super().__init__(max_length=dates.LONGEST, **more)

    def read(self, text: str) -> Reading[Any]:
        return dates.read_date(text)

    def prepare_value(self, value: Any) -> Any:
        return value.isoformat() if hasattr(value, "isoformat") else value


class ClockField(TypedField):
    """A time of day: 14:00, 午後2時, １４時半; gives minutes from midnight or None."""

    widget = forms.TextInput(attrs={"autocomplete": "off", "size": 10})

    def __init__(self, **more: Any) -> None:
        more.setdefault("help_text", _("例: 14:00、午後2時、14時半"))
        super().__init__(max_length=clock.LONGEST, **more)

    def read(self, text: str) -> Reading[Any]:
        return clock.read_time(text)

    def prepare_value(self, value: Any) -> Any:
        return clock.show(value) if isinstance(value, int) else value
