"""Letters: printed once, posted by a hand, set so that the window always shows the address."""

import re
import subprocess

import pytest

from tomoni.core.errors import Refused
from tomoni.ground.notices.actions import Recipient, letters, tell
from tomoni.ground.notices.channels import letter
from tomoni.ground.notices.models import Delivery, Preference

pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting(noon):
    for number, language in enumerate(("ja", "ja-easy", "en")):
        tell(
            kind="tests.offer",
            to=Recipient(
                name=f"見本 﨑子{number}", postcode="0470024", language=language,
                address="北海道小樽市花園2丁目12番1号 見本マンション花園弐番館 1203号室",
            ),
            values={"url": "/places/"}, key=str(number), at=noon,
        )  # fmt: skip
    return Delivery.objects.select_related("notice__wording").order_by("notice__key")


def test_a_batch_is_printed_once_and_sent_when_posted(waiting, mori, noon):
    batch = letters.print_waiting(by=mori, at=noon)
    assert batch.count == 3
    with pytest.raises(Refused):
        letters.print_waiting(by=mori, at=noon)
    letters.take_back(batch=batch, by=mori, at=noon)
    with pytest.raises(Refused):
        letters.post(batch=batch, by=mori, at=noon)
    batch = letters.print_waiting(by=mori, at=noon)
    letters.post(batch=batch, by=mori, at=noon)
    assert set(Delivery.objects.values_list("status", flat=True)) == {"sent"}
    for again in (letters.post, letters.take_back):
        with pytest.raises(Refused):
            again(batch=batch, by=mori, at=noon)


def test_the_window_shows_the_address_however_the_sheet_slides(waiting, tmp_path):
    made = letter.letters(waiting)
    assert made.startswith(b"%PDF") and len(made) < 400_000
    path = tmp_path / "letters.pdf"
    path.write_bytes(made)
    boxes = subprocess.run(
        ["pdftotext", "-bbox", "-f", "1", "-l", "1", str(path), "-"],
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    words = [
        (float(a) / 72 * 25.4, float(b) / 72 * 25.4, float(c) / 72 * 25.4, float(d) / 72 * 25.4, w)
        for a, b, c, d, w in re.findall(
            r'xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)<', boxes
        )
    ]
    seen = [w for x, y, x2, y2, w in words if x >= 20 and x2 <= 85 and y >= 13 and y2 <= 38]
    assert "〒047-0024" in seen and "﨑子0" in "".join(seen) and "1203号室" in "".join(seen)
    under = [w for x, y, x2, y2, w in words if x < 110 and y < 58 and w not in seen]
    assert not under, under
    pages = subprocess.run(["pdfinfo", str(path)], capture_output=True, text=True).stdout
    assert "Pages:           3" in pages


def test_large_print_and_the_other_envelope(waiting, noon):
    small = letter.letters(waiting, layout="din")
    for row in waiting:
        Preference.objects.create(
            recipient=row.notice.recipient, large_print=True, updated_at=noon
        ) if not Preference.objects.exists() else None
    assert letter.letters(waiting, layout="din") != small


@pytest.mark.parametrize("per_sheet", [12, 24])
def test_labels(waiting, per_sheet):
    assert letter.labels(list(waiting) * 9, per_sheet=per_sheet).startswith(b"%PDF")
