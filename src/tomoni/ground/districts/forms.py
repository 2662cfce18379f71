"""A town chosen from the list of all."""

from typing import Any

from django import forms

from tomoni.ground.districts.models import Town


class TownField(forms.ModelChoiceField):
    """All towns by their name in the language of the page."""

    def __init__(self, **known: Any) -> None:
        super().__init__(queryset=Town.objects.order_by("order", "pk"), **known)

    def label_from_instance(self, obj: Town) -> str:
        return obj.said
