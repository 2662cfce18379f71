"""The four languages of the visitors' pages. Two are the site's own; two are of these pages only."""

# Code of the content → its own name and how Django writes the code.
NAMES = {"ja": "日本語", "en": "English", "zh-Hans": "简体中文", "ko": "한국어"}
DJANGO = {"ja": "ja", "en": "en", "zh-Hans": "zh-hans", "ko": "ko"}
CHOICES = list(NAMES.items())
OWN = ("zh-Hans", "ko")  # Those the site's language switch does not have; see docs/adr/0054.
# What a reader understands next best when a text is not there in their own language.
NEXT = {"ja": "en", "en": "ja", "zh-Hans": "en", "ko": "en"}


def best(reading: str, there: set[str], source: str) -> str:
    """The language to show: the reader's own, then the next best, then the one it was written in."""
    for one in (reading, NEXT.get(reading, "en")):
        if one in there:
            return one
    return source


def spoken(languages: str) -> list[str]:
    """Codes from a list as a guide has it: ja,en."""
    return [one.strip() for one in languages.split(",") if one.strip() in NAMES]
