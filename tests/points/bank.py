"""A reader of the banks' transfer file, written from the published layout alone.

It shares no line with the program: positions are counted from one, as the layout gives them.
"""

HEADER = [
    ("record", 1, "n"), ("type", 2, "n"), ("code", 1, "n"), ("client", 10, "n"),
    ("payer", 40, "c"), ("day", 4, "n"), ("bank", 4, "n"), ("bank_name", 15, "c"),
    ("branch", 3, "n"), ("branch_name", 15, "c"), ("kind", 1, "n"), ("number", 7, "n"),
    ("dummy", 17, "b"),
]  # fmt: skip
DATA = [
    ("record", 1, "n"), ("bank", 4, "n"), ("bank_name", 15, "c"), ("branch", 3, "n"),
    ("branch_name", 15, "c"), ("clearing", 4, "n"), ("kind", 1, "n"), ("number", 7, "n"),
    ("holder", 30, "c"), ("yen", 10, "n"), ("new", 1, "n"), ("customer1", 10, "n"),
    ("customer2", 10, "n"), ("way", 1, "n"), ("edi", 1, "c"), ("dummy", 7, "b"),
]  # fmt: skip
TRAILER = [("record", 1, "n"), ("count", 6, "n"), ("yen", 12, "n"), ("dummy", 101, "b")]
END = [("record", 1, "n"), ("dummy", 119, "b")]
LAYOUT = {"1": HEADER, "2": DATA, "8": TRAILER, "9": END}
# JIS X 0201 as the banks take it: digits, capital letters, kana without small ones, some signs.
TAKEN = (
    {ord(c) for c in "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ ()-./\\"}
    | {0xA2, 0xA3, 0xA6}
    | set(range(0xB1, 0xE0))
)


def parse(content: bytes):
    """All records as dictionaries; whatever a bank would send back is an AssertionError."""
    assert content.endswith(b"\r\n")
    records = content.split(b"\r\n")[:-1]
    assert content.count(b"\r") == content.count(b"\n") == len(records)
    found = [_record(raw) for raw in records]
    kinds = "".join(one["record"] for one in found)
    assert kinds == "1" + "2" * (len(found) - 3) + "89", kinds
    header, *data, trailer, _end = found
    assert (header["type"], header["code"]) == ("21", "0")
    assert int(trailer["count"]) == len(data)
    assert int(trailer["yen"]) == sum(int(one["yen"]) for one in data)
    assert all(int(one["yen"]) > 0 for one in data)
    assert {one["kind"] for one in [header, *data]} <= {"1", "2", "4"}
    assert {one["way"] for one in data} <= {"7", "8"}
    return header, data, trailer


def _record(raw: bytes):
    assert len(raw) == 120, len(raw)
    layout = LAYOUT[chr(raw[0])]
    assert sum(length for _name, length, _kind in layout) == 120
    found, place = {}, 0
    for name, length, kind in layout:
        part = raw[place : place + length]
        place += length
        if kind == "n":
            assert all(0x30 <= byte <= 0x39 for byte in part), (name, part)
        elif kind == "b":
            assert part == b" " * length, (name, part)
        else:
            assert set(part) <= TAKEN, (name, part)
            assert not part.startswith(b" ") or part.strip() == b"", (name, part)
        found[name] = part.decode("shift_jis").rstrip() if kind != "n" else part.decode("ascii")
    return found
