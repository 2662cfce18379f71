"""Which encoding a text file is in, told from its bytes."""

import codecs
from pathlib import Path

BLOCK = 1 << 20
_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def encoding_of(path: Path) -> str:
    """The codec to open the file with.

    Bytes that no candidate can decode keep their row out of the import, not the file: the
    reader opens with `surrogateescape`, so the best candidate is enough.
    """
    with path.open("rb") as file:
        head = file.read(1 << 16)
    for bom, name in _BOMS:
        if head.startswith(bom):
            return name
    if b"\x1b$" in head:
        return "iso-2022-jp"
    if (wide := _without_bom(head)) is not None:
        return wide
    wrong = {name: _errors(path, name) for name in ("utf-8", "cp932", "euc_jp")}
    if wrong["utf-8"] == 0:
        return "utf-8"
    if wrong["cp932"] == wrong["euc_jp"]:
        return min(("cp932", "euc_jp"), key=lambda name: _halfwidth(head, name))
    return min(wrong, key=lambda name: wrong[name])


def _without_bom(head: bytes) -> str | None:
    """UTF-16 without a mark: every other byte of plain punctuation is zero."""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    few = len(head) / 40
    if odd > few and odd > 4 * even:
        return "utf-16-le"
    if even > few and even > 4 * odd:
        return "utf-16-be"
    return None


def _errors(path: Path, name: str) -> int:
    """How many places of the whole file the codec cannot decode, counted in blocks."""
    count = 0

    def tally(error: UnicodeError) -> tuple[str, int]:
        nonlocal count
        count += 1
        assert isinstance(error, UnicodeDecodeError)
        return ("\ufffd", error.end)

    codecs.register_error("tomoni-tally", tally)
    decoder = codecs.getincrementaldecoder(name)("tomoni-tally")
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            decoder.decode(block)
    decoder.decode(b"", final=True)
    return count


def _halfwidth(head: bytes, name: str) -> int:
    """EUC-JP read as CP932 comes out as half-width katakana, which nobody writes at length."""
    return sum("\uff61" <= c <= "\uff9f" for c in head.decode(name, "replace"))
