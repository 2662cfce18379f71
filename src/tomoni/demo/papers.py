"""One matter of the sample town with a photograph, two messages and a link that still opens."""

import io
from datetime import timedelta
from uuid import uuid4

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw

from tomoni.demo.ground import Ground
from tomoni.ground.batons.actions import attaching, outside, parties, writing
from tomoni.ground.batons.models import Attachment, Baton
from tomoni.ground.people.models import User

TITLE = "（見本）屋根の雪おろしの申し込み"


def build(town: Ground) -> bool:
    """Through the desk's own actions; a second time changes nothing."""
    baton = Baton.objects.open().filter(title=TITLE).first()
    if baton is None or Attachment.objects.filter(baton=baton).exists():
        return False
    ono = User.objects.get(email="ono@example.jp")
    haru = User.objects.get(email="haru@example.jp")
    party = parties.add_party(
        baton=baton, part="concerned", user=haru, name=haru.name, email=haru.email, by=ono,
        at=town.at,
    )  # fmt: skip
    writing.write(
        baton=baton, to=party, text="屋根の雪は、いまどのくらいですか。写真があると助かります。",
        by=ono, at=town.at, token=uuid4(),
    )  # fmt: skip
    link = party.links.get()  # type: ignore[attr-defined]
    later = town.at + timedelta(minutes=40)
    writing.read_behind(link=link, at=later)
    writing.write_back(
        link=link, text="ひざの高さまで積もっています。写真を送ります。", at=later, token=uuid4()
    )
    attaching.attach(
        baton=baton, file=ContentFile(drawn_roof(), "屋根の雪.jpg"), words="玄関の上の屋根",
        link=link, by=None, at=later,
    )  # fmt: skip
    outside.send_link(
        baton=baton, about=None, name="見本工務店", way="hand", contact=outside.Contact(), days=14,
        by=ono, at=town.at,
    )  # fmt: skip
    return True


def drawn_roof() -> bytes:
    """A house with snow on its roof, drawn here: no photograph of a real house is needed."""
    picture = Image.new("RGB", (960, 640), "#c9d6df")
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 520, 960, 640), fill="#f4f7f9")
    draw.rectangle((260, 320, 700, 540), fill="#8a6f5a")
    draw.polygon([(210, 330), (480, 150), (750, 330)], fill="#3f4a54")
    draw.polygon(
        [(200, 310), (480, 110), (760, 310), (750, 335), (480, 165), (210, 335)], fill="white"
    )
    draw.rectangle((330, 400, 420, 540), fill="#4d3b2f")
    draw.rectangle((520, 390, 640, 470), fill="#f2d27a")
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=85)
    return out.getvalue()
