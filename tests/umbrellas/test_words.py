"""The pages at a stand are whole in Chinese and Korean, refusals too."""

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.utils.translation import override

from tomoni.ties.umbrellas.rules import languages

ROOM = Path(__file__).resolve().parents[2] / "src/tomoni/ties/umbrellas"
# Not seen at a stand: shops and staff read Japanese.
ELSEWHERE = ("同じ置き場です", "帳簿では%(book)s本")


def wanted():
    for path in sorted((ROOM / "templates/umbrellas/stand").glob("*.html")):
        text = path.read_text(encoding="utf-8")
        yield from re.findall(r'{% translate "([^"]+)"', text)
        for body in re.findall(r"{% blocktranslate [^%]*%}(.*?){% endblocktranslate", text):
            yield re.sub(r"{{ (\w+) }}", r"%(\1)s", body)
    for name in ("actions/moving.py", "actions/pressing.py", "forms/stand.py"):
        source = (ROOM / name).read_text(encoding="utf-8")
        for said in re.findall(r'_\(\s*"([^"]+)"', source):
            if not said.startswith(ELSEWHERE):
                yield said


@pytest.mark.parametrize("code", ["zh_Hans", "ko"])
def test_nothing_at_a_stand_is_left_in_japanese(code):
    path = ROOM / "locale" / code / "LC_MESSAGES" / "django.po"
    said = {m.id: m.string for m in read_po(path.open("rb"), locale="en") if m.id}
    with override("ja"):
        words = set(wanted())
    missing = sorted(one for one in words if not said.get(one))
    assert len(words) > 40 and not missing, missing
    holes = [
        one
        for one, text in said.items()
        if set(re.findall(r"%\(\w+\)s", one)) != set(re.findall(r"%\(\w+\)s", text))
    ]
    assert not holes, holes


def test_the_languages_are_those_of_the_site_and_two_of_our_own():
    from django.conf import settings

    site = {code for code, _name in settings.LANGUAGES}
    assert site == set(languages.NAMES) - set(languages.OWN)
