"""Answers taken as people type them: 令和, full-width digits, 午後2時, 0134(23)4567."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from tomoni.core import clock, codes, phones
from tomoni.core.reading import Reading
from tomoni.core.typed import TypedField
from tomoni.town.places.rules import typed


class TimeField(TypedField):
    """A time of day in minutes: 10:30, 10時半, 午後2時, １０：３０, 翌2:00, 26:00."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "size": 8, "autocomplete": "off"})

    def read(self, text: str) -> Reading[Any]:
        return typed.time_of_day(text)

    def prepare_value(self, value: Any) -> Any:
        return clock.show(value) if isinstance(value, int) else value


class SeasonField(TypedField):
    """A day of every year as month × 100 + day: 12月1日, 12/1."""

    widget = forms.TextInput(attrs={"size": 8, "autocomplete": "off"})

    def read(self, text: str) -> Reading[Any]:
        return typed.month_and_day(text)

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, int):
            return _("%(month)s月%(day)s日") % {"month": value // 100, "day": value % 100}
        return value


class PhoneField(TypedField):
    """A telephone number, hyphens and widths put right. Gives '' for nothing."""

    widget = forms.TextInput(attrs={"type": "tel", "size": 16})

    def read(self, text: str) -> Reading[Any]:
        reading = phones.read_phone(text)
        return Reading(reading.value.number if reading.value else "", problem=reading.problem)


class PostcodeField(TypedField):
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
