"""National codes and their check digits: municipalities, corporations, postcodes."""

import re
import unicodedata

from django.utils.translation import gettext as _

from tomoni.core.reading import Reading, blank, problem

PREFECTURES = 47


def municipality_check_digit(five: str) -> str:
    """The sixth digit of 全国地方公共団体コード."""
    total = sum(int(digit) * weight for digit, weight in zip(five, (6, 5, 4, 3, 2), strict=True))
    return str((11 - total % 11) % 10)


def is_municipality(six: str) -> bool:
    """Prefecture, number and check digit fit; numbers begin at 100, 000 is the prefecture."""
    return (
        len(six) == 6
        and six.isascii()
        and six.isdigit()
        and 1 <= int(six[:2]) <= PREFECTURES
        and (int(six[2:5]) >= 100 or six[2:5] == "000")
        and municipality_check_digit(six[:5]) == six[5]
    )


def read_municipality(text: str) -> Reading[str]:
    """A six-digit code; a lost zero or a missing check digit is put back and reported."""
    raw = text.strip()
    if not raw:
        return blank()
    if is_municipality(raw):
        return Reading(raw)
    digits = re.sub(r"\.0$", "", unicodedata.normalize("NFKC", raw)).strip()
    if digits.isascii() and digits.isdigit():
        ways = [_("全角の数字を直しました。")] if len(digits) == 6 else []
        candidates = [digits]
        if len(digits) == 5:
            # When both could be, a check digit that holds by chance is the rarer story.
            candidates = ["0" + digits, digits + municipality_check_digit(digits)]
            ways = [_("先頭の 0 を補いました。"), _("検査数字を補いました。")]
        if len(digits) == 4:
            candidates = [f"0{digits}{municipality_check_digit('0' + digits)}"]
            ways = [_("先頭の 0 と検査数字を補いました。")]
        valid = [(c, w) for c, w in zip(candidates, ways, strict=False) if is_municipality(c)]
        if valid:
            code, why = valid[0]
            said = _("団体コード「%(raw)s」を %(code)s と読みました。")
            return Reading(code, repaired=said % {"raw": raw, "code": code} + why)
    return problem(
        _(
            "「%(raw)s」は全国地方公共団体コード（6桁）ではありません。検査数字まで確かめてください。"
        )
        % {"raw": raw}
    )


def corporate_check_digit(twelve: str) -> str:
    """The first digit of 法人番号, computed from the twelve that follow."""
    total = sum(int(d) * (1 if n % 2 else 2) for n, d in enumerate(reversed(twelve), start=1))
    return str(9 - total % 9)


def read_corporate_number(text: str) -> Reading[str]:
    """A 13-digit 法人番号 whose check digit holds."""
    raw = text.strip()
    if not raw or raw in {"-", "－"}:
        return blank()
    digits = re.sub(r"[\s-]|\.0$", "", unicodedata.normalize("NFKC", raw))
    if not re.fullmatch(r"\d{13}", digits) or corporate_check_digit(digits[1:]) != digits[0]:
        return problem(_("「%(raw)s」は法人番号（13桁）として正しくありません。") % {"raw": raw})
    if digits == raw:
        return Reading(digits)
    said = _("法人番号「%(raw)s」を %(digits)s と読みました。")
    return Reading(digits, repaired=said % {"raw": raw, "digits": digits})


def read_postcode(text: str) -> Reading[str]:
    """Seven digits without hyphen, as the national standard writes them."""
    raw = text.strip()
    if not raw or raw in {"-", "－"}:
        return blank()
    digits = re.sub(r"[〒\s-]|\.0$", "", re.sub("[‐−–ー]", "-", unicodedata.normalize("NFKC", raw)))
    if re.fullmatch(r"\d{7}", digits):
        # 047-0024 is how people write a postcode; only odder forms are worth a remark.
        if re.fullmatch(r"\d{3}-?\d{4}", raw):
            return Reading(digits)
        said = _("郵便番号「%(raw)s」を %(digits)s と読みました。")
        return Reading(digits, repaired=said % {"raw": raw, "digits": digits})
    if re.fullmatch(r"\d{6}", digits):
        said = _("郵便番号「%(raw)s」は先頭の 0 が失われていたため 0%(digits)s と読みました。")
        return Reading("0" + digits, repaired=said % {"raw": raw, "digits": digits})
    return problem(_("「%(raw)s」は郵便番号（7桁）ではありません。") % {"raw": raw})
