"""The languages in which people are served, by their BCP 47 codes."""

from django.utils.translation import get_language

NAMES = {
    "ja": ("日本語", "Japanese"),
    "ja-easy": ("やさしい日本語", "Easy Japanese"),
    "en": ("英語", "English"),
    "zh": ("中国語", "Chinese"),
    "zh-hans": ("中国語（簡体字）", "Chinese (simplified)"),
    "zh-hant": ("中国語（繁体字）", "Chinese (traditional)"),
    "ko": ("韓国・朝鮮語", "Korean"),
    "ru": ("ロシア語", "Russian"),
    "vi": ("ベトナム語", "Vietnamese"),
    "th": ("タイ語", "Thai"),
    "id": ("インドネシア語", "Indonesian"),
    "my": ("ミャンマー語", "Burmese"),
    "ne": ("ネパール語", "Nepali"),
    "tl": ("フィリピノ語", "Filipino"),
    "fil": ("フィリピノ語", "Filipino"),
    "es": ("スペイン語", "Spanish"),
    "pt": ("ポルトガル語", "Portuguese"),
    "fr": ("フランス語", "French"),
    "de": ("ドイツ語", "German"),
    "uk": ("ウクライナ語", "Ukrainian"),
    "jsl": ("手話", "Sign language"),
}


def name_of(code: str) -> str:
    """The language's name for the reader; an unknown code stays as it is."""
    japanese, english = NAMES.get(code.lower(), (code, code))
    return english if (get_language() or "").startswith("en") else japanese


def words_of(code: str) -> str:
    """The names by which one may look for a language."""
    return " ".join(NAMES.get(code.lower(), (code,)))
