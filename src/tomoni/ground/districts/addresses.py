"""Reads an address the way people type it: no database, no guessing, no coordinates."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field

KANJI_DIGITS = {c: n for n, c in enumerate("〇一二三四五六七八九")}
SPOKEN_CHOME = {"いっ": 1, "いち": 1, "に": 2, "さん": 3, "よん": 4, "し": 4, "ご": 5}
CHOME_KANJI = "〇一二三四五六七八九"

# Older or simplified shapes of characters that stand in the names of towns.
OLD_FORMS = str.maketrans("櫻眞榮濱澤嶋鹽廣國邊錢凾", "桜真栄浜沢島塩広国辺銭函")
DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−－─━﹣ｰ", "-"))

BETWEEN_KANJI = re.compile(r"(?<=[㐀-鿿々])(?:[がけゖゕ]|之|乃)(?=[㐀-鿿々])")
POSTCODE = re.compile(r"^〒?\s*(\d{3})-?(\d{4})(?!\d)[\s,、]*")
PREFIX = re.compile(r"^(?:日本国?)?[\s,]*(?:北海道|ほっかいどう)?[\s,]*(小樽市|おたるし)?[\s,、]*")
INSIDE_CITY = re.compile(r"小樽市\s*")
WESTERN = re.compile(r"^(\d[\d, -]{0,20})(chome)?,? *([a-z]+)\b")
STATION_END = re.compile(r"(?:駅前?|えきまえ|えき|\s*(?:station|sta\.?|stn\.?))$")
NUMBER = r"(\d+|[〇一二三四五六七八九十百]+)"
CHOME = re.compile(rf"^[\s,]*{NUMBER}\s*-?\s*(?:丁目?|ちょうめ|chome)")
SPOKEN = re.compile(r"^\s*(いっ|いち|に|さん|よん|し|ご)ちょうめ")
LEADING = re.compile(rf"^[\s,]*{NUMBER}(?=\s*(?:-|の|$|\s|,))")
HOUSE = re.compile(
    rf"^[\s,の-]*{NUMBER}\s*(?:番地?|ばん|-|の|$|(?=\s))[\s-]*(?:の)?\s*(?:{NUMBER}\s*(?:号|ごう)?)?"
)
AROUND = re.compile(r"^(?:の?(?:付近|近く|周辺|あたり|辺り?|方面|地区|地域|町内))")


@dataclass(frozen=True)
class Name:
    """A town as the reader of addresses needs it."""

    name: str
    base: str
    chome: int | None
    reading: str
    latin: str
    postcode: str


@dataclass(frozen=True)
class Parsed:
    """What was understood: which towns or station, and what was left over."""

    level: str  # "town", "base", "postcode" or "station"
    label: str
    names: tuple[str, ...]  # Names of towns, or the one name of a station.
    rest: str = ""
    missing_chome: int | None = None


@dataclass(frozen=True)
class Gazetteer:
    """All names of one city, indexed by every way of writing them."""

    names: tuple[Name, ...]
    stations: dict[str, str]  # Every spelling of a station → its name.
    spellings: dict[str, str]  # Every spelling of a town → its base.
    by_base: dict[str, tuple[Name, ...]]
    longest: int = field(default=0)

    @classmethod
    def of(cls, names: Iterable[Name], stations: Iterable[tuple[str, str, str]]) -> "Gazetteer":
        names = tuple(names)
        by_base: dict[str, list[Name]] = {}
        for name in names:
            by_base.setdefault(name.base, []).append(name)
        spellings: dict[str, str] = {}
        for base, group in by_base.items():
            for way in (base, group[0].reading, group[0].latin):
                spellings[key(way)] = base
        # Everyday habits come second, so that 新光 never turns into 新光町.
        for base, group in by_base.items():
            reading, latin = group[0].reading, group[0].latin
            habits = [base + "町"]
            if base.endswith("町"):
                habits = [base[:-1], re.sub("(ちょう|まち)$", "", reading), latin.split("-")[0]]
            for way in habits:
                if way:
                    spellings.setdefault(key(way), base)
        known = {}
        for name, reading, latin in stations:
            known |= {key(way): name for way in (name, reading, latin)}
        return cls(
            names=names,
            stations=known,
            spellings=spellings,
            by_base={base: tuple(group) for base, group in by_base.items()},
            longest=max(map(len, spellings), default=0),
        )


def plain(text: str) -> str:
    """One width, one case, one kind of dash, one kind of space."""
    text = unicodedata.normalize("NFKC", text.replace("\0", " "))
    text = text.translate(OLD_FORMS).translate(DASHES).lower()
    text = re.sub(r"(?<=[\d一二三四五六七八九十])ー(?=[\d一二三四五六七八九十])", "-", text)
    return re.sub(r"\s+", " ", text).strip()


def key(text: str) -> str:
    """The form in which names are compared: hiragana, 松ケ枝 = 松が枝, without hyphens."""
    text = hiragana(plain(text))
    text = BETWEEN_KANJI.sub(lambda m: "の" if m[0] in "之乃" else "が", text)
    text = unicodedata.normalize("NFD", text) if text.isascii() is False else text
    text = "".join(c for c in text if c != "\u0304")  # Ōkusawa = Okusawa.
    text = unicodedata.normalize("NFC", text)
    return re.sub(r"(?<=[a-z])[-\s'](?=[a-z])", "", text)


def hiragana(text: str) -> str:
    return "".join(chr(ord(c) - 0x60) if "ァ" <= c <= "ヶ" else c for c in text)


def without_chome(reading: str) -> str:
    """はなぞの for はなぞのにちょうめ."""
    return re.sub(r"(?:いっ|に|さん|よん|ご|ろく|なな|はっ|きゅう)ちょうめ$", "", reading)


def number(text: str) -> int:
    """12, 十二 and 一二 are all twelve."""
    if text.isdigit():
        return int(text)
    if not re.search("[十百]", text):
        return int("".join(str(KANJI_DIGITS[c]) for c in text))
    total, here = 0, 0
    for c in text:
        if c in KANJI_DIGITS:
            here = KANJI_DIGITS[c]
        else:
            total, here = total + (here or 1) * {"十": 10, "百": 100}[c], 0
    return total + here


def parse(text: str, known: Gazetteer) -> list[Parsed]:
    """Every sound way to understand the text, best first; empty when there is none."""
    text = key(text[:200])
    if not text:
        return []
    if (station := _station(text, known)) and STATION_END.search(text):
        return [station]

    postcode = ""
    if found := POSTCODE.match(text):
        postcode, text = found[1] + found[2], text[found.end() :]
    prefix = PREFIX.match(text)
    in_city = bool(prefix and prefix[1])
    rest = text[prefix.end() :] if prefix else text

    answers = []
    if address := _address(rest, known, sure=in_city):
        answers.append(address)
    if not answers and not in_city and (later := INSIDE_CITY.search(text)):
        answers += filter(None, [_address(text[later.end() :], known, sure=True)])
    if not answers and text.startswith("小樽 "):
        answers += filter(None, [_address(text[3:], known, sure=True)])
    if not answers and (western := WESTERN.match(rest)):
        turned = f"{western[3]} {western[1].strip(' ,-')}"
        answers += filter(None, [_address(key(turned), known, sure=True)])
    if station:
        answers.append(station)
    if not answers and postcode and not rest:
        answers += filter(None, [_by_postcode(postcode, known)])
    return answers


def near_names(text: str, known: Gazetteer, limit: int = 5) -> list[str]:
    """Names that begin or sound like the text, for "did you mean"."""
    wanted = key(text[:60])
    if found := POSTCODE.match(wanted):
        wanted = wanted[found.end() :]
    wanted = wanted[PREFIX.match(wanted).end() :]  # type: ignore[union-attr]
    if not wanted:
        return []
    stem = re.split(r"[\d\s,-]", wanted)[0] or wanted
    scored: dict[str, float] = {}
    for way, base in known.spellings.items():
        if way.startswith(stem) or stem.startswith(way):
            score = 0.0 if len(way) > 1 or stem == way else 2.0
        elif len(stem) > 1 and (stem in way or way in stem):
            score = 1.0
        else:
            apart = min(_distance(stem, way), _distance(stem[: len(way)], way))
            near = apart <= max(1, len(way) // 3) and min(len(way), len(stem)) > 1
            score = 1.0 + apart if near else 9.0
        scored[base] = min(score, scored.get(base, 9.0))
    best = sorted((score, base) for base, score in scored.items() if score < 9.0)
    return [base for _, base in best[:limit]]


def _station(text: str, known: Gazetteer) -> Parsed | None:
    bare = re.sub(r"^(?:jr|じぇいあーる)\s*", "", text)
    bare = STATION_END.sub("", bare).strip()
    if name := known.stations.get(key(bare)):
        return Parsed("station", name, (name,))
    return None


def _by_postcode(postcode: str, known: Gazetteer) -> Parsed | None:
    names = [name for name in known.names if name.postcode == postcode]
    if not names:
        return None
    level = "town" if len(names) == 1 else "postcode"
    return Parsed(level, span_label(names), tuple(name.name for name in names))


def _address(text: str, known: Gazetteer, *, sure: bool) -> Parsed | None:
    for length in range(min(len(text), known.longest), 0, -1):
        base = known.spellings.get(text[:length])
        if base and (parsed := _inside(base, text[:length], text[length:], known, sure=sure)):
            return parsed
    return None


def _inside(base: str, way: str, rest: str, known: Gazetteer, *, sure: bool) -> Parsed | None:
    """The part of `base` that `rest` names, or None when `rest` shows that another word was meant."""
    towns = known.by_base[base]
    by_chome = {town.chome: town for town in towns}
    chome, after = _chome(rest, may_be_bare=None not in by_chome)

    if chome is None:
        # 桜, 幸 and 緑 are also everyday words: alone they are not an address.
        short = len(way) < 2
        numbered = bool(re.match(rf"\s*{NUMBER}", rest))
        if short and not (sure or numbered):
            return None
        if not _may_follow(rest, latin=way.isascii()):
            return None
    if None in by_chome:
        return Parsed("town", _label(base, rest), (base,), rest=_house(rest))
    if chome in by_chome:
        town = by_chome[chome]
        return Parsed("town", _label(town.name, after), (town.name,), rest=_house(after))
    return Parsed(
        "base",
        span_label(towns),
        tuple(town.name for town in towns),
        rest=_house(after),
        missing_chome=chome,
    )


def _chome(rest: str, *, may_be_bare: bool) -> tuple[int | None, str]:
    if found := SPOKEN.match(rest):
        return SPOKEN_CHOME[found[1]], rest[found.end() :]
    if found := CHOME.match(rest):
        return number(found[1]), rest[found.end() :]
    if may_be_bare and (found := LEADING.match(rest)):
        return number(found[1]), rest[found.end() :]
    return None, rest


def _may_follow(rest: str, *, latin: bool) -> bool:
    """花園公園 and 桜ヶ丘 begin like a town and are something else."""
    if not rest or rest[0] in " ,、。)-" or AROUND.match(rest):
        return True
    if latin:
        return rest[0].isdigit()
    return bool(re.match(rf"^{NUMBER}(?:$|[-の番\s丁,]|ばん)", rest))


def _house(rest: str) -> str:
    """The house number in one way of writing: 12番1号."""
    found = HOUSE.match(rest)
    if not found or not found[1]:
        return ""
    block = f"{number(found[1])}番"
    return block + (f"{number(found[2])}号" if found[2] else "")


def _label(town: str, rest: str) -> str:
    return town + _house(rest)


def span_label(names: Iterable[Name]) -> str:
    """花園一〜五丁目 for many, the name itself for one."""
    names = sorted(names, key=lambda name: (name.base, name.chome or 0))
    groups: dict[str, list[Name]] = {}
    for name in names:
        groups.setdefault(name.base, []).append(name)
    labels = []
    for base, group in groups.items():
        first, last = group[0].chome, group[-1].chome
        if len(group) == 1:
            labels.append(group[0].name)
        elif first and last:
            joint = "・" if last - first == 1 else "〜"
            labels.append(f"{base}{CHOME_KANJI[first]}{joint}{CHOME_KANJI[last]}丁目")
        else:
            labels.append(base)
    return "、".join(labels)


def _distance(a: str, b: str) -> int:
    """How many characters differ (Levenshtein)."""
    row = list(range(len(b) + 1))
    for i, left in enumerate(a, 1):
        before, row[0] = row[0], i
        for j, right in enumerate(b, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (left != right))
    return row[-1]
