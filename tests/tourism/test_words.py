"""The visitors' pages are whole in each of the four languages."""

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from tomoni.ties.tourism.forms import BookForm
from tomoni.ties.tourism.models import Programme, Tip
from tomoni.ties.tourism.rules import languages, seasons

ROOM = Path(__file__).resolve().parents[2] / "src/tomoni/ties/tourism"


def catalogue(code):
    path = ROOM / "locale" / code / "LC_MESSAGES" / "django.po"
    return {m.id: m.string for m in read_po(path.open("rb"), locale="en") if m.id}


def wanted():
    """What the public templates, the booking form, the choices and the refusals of a booking say."""
    for path in sorted((ROOM / "templates/tourism/visit").glob("*.html")):
        text = path.read_text(encoding="utf-8")
        yield from re.findall(r'{% translate "([^"]+)"', text)
        for body in re.findall(r"{% blocktranslate [^%]*%}(.*?){% endblocktranslate", text):
            yield re.sub(r"{{ (\w+) }}", r"%(\1)s", body)
    for path in ("actions/visits.py", "../../doing/appointments/rules/booking.py"):
        source = (ROOM / path).read_text(encoding="utf-8")
        for said in re.findall(r'_\(\s*"([^"]+)"', source):
            if "時間前を過ぎた" not in said and "予約の時間を過ぎて" not in said:
                yield said
    for field in BookForm.base_fields.values():
        yield from (field.label, field.help_text)
    for choices in (Programme.Slope, Tip.About):
        yield from choices.labels
    yield from ("必須", "任意", "書き直してほしいところがあります", "印刷する")


@pytest.mark.parametrize("code", ["zh_Hans", "ko"])
def test_nothing_on_a_visitors_page_is_left_in_japanese(code):
    said = catalogue(code)
    from django.utils.translation import override

    with override("ja"):
        words = {str(one) for one in wanted() if one}
    ended = {
        "この予約は、もう終わっているか取りやめになっています。"
    }  # The appointment's own pages.
    missing = sorted(one for one in words - ended if not said.get(one))
    assert len(words) > 60 and not missing, missing
    holes = [one for one, text in said.items()
             if set(re.findall(r"%\(\w+\)s", one)) != set(re.findall(r"%\(\w+\)s", text))]  # fmt: skip
    assert not holes, holes


@pytest.mark.parametrize(
    ("reading", "there", "source", "shown"),
    [
        ("ko", {"ja", "ko"}, "ja", "ko"),
        ("ko", {"ja", "en"}, "ja", "en"),
        ("zh-Hans", {"ja"}, "ja", "ja"),
        ("ja", {"ko"}, "ko", "ko"),
    ],
)
def test_a_missing_language_gives_way_to_the_next_best(reading, there, source, shown):
    assert languages.best(reading, there, source) == shown


def test_a_season_is_a_set_of_months():
    winter = seasons.together(["12", "1", "2", "13"])
    assert seasons.months_of(winter) == [1, 2, 12] and seasons.is_in(winter, 12)
    assert seasons.together([]) == seasons.ALL
