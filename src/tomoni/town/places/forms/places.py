"""Where it is: address, point, how to come, and barrier-free facts."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tomoni.core.city import city
from tomoni.core.coordinates import Box, read_point
from tomoni.ground.districts import queries as districts
from tomoni.town.places.forms.fields import PostcodeField, WholeField
from tomoni.town.places.forms.rows import SectionForm
from tomoni.town.places.models import Place, PlaceFact
from tomoni.town.places.rules import barriers, words


class PlaceForm(SectionForm):
    """A place; without coordinates the point of its town is taken, and called approximate."""

    name = forms.CharField(label=_("場所の名前"), max_length=200)
    name_kana = forms.CharField(label=words.LABELS["name_kana"], max_length=300, required=False)
    name_en = forms.CharField(label=words.LABELS["name_en"], max_length=200, required=False)
    postcode = PostcodeField(label=words.LABELS["postcode"], required=False)
    address = forms.CharField(
        label=words.LABELS["address"],
        max_length=300,
        required=False,
        help_text=_("例: 小樽市花園2丁目12番1号"),
    )
    building = forms.CharField(label=words.LABELS["building"], max_length=200, required=False)
    lat = forms.CharField(
        label=words.LABELS["lat"],
        max_length=40,
        required=False,
        help_text=_("例: 43.191454 か 北緯43度11分29秒。分からなければ空けます。"),
    )
    lng = forms.CharField(
        label=words.LABELS["lng"], max_length=40, required=False, help_text=_("例: 140.99591")
    )
    level = forms.ChoiceField(
        label=words.LABELS["level"],
        choices=Place.Level.choices,
        required=False,
        help_text=_("緯度と経度を書いたときに選びます。"),
    )
    accuracy_m = WholeField(label=words.LABELS["accuracy_m"], required=False, min_value=1)
    access_text = forms.CharField(
        label=words.LABELS["access_text"],
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("例: 銭函駅から歩いて5分。冬は坂がすべります。"),
    )
    parking_text = forms.CharField(
        label=words.LABELS["parking_text"], max_length=300, required=False
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        town = city()
        south, west, north, east = town.box
        reading = read_point(
            cleaned.get("lat") or "",
            cleaned.get("lng") or "",
            within=Box(south, west, north, east),
            where=town.name,
        )
        if reading.problem:
            self.add_error("lat", reading.problem)
            return cleaned
        cleaned |= self._point(reading.value, cleaned)
        return cleaned

    def _point(self, point: Any, cleaned: dict[str, Any]) -> dict[str, Any]:
        address = cleaned.get("address") or ""
        town = districts.town_of(address) if address else None
        if point:
            level = cleaned.get("level")
            if level in ("", None, Place.Level.UNKNOWN):
                level = Place.Level.ADDRESS
            nearest = town or districts.nearest_town(point.lat, point.lon)
            return {"lat": point.lat, "lng": point.lon, "level": level, "town": nearest}
        nowhere = {"lat": None, "lng": None, "town": town, "accuracy_m": None}
        found = districts.locate(address) if address else []
        if found and found[0].level in ("town", "base"):
            return {
                "lat": found[0].lat,
                "lng": found[0].lng,
                "level": Place.Level.TOWN,
                "accuracy_m": found[0].accuracy_m,
                "town": town,
            }
        return {**nowhere, "level": Place.Level.UNKNOWN}

    def values(self) -> dict[str, Any]:
        return {**super().values(), "city_code": city().code}


class FactsForm(SectionForm):
    """Barrier-free facts: there is, there is not, in part; or nobody knows."""

    def __init__(self, *args: Any, place: Place, **known: Any) -> None:
        super().__init__(*args, **known)
        saved = {fact.code: fact for fact in place.facts.all()}
        for code, label in PlaceFact.Code.choices:
            fact = saved.get(code)
            self.fields[f"{code}-value"] = forms.ChoiceField(
                label=label,
                required=False,
                choices=[
                    ("", _("分からない")),
                    *((v, barriers.said(code, v) or word) for v, word in PlaceFact.Value.choices),
                ],
                initial=fact.value if fact else "",
            )
            self.fields[f"{code}-note"] = forms.CharField(
                label=_("%(fact)s のメモ") % {"fact": label},
                max_length=200,
                required=False,
                initial=fact.note if fact else "",
            )

    def pairs(self) -> list[tuple[Any, Any]]:
        return [(self[f"{code}-value"], self[f"{code}-note"]) for code in PlaceFact.Code.values]

    def values(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        rows = [
            {"code": code, "value": cleaned[f"{code}-value"], "note": cleaned[f"{code}-note"]}
            for code in PlaceFact.Code.values
            if cleaned[f"{code}-value"]
        ]
        return {"expected": cleaned["version"], "rows": rows}


class FindPlaceForm(forms.Form):
    """Look for a place that is known already, before making a second one of it."""

    q = forms.CharField(label=_("場所の名前か住所"), max_length=100, required=False)
