"""Compiles every django.po under src/ to .mo with Babel, so that no gettext is needed."""

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

root = Path(__file__).resolve().parent.parent / "src"
for po in sorted(root.rglob("locale/*/LC_MESSAGES/django.po")):
    mo = po.with_suffix(".mo")
    if mo.exists() and mo.stat().st_mtime >= po.stat().st_mtime:
        continue
    with po.open("rb") as source:
        catalogue = read_po(source, locale="ja" if "ja_Easy" in po.parts else "en")
    part = mo.with_suffix(".part")
    with part.open("wb") as target:
        write_mo(target, catalogue)
    part.replace(mo)
