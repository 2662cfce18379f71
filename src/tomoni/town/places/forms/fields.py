"""Answers taken as people type them: 令和, full-width digits, 午後2時, 0134(23)4567."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from tomoni.core import clock, codes, dates, phones
from tomoni.core.reading import Reading
from tomoni.town.places.rules import typed


class _Read(forms.CharField):
    """A text that is read by one of the core's readers; its problem becomes the error."""

    def read(self, text: str) -> Reading[Any]:
        raise NotImplementedError

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        reading = self.read(text)
        if reading.problem:
            raise ValidationError(reading.problem)
        return reading.value


class DayField(_Read):
    """A day: 2026-11-24, 令和8年11月24日, R8.11.24, ２０２６／１１／２４."""

    def read(self, text: str) -> Reading[Any]:
        return dates.read_date(text)

    def prepare_value(self, value: Any) -> Any:
        return value.isoformat() if hasattr(value, "isoformat") else value


class TimeField(_Read):
    """A time of day in minutes: 10:30, 10時半, 午後2時, １０：３０, 翌2:00, 26:00."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "size": 8, "autocomplete": "off"})

    def read(self, text: str) -> Reading[Any]:
        return typed.time_of_day(text)

    def prepare_value(self, value: Any) -> Any:
        return clock.show(value) if isinstance(value, int) else value


class SeasonField(_Read):
    """A day of every year as month × 100 + day: 12月1日, 12/1."""

    widget = forms.TextInput(attrs={"size": 8, "autocomplete": "off"})

    def read(self, text: str) -> Reading[Any]:
        return typed.month_and_day(text)

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, int):
            return _("%(month)s月%(day)s日") % {"month": value // 100, "day": value % 100}
        return value


class PhoneField(_Read):
    """A telephone number, hyphens and widths put right. Gives '' for nothing."""

    widget = forms.TextInput(attrs={"type": "tel", "size": 16})

    def read(self, text: str) -> Reading[Any]:
        reading = phones.read_phone(text)
        return Reading(reading.value.number if reading.value else "", problem=reading.problem)


class PostcodeField(_Read):
    """Seven digits; 〒 and hyphen may stand there."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "size": 10})

    def read(self, text: str) -> Reading[Any]:
        reading = codes.read_postcode(text)
        return Reading(reading.value or "", problem=reading.problem)


class HttpsField(forms.URLField):
    """An address typed without its scheme is taken as https."""

    def __init__(self, **known: Any) -> None:
        super().__init__(assume_scheme="https", **known)


class WholeField(forms.IntegerField):
    """A number that may be typed in full-width digits."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "size": 8})

    def __init__(self, *, min_value: int = 0, max_value: int = 1_000_000, **known: Any) -> None:
        """Without limits of its own, those of everything that is counted in a town."""
        super().__init__(min_value=min_value, max_value=max_value, **known)

    def to_python(self, value: Any) -> Any:
        return super().to_python(typed.plain_digits(value) if isinstance(value, str) else value)
