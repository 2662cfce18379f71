"""Auditors read what was done in words; every act has a name in Japanese and in English."""

import ast
import re
from pathlib import Path

import pytest
from django.utils import translation

from tomoni.core import acts
from tomoni.core.models import AuditRow
from tomoni.ground.people import hearing

SOURCE = Path(__file__).resolve().parent.parent.parent / "src" / "tomoni"
FILES = [p for p in sorted(SOURCE.rglob("*.py")) if "migrations" not in p.parts]
ACT = re.compile(r"[a-z_]+\.[a-z_]+")


def written(path):
    """The acts named in one file: arguments of record and Step, and every `act=`."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else ""
        given = [word.value for word in node.keywords if word.arg == "act"]
        if name in {"record", "record_many"}:
            given += node.args[:1]
        elif name == "of" and ast.unparse(node.func).endswith("Step.of"):
            given += node.args[2:3]
        prefix = "people." if name in {"note", "note_by"} else ""
        for value in given:
            said = value.value if isinstance(value, ast.Constant) else None
            # Other tables have acts of their own: `filter(act="begun")` is no audit row.
            if isinstance(said, str) and ACT.fullmatch(prefix + said):
                yield prefix + said


def every_act():
    found = {act for path in FILES for act in written(path)}
    return found | {f"people.{act}" for _signal, act in hearing.HEARD}


def test_every_act_in_the_code_has_a_name():
    assert len(every_act()) > 60
    nameless = sorted(every_act() - set(acts.names()))
    assert not nameless, f"name them in the room's acts.py: {nameless}"


def test_every_name_is_said_in_english_too():
    with translation.override("en"):
        rooms = {act.partition(".")[0] for act in every_act()} - {"batons"}
        japanese = [
            act
            for act, name in acts.names().items()
            if act.partition(".")[0] in rooms and re.search("[ぁ-ん一-龥]", str(name))
        ]
    assert not japanese, japanese


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_record_is_read_in_words(client, kobayashi, mori, language):
    from tests.factories import NOW, ListingFactory
    from tomoni.core import audit

    audit.record(
        "places.published",
        ListingFactory(),
        by=mori,
        at=NOW,
        changes={"status": ("draft", "x"), "hours:12": ([], [1]), "unheard": (1, 2)},
    )
    client.force_login(kobayashi)
    words = {
        "ja": ("公開した", "掲載", "状態", "利用時間", "unheard"),
        "en": ("Published", "Entry", "Stat", "Opening hours", "unheard"),
    }[language]
    page = client.get("/staff/audit/", {"lang": language}, follow=True).content.decode()
    for word in words:
        assert word in page, word
    found = client.get("/staff/audit/", {"act": words[0], "lang": language}, follow=True)
    assert "places.published" in found.content.decode()


def test_an_act_of_a_room_that_is_gone_keeps_its_word():
    assert "lighthouse.lit" in acts.name_of("lighthouse.lit")
    assert acts.thing_name("lighthouse.Lamp") == "lighthouse.Lamp"
    assert acts.field_name("lighthouse.Lamp", "code") == "code"
    assert AuditRow._meta.label == "core.AuditRow"
