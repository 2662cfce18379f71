"""What was done, in words: every act of the record has a name that people can read.

A room names its acts in its own `acts.py` as `NAMES = {"room.verb": gettext_lazy("…")}`, and in
`FIELDS` what it writes into the record besides the fields of its tables; it need call nothing for
it. A test finds every act in the code and asks for its name.
"""

from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

NAMES = {
    "core.doctor_tried": gettext_lazy("点検のために試した（残らない）"),
    "core.key_added": gettext_lazy("鍵を加えた"),
    "core.key_removed": gettext_lazy("鍵を外した"),
    "core.glass_broken": gettext_lazy("緊急の閲覧を始めた"),
    "core.glass_ended": gettext_lazy("緊急の閲覧を終えた"),
    "core.glass_reviewed": gettext_lazy("緊急の閲覧を点検した"),
}


@cache
def rooms() -> dict[str, Any]:
    """The acts modules of all rooms, by the label of their tables."""
    return {
        app.label: import_module(f"{app.name}.acts")
        for app in apps.get_app_configs()
        if app.name.startswith("tomoni.") and find_spec(f"{app.name}.acts")
    }


@cache
def names() -> dict[str, Any]:
    """The names of all rooms, by act."""
    return {act: name for room in rooms().values() for act, name in room.NAMES.items()}


def name_of(act: str) -> str:
    """公開した for "places.published"; an act of a room that is gone keeps its word."""
    if act in names():
        return str(names()[act])
    return _("記録した（%(act)s）") % {"act": act}


def named_like(words: str) -> list[str]:
    """The acts whose name, in the reader's language, holds these words."""
    wanted = words.strip().lower()
    return [act for act, name in names().items() if wanted and wanted in str(name).lower()]


def thing_name(label: str) -> str:
    """掲載 for "places.Listing"."""
    try:
        return str(apps.get_model(label)._meta.verbose_name)
    except (LookupError, ValueError):
        return label


def field_name(label: str, field: str) -> str:
    """名前 for the field "name" of "places.Listing"; parts such as "hours:12" go by their word."""
    word = field.split(":")[0]
    own = getattr(rooms().get(label.partition(".")[0]), "FIELDS", {})
    if word in own:
        return str(own[word])
    try:
        return str(apps.get_model(label)._meta.get_field(word).verbose_name)
    except (LookupError, ValueError, AttributeError, FieldDoesNotExist):
        return field
