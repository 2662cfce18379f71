"""Every pair of text and ground in every theme, from the tokens themselves."""

import re
from pathlib import Path

import pytest

from tomoni.web import vendor

WEB = Path(vendor.__file__).parent / "static"
TOKENS = (WEB / "web/css/tokens.css").read_text(encoding="utf-8")
DADS = (WEB / vendor.path_of("@digital-go-jp/design-tokens", "tokens.css")).read_text("utf-8")
THEMES = {
    "light": r":root \{\n    color-scheme: light;(.*?)\n  \}",
    "dark": r':root\[data-theme="dark"\] \{(.*?)\n  \}',
    "auto dark": r':root\[data-theme="auto"\] \{\n      color-scheme: dark;(.*?)\n    \}',
    "contrast": r':root\[data-theme="contrast"\] \{(.*?)\n  \}',
}
# Text, ground, least contrast: 7 for what people read, 4.5 for small additions.
PAIRS = [
    ("ink", "paper", 7),
    ("ink", "paper-2", 7),
    ("ink", "lamp-soft", 7),
    ("ink", "danger-soft", 7),
    ("ink-2", "paper", 7),
    ("ink-2", "paper-2", 7),
    ("accent", "paper", 7),
    ("accent", "paper-2", 7),
    ("accent", "accent-soft", 7),
    ("accent", "lamp-soft", 7),
    ("on-accent", "accent", 7),
    ("lamp-ink", "lamp-soft", 7),
    ("danger", "paper", 7),
    ("danger", "danger-soft", 6.5),
    ("visited", "paper", 7),
    ("night-ink", "night", 7),
    ("night-ink-2", "night", 7),
    ("line-strong", "paper", 3),
]


def colours(theme):
    found = dict(
        re.findall(r"--([a-z0-9-]+): ([^;]+);", re.search(THEMES["light"], TOKENS, re.S)[1])
    )
    found |= dict(
        re.findall(r"--([a-z0-9-]+): ([^;]+);", re.search(THEMES[theme], TOKENS, re.S)[1])
    )
    return found


def value(text):
    if name := re.match(r"var\(--([a-z0-9-]+)", text):
        text = re.search(rf"--{name[1]}: (#[0-9a-f]+);", DADS)[1]
    text = text.lstrip("#")
    text = "".join(c * 2 for c in text) if len(text) == 3 else text
    return [int(text[i : i + 2], 16) / 255 for i in (0, 2, 4)]


def light(colour):
    parts = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in value(colour)]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("text", "ground", "least"), PAIRS)
def test_text_can_be_read(theme, text, ground, least):
    found = colours(theme)
    one, two = sorted((light(found[text]), light(found[ground])), reverse=True)
    ratio = (one + 0.05) / (two + 0.05)
    assert ratio >= least, f"{theme}: {text} on {ground} is {ratio:.2f}:1"


def test_both_dark_themes_are_the_same():
    dark, auto = (re.search(THEMES[name], TOKENS, re.S)[1] for name in ("dark", "auto dark"))
    pattern = r"--[a-z0-9-]+: [^;]+;"
    assert re.findall(pattern, dark) == re.findall(pattern, auto)
