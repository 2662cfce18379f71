"""A calendar file as its components: bytes to lines, guarded against files made to exhaust us."""

from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation import gettext as _

from tomoni.core.tables import FileRefused
from tomoni.core.tables.decoding import encoding_of
from tomoni.core.tables.text import known_as

LARGEST = 128 * 1024 * 1024
LONGEST_LINE = 100_000
DEEPEST = 8
MOST_EVENTS = 100_000
# An event of more lines is a bomb; alarms and their like are left out before counting.
MOST_LINES = 5_000
NEVER_INSIDE = {"VEVENT", "VTODO", "VJOURNAL", "VFREEBUSY", "VTIMEZONE"}


@dataclass
class Block:
    """One VEVENT or VTIMEZONE: its unfolded lines, alarms left out, and its line in the file."""

    kind: str
    line: int
    lines: list[str] = field(default_factory=list)
    problem: str = ""
    calendar: int = 0


@dataclass
class CalendarFile:
    encoding: str
    events: list[Block]
    zones: list[Block]
    # X-WR-TIMEZONE of each VCALENDAR in the file.
    zone_names: dict[int, str]
    notes: list[str] = field(default_factory=list)


def open_calendar(path: Path) -> CalendarFile:
    """Read an iCalendar file; raises `FileRefused` with a sentence when it is none."""
    try:
        size = path.stat().st_size
        if size > LARGEST:
            raise FileRefused(
                _("ファイルが大きすぎます（%(mb)sMB まで）。期間を分けて書き出してください。")
                % {"mb": LARGEST // (1024 * 1024)}
            )
        raw = path.read_bytes()
        encoding = "utf-8" if _is_utf8(raw) else encoding_of(path)
    except OSError as error:
        raise FileRefused(_("ファイルを開けません: %(why)s") % {"why": error.strerror}) from error
    return parse(raw, encoding)


def _is_utf8(raw: bytes) -> bool:
    """Told from joined lines: a fold may cut a letter."""
    if b"\0" in raw[:400] or b"\x1b$" in raw:
        return False
    try:
        raw.replace(b"\r\n ", b"").replace(b"\n ", b"").decode()
    except UnicodeDecodeError:
        return False
    return True


def parse(raw: bytes, encoding: str) -> CalendarFile:
    notes = []
    if encoding not in {"utf-8", "utf-8-sig"}:
        notes.append(_("文字コードを %(name)s と判断しました。") % {"name": known_as(encoding)})
    if b"\0" in raw and not encoding.startswith("utf-16") and not encoding.startswith("utf-32"):
        raw = raw.replace(b"\0", b"")
        notes.append(_("目に見えない文字を取り除きました。"))
    found = _blocks(_unfolded(raw, encoding))
    found.encoding, found.notes = encoding, notes
    return found


def _unfolded(raw: bytes, encoding: str) -> list[tuple[int, str]]:
    """Content lines with the number of their first line.

    A line may be folded in the middle of a letter (RFC 5545 §3.1), so bytes are joined before
    they are decoded; letters of two or four bytes a piece cannot be cut by a line's end.
    """
    if encoding.startswith(("utf-16", "utf-32", "iso-2022")):
        raw = raw.decode(encoding, "replace").encode()
        encoding = "utf-8"
    raw = raw.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    joined: list[tuple[int, list[bytes]]] = []
    for number, line in enumerate(raw.split(b"\n"), start=1):
        if line[:1] in (b" ", b"\t") and joined:
            joined[-1][1].append(line[1:])
        elif line.strip():
            joined.append((number, [line]))
    codec = "utf-8" if encoding == "utf-8-sig" else encoding
    return [(number, b"".join(parts).decode(codec, "replace")) for number, parts in joined]


def _blocks(lines: list[tuple[int, str]]) -> CalendarFile:
    found = CalendarFile("", [], [], {})
    stack: list[str] = []
    block: Block | None = None
    depth = calendar = 0
    for number, line in lines:
        start = line[:40].upper().strip()
        if start.startswith("BEGIN:"):
            if start[6:].strip() in NEVER_INSIDE and stack[1:]:
                # Such a part never stands inside another: the one before was not closed.
                del stack[1:]
                if block is not None:
                    block.problem = _("予定が途中で切れています。もう一度書き出してください。")
                    block = None
            stack.append(start[6:].strip())
            if len(stack) > DEEPEST:
                raise FileRefused(
                    _("%(line)s行目: 入れ子が深すぎて、カレンダーとして読めません。")
                    % {"line": number}
                )
            if stack[-1] == "VCALENDAR":
                calendar += 1
            elif block is None and stack[-1] in ("VEVENT", "VTIMEZONE"):
                block, depth = Block(stack[-1], number, calendar=calendar), len(stack)
                (found.events if stack[-1] == "VEVENT" else found.zones).append(block)
                if len(found.events) > MOST_EVENTS:
                    raise FileRefused(
                        _("予定が多すぎます（%(most)s件まで）。期間を分けて書き出してください。")
                        % {"most": MOST_EVENTS}
                    )
        if block is not None:
            _keep(block, line, inner=len(stack) > depth)
        elif start.startswith("X-WR-TIMEZONE"):
            found.zone_names[calendar] = line.partition(":")[2].strip()
        if start.startswith("END:") and stack:
            if stack[-1] != start[4:].strip():
                if block is not None:
                    block.problem = _("予定の終わりの印（END）が合いません。")
                continue
            stack.pop()
            if block is not None and len(stack) < depth:
                block = None
    if block is not None:
        block.problem = _("予定が途中で切れています。もう一度書き出してください。")
    if not calendar and not found.events:
        raise FileRefused(
            _(
                "カレンダー（iCalendar）のファイルではありません。.ics か表のファイルを選んでください。"
            )
        )
    return found


def _keep(block: Block, line: str, *, inner: bool) -> None:
    if block.kind == "VEVENT" and inner:
        return  # Alarms and other parts say nothing about when.
    if len(line) > LONGEST_LINE:
        block.problem = _("一つの項目が長すぎます（%(most)s文字まで）。短くしてください。") % {
            "most": LONGEST_LINE
        }
        return
    if len(block.lines) >= MOST_LINES:
        block.problem = _("一つの予定の項目が多すぎます（%(most)s行まで）。") % {"most": MOST_LINES}
        return
    block.lines.append(line)
