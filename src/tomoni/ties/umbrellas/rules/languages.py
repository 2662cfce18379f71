"""The languages of the page at a stand. Two are of these pages only; see docs/adr/0054."""

# Code of the content → its own name and how Django writes the code.
NAMES = {
    "ja": "日本語",
    "ja-easy": "やさしい日本語",
    "en": "English",
    "zh-Hans": "简体中文",
    "ko": "한국어",
}
DJANGO = {"ja": "ja", "ja-easy": "ja-easy", "en": "en", "zh-Hans": "zh-hans", "ko": "ko"}
OWN = ("zh-Hans", "ko")  # Those the site's language switch does not have.
# Those with an address of their own: a page asked for by `?lang=` sets a cookie and is made for one
# reader alone, and in a shower the whole bus asks for English at once.
BY_ADDRESS = ("en", "ja-easy", *OWN)


def wanted(accepted: str) -> str:
    """The first language of an Accept-Language header that the page has; others read English.

    A reader of Japanese, and a device that says nothing, gets Japanese.
    """
    ranked = []
    for place, part in enumerate(accepted.split(",")[:20]):
        word, _sep, weight = part.strip().partition(";q=")
        try:
            quality = float(weight) if weight else 1.0
        except ValueError:
            quality = 0.0
        if word:
            ranked.append((-quality, place, word.lower()))
    for _quality, _place, word in sorted(ranked):
        for start, code in (("ja", "ja"), ("zh", "zh-Hans"), ("ko", "ko"), ("en", "en")):
            if word.split("-")[0] == start:
                return code
    return "en" if ranked and ranked[0][2] != "*" else "ja"
