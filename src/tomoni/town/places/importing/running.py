"""One file from its first byte to its report: read, compared and laid down, then written."""

import hashlib
import re
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import IO, Any
from uuid import UUID, uuid4

from django.utils.translation import gettext as _

from tomoni.core.city import City
from tomoni.core.codes import is_municipality, read_municipality
from tomoni.core.coordinates import Box, read_point, split_pair
from tomoni.core.spilling import spilling
from tomoni.core.tables import FileRefused, Row, Table, open_table
from tomoni.core.tables.rejected import RejectedRows
from tomoni.core.tables.report import FileReport
from tomoni.town.places.actions import applying, taking_in
from tomoni.town.places.actions.incoming import Entry, Outcome, Source
from tomoni.town.places.actions.staging import Stage
from tomoni.town.places.importing.filling import names_another_city
from tomoni.town.places.importing.headers import field_of
from tomoni.town.places.importing.reading import RowRefused, Whose, read_row
from tomoni.town.places.importing.specs import GENERIC, Binding, Spec, bind, recognise

HANDFUL = 250
# How many rows tell whose list it is when neither a code nor an address says so.
SAMPLE = 200
RECEIPT_ROWS = 2_000


@dataclass(frozen=True)
class Options:
    """What the clerk or the command line decides."""

    city: City
    by: Any
    at: datetime
    dry_run: bool = False
    publish: bool = False
    keep_drafts: bool = False
    city_code: str = ""
    mapping: Spec | None = None
    licence: str = ""
    name: str = ""
    receipt_id: UUID | None = None


def import_file(
    path: Path,
    options: Options,
    *,
    rejected: Callable[[], IO[str]] | None = None,
    progress: Callable[[int], Any] = lambda rows: None,
) -> FileReport:
    """Take one file in, wholly or not at all.

    Everything is decided before anything is written; a dry run stops there, so it cannot
    promise anything else.
    """
    report = FileReport(options.name or path.name)
    try:
        table = open_table(path, field_of)
    except FileRefused as refusal:
        report.refused = str(refusal)
        return report
    hint = _hint(options.name or path.name)
    binding = _bound(table, options, hint)
    report.kind, report.encoding = table.kind, table.encoding
    report.notes += table.notes
    report.dataset, report.title = binding.spec.slug, binding.spec.title
    report.edition = binding.spec.edition
    # Kept only to learn of the mistake in the middle of a file, which must undo its beginning.
    bin_ = RejectedRows(rejected, table) if rejected else None
    try:
        if why := _unusable(binding):
            _reject_all(table, report, bin_, why)
        else:
            _take_in(path, table, binding, options, hint, report, bin_, progress)
    except FileRefused as refusal:
        _undo(report, str(refusal))
    finally:
        if bin_:
            bin_.close()
    return report


def _bound(table: Table, options: Options, hint: str) -> Binding:
    if options.mapping is not None:
        return bind(options.mapping, table.headers)
    return recognise(table.headers, said=table.said("#download_from"), hint=hint)


def _unusable(binding: Binding) -> str:
    """A sentence when no row of this layout can be a place."""
    if binding.spec.kind != "place":
        return binding.spec.refusal
    if "name" not in binding.at:
        return _(
            "施設の名前の列（名称・施設名など）がない表です。場所の表か確かめ、列の名前を直すか対応表を付けてください。"
        )
    where = {"address", "lat", "location", "town"}
    if not where & binding.at.keys():
        return _(
            "住所の列も緯度・経度の列もない表です。場所の表か確かめ、列の名前を直すか対応表を付けてください。"
        )
    return ""


def _reject_all(table: Table, report: FileReport, bin_: RejectedRows | None, why: str) -> None:
    report.refused = why
    for row in table.rows():
        report.reject(row.number, field="", value="", reason=why)
        if bin_:
            bin_.add(row, why)


def _undo(report: FileReport, why: str) -> None:
    """The file broke off: every row read so far counts as rejected, and none was taken in."""
    report.refused = why
    for result in ("created", "updated", "unchanged"):
        report.counts["rejected"] += report.counts[result]
        report.counts[result] = 0
    report.reject(report.rows + 1, field="", value="", reason=why)


def _take_in(
    path: Path,
    table: Table,
    binding: Binding,
    options: Options,
    hint: str,
    report: FileReport,
    bin_: RejectedRows | None,
    progress: Callable[[int], Any],
) -> None:
    whose = _whose(path, table, binding, options, report)
    foreign = whose.foreign or whose.source.city_code not in {"", whose.own_code}
    report.city_code = whose.source.city_code
    receipt_id = options.receipt_id or uuid4()
    with _stage(options, receipt_id) as stage:
        run = taking_in.begin(
            source=whose.source,
            by=options.by,
            at=options.at,
            publish=options.publish or not (foreign or options.keep_drafts),
            own_city="" if foreign else whose.own_code,
            stage=stage,
        )
        with closing(table.rows()) as rows:
            while handful := list(islice(rows, HANDFUL)):
                entries = list(_entries(handful, table, binding, whose, hint, report, bin_))
                by_number = {row.number: row for row in handful}
                for outcome in taking_in.lay_down(run, entries):
                    _tell(outcome, by_number, report, bin_)
                progress(len(handful))
        _say_absent(run, report)
        if not options.dry_run:
            applying.write_file(
                stage,
                receipt_id=receipt_id,
                own_city=run.known.own_city,
                by=options.by,
                at=options.at,
                **receipt_values(path, report),
            )


@contextmanager
def _stage(options: Options, receipt_id: UUID) -> Iterator[Stage]:
    """Where the file waits; a trial keeps nothing, a real run must outlive a power cut."""
    if options.dry_run:
        with closing(Stage()) as stage:
            yield stage
        return
    with applying.alone(), spilling():
        applying.finish_interrupted(at=options.at)
        path = applying.stage_path(receipt_id)
        with closing(Stage(path)) as stage:
            yield stage
        path.unlink(missing_ok=True)


def _tell(
    outcome: Outcome, by_number: dict[int, Row], report: FileReport, bin_: RejectedRows | None
) -> None:
    for note in outcome.notes:
        report.repair(outcome.row, note)
    if outcome.result != "rejected":
        report.count(outcome.result)
        return
    report.reject(outcome.row, field=outcome.field, value=outcome.value, reason=outcome.reason)
    if bin_:
        bin_.add(by_number[outcome.row], outcome.reason)


def _entries(
    handful: list[Row],
    table: Table,
    binding: Binding,
    whose: Whose,
    hint: str,
    report: FileReport,
    bin_: RejectedRows | None,
) -> Iterator[Entry]:
    for row in handful:
        original = list(row.cells)
        try:
            yield read_row(row, table, binding, whose, hint)
        except RowRefused as no:
            report.reject(row.number, field=no.field, value=no.value, reason=no.sentence)
            if bin_:
                row.cells = original
                bin_.add(row, no.sentence)


def _say_absent(run: taking_in.Run, report: FileReport) -> None:
    count, names = taking_in.absent(run)
    # Lists of several publishers may share a scope; only a list that is mostly the same again
    # can say that something has left it.
    if count and count <= report.counts["updated"] + report.counts["unchanged"]:
        report.notes.append(
            _("前回の取り込みにあり、このファイルにない掲載が%(count)s件あります: %(names)s")
            % {"count": count, "names": "、".join(names) + ("…" if count > len(names) else "")}
        )


def receipt_values(path: Path, report: FileReport) -> dict[str, Any]:
    """What is kept of a file that was taken in or tried: whose it was and what became of it."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return {
        "file": report.file[:300],
        "sha256": digest.hexdigest(),
        "dataset": report.dataset,
        "edition": report.edition,
        "city_code": report.city_code,
        "rows": report.rows,
        **report.counts,
        "report": report.whole(RECEIPT_ROWS),
    }


def _whose(
    path: Path, table: Table, binding: Binding, options: Options, report: FileReport
) -> Whose:
    """Whose list it is: said by the clerk, the rows, the file's name, or where the points lie."""
    city, spec = options.city, binding.spec
    south, west, north, east = city.box
    box = Box(south, west, north, east)
    code, foreign, publisher = options.city_code, False, spec.publisher
    if not code:
        code, foreign = _asked(table, binding, city, box, options.name or path.name)
        if foreign and not code:
            report.notes.append(
                _("住所や座標から見て、%(city)s以外の市町村の表として扱いました。")
                % {"city": city.name}
            )
    if not code and not foreign:
        code = city.code
    named = table.said("#attribution_name")
    publisher = publisher or named or (city.name if code == city.code else "")
    title = spec.title if spec is not GENERIC else Path(options.name or path.name).stem
    words = f"{publisher}「{title}」" if publisher else title
    source = Source(
        dataset=spec.slug if spec is not GENERIC else _generic_slug(table),
        city_code=code,
        words=words[:300],
        url=table.said("#download_from")[:500],
        licence=(options.licence or table.said("#license"))[:100],
    )
    return Whose(source, city.code, city.name, box, foreign or code not in {"", city.code})


def _asked(table: Table, binding: Binding, city: City, box: Box, name: str) -> tuple[str, bool]:
    """The code that most of the first rows bear, or that the file's name begins with."""
    votes: dict[str, int] = {}
    inside = outside = elsewhere = 0
    with closing(table.rows()) as rows:
        for row in islice(rows, SAMPLE):
            cells = {f: "".join(row.cells[c] for c in at) for f, at in binding.at.items()}
            code = read_municipality(cells.get("code", "").strip()).value or _gsi_code(
                cells.get("id", "")
            )
            if code and code[2:5] != "000":
                votes[code] = votes.get(code, 0) + 1
            elsewhere += names_another_city(cells.get("address", "").strip(), city.name)
            lat, lon = cells.get("lat", ""), cells.get("lon", "")
            if not lat:
                lat, lon = split_pair(cells.get("location", ""))
            point = read_point(lat, lon).value
            if point:
                inside, outside = inside + box.holds(point), outside + (not box.holds(point))
    if votes:
        best = max(votes, key=lambda code: votes[code])
        # A list of a whole prefecture bears many codes; none of them is the list's own.
        return (best, best != city.code) if votes[best] * 2 > sum(votes.values()) else ("", True)
    m = re.match(r"(\d{6})(?=[_.\-])", name)
    if m and is_municipality(m[1]):
        return m[1], m[1] != city.code
    return "", elsewhere > inside or outside > 4 * inside


def _gsi_code(own_id: str) -> str:
    """The nationwide number of an evacuation site begins with its municipality."""
    m = re.fullmatch(r"E(\d{5})\d{8}", own_id.strip())
    return (read_municipality(m[1]).value or "") if m else ""


def _hint(name: str) -> str:
    """`222127_library.csv` → `library`: what the file's name says beyond code and number."""
    stem = re.sub(r"(\.rejected)?\.[A-Za-z]+$", "", name)
    stem = re.sub(r"^\d{5,6}[_-]", "", stem)
    return re.sub(r"[-_]?\d+$", "", stem)


def _generic_slug(table: Table) -> str:
    """Lists of one unknown layout are told from those of another by their headings."""
    words = "|".join(sorted(h for h in table.headers if not h.startswith("（")))
    return f"list-{hashlib.blake2b(words.encode(), digest_size=4).hexdigest()}"
