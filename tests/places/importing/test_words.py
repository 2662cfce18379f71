"""The import's own pages and sentences are complete in English, the public ones in easy Japanese."""

import pytest
from django.utils import translation

from tests.places.importing.conftest import EVACUATION


@pytest.mark.parametrize("language", ["en"])
def test_a_rejection_reads_in_english(take, sheet, language):
    with translation.override(language):
        report = take(sheet(*EVACUATION, "B1,遠い所,北海道小樽市花園2,34.86,138.32,,012033,1,1,"))
    (item,) = report.rejections
    assert "is outside 小樽市" in item["reason"]
