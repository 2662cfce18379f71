"""The file of transfers that every Japanese bank reads (総合振込, type 21).

Records of 120 bytes in JIS X 0201 (each half-width letter one byte, as in CP932): one header, one
record for each payment, one trailer, one end; each followed by CR LF. Numbers stand right with
zeros before them, words left with spaces behind.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from django.utils.translation import gettext as _

from tomoni.doing.points.rules.kana import for_bank, strange

LENGTH, END = 120, "\r\n"
ORDINARY, CURRENT, SAVINGS = "1", "2", "4"
KINDS = (ORDINARY, CURRENT, SAVINGS)
MOST_YEN = 9_999_999_999


@dataclass(frozen=True)
class BankAccount:
    """A bank account. Names are as `for_bank` writes them."""

    bank: str
    branch: str
    kind: str
    number: str
    holder: str
    bank_name: str = ""
    branch_name: str = ""

    @classmethod
    def typed(cls, plain: Mapping[str, Any]) -> Self:
        """From what people write: full-width digits, hyphens, any kana.

        Raises:
            ValueError: with a sentence, when a bank would send it back.
        """
        digits = {
            name: re.sub(r"[\s-]", "", for_bank(str(plain.get(name, ""))))
            for name in ("bank", "branch", "number")
        }
        lengths = {"bank": 4, "branch": 3, "number": 7}
        words = {
            "bank": _("銀行の番号は4けたです。通帳で確かめてください。"),
            "branch": _("支店の番号は3けたです。通帳で確かめてください。"),
            "number": _("口座番号は7けたまでの数字です。通帳で確かめてください。"),
        }
        for name, length in lengths.items():
            value = (
                digits[name].zfill(length) if name == "number" and digits[name] else digits[name]
            )
            if not (len(value) == length and value.isascii() and value.isdigit()):
                raise ValueError(words[name])
            digits[name] = value
        kind = str(plain.get("kind", ORDINARY))
        if kind not in KINDS:
            raise ValueError(_("預金の種類を選んでください。"))
        names = {
            name: re.sub(r" +", " ", for_bank(str(plain.get(name, "")))).strip()
            for name in ("holder", "bank_name", "branch_name")
        }
        if not names["holder"]:
            raise ValueError(_("口座の名義を、通帳のとおりにカタカナで書いてください。"))
        for text in names.values():
            if odd := strange(text):
                raise ValueError(
                    _("銀行で使えない文字があります：%(letters)s。カタカナで書いてください。")
                    % {"letters": odd}
                )
        return cls(kind=kind, **digits, **names)

    def to_plain(self) -> dict[str, str]:
        return dict(self.__dict__)


@dataclass(frozen=True)
class Payer:
    """Who pays: the account, and the ten-digit number the bank has given the payer."""

    account: BankAccount
    client: str

    @classmethod
    def typed(cls, plain: Mapping[str, Any]) -> Self:
        """Raises ValueError with a sentence when the bank would send the file back."""
        client = for_bank(str(plain.get("client", ""))).strip()
        if not (client.isascii() and client.isdigit() and len(client) <= 10):
            raise ValueError(_("委託者コードは、銀行から受け取った10けたまでの数字です。"))
        return cls(BankAccount.typed(plain), client.zfill(10))

    def to_plain(self) -> dict[str, str]:
        return {**self.account.to_plain(), "client": self.client}


@dataclass(frozen=True)
class Payment:
    """One transfer; `reference` is our number of it (20 digits at most)."""

    to: BankAccount
    yen: int
    reference: str


def written(payer: Payer, pay_on: date, payments: Iterable[Payment]) -> bytes:
    """The whole file. The same values always give the same bytes."""
    rows, total, count = [_header(payer, pay_on)], 0, 0
    for payment in payments:
        if not 0 < payment.yen <= MOST_YEN:
            raise ValueError(_("振り込む金額は、1円以上です。"))
        rows.append(_data(payment))
        total, count = total + payment.yen, count + 1
    rows.append("8" + _number(count, 6) + _number(total, 12) + " " * 101)
    rows.append("9" + " " * 119)
    for row in rows:
        if len(row) != LENGTH:
            raise ValueError(f"a record of {len(row)} characters")
    return "".join(row + END for row in rows).encode("cp932")


def _header(payer: Payer, pay_on: date) -> str:
    own = payer.account
    return (
        "1" + "21" + "0" + payer.client + _word(own.holder, 40) + f"{pay_on:%m%d}"
        + own.bank + _word(own.bank_name, 15) + own.branch + _word(own.branch_name, 15)
        + own.kind + own.number + " " * 17
    )  # fmt: skip


def _data(payment: Payment) -> str:
    to = payment.to
    return (
        "2" + to.bank + _word(to.bank_name, 15) + to.branch + _word(to.branch_name, 15)
        + "0000" + to.kind + to.number + _word(to.holder, 30) + _number(payment.yen, 10)
        + "0" + _word(payment.reference, 20) + "7" + " " + " " * 7
    )  # fmt: skip


def _number(value: int, length: int) -> str:
    return f"{value:0{length}d}"


def _word(text: str, length: int) -> str:
    return text[:length].ljust(length)
