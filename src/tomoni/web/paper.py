"""Paper: a typst template and its data become a PDF that a screen reader can read too (PDF/UA-1)."""

import json
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import typst
from django.conf import settings

FONTS = (Path("/usr/share/fonts/truetype/bizud-gothic"), Path("/usr/share/fonts/opentype/noto"))


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
            font_paths=[str(p) for p in (*FONTS, settings.DATA_DIR / "fonts") if p.exists()],
            format="pdf",
            pdf_standards=["ua-1"],
        )
    assert isinstance(made, bytes)
    return made
