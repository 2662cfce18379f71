"""Readings over kanji in a finished page: pure rules over text, without a dictionary.

`wrap_page` walks the HTML, `annotate` works on one piece of text. The dictionary comes in as a
function `read(text) -> [(surface, hiragana), …]`, so that everything here can be tested alone.
"""

import re
from collections.abc import Callable, Iterable, Mapping

Read = Callable[[str], Iterable[tuple[str, str]]]

KANJI = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff々〆\U00020000-\U0003ffff"
HAS_KANJI = re.compile(f"[{KANJI}]")
# 漢字《かな》, or ｜base《かな》 where the base is more than a run of kanji. The run is bounded,
# because a long text of nothing but kanji would be searched again from each of them.
GIVEN = re.compile(
    rf"(?:｜(?P<base>[^｜《》<>]+)|(?P<run>[{KANJI}ヶ]{{1,30}}))《(?P<kana>[ぁ-ゖァ-ヺー]+)》"
)

TAG = re.compile(
    r"<!--.*?-->|<(?P<close>/?)(?P<name>[a-zA-Z!][^\s/>]*)(?P<attrs>(?:\"[^\"]*\"|'[^']*'|[^'\">])*)>",
    re.DOTALL,
)
# What is inside these is code, a choice list, a drawing, or has its readings already.
SKIP = frozenset(
    [
        "script",
        "style",
        "title",
        "textarea",
        "option",
        "select",
        "svg",
        "ruby",
        "pre",
        "code",
        "template",
        "noscript",
        "kbd",
        "samp",
    ]
)
VOID = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "source",
        "track",
        "wbr",
    ]
)
KANA_ATTRIBUTE = re.compile(r'\sdata-kana="([^"]*)"')
LANG_ATTRIBUTE = re.compile(r'\slang="([^"]*)"')

BRACKETED = re.compile("[（(](?P<kana>[ぁ-ゖァ-ヺー・ 　]+)[）)]")
SPACES = re.compile("[・ 　\\s]")

DIGITS = str.maketrans("０１２３４５６７８９", "0123456789")
DIGITS_OF_ALL = "0123456789０１２３４５６７８９"
KANJI_DIGITS = "一二三四五六七八九"
COUNTERS = {
    "年度": "ねんど", "年間": "ねんかん", "年生": "ねんせい", "年": "ねん", "月": "がつ",
    "日間": "にちかん", "日": "にち", "時間": "じかん", "時": "じ", "分": "ふん", "人": "にん",
    "世帯": "せたい", "名": "めい", "回": "かい", "階": "かい", "番": "ばん", "号": "ごう",
    "円": "えん", "歳": "さい", "件": "けん", "丁目": "ちょうめ", "枚": "まい", "台": "だい",
    "冊": "さつ", "度": "ど", "条": "じょう", "項": "こう", "章": "しょう", "期": "き",
    "週間": "しゅうかん", "割": "わり", "個": "こ", "名様": "めいさま", "施策": "しさく",
}  # fmt: skip
DAYS = {
    2: "ふつか", 3: "みっか", 4: "よっか", 5: "いつか", 6: "むいか", 7: "なのか", 8: "ようか",
    9: "ここのか", 10: "とおか", 14: "じゅうよっか", 20: "はつか", 24: "にじゅうよっか",
}  # fmt: skip
CHOME = {
    1: "いっちょうめ", 2: "にちょうめ", 3: "さんちょうめ", 4: "よんちょうめ", 5: "ごちょうめ",
    6: "ろくちょうめ", 7: "ななちょうめ", 8: "はっちょうめ", 9: "きゅうちょうめ",
}  # fmt: skip
_COUNTED = "|".join(sorted(COUNTERS, key=len, reverse=True))
NUMBER = re.compile(
    "(?P<number>[0-9０-９]+|[一二三四五六七八九](?=丁目)|[一二三四五六七八九十]+(?=月)"
    f"|(?<=月)[一二三四五六七八九十]+(?=日))(?P<counter>{_COUNTED})"
)
# 11月23日(月・祝): the day of the week in brackets.
WEEKDAY = re.compile("(?<=[(（])(?P<day>[月火水木金土日])(?=[・)）])")
WEEKDAYS = {
    "月": "げつ",
    "火": "か",
    "水": "すい",
    "木": "もく",
    "金": "きん",
    "土": "ど",
    "日": "にち",
}
SPOKEN = ("", "いち", "に", "さん", "し", "ご", "ろく", "しち", "はち", "く")


def ruby(base: str, kana: str) -> str:
    return f"<ruby>{base}<rp>（</rp><rt>{kana}</rt><rp>）</rp></ruby>"


def align(surface: str, reading: str) -> str:
    """The word with its reading over the kanji only: 見守り → 見守(みまも)り.

    Where kana of the word and of the reading do not meet, the whole word carries the reading.
    """
    if not HAS_KANJI.search(surface) or not reading or HAS_KANJI.search(reading):
        return surface
    parts = re.split(f"([{KANJI}]+)", surface)
    pattern = "".join(
        "(.+?)" if i % 2 else re.escape(hiragana(part)) for i, part in enumerate(parts)
    )
    match = re.fullmatch(pattern, reading)
    if match is None:
        return ruby(surface, reading)
    kana = iter(match.groups())
    return "".join(ruby(part, next(kana)) if i % 2 else part for i, part in enumerate(parts))


def hiragana(text: str) -> str:
    return "".join(chr(ord(c) - 0x60) if "ァ" <= c <= "ヶ" else c for c in text)


def glossary_pattern(words: Mapping[str, str], *, before_chome: Iterable[str] = ()) -> re.Pattern:
    """One pattern for all words, longest first.

    A word of one kanji only counts where no other kanji touches it. The towns in `before_chome`
    (桜, 幸, 最上 …) are ordinary words too, so they only count before 丁目.
    """
    alone = f"(?<![{KANJI}]){{}}(?![{KANJI}])"
    parts = []
    towns = set(before_chome)
    for word in sorted(words, key=len, reverse=True):
        plain = re.escape(word)
        if word in towns:
            parts.append(f"{plain}(?=[0-9０-９{KANJI_DIGITS}]丁目)")
        else:
            parts.append(alone.format(plain) if len(word) == 1 else plain)
    return re.compile("|".join(parts) or r"(?!)")


def annotate(text: str, words: Mapping[str, str], pattern: re.Pattern, read: Read) -> str:
    """One piece of text with readings: given ones first, then numbers, glossary, dictionary.

    `words` holds finished ruby for every word that `pattern` can find.
    """
    if not HAS_KANJI.search(text):
        return text
    out, at = [], 0
    while at < len(text):
        found = [m for m in (p.search(text, at) for p in (GIVEN, NUMBER, WEEKDAY, pattern)) if m]
        if not found:
            break
        # The earliest wins; at the same place the order above decides, since min is stable.
        match = min(found, key=lambda m: m.start())
        out.append(_by_dictionary(text[at : match.start()], read))
        if match.re is GIVEN:
            out.append(ruby(match["base"] or match["run"], match["kana"]))
        elif match.re is NUMBER:
            out.append(counted(match))
        elif match.re is WEEKDAY:
            out.append(ruby(match[0], WEEKDAYS[match[0]]))
        else:
            out.append(words[match[0]])
        at = match.end()
    out.append(_by_dictionary(text[at:], read))
    return without_doubles("".join(out))


def without_doubles(html: str) -> str:
    """予約（よやく）: where the reading stands over the kanji, it need not follow in brackets.

    Brackets stay when they say anything else than the reading of the words before them.
    """

    def keep(match: re.Match) -> str:
        before = html[max(0, match.start() - 800) : match.start()]
        # The words before the brackets as they are read, with a mark where kanji stood.
        heard = re.sub(r"<ruby>.*?<rt>(.*?)</rt>.*?</ruby>", "\x00\\1", before)
        heard = SPACES.sub("", hiragana(TAG.sub("", heard)))
        kana = SPACES.sub("", hiragana(match["kana"]))
        said = re.search("".join(f"\x00?{re.escape(letter)}" for letter in kana) + "$", heard)
        return "" if said and "\x00" in said[0] else match[0]

    return BRACKETED.sub(keep, html) if "（" in html or "(" in html else html


def counted(match: re.Match) -> str:
    """A number with its counter: 3日 みっか, 2人 ふたり, 10分 -ぷん, 1丁目 いっちょうめ."""
    number, counter = match["number"], match["counter"]
    kanji = number[0] not in DIGITS_OF_ALL
    value = of_kanji(number) if kanji else int(number.translate(DIGITS))
    whole = None
    if counter == "日":
        first = value == 1 and match.string[: match.start()].endswith("月")
        whole = "ついたち" if first else DAYS.get(value)
    elif counter == "日間":
        whole = DAYS[value] + "かん" if value in DAYS else None
    elif counter == "人":
        whole = {1: "ひとり", 2: "ふたり"}.get(value)
    elif counter == "歳" and value == 20:
        whole = "はたち"
    elif counter == "丁目":
        whole = CHOME.get(value)
    if whole:
        return ruby(number + counter, whole)
    kana = COUNTERS[counter]
    if counter == "分" and value % 10 in (0, 1, 3, 4, 6, 8):
        kana = "ぷん"
    if counter == "階" and value % 10 == 3:
        kana = "がい"
    return (ruby(number, spoken(value)) if kanji else number) + ruby(counter, kana)


def of_kanji(number: str) -> int:
    """二十八 → 28, as days and months need it."""
    tens, ten, ones = number.rpartition("十")
    value = ("一二三四五六七八九".index(ones[-1]) + 1) if ones else 0
    if ten:
        value += 10 * (("一二三四五六七八九".index(tens[-1]) + 1) if tens else 1)
    return value


def spoken(value: int) -> str:
    tens, ones = divmod(value, 10)
    return (SPOKEN[tens] if tens > 1 else "") + ("じゅう" if tens else "") + SPOKEN[ones]


def _by_dictionary(text: str, read: Read) -> str:
    if not HAS_KANJI.search(text):
        return text
    return "".join(align(surface, kana) for surface, kana in read(text))


def strip_given(html: str) -> str:
    """Without furigana the notation 漢字《かな》 disappears and only the kanji stay."""
    return GIVEN.sub(lambda m: m["base"] or m["run"], html)


def wrap_page(html: str, write: Callable[[str], str]) -> str:
    """The page with `write` done to each piece of text that people read."""
    start = html.find("<body")
    out = [html[:start]] if start > 0 else []
    at = max(start, 0)
    skipping, depth = "", 0
    for tag in TAG.finditer(html, at):
        text = html[at : tag.start()]
        out.append(text if skipping or not text.strip() else _held(text, write))
        out.append(tag[0])
        at = tag.end()
        name = (tag["name"] or "").lower()
        if not name:
            continue
        if skipping:
            if name == skipping and not tag["attrs"].endswith("/"):
                depth += -1 if tag["close"] else 1
                if depth == 0:
                    skipping = ""
            continue
        if tag["close"] or name in VOID:
            continue
        attrs = tag["attrs"]
        kana = KANA_ATTRIBUTE.search(attrs) if "data-kana" in attrs else None
        if kana and (end := html.find("<", at)) > at and kana[1]:
            out.append(align(html[at:end], kana[1]))
            at = end
        language = LANG_ATTRIBUTE.search(attrs)
        foreign = language and not language[1].startswith("ja")
        if (name in SKIP or foreign) and not attrs.endswith("/"):
            skipping, depth = name, 1
    out.append(html[at:] if skipping else _held(html[at:], write))
    return "".join(out)


def _held(text: str, write: Callable[[str], str]) -> str:
    """A text with readings is held together: in a flex box each <ruby> would become a column."""
    written = write(text)
    return written if written == text else f'<span class="r">{written}</span>'
