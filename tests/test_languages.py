"""English and easy Japanese are complete, say things alike in all rooms, and compile."""

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.utils import translation
from django.utils.translation import gettext

from config.roles import ROLES
from tomoni.ground.batons import kinds

SOURCE = Path(__file__).resolve().parent.parent / "src" / "tomoni"
CATALOGUES = sorted(SOURCE.rglob("locale/*/LC_MESSAGES/django.po"))
# In these rooms the staff's pages are said in easy Japanese too, and so is every refusal; in a
# room that is still being built, what stands in public templates counts.
WHOLE_ROOMS = {
    *("home", "web", "plan", "core", "maps", "api"),
    *("appointments", "events", "volunteering", "points"),
    *("people", "batons", "notices", "retention", "districts"),
    *("gathering_places", "neighbourhoods", "tourism", "umbrellas", "circles", "places"),
}
STAFF = ("staff", "importing", "admin")
# What an operator reads on the command line of the machine has no English so far.
COMMAND_LINE = ("checks/", "doctor.py", "backup.py", "management/")


def read(path):
    with path.open("rb") as file:
        return read_po(file, locale="ja" if "ja_Easy" in path.parts else "en")


def is_said(message):
    words = message.string if isinstance(message.string, tuple) else (message.string,)
    return all(words) and not message.fuzzy


def is_public(message, room):
    places = [place for place, _line in message.locations]
    return room in WHOLE_ROOMS or any(
        place.startswith("templates/") and not any(word in place for word in STAFF)
        for place in places
    )


def is_on_a_page(message):
    return any(not place.startswith(COMMAND_LINE) for place, _line in message.locations)


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda p: str(p.relative_to(SOURCE)))
def test_the_catalogue_is_complete(path):
    easy = "ja_Easy" in path.parts
    room = path.parents[2].parent.name
    wanted = [m for m in read(path) if m.id and (is_public(m, room) if easy else is_on_a_page(m))]
    missing = [m.id for m in wanted if not is_said(m)]
    assert not missing, missing[:10]


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda p: str(p.relative_to(SOURCE)))
def test_placeholders_survive_translation(path):
    for message in read(path):
        if not message.id or not is_said(message):
            continue
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        said = message.string if isinstance(message.string, tuple) else (message.string,)
        names = {name for text in ids for name in placeholders(text)}
        for text in said:
            assert placeholders(text) <= names, (path.parts[-4], text)


def placeholders(text):
    return set(re.findall(r"%\((\w+)\)", text))


@pytest.mark.parametrize("language", ["en", "ja_Easy"])
def test_one_sentence_is_said_the_same_in_every_room(language):
    """All rooms' catalogues are one at run time: a second translation would win somewhere else.

    Where one Japanese word means two things, the message gets a context (`pgettext`).
    """
    said = {}
    for path in CATALOGUES:
        if language in path.parts:
            for message in read(path):
                if message.id and isinstance(message.id, str) and is_said(message):
                    found = said.setdefault((message.context, message.id), {})
                    found.setdefault(message.string, path.parents[2].parent.name)
    unlike = {key: words for key, words in said.items() if len(words) > 1}
    assert not unlike, unlike


def test_there_are_catalogues():
    rooms = {path.parents[2].parent.name for path in CATALOGUES}
    assert {"web", "home", "plan", "places", "people", "districts", "maps"} <= rooms


def test_no_module_hides_its_words_from_the_catalogues():
    """`makemessages` knows `_`, `gettext` and the like; words behind another name are never translated."""
    hidden = re.compile(r"gettext\w* as (?!_$)\w+", re.M)
    found = [
        str(path)
        for path in SOURCE.rglob("*.py")
        if hidden.search(path.read_text(encoding="utf-8"))
    ]
    assert not found, found


def test_what_the_database_calls_things_is_in_the_catalogues():
    """Kinds of matter and roles are named in Japanese outside the pages; readers get their own words."""
    named = {spec.name for spec in kinds.known()} | {name for name, _abilities in ROLES.values()}
    for language in ("en", "ja-easy"):
        with translation.override(language):
            assert not {name for name in named if gettext(name) == name}, language
