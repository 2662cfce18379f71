"""How likely two entries are one person, with the reasons in words."""

import re
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

LIKELY = 60
_BETWEEN_KANJI = re.compile("(?<=[一-龯々])[けがかゖ](?=[一-龯々])")
# Writing one era for the next keeps month, day and the number of the year:
# 昭和5年 for 平成5年 is 63 years.
ERA_STEPS = {30, 63, 14, 44, 93, 77}


@dataclass(frozen=True)
class Known:
    """What is compared of an entry; the keys are those of rules/keys.py."""

    name: str
    kana: str
    birth_on: date | None
    phone: str
    address: str


@dataclass(frozen=True)
class Likeness:
    """A score, and why."""

    score: int
    reasons: tuple[str, ...]

    @property
    def is_likely(self) -> bool:
        return self.score >= LIKELY


def compare(one: Known, other: Known) -> Likeness:
    """Names across old and new kanji, readings, days with a slip of the pen, telephone, address."""
    found: list[tuple[int, str]] = []
    if one.name and loose(one.name) == loose(other.name):
        found.append((35, _("名前が同じです（字体の違いを除く）")))
    elif one.name and other.name and _one_apart(one.name, other.name):
        found.append((20, _("名前が一字だけ違います")))
        if one.kana and other.kana and not _near(one.kana, other.kana):
            found.append((-20, _("読みは違います")))  # 一郎 and 二郎 of one house are two.
    elif _same_given(one, other):
        found.append((10, _("下の名前が同じようです（姓が変わったのかもしれません）")))
    if one.kana and one.kana == other.kana:
        found.append((25, _("読みが同じです")))
    elif one.kana and other.kana and _one_apart(one.kana, other.kana):
        found.append((15, _("読みが一字だけ違います")))
    if one.birth_on and other.birth_on:
        found.append(_births(one.birth_on, other.birth_on))
    if one.phone and one.phone == other.phone:
        found.append((20, _("電話番号が同じです")))
    if one.address and one.address == other.address:
        found.append((20, _("住所が同じです")))
    return Likeness(max(0, sum(points for points, _why in found)), tuple(why for _p, why in found))


def _births(one: date, other: date) -> tuple[int, str]:
    if one == other:
        return 35, _("生年月日が同じです")
    if (one.year, one.month, one.day) == (other.year, other.day, other.month):
        return 28, _("生年月日の月と日が入れ替わっています")
    same_day = (one.month, one.day) == (other.month, other.day)
    if same_day and abs(one.year - other.year) in ERA_STEPS:
        return 28, _("生年月日の元号だけが違うようです")
    if sum(a != b for a, b in zip(f"{one:%Y%m%d}", f"{other:%Y%m%d}", strict=True)) == 1:
        return 25, _("生年月日が一けただけ違います")
    return -40, _("生年月日が違います")


def loose(name: str) -> str:
    """A name with characters that offices write for one another made one: 斎 and 斉, 三ケ島 and 三が島."""
    return _BETWEEN_KANJI.sub("け", name.replace("斉", "斎"))


def _same_given(one: Known, other: Known) -> bool:
    """Whether two names end alike: the same given name after another surname."""
    if min(len(one.name), len(other.name)) >= 3 and one.name[-2:] == other.name[-2:]:
        return True
    return min(len(one.kana), len(other.kana)) >= 5 and one.kana[-3:] == other.kana[-3:]


def _near(one: str, other: str) -> bool:
    return one == other or _one_apart(one, other)


def _one_apart(one: str, other: str) -> bool:
    """Whether one character was changed, left out or added; short words must be equal."""
    if min(len(one), len(other)) < 3 or abs(len(one) - len(other)) > 1:
        return False
    if len(one) == len(other):
        return sum(a != b for a, b in zip(one, other, strict=True)) == 1
    short, long = sorted((one, other), key=len)
    return any(long[:n] + long[n + 1 :] == short for n in range(len(long)))
