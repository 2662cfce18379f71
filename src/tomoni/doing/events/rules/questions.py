"""What an organiser may ask when people sign up, and what is asked only with its reason."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

MOST = 5
MOST_CHOICES = 12
TEXT, CHOICE, YES_NO = "text", "choice", "yes_no"
# Personal information that needs special care (個人情報保護法2条3項) as people write it, and what leads there.
SPECIAL_CARE = (
    "病", "障害", "障がい", "診断", "診療", "健康", "検査", "薬", "服用", "手帳", "通院", "入院", "既往",
    "要介護", "要支援", "介護度", "認知症", "妊娠", "アレルギ", "アレルゲン", "医療", "発作", "精神", "てんかん",
    "宗教", "信仰", "信条", "支持政党", "政治", "人種", "国籍", "出身", "犯罪", "前科", "被害", "生活保護",
    "性別", "性自認", "LGBT",
)  # fmt: skip


@dataclass(frozen=True)
class Question:
    """One question; `choices` only where one is chosen, `why` in words for who is asked."""

    words: str
    kind: str = TEXT
    choices: tuple[str, ...] = ()
    required: bool = False
    why: str = ""


def why_not(question: Question) -> tuple[str, str] | None:
    """(field, sentence) of what is wrong with one question; None when it may be asked."""
    if question.kind == CHOICE and not 2 <= len(question.choices) <= MOST_CHOICES:
        return "choices", _("選ぶことばを、一行に一つ、2つから%(most)s個まで書いてください。") % {
            "most": MOST_CHOICES
        }
    if not question.why and (word := special_care(question)):
        return "why", _(
            "「%(word)s」のように人に知られたくないことを聞くときは、何のために聞くかを書いてください。いらないなら、聞かないでください。"
        ) % {"word": word}
    return None


def special_care(question: Question) -> str:
    """The word by which a question asks for something that needs special care; '' without one."""
    text = unicodedata.normalize("NFKC", " ".join((question.words, *question.choices))).upper()
    return next((word for word in SPECIAL_CARE if word in text), "")


def kept(
    questions: Iterable[Question], before: Iterable[dict[str, object]]
) -> list[dict[str, object]]:
    """The questions as the series keeps them; one asked before keeps the code its answers bear."""
    codes = {str(one["words"]): str(one["code"]) for one in before}
    used = set(codes.values())
    free = (letter for letter in "abcdefghijklmnopqrstuvwxyz" if letter not in used)
    found: list[dict[str, object]] = []
    for one in questions:
        code = codes.get(one.words) or next(free, f"q{len(found)}")
        found.append(
            {
                "code": code, "words": one.words, "kind": one.kind, "choices": list(one.choices),
                "required": one.required, "why": one.why,
            }
        )  # fmt: skip
    return found
