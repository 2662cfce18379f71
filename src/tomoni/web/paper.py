"""Paper: a template and its data become a PDF a screen reader can read (PDF/UA-1); can one be read?"""

import json
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import typst
from django.conf import settings

FONTS = (Path("/usr/share/fonts/truetype/bizud-gothic"), Path("/usr/share/fonts/opentype/noto"))


def font_folders() -> list[Path]:
    """Where letters for paper are found: Debian's font packages, and `fonts` among the town's data."""
    return [path for path in (*FONTS, settings.DATA_DIR / "fonts") if path.exists()]


def set_pdf(template: Path, data: Mapping[str, Any]) -> bytes:
    """The PDF of one template, which reads `data.json` beside it.

    Args:
        template: A `.typ` file; it sees nothing of the machine but itself and its data.
        data: What JSON can hold; `title` is the document's title.
    """
    with tempfile.TemporaryDirectory(prefix="tomoni-paper-") as folder:
        root = Path(folder)
        (root / "main.typ").write_bytes(template.read_bytes())
        (root / "data.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
        made = typst.compile(
            str(root / "main.typ"),
            root=folder,
            font_paths=[str(path) for path in font_folders()],
            format="pdf",
            pdf_standards=["ua-1"],
        )
    assert isinstance(made, bytes)
    return made


# Sets the first page of what came in, and thereby reads its table, its page tree and that page.
FIRST_PAGE = '#set page(width: auto, height: auto, margin: 0pt)\n#image("given.pdf", page: 1)'


def opens(content: bytes) -> bool:
    """Whether a PDF has a first page that can be drawn: not cut off, not broken, without password.

    The same program that sets our papers opens it (some milliseconds), so no second reader of a
    format that is often attacked is needed. It sees a folder with this one file and nothing else.
    """
    with tempfile.TemporaryDirectory(prefix="tomoni-paper-") as folder:
        root = Path(folder)
        (root / "given.pdf").write_bytes(content)
        (root / "main.typ").write_text(FIRST_PAGE, encoding="utf-8")
        try:
            typst.compile(
                str(root / "main.typ"), root=folder, ignore_system_fonts=True, format="pdf"
            )
        except (KeyboardInterrupt, SystemExit):
            raise
        except BaseException:  # A panic of the reader is no Exception; it means the same.
            return False
    return True
