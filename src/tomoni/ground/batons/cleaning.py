"""What comes in is opened once: pictures are written anew, without position, camera or hidden parts,
and a document has at least a first page that can be drawn."""

import io
import warnings

from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from tomoni.core.errors import Refused
from tomoni.ground.batons.rules.files import Format
from tomoni.web import paper

MOST_PIXELS = 60_000_000  # Of a good telephone; three bytes each must fit in memory.


def clean(content: bytes, form: Format) -> bytes:
    """The same picture upright and without EXIF, XMP and comments; a document as it is.

    Raises:
        Refused: when it only pretends to be a picture, is too large to be opened safely, or is a
            document nobody could read.
    """
    if not form.is_picture:
        if not paper.opens(content):
            raise Refused(
                _(
                    "このPDFは開けません。こわれているか、パスワードがかかっています。パスワードを外すか、紙を写真に撮って、もう一度送ってください。"
                ),
                field="file",
            )
        return content
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return _anew(content, form)
    except Refused:
        raise
    except Exception:  # Each decoder has errors of its own; all mean that it is no such picture.
        raise Refused(
            _(
                "この写真は開けません。こわれているかもしれません。もう一度撮るか、選び直してください。"
            ),
            field="file",
        ) from None


def _anew(content: bytes, form: Format) -> bytes:
    kind = form.code.upper()
    with Image.open(io.BytesIO(content), formats=[kind]) as opened:
        if opened.width * opened.height > MOST_PIXELS:
            raise Refused(
                _("写真の点の数が多すぎます。電話機の設定で小さくして、もう一度撮ってください。"),
                field="file",
            )
        profile = opened.info.get("icc_profile")
        turned = opened.getexif().get(0x0112, 1) != 1  # Orientation (Exif 2.3, tag 274).
        picture = ImageOps.exif_transpose(opened) if turned else opened
        picture.load()
        picture.info = {k: v for k, v in picture.info.items() if k == "transparency"}
        how: dict[str, object] = {"icc_profile": profile} if profile else {}
        if kind != "PNG":
            # Unturned JPEGs keep their own tables, so that nothing is lost by writing them anew.
            keeps = kind == "JPEG" and picture.format == "JPEG"
            how["quality"] = "keep" if keeps else 92
        out = io.BytesIO()
        picture.save(out, kind, **how)
    return out.getvalue()
