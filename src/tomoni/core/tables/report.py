"""What became of every row, in the form others rely on, whatever the length of the list."""

import json
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

RESULTS = ("created", "updated", "unchanged", "rejected")


class Spill:
    """A list of JSON objects that moves to disk when it grows."""

    def __init__(self) -> None:
        self._file: IO[str] = tempfile.SpooledTemporaryFile(  # noqa: SIM115
            max_size=1 << 20, mode="w+", encoding="utf-8", newline="\n"
        )
        self.count = 0

    def add(self, item: dict[str, Any]) -> None:
        self._file.write(json.dumps(item, ensure_ascii=False) + "\n")
        self.count += 1

    def __iter__(self) -> Iterator[dict[str, Any]]:
        self._file.seek(0)
        for line in self._file:
            yield json.loads(line)
        self._file.seek(0, 2)


@dataclass
class FileReport:
    """One file: `rows` is always the sum of the four results."""

    file: str
    dataset: str = ""
    title: str = ""
    edition: str = ""
    city_code: str = ""
    kind: str = ""
    encoding: str = ""
    notes: list[str] = field(default_factory=list)
    refused: str = ""
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(RESULTS, 0))
    rejections: Spill = field(default_factory=Spill)
    repairs: Spill = field(default_factory=Spill)

    @property
    def rows(self) -> int:
        return sum(self.counts.values())

    def count(self, result: str) -> None:
        self.counts[result] += 1

    def reject(self, row: int, *, field: str, value: str, reason: str) -> None:
        self.count("rejected")
        self.rejections.add({"row": row, "field": field, "value": value, "reason": reason})

    def repair(self, row: int, note: dict[str, str]) -> None:
        self.repairs.add({"row": row, **note})

    def head(self) -> dict[str, Any]:
        """Everything but the two lists."""
        return {
            "file": self.file,
            "rows": self.rows,
            **self.counts,
            "dataset": self.dataset,
            "title": self.title,
            "edition": self.edition,
            "city_code": self.city_code,
            "kind": self.kind,
            "encoding": self.encoding,
            "notes": self.notes,
            "refused": self.refused,
        }

    def whole(self, most: int) -> dict[str, Any]:
        """The report as one object, the lists cut after `most` with their full length said."""
        out = self.head()
        for name in ("rejections", "repairs"):
            spill: Spill = getattr(self, name)
            out[name] = [item for item, _n in zip(spill, range(most), strict=False)]
            out[f"{name}_count"] = spill.count
        return out


def write_json(path: Path, files: list[FileReport]) -> None:
    """`{"files": [...]}`, written piece by piece."""
    with path.open("w", encoding="utf-8") as out:
        out.write('{"files": [')
        for n, report in enumerate(files):
            out.write(",\n" if n else "\n")
            head = json.dumps(report.head(), ensure_ascii=False)
            out.write(head.removesuffix("}"))
            for name in ("rejections", "repairs"):
                out.write(f', "{name}": [')
                for m, item in enumerate(getattr(report, name)):
                    out.write((",\n  " if m else "\n  ") + json.dumps(item, ensure_ascii=False))
                out.write("]")
            out.write("}")
        out.write("\n]}\n")
